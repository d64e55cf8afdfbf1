// Who may do what at this instant: gathers every policy in force that bears on a question and lets
// iam decide.
//
//   Judge judge(world.access());
//   Decision decision = judge.decide(question_by(world.access(), role, "ci",
//                                                "sagemaker:StartPipelineExecution", arn));
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/iam/explain.hpp"
#include "sim/pipeline/step_types.hpp"
#include "sim/vocab/reason.hpp"
#include "sim/world/access/evidence.hpp"

namespace rehearse::world {

/// Why a decision came out as it did, for a person.
struct Reasons {
  Decision decision;
  std::string summary;         // one sentence
  std::vector<Reason> layers;  // one by one; then the shares and what is not yet in force
};

class Judge {
 public:
  explicit Judge(Access const& access) : access_(access), compiled_(access) {}

  Access const& access() const { return access_; }
  Decision decide(Question const& question);
  /// The decision on creating a job of this type at a place, when it is the same for every job
  /// that the role may name until an access state changes; nothing when each has to be judged.
  /// Costs no allocation when asked again.
  std::optional<Decision> standing(PrincipalId role, pipeline::StepType type, Place const& place);
  /// Does a policy in force look at more of a call than who asks for what? Then its question has to
  /// carry the call's keys (call_keys.hpp).
  bool looks_into_calls(PrincipalId role);
  /// May SageMaker take on the role of this pipeline?
  /// Its answer for any pipeline of the role, where that is known and has not changed.
  std::optional<Decision> standing_trust(PrincipalId role) const {
    return role.index < trusted_.size() && trusted_[role.index].as_of == access_.changes()
               ? trusted_[role.index].decision
               : std::nullopt;
  }
  Decision service_may_assume(PrincipalId role, std::string_view source_arn, AccountId source);
  /// Numbers that stay the same as long as the answers about the two do: evidence_keys.hpp.
  std::uint64_t caller_key(PrincipalId principal);
  std::uint64_t resource_key(std::string_view resource);
  Reasons explain(Question const& question);
  /// What every statement that bears on it says, as data.
  iam::Explanation examine(Question const& question);
  /// AWS's text of a refusal. Source: sharing-and-access 7.
  std::string denial_message(Question const& question, Decision const& decision) const;

 private:
  struct Standing {
    std::uint64_t as_of = UINT64_MAX;
    Place place;
    std::optional<Decision> decision;
  };

  std::optional<Decision> find_standing(PrincipalId role, pipeline::StepTypeRow const& row,
                                        Place const& place);
  CallerPolicies const& policies_of(PrincipalId principal);

  Access const& access_;
  CompiledPolicies compiled_;
  std::map<PrincipalId, CallerPolicies> callers_;  // as of one state of access
  std::uint64_t as_of_ = UINT64_MAX;
  std::vector<Standing> standing_;     // by role and step type
  std::vector<Standing> trusted_;      // by role: where the trust policy has no condition
  std::map<PrincipalId, bool> looks_;  // as of one state of access
  std::uint64_t looks_as_of_ = UINT64_MAX;
};

}  // namespace rehearse::world
