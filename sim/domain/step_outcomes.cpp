#include "sim/domain/step_outcomes.hpp"

#include <fmt/format.h>

#include "sim/domain/draws.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

pipeline::StepTypeRow const& type_of(Context const& c, ExecutionId execution,
                                     world::StepIndex step) {
  return pipeline::row_of(c.world.executions()[execution].graph->type(step));
}

/// What the scenario says of the duration, here and on these instances; nothing when it says
/// nothing.
std::optional<Duration> planned_duration(Context const& c, StepPlan const& plan,
                                         ExecutionId execution, world::StepIndex step,
                                         Stream& stream) {
  auto otherwise = [&] {
    return plan.duration ? std::optional{stream.sample(*plan.duration)} : std::nullopt;
  };
  if (!plan.computes_duration && plan.duration_by_instances.empty()) return otherwise();
  json::Value const arguments = sent_arguments(c, execution, step);
  if (arguments.is_null()) return otherwise();
  if (plan.computes_duration) {
    auto computed = c.hooks.duration_of({execution, step, arguments});
    return computed ? std::optional{stream.sample(*computed)} : std::nullopt;
  }
  if (auto instances = pipeline::instances_of(type_of(c, execution, step).type, arguments))
    for (auto const& [row, quantiles] : plan.duration_by_instances)
      if (row == *instances) return stream.sample(quantiles);
  return otherwise();
}

}  // namespace

StepPlan const* plan_of(Context const& c, ExecutionId execution, world::StepIndex step) {
  world::Execution const& e = c.world.executions()[execution];
  return c.plan.find(e.pipeline, e.graph->name(step));
}

Duration duration_of_step(Context const& c, ExecutionId execution, world::StepIndex step) {
  if (Duration given = c.world.executions()[execution].graph->delay(step); given > Duration{0})
    return given;
  Stream stream = world::step_stream(c.world, execution, step, "duration");
  StepPlan const* plan = plan_of(c, execution, step);
  auto planned =
      plan != nullptr ? planned_duration(c, *plan, execution, step, stream) : std::nullopt;
  return planned ? *planned : stream.sample(type_of(c, execution, step).default_duration());
}

std::expected<void, std::string> produce_outputs(Context const& c, ExecutionId execution,
                                                 world::StepIndex step,
                                                 json::Value const& arguments) {
  StepPlan const* plan = plan_of(c, execution, step);
  if (plan == nullptr) return {};
  std::optional<std::vector<PlannedOutput>> computed;
  if (plan->computes_outputs) {
    computed = c.hooks.outputs_of({execution, step, arguments});
    if (!computed) return std::unexpected("the scenario's function for its outputs failed");
  }
  for (PlannedOutput const& output : computed ? *computed : plan->outputs) {
    json::Value value = drawn(output.value, [&](std::string_view place, std::uint64_t n) {
      return world::step_stream(c.world, execution, step,
                                fmt::format("output/{}{}", output.name, place))
          .below(n);
    });
    c.record.record(
        trace::StepProduced{execution, step, output.kind, output.name, {json::dump(value)}});
  }
  return {};
}

}  // namespace rehearse::domain
