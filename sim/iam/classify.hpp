// Classifies statements before anything is decided: which match, and of those that do not, what
// failed first.
#pragma once

#include <optional>

#include "sim/iam/authorize.hpp"

namespace rehearse::iam {

/// The element of a statement that did not match.
enum class Element : std::uint8_t { none, action, resource, principal, condition };

bool action_matches(Statement const& statement, Question const& question);
bool resource_matches(Statement const& statement, Question const& question);
/// How the statement reaches the caller; `direct` when it has no principal at all.
GrantLevel principal_level(Statement const& statement, Request const& request, bool has_boundary);
bool conditions_hold(Statement const& statement, Request const& request);

using Found = std::optional<StatementRef>;

/// The first matching statement of each effect, of one set of policies that count together.
struct Scan {
  Found deny;
  Found allow;
};
Scan scan(PolicyList policies, Question const& question);

/// The same for resource policies, whose grants differ by how they name the caller.
struct GrantScan {
  Found deny;
  Found direct, role, account;
  Found any() const { return direct ? direct : role ? role : account; }
};
GrantScan scan_grants(PolicyList policies, Question const& question, bool has_boundary);

/// SCPs bind the principals of accounts alone; RCPs only some services.
bool scp_applies(Request const& request, PolicyView const& view);
bool rcp_applies(Question const& question, PolicyView const& view);

}  // namespace rehearse::iam
