// Executions: describe, list, and what each was started with. Source: sagemaker-pipelines 2, 3.3.
#include <algorithm>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/api/sagemaker_pipeline_views.hpp"

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
Needs update_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:UpdatePipelineExecution", in);
}

Answer describe(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  return execution_view(r.world(), r.domain.context().plan, *id);
}

Answer update(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  trace::ExecutionDescribed const before = r.world().executions().description(*id);
  trace::ExecutionDescribed described = before;
  if (r.input.find("PipelineExecutionDisplayName") != nullptr)
    described.display_name = text_of(r.input, "PipelineExecutionDisplayName");
  if (r.input.find("PipelineExecutionDescription") != nullptr)
    described.description = text_of(r.input, "PipelineExecutionDescription");
  std::uint32_t parallel = r.world().executions()[*id].parallel_max;
  if (json::Value const* config = r.input.find("ParallelismConfiguration"))
    parallel = number_of(*config, "MaxParallelExecutionSteps", parallel);
  r.call.accept();
  auto& record = r.domain.context().record;
  if (described.display_name != before.display_name || described.description != before.description)
    record.record(described);
  record.record(trace::ExecutionUpdated{*id, r.caller.principal, parallel});
  r.domain.scheduling.parallelism_changed(*id);
  return arn_answer(r.world(), *id);
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
        .set("StartTime", timestamp(world, e.started))
        .set("PipelineExecutionStatus", name_of(e.status));
    if (std::string const description = world.executions().description(execution).description;
        !description.empty())
      item.set("PipelineExecutionDescription", description);
    item.set("PipelineExecutionDisplayName", execution_display_name(world, execution));
    if (e.status == ExecutionStatus::failed)
      item.set("PipelineExecutionFailureReason", kStepFailure);
    items.push_back(std::move(item));
  }
  if (r.input.string_or_empty("SortBy") == "PipelineExecutionArn")
    sort_by(items, "PipelineExecutionArn");
  if (!ascending(r.input, false)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"PipelineExecutionSummaries"});
}

Answer parameters(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  return page(r.input, given_parameters(r.world(), *id), {"PipelineParameters"});
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
