#include "sim/domain/steps.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/artifacts.hpp"
#include "sim/domain/registering.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/step_outcomes.hpp"
#include "sim/iam/actions.hpp"
#include "sim/pipeline/condition.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/call_keys.hpp"
#include "sim/world/access/tag_keys.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::Runner;
using pipeline::StepType;
using pipeline::StepTypeRow;
using world::StepIndex;

pipeline::Step const* step_of(Context const& c, ExecutionId execution, StepIndex step) {
  auto const& definition = c.world.executions()[execution].graph->definition();
  return definition ? &definition->steps[step] : nullptr;
}

StepTypeRow const& row_of(Context const& c, ExecutionId execution, StepIndex step) {
  return pipeline::row_of(c.world.executions()[execution].graph->type(step));
}

/// What the create call names: the job, or for Lambda and Callback the function and the queue.
std::string call_resource(Context const& c, ExecutionId execution, StepIndex step) {
  StepTypeRow const& row = row_of(c, execution, step);
  if (row.runner == Runner::lambda) {
    std::string_view function =
        step_of(c, execution, step)->siblings.string_or_empty("FunctionArn");
    if (!function.empty()) return std::string(function);
  }
  if (row.runner == Runner::callback) {
    // https://sqs.REGION.amazonaws.com/ACCOUNT/NAME
    auto parts = split(step_of(c, execution, step)->siblings.string_or_empty("SqsQueueUrl"), '/');
    auto host = parts.size() == 5 ? split(parts[2], '.') : std::vector<std::string_view>{};
    if (host.size() > 1) return fmt::format("arn:aws:sqs:{}:{}:{}", host[1], parts[3], parts[4]);
  }
  std::string arn = world::job_arn(c.world, execution, step);
  return arn.empty() ? "*" : arn;
}

/// The role that the step's arguments hand over, or empty.
std::string passed_role(Context const& c, ExecutionId execution, StepIndex step) {
  std::string_view argument = row_of(c, execution, step).role_argument;
  pipeline::Step const* described = step_of(c, execution, step);
  if (argument.empty() || described == nullptr) return {};
  json::Value const* value = &described->arguments;
  for (std::string_view key : split(argument, '.'))
    if (value = value->find(key); value == nullptr) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto resolved = pipeline::resolve(*value, resolver);
  return resolved && resolved->is_string() ? resolved->as_string() : std::string{};
}

/// The arguments as they are sent; null when they cannot be resolved, which fails the step later.
json::Value sent_arguments(Context const& c, ExecutionId execution, StepIndex step) {
  pipeline::Step const* described = step_of(c, execution, step);
  if (described == nullptr) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  return pipeline::resolve(described->arguments, resolver).value_or(json::Value{});
}

/// Does the step tag what it creates? A version has the tags of its group.
bool tags_what_it_creates(Context const& c, ExecutionId execution, StepIndex step) {
  StepTypeRow const& row = row_of(c, execution, step);
  pipeline::Step const* described = step_of(c, execution, step);
  if (described == nullptr || row.type == StepType::register_model ||
      !row.create_action.starts_with("sagemaker:"))
    return false;
  json::Value const* tags = described->arguments.find("Tags");
  return tags != nullptr && tags->is_array() && !tags->as_array().empty();
}

/// The question behind a call of the step; nothing when it makes no such call.
std::optional<world::Question> call_question(Context const& c, ExecutionId execution,
                                             StepIndex step, trace::StepCallKind kind) {
  world::Execution const& e = c.world.executions()[execution];
  world::Pipeline const& p = c.world.pipelines()[e.pipeline];
  world::Access const& access = c.world.access();
  if (kind == trace::StepCallKind::assume_role)
    return world::service_question(access, p.role, "sagemaker.amazonaws.com", p.arn, e.account);
  bool const passes = kind == trace::StepCallKind::pass_role;
  std::string resource =
      passes ? passed_role(c, execution, step) : call_resource(c, execution, step);
  if (resource.empty()) return std::nullopt;
  std::string_view const action = row_of(c, execution, step).create_action;
  world::Question question = world::step_question(access, p.role, kind, action, resource);
  if (!passes && c.judge.looks_into_calls(p.role)) {
    json::Value const sent = sent_arguments(c, execution, step);
    question.context = kind == trace::StepCallKind::create
                           ? world::call_keys(action, resource, sent)
                           : world::ContextKeys{{"sagemaker:TaggingAction",
                                                 std::string(iam::bare_action(action))}};
    world::add_tag_keys(world::tags_of(sent), {}, question.context);
  }
  return question;
}

bool record_call(Context const& c, ExecutionId execution, StepIndex step, trace::StepCallKind kind,
                 Decision const& decision) {
  std::uint64_t attempt = c.world.executions().step(execution, step).attempt;
  c.record.record(trace::StepCalled{
      execution, step, static_cast<std::uint8_t>(std::min<std::uint64_t>(attempt, 255)), kind,
      decision.outcome, decision.layer, decision.deciding.document, decision.deciding.statement});
  return decision.allowed();
}

/// SageMaker takes on the pipeline's role for every step; only a refusal is told of.
bool takes_on_role(Context const& c, ExecutionId execution, StepIndex step) {
  world::Execution const& e = c.world.executions()[execution];
  world::Pipeline const& p = c.world.pipelines()[e.pipeline];
  Decision decision = c.judge.service_may_assume(p.role, p.arn, e.account);
  return decision.allowed() ||
         record_call(c, execution, step, trace::StepCallKind::assume_role, decision);
}

bool judged(Context const& c, ExecutionId execution, StepIndex step, trace::StepCallKind kind) {
  world::Execution const& e = c.world.executions()[execution];
  if (kind == trace::StepCallKind::create)
    if (auto standing =
            c.judge.standing(c.world.pipelines()[e.pipeline].role, e.graph->type(step), e.account))
      return record_call(c, execution, step, kind, *standing);
  auto question = call_question(c, execution, step, kind);
  if (!question) return true;
  if (kind != trace::StepCallKind::pass_role && !question->context.empty())
    c.record.record(
        trace::StepAsked{execution, step, {json::dump(world::to_json(question->context))}});
  return record_call(c, execution, step, kind, c.judge.decide(*question));
}

/// What the job reads and writes in buckets that the scenario declares, and whoever does: the role
/// that it is handed, else the pipeline's. SageMaker reads when the job begins and writes when it
/// ends; both are asked for at the start here.
ArtifactUses uses_of(Context const& c, ExecutionId execution, StepIndex step) {
  if (c.world.access().buckets().empty() || row_of(c, execution, step).runner != Runner::job)
    return {};
  world::Execution const& e = c.world.executions()[execution];
  PrincipalId role = c.world.pipelines()[e.pipeline].role;
  if (std::string passed = passed_role(c, execution, step); !passed.empty())
    role = c.world.principals().find_arn(passed);
  return artifact_uses(c.world.access(), role, sent_arguments(c, execution, step));
}

std::expected<void, std::string> evaluate_condition(Context const& c, ExecutionId execution,
                                                    StepIndex step) {
  WorldResolver resolver(c.world, c.plan, execution, step);
  json::Value const* conditions = step_of(c, execution, step)->arguments.find("Conditions");
  auto outcome = pipeline::evaluate(
      conditions != nullptr ? *conditions : json::Value{json::Array{}}, resolver);
  if (!outcome) return std::unexpected(outcome.error());
  c.record.record(trace::ConditionEvaluated{execution, step, *outcome});
  return {};
}

std::string fail_message(Context const& c, ExecutionId execution, StepIndex step) {
  json::Value const* message = step_of(c, execution, step)->arguments.find("ErrorMessage");
  if (message == nullptr) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto resolved = pipeline::resolve(*message, resolver);
  if (!resolved) return resolved.error();
  return resolved->is_string() ? resolved->as_string() : json::dump(*resolved);
}

}  // namespace

bool make_step_calls(Context const& c, ExecutionId execution, StepIndex step) {
  if (!row_of(c, execution, step).makes_call()) return true;
  return takes_on_role(c, execution, step) &&
         judged(c, execution, step, trace::StepCallKind::pass_role) &&
         judged(c, execution, step, trace::StepCallKind::create) &&
         (!tags_what_it_creates(c, execution, step) ||
          judged(c, execution, step, trace::StepCallKind::add_tags)) &&
         !reach(c, uses_of(c, execution, step));
}

std::string refusal_reason(Context const& c, ExecutionId execution, StepIndex step) {
  // Asked again for the words. If the policies changed meanwhile, the words are those of now.
  std::string message;
  for (auto kind : {trace::StepCallKind::assume_role, trace::StepCallKind::pass_role,
                    trace::StepCallKind::create, trace::StepCallKind::add_tags}) {
    if (kind == trace::StepCallKind::add_tags && !tags_what_it_creates(c, execution, step))
      continue;
    auto question = call_question(c, execution, step, kind);
    if (!question) continue;
    Decision decision = c.judge.decide(*question);
    if (decision.allowed()) continue;
    if (kind == trace::StepCallKind::assume_role)
      return fmt::format(
          "SageMaker is unable to assume role and perform operations on your behalf. Please verify "
          "that the role '{}' exists and that its trust relationship policy allows the action "
          "'sts:AssumeRole' for the service principal 'sagemaker.amazonaws.com'",
          question->resource);
    message = c.judge.denial_message(*question, decision);
    break;
  }
  if (message.empty())
    if (auto refused = first_refused(c, uses_of(c, execution, step))) return job_failure(*refused);
  return fmt::format("ClientError: Failed to invoke {}. Error Details: {}",
                     row_of(c, execution, step).create_action, message);
}

std::expected<void, std::string> finish_step(Context const& c, Events& events,
                                             ExecutionId execution, StepIndex step) {
  StepTypeRow const& row = row_of(c, execution, step);
  StepPlan const* plan = plan_of(c, execution, step);
  if (plan != nullptr && !plan->failure.empty()) return std::unexpected(plan->failure);
  if (row.runner == Runner::fail) return std::unexpected(fail_message(c, execution, step));
  if (row.runner == Runner::condition) return evaluate_condition(c, execution, step);
  if (step_of(c, execution, step) == nullptr) return {};
  // Arguments are resolved at run time: a property file that is not there fails the step here.
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto arguments = pipeline::resolve(step_of(c, execution, step)->arguments, resolver);
  if (!arguments) return std::unexpected("ClientError: " + arguments.error());
  if (auto created = create_resource(c, events, execution, step, *arguments); !created)
    return created;
  return produce_outputs(c, execution, step, *arguments);
}

}  // namespace rehearse::domain
