#include "sim/api/sagemaker_pipeline_views.hpp"

#include <fmt/format.h>

#include "sim/domain/resolver.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api {
namespace {

/// `PipelineExperimentConfig` and `MLflowConfig` of an execution, resolved; a definition that
/// switches one off says null.
void put_configs(json::Value& view, World const& world, domain::Plan const& plan, ExecutionId id) {
  world::Execution const& e = world.executions()[id];
  if (!e.graph->definition()) return;
  json::Value const text = *json::parse(world.documents()[e.definition].text);
  domain::WorldResolver resolver(world, plan, id, 0);
  json::Value const* experiment = text.find("PipelineExperimentConfig");
  if (experiment == nullptr || !experiment->is_null()) {
    json::Value config;
    for (char const* field : {"ExperimentName", "TrialName"})
      if (auto value = resolver.experiment(field)) config.set(field, *value);
    if (!config.is_null()) view.set("PipelineExperimentConfig", std::move(config));
  }
  json::Value mlflow;
  if (json::Value const* config = text.find("MlflowConfig"))
    mlflow = pipeline::resolve(*config, resolver).value_or(json::Value{});
  if (std::string const named = world.executions().description(id).mlflow_experiment;
      !named.empty())
    mlflow.set("MlflowExperimentName", named);  // the start's goes before the definition's
  if (!mlflow.is_null()) view.set("MLflowConfig", std::move(mlflow));
}

}  // namespace

ApiError version_not_found(Request const& r, PipelineId id, std::uint32_t number) {
  return resource_not_found(
      fmt::format("Pipeline version {} of pipeline {} does not exist.", number, r.world().arn(id)));
}

void put_names(json::Value& view, World const& world, PipelineId id) {
  view.set("PipelineArn", world.arn(id)).set("PipelineName", world.pipelines()[id].name);
  auto const& [name, description] = world.pipelines().description(id);
  if (!name.empty()) view.set("PipelineDisplayName", name);
  if (!description.empty()) view.set("PipelineDescription", description);
}

void put_version_description(json::Value& view, world::Description const& given) {
  if (!given.display_name.empty()) view.set("PipelineVersionDisplayName", given.display_name);
  if (!given.description.empty()) view.set("PipelineVersionDescription", given.description);
}

void put_parallelism(json::Value& answer, std::uint32_t parallel_max) {
  if (parallel_max > 0)
    answer.set("ParallelismConfiguration",
               json::Value{}.set("MaxParallelExecutionSteps", parallel_max));
}

json::Value pipeline_view(World const& world, PipelineId id,
                          world::PipelineVersion const& version) {
  world::Pipeline const& p = world.pipelines()[id];
  json::Value view;
  put_names(view, world, id);
  view.set("RoleArn", world.principals()[version.role].arn).set("PipelineStatus", "Active");
  view.set("CreationTime", timestamp(world, p.created))
      .set("LastModifiedTime", timestamp(world, p.modified));
  if (ExecutionId latest = world.executions().latest_of(id))
    view.set("LastRunTime", timestamp(world, world.executions()[latest].started));
  view.set("CreatedBy", user_context(world, p.creator))
      .set("LastModifiedBy", user_context(world, p.modifier));
  put_parallelism(view, version.parallel_max);
  return view;
}

std::string execution_display_name(World const& world, ExecutionId id) {
  std::string given = world.executions().description(id).display_name;
  if (!given.empty()) return given;
  Time const started = world.executions()[id].started;
  return fmt::format("execution-{}",
                     (world.epoch().unix_microseconds + started.time_since_epoch().count()) / 1000);
}

ExecutionId latest_of_version(World const& world, PipelineId id, std::uint32_t number) {
  for (ExecutionId at = world.executions().latest_of(id); at; at = world.executions()[at].previous)
    if (world.executions()[at].version == number) return at;
  return {};
}

namespace {

void put_selection(json::Value& view, World const& world, ExecutionId id) {
  trace::ExecutionSelected const* selection = world.executions().selection(id);
  if (selection == nullptr) return;
  json::Value config, steps{json::Array{}};
  if (selection->source)
    config.set("SourcePipelineExecutionArn", world::execution_arn(world, selection->source));
  if (auto const names = json::parse(selection->steps.text))
    for (json::Value const& name : names->as_array())
      steps.push(json::Value{}.set("StepName", name));
  view.set("SelectiveExecutionConfig", config.set("SelectedSteps", steps));
}

}  // namespace

json::Value execution_view(World const& world, domain::Plan const& plan, ExecutionId id) {
  world::Execution const& e = world.executions()[id];
  json::Value view;
  view.set("PipelineArn", world.arn(e.pipeline))
      .set("PipelineExecutionArn", world::execution_arn(world, id))
      .set("PipelineExecutionDisplayName", execution_display_name(world, id))
      .set("PipelineExecutionStatus", name_of(e.status));
  if (std::string const description = world.executions().description(id).description;
      !description.empty())
    view.set("PipelineExecutionDescription", description);
  put_configs(view, world, plan, id);
  if (e.status == ExecutionStatus::failed) view.set("FailureReason", kStepFailure);
  view.set("CreationTime", timestamp(world, e.started))
      .set("LastModifiedTime", timestamp(world, e.moved));
  view.set("CreatedBy", user_context(world, e.starter))
      .set("LastModifiedBy", user_context(world, world.executions().modifier(id)));
  put_parallelism(view, e.parallel_max);
  view.set("PipelineVersionId", e.version);
  put_selection(view, world, id);
  return view;
}

json::Array given_parameters(World const& world, ExecutionId id) {
  json::Array items;
  DocumentId const document = world.executions()[id].parameters;
  if (!document) return items;
  json::Value const given = *json::parse(world.documents()[document].text);
  for (auto const& [name, value] : given.as_object())
    items.push_back(json::Value{}.set("Name", name).set("Value", value));
  return items;
}

}  // namespace rehearse::api
