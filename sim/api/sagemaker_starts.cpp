// Executions: start, stop and retry. Source: sagemaker-pipelines 2.2, 2.6, 2.7, 3.3.
#include <fmt/format.h>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/api/sagemaker_pipeline_views.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/pipeline/parameters.hpp"
#include "sim/pipeline/selection.hpp"

namespace rehearse::api::executions {
namespace {

std::optional<ApiError> over_quota(World const& world, world::Place const& owner) {
  return domain::over(world, owner, Quota::concurrent_executions,
                      world.executions().concurrent(owner));
}

/// Name -> text, checked against the definition. Null when the start gave none.
std::expected<json::Value, ApiError> read_parameters(Request const& r, DocumentId definition) {
  json::Value const* given = r.input.find("PipelineParameters");
  std::vector<pipeline::SuppliedParameter> supplied;
  json::Value stored;
  if (given != nullptr && given->is_array()) {
    for (json::Value const& each : given->as_array()) {
      supplied.push_back({text_of(each, "Name"), text_of(each, "Value")});
      stored.set(supplied.back().name, supplied.back().value);
    }
  }
  pipeline::Compiled const& compiled = r.world().documents().definition(definition);
  if (compiled.definition()) {
    auto values = pipeline::resolve_parameters(*compiled.definition(), supplied);
    if (!values) return std::unexpected(values.error());
  }
  return stored;
}

/// What the same token made before, or the conflict of one used for something else (2.2).
std::optional<Answer> token_answer(Request const& r,
                                   domain::ClientTokens<ExecutionId> const& tokens) {
  auto const* known = tokens.find(r.place(), text_of(r.input, "ClientRequestToken"));
  if (known == nullptr) return std::nullopt;
  if (!known->is_of(r.input))
    return std::unexpected(
        conflict("The ClientRequestToken was used before with other arguments."));
  return arn_answer(r.world(), known->made);
}

/// The steps of SelectiveExecutionConfig, and where what they need comes from, checked: 1.13.
std::optional<ApiError> read_selection(Request const& r, PipelineId id,
                                       pipeline::Compiled const& graph, domain::Start& start) {
  json::Value const* config = r.input.find("SelectiveExecutionConfig");
  if (config == nullptr) return std::nullopt;
  World const& world = r.world();
  if (json::Value const* steps = config->find("SelectedSteps");
      steps != nullptr && steps->is_array())
    for (json::Value const& step : steps->as_array())
      start.selected.push_back(text_of(step, "StepName"));
  auto const chosen = pipeline::select_steps(graph, start.selected);
  if (!chosen) return validation_error(chosen.error());
  auto names = [&](std::vector<world::StepIndex> const& steps) {
    std::vector<std::string> out;
    for (world::StepIndex step : steps) out.emplace_back(graph.name(step));
    return join(out, ", ");
  };
  std::string const source = text_of(*config, "SourcePipelineExecutionArn");
  auto invalid = [&](std::string const& why) {
    return validation_error(fmt::format("Invalid SourcePipelineExecutionArn: {}. {}",
                                        source.empty() ? "null" : source, why));
  };
  if (source.empty()) {
    if (chosen->needed.empty()) return std::nullopt;
    return invalid(fmt::format("The selected steps [{}] have dependencies on [{}].",
                               names(chosen->selected), names(chosen->needed)));
  }
  start.source = world::find_execution(world, source);
  if (!start.source || world.executions()[start.source].pipeline != id)
    return invalid("It is no execution of this pipeline.");
  Execution const& from = world.executions()[start.source];
  if (from.status != ExecutionStatus::succeeded && from.status != ExecutionStatus::failed)
    return invalid(
        fmt::format("Its status is {}; it must be Succeeded or Failed.", name_of(from.status)));
  for (world::StepIndex step : chosen->needed) {
    auto const& definition = from.graph->definition();
    auto const there = definition->find_step(graph.name(step));
    world::StepRef const origin =
        there ? world::origin_of(world, start.source, *there) : world::StepRef{};
    if (!there ||
        world.executions().step(origin.execution, origin.step).status() != StepStatus::succeeded)
      return invalid(fmt::format("Step {} has no results there.", graph.name(step)));
  }
  return std::nullopt;
}

}  // namespace

Needs start_needs(World const& w, Caller const& c, json::Value const& in) {
  Needs needs = pipeline_need(w, c, "sagemaker:StartPipelineExecution", in);
  add_call_keys(in, *needs);
  return needs;
}
Needs stop_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:StopPipelineExecution", in);
}
Needs retry_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:RetryPipelineExecution", in);
}

Answer start(Request& r) {
  World const& world = r.world();
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  world::Pipeline const p = world.pipelines()[*id];
  auto& tokens = r.domain.scheduling.tokens;
  if (auto known = token_answer(r, tokens)) return *known;
  std::uint32_t const number = number_of(r.input, "PipelineVersionId", p.version);
  world::PipelineVersion const* version = world.pipelines().version(*id, number);
  if (version == nullptr) return std::unexpected(version_not_found(r, *id, number));
  auto given_parameters = read_parameters(r, version->definition);
  if (!given_parameters) return std::unexpected(given_parameters.error());
  domain::Start start{
      r.caller.principal, version->definition, number, {}, version->parallel_max, {}, {}};
  pipeline::Compiled const& graph = world.documents().definition(version->definition);
  if (auto refused = read_selection(r, *id, graph, start)) return std::unexpected(*refused);
  if (auto refused = over_quota(world, p)) return std::unexpected(*refused);
  r.call.accept();
  if (!given_parameters->is_null())
    start.parameters = r.domain.context().record.document(trace::DocumentKind::parameters, p.name,
                                                          json::dump(*given_parameters));
  if (json::Value const* config = r.input.find("ParallelismConfiguration"))
    start.parallel_max = number_of(*config, "MaxParallelExecutionSteps", start.parallel_max);
  ExecutionId execution = r.domain.scheduling.start(*id, start);
  tokens.remember(r.place(), text_of(r.input, "ClientRequestToken"), r.input, execution);
  trace::ExecutionDescribed const described{
      execution, text_of(r.input, "PipelineExecutionDisplayName"),
      text_of(r.input, "PipelineExecutionDescription"), text_of(r.input, "MlflowExperimentName")};
  if (!described.display_name.empty() || !described.description.empty() ||
      !described.mlflow_experiment.empty())
    r.domain.context().record.record(described);
  return arn_answer(world, execution);
}

Answer stop(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  auto& tokens = r.domain.scheduling.stops;
  if (auto known = token_answer(r, tokens)) return *known;
  if (r.world().executions()[*id].status != ExecutionStatus::executing)
    return std::unexpected(
        validation_error("Only pipelines with 'Executing' status can be stopped"));
  if (r.domain.scheduling.between_steps(*id))
    return std::unexpected(conflict(fmt::format(
        "Pipeline execution {} is between two steps and cannot be stopped at this moment. Please "
        "try again.",
        world::execution_arn(r.world(), *id))));
  r.call.accept();
  tokens.remember(r.place(), text_of(r.input, "ClientRequestToken"), r.input, *id);
  r.domain.scheduling.stop(*id);
  return arn_answer(r.world(), *id);
}

Answer retry(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  auto& tokens = r.domain.scheduling.retries;
  if (auto known = token_answer(r, tokens)) return *known;
  Execution const& e = r.world().executions()[*id];
  if (e.status != ExecutionStatus::failed && e.status != ExecutionStatus::stopped)
    return std::unexpected(
        validation_error("Only pipelines with 'Failed' or 'Stopped' status can be retried"));
  if (e.fail_step)
    return std::unexpected(
        validation_error("An execution that ended through a Fail step cannot be retried"));
  if (auto refused = over_quota(r.world(), r.world().place_of(*id)))
    return std::unexpected(*refused);
  r.call.accept();
  tokens.remember(r.place(), text_of(r.input, "ClientRequestToken"), r.input, *id);
  if (json::Value const* config = r.input.find("ParallelismConfiguration"))
    r.domain.context().record.record(trace::ExecutionUpdated{
        *id, r.caller.principal, number_of(*config, "MaxParallelExecutionSteps", e.parallel_max)});
  r.domain.scheduling.retry(*id);
  return arn_answer(r.world(), *id);
}

}  // namespace rehearse::api::executions
