// Everything that one question looks at: the policies in force that bear on it and the request's
// context, filled as AWS fills it. Source: sharing-and-access 3.5, 4.1.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/authorize.hpp"
#include "sim/world/access/compiled_policies.hpp"
#include "sim/world/access/question.hpp"

namespace rehearse::world {

/// The policies in force for whoever asks, on the caller's side: the same for all its questions.
struct CallerPolicies {
  using Level = std::vector<iam::Policy const*>;

  iam::PolicySet identity{{}};
  std::vector<NamedPolicy const*> named;  // in step with `identity`
  iam::Policy const* boundary = nullptr;
  std::vector<Level> scp_levels;  // root first; empty: no limit
};
CallerPolicies caller_policies(Access const& access, CompiledPolicies& compiled,
                               PrincipalId principal);
/// The levels of control policies over an account: root first, the account last. Empty outside an
/// organization, in the management account, or when the type is switched off.
std::vector<CallerPolicies::Level> control_levels(Access const& access, CompiledPolicies& compiled,
                                                  AccountId account, ControlPolicyType type);

/// INVARIANT: `view` and `request` look into the other members and into the question, which must
/// outlive it.
class Evidence {
 public:
  Evidence(Access const& access, CompiledPolicies& compiled, CallerPolicies const& caller,
           Question const& question);
  Evidence(Evidence const&) = delete;
  Evidence& operator=(Evidence const&) = delete;

  iam::Request request;
  iam::PolicyView view;

 private:
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void gather_resource_side();
  void gather_session();
  void fill_caller_keys();
  void fill_resource_keys();
  void fill_request_keys();
  void add_tags(std::string_view prefix, std::vector<Tag> const& tags);

  Access const& access_;
  CompiledPolicies& compiled_;
  Question const& question_;
  std::vector<iam::PolicyList> scp_, rcp_;
  std::vector<CallerPolicies::Level> rcp_levels_;
  std::vector<iam::Policy const*> session_, resource_;
  std::deque<std::string> texts_;
  std::deque<std::vector<std::string_view>> lists_;
};

}  // namespace rehearse::world
