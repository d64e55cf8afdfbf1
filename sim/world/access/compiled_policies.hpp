// The policies of the access state, compiled, each once.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "sim/iam/policy.hpp"
#include "sim/world/access/access.hpp"

namespace rehearse::world {

/// Is a policy's name words? A scenario may write one down without a name of its own: `policy 2 of
/// MlPlatform`.
bool is_description(std::string_view name);

class CompiledPolicies {
 public:
  explicit CompiledPolicies(Access const& access) : access_(access) {}

  /// Of a stored document, as that kind of policy.
  iam::Policy const* of(DocumentId document, iam::PolicyKind kind);
  /// What the policy of a resource says, as in force: what people wrote and what RAM wrote; null
  /// without either. `holder`: as policy_holder names it. Good until the access state changes.
  iam::Policy const* written_on(std::string const& holder);
  iam::Policy const* shared(std::string const& holder);
  /// Of a role, as in force; null without one.
  iam::Policy const* trust(PrincipalId role);

 private:
  std::unique_ptr<iam::Policy> with_principals(DocumentId document, iam::PolicyKind kind,
                                               Origin const& since);
  void forget_if_changed();

  Access const& access_;
  std::map<std::pair<DocumentId, iam::PolicyKind>, std::unique_ptr<iam::Policy>> compiled_;
  // As of one state of access.
  std::map<std::string, std::unique_ptr<iam::Policy>, std::less<>> written_, shared_;
  std::map<PrincipalId, std::unique_ptr<iam::Policy>> trust_;
  std::uint64_t as_of_ = UINT64_MAX;
};

}  // namespace rehearse::world
