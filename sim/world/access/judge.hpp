// Who may do what at this instant: gathers every policy in force that bears on a question and lets
// iam decide.
//
//   Judge judge(world);
//   Decision decision = judge.decide(api_question(world, role, session,
//   "sagemaker:StartPipelineExecution", arn, owner));
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/iam/authorize.hpp"
#include "sim/pipeline/step_types.hpp"
#include "sim/world/world.hpp"

namespace rehearse::world {

/// One question to the judge. `owner`: the resource's account; none when the action has no
/// resource.
struct Question {
  RoleId role;
  std::string session;  // the session's ARN
  std::string action;
  std::string resource = "*";
  AccountId owner;
  std::vector<std::pair<std::string, std::string>>
      context;  // keys that the operation itself adds: iam:PassedToService
};

/// The question behind a call that a step makes in the name of its pipeline's role.
Question step_question(World const& world, RoleId role, trace::StepCallKind kind,
                       std::string_view create_action, std::string const& resource);
/// The question that a recorded call asked.
Question question_of(trace::ApiCalled const& call);
/// The account that an ARN names, or none.
AccountId owner_of(World const& world, std::string_view arn);

/// Why a decision came out as it did, in lines for a person.
struct Reasons {
  Decision decision;
  std::string summary;             // one sentence
  std::vector<std::string> lines;  // layer by layer, then the shares and what is not yet in force
};

class Judge {
 public:
  explicit Judge(World const& world) : world_(world) {}

  Decision decide(Question const& question);
  /// The decision on creating a job of this type in the account, when it is the same for every job
  /// that the role may name until an access state changes; nothing when each has to be judged.
  /// Costs no allocation when asked again.
  std::optional<Decision> standing(RoleId role, pipeline::StepType type, AccountId account);
  Reasons explain(Question const& question);
  /// AWS's text of a refusal. Source: sharing-and-access 7.
  std::string denial_message(Question const& question, Decision const& decision) const;

 private:
  struct Gathered;

  struct Standing {
    std::uint64_t epoch = UINT64_MAX;
    AccountId account;
    std::optional<Decision> decision;
  };

  std::optional<Decision> find_standing(RoleId role, pipeline::StepTypeRow const& row,
                                        AccountId account);
  iam::Policy const* policy(DocumentId document, iam::PolicyKind kind);
  iam::Policy const* group_policy(Question const& question);
  iam::Policy const* shared_policy(Question const& question);
  void gather(Question const& question, Gathered& out);
  void name_as_the_role_does(RoleId role, Gathered& gathered);

  World const& world_;
  std::map<std::pair<DocumentId, iam::PolicyKind>, std::unique_ptr<iam::Policy>> compiled_;
  // What RAM wrote onto each resource, as of an epoch of the access state.
  std::map<std::string, std::unique_ptr<iam::Policy>, std::less<>> written_;
  std::uint64_t written_epoch_ = UINT64_MAX;
  std::vector<Standing> standing_;  // by role and step type
};

}  // namespace rehearse::world
