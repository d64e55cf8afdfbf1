// Executions: describe, list, and what each was started with. Source: sagemaker-pipelines 2, 3.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_execution_parts.hpp"

namespace rehearse::api::executions {

Needs list_needs(World const& w, Caller const& c, json::Value const& in) {
  return pipeline_need(w, c, "sagemaker:ListPipelineExecutions", in);
}
Needs describe_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:DescribePipelineExecution", in);
}
Needs parameters_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:ListPipelineParametersForExecution", in);
}
Needs definition_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:DescribePipelineDefinitionForExecution", in);
}

Answer describe(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  World const& world = r.world();
  Execution const& e = world.executions()[*id];
  json::Value answer;
  answer.set("PipelineArn", world.pipelines()[e.pipeline].arn)
      .set("PipelineExecutionArn", world::execution_arn(world, *id));
  auto [display, description] = world.executions().description(*id);
  if (display.empty())
    display = fmt::format(
        "execution-{}",
        (world.epoch().unix_microseconds + e.started.time_since_epoch().count()) / 1000);
  answer.set("PipelineExecutionDisplayName", display)
      .set("PipelineExecutionStatus", name_of(e.status));
  if (!description.empty()) answer.set("PipelineExecutionDescription", description);
  // The cause stands on the step; the execution carries only this sentence
  // (sagemaker-pipelines 2.4).
  if (e.status == ExecutionStatus::failed)
    answer.set("FailureReason", "Step failure: One or multiple steps failed.");
  answer.set("CreationTime", timestamp(world, e.started))
      .set("LastModifiedTime", timestamp(world, e.moved));
  answer.set("CreatedBy", user_context(world, e.starter));
  if (e.parallel_max > 0)
    answer.set("ParallelismConfiguration",
               json::Value{}.set("MaxParallelExecutionSteps", e.parallel_max));
  return answer;
}

Answer list(Request& r) {
  World const& world = r.world();
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  json::Array items;
  for (ExecutionId execution : world.executions().of(*id)) {
    Execution const& e = world.executions()[execution];
    json::Value item;
    item.set("PipelineExecutionArn", world::execution_arn(world, execution))
        .set("StartTime", timestamp(world, e.started));
    item.set("PipelineExecutionStatus", name_of(e.status));
    if (e.status == ExecutionStatus::failed)
      item.set("PipelineExecutionFailureReason", "Step failure: One or multiple steps failed.");
    items.push_back(std::move(item));
  }
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"PipelineExecutionSummaries"});
}

Answer parameters(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  json::Array items;
  if (DocumentId document = r.world().executions()[*id].parameters) {
    json::Value const given = *json::parse(r.world().documents()[document].text);
    for (auto const& [name, value] : given.as_object())
      items.push_back(json::Value{}.set("Name", name).set("Value", value));
  }
  return page(r.input, std::move(items), {"PipelineParameters"});
}

Answer definition(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  Execution const& e = r.world().executions()[*id];
  return json::Value{}
      .set("PipelineDefinition", r.world().documents()[e.definition].text)
      .set("CreationTime", timestamp(r.world(), e.started));
}

}  // namespace rehearse::api::executions
