#include "sim/domain/steps.hpp"

#include <fmt/format.h>

#include "sim/domain/check_steps.hpp"
#include "sim/domain/registering.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/domain/step_outcomes.hpp"
#include "sim/pipeline/condition.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::Runner;
using pipeline::StepType;
using pipeline::StepTypeRow;
using world::StepIndex;

StepTypeRow const& row_of(Context const& c, ExecutionId execution, StepIndex step) {
  return pipeline::row_of(c.world.executions()[execution].graph->type(step));
}

std::expected<void, std::string> evaluate_condition(Context const& c, ExecutionId execution,
                                                    StepIndex step) {
  WorldResolver resolver(c.world, c.plan, execution, step);
  json::Value const* conditions = described_step(c, execution, step)->arguments.find("Conditions");
  auto outcome = pipeline::evaluate(
      conditions != nullptr ? *conditions : json::Value{json::Array{}}, resolver);
  if (!outcome) return std::unexpected(outcome.error());
  c.record.record(trace::ConditionEvaluated{execution, step, *outcome});
  return {};
}

std::string fail_message(Context const& c, ExecutionId execution, StepIndex step) {
  json::Value const* message = described_step(c, execution, step)->arguments.find("ErrorMessage");
  if (message == nullptr) return {};
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto resolved = pipeline::resolve(*message, resolver);
  if (!resolved) return resolved.error();
  return resolved->is_string() ? resolved->as_string() : json::dump(*resolved);
}

}  // namespace

std::optional<StepFailure> finish_step(Context const& c, Events& events, ExecutionId execution,
                                       StepIndex step) {
  using enum FailureKind;
  StepTypeRow const& row = row_of(c, execution, step);
  StepPlan const* plan = plan_of(c, execution, step);
  if (plan != nullptr && !plan->failure.empty()) return StepFailure::of(job, plan->failure);
  if (row.runner == Runner::fail)
    return StepFailure::of(fail_step, fail_message(c, execution, step));
  if (row.runner == Runner::condition) {
    auto evaluated = evaluate_condition(c, execution, step);
    if (!evaluated) return StepFailure::of(arguments, evaluated.error());
    return std::nullopt;
  }
  if (described_step(c, execution, step) == nullptr) return std::nullopt;
  // A step that makes a call has met what is not there before it; one that makes none meets it
  // here.
  WorldResolver resolver(c.world, c.plan, execution, step);
  auto sent = pipeline::resolve(described_step(c, execution, step)->arguments, resolver);
  if (!sent) return StepFailure::of(arguments, "ClientError: " + sent.error());
  if (auto created = create_resource(c, events, execution, step, *sent); !created)
    return StepFailure::of(resource, created.error());
  if (auto produced = produce_outputs(c, execution, step, *sent); !produced)
    return StepFailure::of(job, produced.error());
  return settle_baselines(c, execution, step);
}

}  // namespace rehearse::domain
