#include "sim/domain/step_calls.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/jobs.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/call_keys.hpp"
#include "sim/world/access/tag_keys.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::Runner;
using pipeline::StepType;
using pipeline::StepTypeRow;
using trace::StepCallKind;
using world::StepIndex;

/// One step of an execution, and what its calls need of the world.
class StepCaller {
 public:
  StepCaller(Context const& c, ExecutionId execution, StepIndex step)
      : c_(c), execution_(execution), step_(step) {}

  std::optional<StepFailure> make_calls() const;
  std::optional<StepFailure> use_data(DataUse use) const;

 private:
  world::Execution const& run() const { return c_.world.executions()[execution_]; }
  world::Pipeline const& owner() const { return c_.world.pipelines()[run().pipeline]; }
  StepTypeRow const& row() const { return pipeline::row_of(run().graph->type(step_)); }
  pipeline::Step const* described() const { return described_step(c_, execution_, step_); }

  std::string named_resource() const;
  std::string resource() const;
  std::string passed_role() const;
  bool tags_what_it_creates() const;
  std::optional<world::Question> question(StepCallKind kind) const;
  void record(StepCallKind kind, Decision const& decision) const;
  std::optional<StepFailure> argument_missing() const;
  std::optional<StepFailure> take_on_role() const;
  std::optional<StepFailure> ask(StepCallKind kind) const;
  std::optional<StepFailure> role_unusable() const;
  std::optional<StepFailure> function_elsewhere() const;
  StepFailure refusal(StepCallKind kind, world::Question const& question,
                      Decision const& decision) const;

  Context const& c_;
  ExecutionId execution_;
  StepIndex step_;
};

/// What the create call names that was there before: the function, the queue, the versions of the
/// group. Empty: nothing.
std::string StepCaller::named_resource() const {
  if (described() == nullptr) return {};
  auto beside = [&](std::string_view key) {
    json::Value const value = beside_arguments(c_, execution_, step_, key);
    return value.is_string() ? value.as_string() : std::string{};
  };
  if (row().runner == Runner::lambda) return beside("FunctionArn");
  if (row().runner == Runner::callback) return queue_arn_of_url(beside("SqsQueueUrl"));
  if (row().type != StepType::register_model) return {};
  json::Value const group = argument(c_, execution_, step_, "ModelPackageGroupName");
  if (!group.is_string()) return {};
  return package_versions_arn(
      world::as_arn(c_.world, owner(), "model-package-group", group.as_string()));
}

/// What the create call is judged on: what it names, else the job.
std::string StepCaller::resource() const {
  if (std::string named = named_resource(); !named.empty()) return named;
  std::string arn = world::job_arn(c_.world, execution_, step_);
  return arn.empty() ? "*" : arn;
}

/// The role that the step's arguments hand over, or empty.
std::string StepCaller::passed_role() const {
  std::string_view const path = row().role_argument;
  json::Value const role = path.empty() ? json::Value{} : argument(c_, execution_, step_, path);
  return role.is_string() ? role.as_string() : std::string{};
}

/// Does the step tag what it creates? A version has the tags of its group.
bool StepCaller::tags_what_it_creates() const {
  if (described() == nullptr || row().type == StepType::register_model ||
      !row().create_action.starts_with("sagemaker:"))
    return false;
  json::Value const* tags = described()->arguments.find("Tags");
  return tags != nullptr && tags->is_array() && !tags->as_array().empty();
}

/// The question behind a call of the step; nothing when it makes no such call.
std::optional<world::Question> StepCaller::question(StepCallKind kind) const {
  bool const passes = kind == StepCallKind::pass_role;
  std::string const on = passes ? passed_role() : resource();
  if (on.empty()) return std::nullopt;
  std::string_view const action = row().create_action;
  PrincipalId const role = owner().role;
  world::Question question = world::step_question(c_.world.access(), role, kind, action, on);
  question.region = owner().region;
  if (!passes && c_.judge.looks_into_calls(role)) {
    json::Value const sent = sent_arguments(c_, execution_, step_);
    question.context = kind == StepCallKind::create
                           ? world::call_keys(action, on, sent)
                           : world::ContextKeys{{"sagemaker:TaggingAction",
                                                 std::string(iam::bare_action(action))}};
    world::add_tag_keys(world::tags_of(sent), {}, question.context);
  }
  return question;
}

void StepCaller::record(StepCallKind kind, Decision const& decision) const {
  std::uint64_t const attempt = c_.world.executions().step(execution_, step_).attempt;
  c_.record.record(trace::StepCalled{
      execution_, step_, static_cast<std::uint8_t>(std::min<std::uint64_t>(attempt, 255)), kind,
      decision.outcome, decision.layer, decision.deciding.document, decision.deciding.statement});
}

StepFailure StepCaller::refusal(StepCallKind kind, world::Question const& question,
                                Decision const& decision) const {
  if (kind == StepCallKind::assume_role)
    return StepFailure::of(
        FailureKind::refused,
        fmt::format("SageMaker is unable to assume role and perform operations on your behalf. "
                    "Please verify that the role '{}' exists and that its trust relationship "
                    "policy allows the action 'sts:AssumeRole' for the service principal "
                    "'sagemaker.amazonaws.com'",
                    question.resource));
  return StepFailure::of(
      FailureKind::refused,
      failed_to_invoke(c_, execution_, step_, c_.judge.denial_message(question, decision)));
}

/// An argument that refers to what an earlier step did not leave: nothing can be sent.
std::optional<StepFailure> StepCaller::argument_missing() const {
  pipeline::Step const* step = described();
  if (step == nullptr || std::ranges::none_of(step->references, &pipeline::Reference::names_step))
    return std::nullopt;  // what else there is has been checked at the start
  WorldResolver resolver(c_.world, c_.plan, execution_, step_);
  for (json::Value const* sent : {&step->arguments, &step->siblings})
    if (auto const resolved = pipeline::resolve(*sent, resolver); !resolved)
      return StepFailure::of(FailureKind::arguments, "ClientError: " + resolved.error());
  return std::nullopt;
}

/// SageMaker takes on the pipeline's role for every step; only a refusal is told of.
std::optional<StepFailure> StepCaller::take_on_role() const {
  if (auto const known = c_.judge.standing_trust(owner().role); known && known->allowed())
    return std::nullopt;
  std::string const arn = c_.world.arn(owner());
  Decision const decision = c_.judge.service_may_assume(owner().role, arn, run().account);
  if (decision.allowed()) return std::nullopt;
  record(StepCallKind::assume_role, decision);
  return refusal(StepCallKind::assume_role,
                 world::service_question(c_.world.access(), owner().role, "sagemaker.amazonaws.com",
                                         arn, run().account),
                 decision);
}

std::optional<StepFailure> StepCaller::ask(StepCallKind kind) const {
  if (kind == StepCallKind::create)
    if (auto standing = c_.judge.standing(owner().role, row().type, owner());
        standing && standing->allowed()) {
      record(kind, *standing);
      return std::nullopt;
    }
  auto const asked = question(kind);
  if (!asked) return std::nullopt;
  Decision const decision = c_.judge.decide(*asked);
  bool const passes = kind == StepCallKind::pass_role;
  std::string named = passes ? asked->resource : named_resource();
  bool const telling = passes ? !decision.allowed() : !asked->context.empty() || !named.empty();
  if (telling)
    c_.record.record(trace::StepAsked{
        execution_, step_, {json::dump(world::to_json(asked->context))}, std::move(named)});
  record(kind, decision);
  if (decision.allowed()) return std::nullopt;
  return refusal(kind, *asked, decision);
}

/// SageMaker takes on the role that a job is handed, which is one of the same account. What nobody
/// declares is not looked at further.
std::optional<StepFailure> StepCaller::role_unusable() const {
  std::string const arn = passed_role();
  if (arn.empty() || row().runner != Runner::job || !row().create_action.starts_with("sagemaker:"))
    return std::nullopt;
  auto refused = [&](std::string const& why) {
    return StepFailure::of(FailureKind::refused, failed_to_invoke(c_, execution_, step_, why));
  };
  auto const parts = ArnView::split(arn);
  if (parts && parts->account != c_.world.organization().account(run().account).id)
    return refused("Cross-account pass role is not allowed.");
  PrincipalId const role = c_.world.principals().find_arn(arn);
  if (!role || c_.judge.service_may_assume(role, resource(), run().account).allowed())
    return std::nullopt;
  return refused(cannot_assume(arn));
}

/// Lambda finds no function of another Region (2.10).
std::optional<StepFailure> StepCaller::function_elsewhere() const {
  if (row().runner != Runner::lambda) return std::nullopt;
  std::string const function = named_resource();
  auto const arn = ArnView::split(function);
  if (!arn || arn->region == owner().region) return std::nullopt;
  return StepFailure::of(
      FailureKind::refused,
      failed_to_invoke(c_, execution_, step_,
                       fmt::format("Functions from '{}' are not reachable in this region ('{}')",
                                   arn->region, owner().region)));
}

std::optional<StepFailure> StepCaller::use_data(DataUse use) const {
  if (c_.world.access().buckets().empty() || row().runner != Runner::job) return std::nullopt;
  PrincipalId role = owner().role;
  if (std::string passed = passed_role(); !passed.empty())
    role = c_.world.principals().find_arn(passed);
  auto const refused =
      reach(c_, artifact_uses(c_.world.access(), role, sent_arguments(c_, execution_, step_), use));
  if (!refused) return std::nullopt;
  return StepFailure::of(FailureKind::refused, job_failure(*refused));
}

std::optional<StepFailure> StepCaller::make_calls() const {
  if (!row().makes_call()) return std::nullopt;
  if (auto failure = argument_missing()) return failure;
  if (auto refused = take_on_role()) return refused;
  if (auto refused = ask(StepCallKind::pass_role)) return refused;
  if (auto refused = ask(StepCallKind::create)) return refused;
  if (tags_what_it_creates())
    if (auto refused = ask(StepCallKind::add_tags)) return refused;
  if (auto failure = role_unusable()) return failure;
  return function_elsewhere();
}

}  // namespace

std::optional<StepFailure> make_step_calls(Context const& c, ExecutionId execution,
                                           StepIndex step) {
  return StepCaller(c, execution, step).make_calls();
}

std::optional<StepFailure> use_data(Context const& c, ExecutionId execution, StepIndex step,
                                    DataUse use) {
  return StepCaller(c, execution, step).use_data(use);
}

std::string failed_to_invoke(Context const& c, ExecutionId execution, StepIndex step,
                             std::string_view details) {
  return fmt::format(
      "ClientError: Failed to invoke {}. Error Details: {}",
      pipeline::row_of(c.world.executions()[execution].graph->type(step)).create_action, details);
}

}  // namespace rehearse::domain
