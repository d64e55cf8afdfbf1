// A company for the access matrix: 50 accounts in an organization, 20 roles in each, 20 pipelines
// that are shared with accounts, units and the organization.
#pragma once

#include "sim/world/recorder.hpp"

namespace rehearse::bench {

struct CompanySize {
  std::uint32_t accounts = 50, roles = 20, pipelines = 20;
};

/// Declares it in the world that `record` writes to.
void declare_company(world::Recorder& record, CompanySize const& size);

/// One inline policy of one role is another: what UpdateRolePolicy brings into force.
void change_one_policy(world::Recorder& record, std::uint32_t version);

}  // namespace rehearse::bench
