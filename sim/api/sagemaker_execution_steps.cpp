// ListPipelineExecutionSteps. Source: sagemaker-pipelines 1.5, 2.3, 3.3.
#include <algorithm>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::api::executions {
namespace {

json::Value step_answer(World const& world, ExecutionId id, world::StepIndex step) {
  Execution const& e = world.executions()[id];
  world::StepState const& state = world.executions().step(id, step);
  auto row = pipeline::row_of(e.graph->type(step));
  world::StepDetail const* detail = world.executions().detail(id, step);
  auto at = [&](std::uint64_t word) {
    return timestamp(world, Time{Duration{static_cast<std::int64_t>(word)}});
  };
  json::Value answer;
  answer.set("StepName", world::step_name(world, id, step));
  answer.set("StartTime", at(state.started));
  if (is_terminal(state.status())) answer.set("EndTime", at(state.moved));
  answer.set("StepStatus", name_of(state.status()));
  if (detail != nullptr && !detail->reason.empty()) answer.set("FailureReason", detail->reason);
  json::Value metadata{json::Object{}};
  if (detail != nullptr && detail->outcome)
    metadata.set("Condition", json::Value{}.set("Outcome", *detail->outcome ? "True" : "False"));
  else if (!row.metadata_key.empty() && state.status() != StepStatus::failed &&
           !row.arn_resource.empty())
    metadata.set(row.metadata_key, json::Value{}.set("Arn", world::job_arn(world, id, step)));
  if (detail != nullptr && !detail->callback_token.empty())
    metadata.set("Callback", json::Value{}.set("CallbackToken", detail->callback_token));
  answer.set("Metadata", std::move(metadata));
  answer.set("AttemptCount", std::uint64_t{state.attempt});
  return answer;
}

}  // namespace

Needs steps_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:ListPipelineExecutionSteps", in);
}

Answer steps(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  World const& world = r.world();
  // Only what was scheduled is listed, newest first (sagemaker-pipelines 2.3).
  auto states = world.executions().steps(*id);
  std::vector<world::StepIndex> listed;
  for (std::size_t i = 0; i < states.size(); ++i)
    if (states[i].status() != StepStatus::none) listed.push_back(static_cast<world::StepIndex>(i));
  std::ranges::sort(listed, {}, [&](world::StepIndex i) {
    return std::pair{std::uint64_t{states[i].started}, i};
  });
  if (!ascending(r.input, false)) std::ranges::reverse(listed);
  json::Array items;
  for (world::StepIndex i : listed) items.push_back(step_answer(world, *id, i));
  return page(r.input, std::move(items), {"PipelineExecutionSteps"});
}

}  // namespace rehearse::api::executions
