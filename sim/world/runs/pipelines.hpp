// Pipelines: what each account owns, by name.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/pipeline/definition.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/organization.hpp"

namespace rehearse::world {

struct Pipeline {
  AccountId account;
  std::string name;
  std::string display_name;
  std::string arn;
  DocumentId definition;
  PrincipalId role;
  std::uint32_t version = 1;
  std::uint32_t parallel_max = 0;  // 0: no limit
  bool deleted = false;
  Time created{};
  Time modified{};
  trace::SourceLine where;
};

/// How this account's definitions are read: AWS's quotas, but for what its settings lift
/// (`pipeline_steps_max`).
pipeline::Options definition_options(Account const& owner);

class Pipelines {
 public:
  std::vector<Pipeline> const& all() const { return pipelines_; }
  Pipeline const& operator[](PipelineId id) const { return pipelines_[id.index]; }
  /// Names are looked up case-sensitively; a deleted pipeline is not found.
  PipelineId find(AccountId account, std::string_view name) const;
  PipelineId find_arn(std::string_view arn) const;

  /// `arn` is made by the world, which knows the account.
  void store(trace::Entry const& entry, trace::PipelineStored const& record, std::string arn);
  void apply(trace::Entry const&, trace::PipelineDeleted const& record);

 private:
  std::vector<Pipeline> pipelines_;
  std::map<std::string, PipelineId, std::less<>> by_arn_;
};

}  // namespace rehearse::world
