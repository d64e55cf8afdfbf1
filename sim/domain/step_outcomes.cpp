#include "sim/domain/step_outcomes.hpp"

#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

pipeline::StepTypeRow const& type_of(Context const& c, ExecutionId execution,
                                     world::StepIndex step) {
  return pipeline::row_of(c.world.executions()[execution].graph->type(step));
}

}  // namespace

StepPlan const* plan_of(Context const& c, ExecutionId execution, world::StepIndex step) {
  world::Execution const& e = c.world.executions()[execution];
  return c.plan.find(e.pipeline, e.graph->name(step));
}

std::optional<Duration> begin_step(Context const& c, ExecutionId execution, world::StepIndex step) {
  pipeline::StepTypeRow const& row = type_of(c, execution, step);
  StepPlan const* plan = plan_of(c, execution, step);
  if (row.runner == pipeline::Runner::callback) {
    c.record.record(trace::CallbackSent{execution, step,
                                        world::callback_token(c.world, execution, step), false});
    if (plan != nullptr && plan->answered_by_scenario) return std::nullopt;
  }
  if (Duration given = c.world.executions()[execution].graph->delay(step); given > Duration{0})
    return given;
  Stream stream = world::step_stream(c.world, execution, step, "duration");
  return plan != nullptr && plan->duration ? stream.sample(*plan->duration)
                                           : stream.sample(row.default_duration());
}

void produce_outputs(Context const& c, ExecutionId execution, world::StepIndex step) {
  StepPlan const* plan = plan_of(c, execution, step);
  if (plan == nullptr) return;
  pipeline::Runner runner = type_of(c, execution, step).runner;
  auto kind = runner == pipeline::Runner::lambda || runner == pipeline::Runner::callback
                  ? trace::ProductKind::output_parameter
                  : trace::ProductKind::property_file;
  for (auto const& [name, value] : plan->outputs)
    c.record.record(trace::StepProduced{execution, step, kind, name, {json::dump(value)}});
}

}  // namespace rehearse::domain
