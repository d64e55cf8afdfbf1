// Executions: start, stop, retry, callbacks, and everything that can be read of them.
// Source: sagemaker-pipelines 2, 3.3.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/pipeline/parameters.hpp"
#include "sim/pipeline/selection.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api::executions {
namespace {

using world::Execution;

Needs execution_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "PipelineExecutionArn");
  return need(action, arn, world::owner_of(world.access(), arn));
}

Needs pipeline_need(World const& world, Caller const& caller, std::string_view action,
                    json::Value const& input) {
  std::string arn = as_arn(world, caller, "pipeline", text_of(input, "PipelineName"));
  return need(action, arn, world::owner_of(world.access(), arn));
}

Needs callback_need(World const& world, Caller const& caller, std::string_view action,
                    json::Value const& input) {
  auto [execution, step] = world.executions().find_callback(text_of(input, "CallbackToken"));
  if (!execution)
    return need(action, own_arn(world, caller, "pipeline/*/execution/*"),
                account_of(world, caller));
  return need(action, world::execution_arn(world, execution),
              world.executions()[execution].account);
}

std::expected<ExecutionId, ApiError> find(Request const& r) {
  std::string arn = text_of(r.input, "PipelineExecutionArn");
  if (arn.empty()) return std::unexpected(validation_error("PipelineExecutionArn is not given"));
  ExecutionId id = world::find_execution(r.world(), arn);
  if (!id)
    return std::unexpected(
        resource_not_found(fmt::format("Pipeline execution with ARN {} does not exist.", arn)));
  return id;
}

Answer arn_answer(World const& world, ExecutionId id) {
  return json::Value{}.set("PipelineExecutionArn", world::execution_arn(world, id));
}

std::optional<ApiError> over_quota(World const& world, AccountId owner) {
  return domain::over(world, owner, domain::Quota::concurrent_executions,
                      world.executions().concurrent(owner));
}

/// Name -> text, checked against the definition. Null when the start gave none.
std::expected<json::Value, ApiError> read_parameters(Request const& r, world::Pipeline const& p) {
  json::Value const* given = r.input.find("PipelineParameters");
  std::vector<pipeline::SuppliedParameter> supplied;
  json::Value stored;
  if (given != nullptr && given->is_array()) {
    for (json::Value const& each : given->as_array()) {
      supplied.push_back({text_of(each, "Name"), text_of(each, "Value")});
      stored.set(supplied.back().name, supplied.back().value);
    }
  }
  pipeline::Compiled const& compiled = r.world().documents().definition(p.definition);
  if (compiled.definition()) {
    auto values = pipeline::resolve_parameters(*compiled.definition(), supplied);
    if (!values) return std::unexpected(values.error());
  }
  return stored;
}

/// What the same token made before, or the conflict of one used for something else (2.2).
std::optional<Answer> token_answer(Request const& r,
                                   domain::ClientTokens<ExecutionId> const& tokens) {
  auto const* known = tokens.find(r.account(), text_of(r.input, "ClientRequestToken"));
  if (known == nullptr) return std::nullopt;
  if (!known->is_of(r.input))
    return std::unexpected(
        conflict("The ClientRequestToken was used before with other arguments."));
  return arn_answer(r.world(), known->made);
}

/// A step that a selective execution left to its source: not run, but listed.
bool taken_over(World const& world, ExecutionId id, world::StepIndex step) {
  world::StepDetail const* detail = world.executions().detail(id, step);
  return detail != nullptr && detail->source &&
         world.executions().step(id, step).status() == StepStatus::none;
}

/// What the step made, by its type: of the run that it has its results from.
json::Value step_metadata(World const& world, ExecutionId id, world::StepIndex step) {
  world::StepRef const origin = world::origin_of(world, id, step);
  auto const& row = pipeline::row_of(world.executions()[id].graph->type(step));
  world::StepDetail const* detail = world.executions().detail(origin.execution, origin.step);
  StepStatus const status = world.executions().step(origin.execution, origin.step).status();
  json::Value metadata{json::Object{}};
  if (detail != nullptr && detail->outcome)
    metadata.set("Condition", json::Value{}.set("Outcome", *detail->outcome ? "True" : "False"));
  else if (!row.metadata_key.empty() && status != StepStatus::failed && !row.arn_resource.empty())
    metadata.set(row.metadata_key,
                 json::Value{}.set("Arn", world::job_arn(world, origin.execution, origin.step)));
  if (detail != nullptr && !detail->callback_token.empty())
    metadata.set("Callback", json::Value{}.set("CallbackToken", detail->callback_token));
  return metadata;
}

json::Value step_answer(World const& world, ExecutionId id, world::StepIndex step) {
  bool const left = taken_over(world, id, step);
  world::StepDetail const* detail = world.executions().detail(id, step);
  world::StepRef const run = left ? world::origin_of(world, id, step) : world::StepRef{id, step};
  world::StepState const& state = world.executions().step(run.execution, run.step);
  auto at = [&](std::uint64_t word) {
    return timestamp(world, Time{Duration{static_cast<std::int64_t>(word)}});
  };
  json::Value answer;
  answer.set("StepName", world::step_name(world, id, step));
  answer.set("StartTime", at(state.started));
  if (is_terminal(state.status())) answer.set("EndTime", at(state.moved));
  answer.set("StepStatus", name_of(state.status()));
  if (detail != nullptr && detail->source)
    answer.set(left ? "SelectiveExecutionResult" : "CacheHitResult",
               json::Value{}.set("SourcePipelineExecutionArn",
                                 world::execution_arn(world, detail->source)));
  if (detail != nullptr && !detail->reason.empty()) answer.set("FailureReason", detail->reason);
  answer.set("Metadata", step_metadata(world, id, step));
  answer.set("AttemptCount", std::uint64_t{state.attempt});
  return answer;
}

}  // namespace

Needs start_needs(World const& w, Caller const& c, json::Value const& in) {
  Needs needs = pipeline_need(w, c, "sagemaker:StartPipelineExecution", in);
  add_call_keys(in, *needs);
  return needs;
}
Needs list_needs(World const& w, Caller const& c, json::Value const& in) {
  return pipeline_need(w, c, "sagemaker:ListPipelineExecutions", in);
}
Needs stop_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:StopPipelineExecution", in);
}
Needs retry_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:RetryPipelineExecution", in);
}
Needs describe_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:DescribePipelineExecution", in);
}
Needs steps_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:ListPipelineExecutionSteps", in);
}
Needs parameters_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:ListPipelineParametersForExecution", in);
}
Needs definition_needs(World const& w, Caller const&, json::Value const& in) {
  return execution_need(w, "sagemaker:DescribePipelineDefinitionForExecution", in);
}
Needs success_needs(World const& w, Caller const& c, json::Value const& in) {
  return callback_need(w, c, "sagemaker:SendPipelineExecutionStepSuccess", in);
}
Needs failure_needs(World const& w, Caller const& c, json::Value const& in) {
  return callback_need(w, c, "sagemaker:SendPipelineExecutionStepFailure", in);
}

namespace {

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

Answer start(Request& r) {
  World const& world = r.world();
  if (auto why = not_simulated(r.input, {"PipelineVersionId", "MlflowExperimentName"}))
    return std::unexpected(validation_error(*why));
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  world::Pipeline const p = world.pipelines()[*id];
  auto& tokens = r.domain.scheduling.tokens;
  if (auto known = token_answer(r, tokens)) return *known;
  auto given_parameters = read_parameters(r, p);
  if (!given_parameters) return std::unexpected(given_parameters.error());
  domain::Start start{r.caller.principal, p.definition, {}, p.parallel_max, {}, {}};
  if (auto refused = read_selection(r, *id, world.documents().definition(p.definition), start))
    return std::unexpected(*refused);
  if (auto refused = over_quota(world, p.account)) return std::unexpected(*refused);
  r.call.accept();
  if (!given_parameters->is_null())
    start.parameters = r.domain.context().record.document(trace::DocumentKind::parameters, p.name,
                                                          json::dump(*given_parameters));
  if (json::Value const* config = r.input.find("ParallelismConfiguration"))
    start.parallel_max = number_of(*config, "MaxParallelExecutionSteps", start.parallel_max);
  ExecutionId execution = r.domain.scheduling.start(*id, start);
  tokens.remember(r.account(), text_of(r.input, "ClientRequestToken"), r.input, execution);
  std::string display = text_of(r.input, "PipelineExecutionDisplayName");
  std::string description = text_of(r.input, "PipelineExecutionDescription");
  if (!display.empty() || !description.empty())
    r.domain.context().record.record(trace::ExecutionDescribed{execution, display, description});
  return arn_answer(world, execution);
}

Answer stop(Request& r) {
  auto id = find(r);
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
  tokens.remember(r.account(), text_of(r.input, "ClientRequestToken"), r.input, *id);
  r.domain.scheduling.stop(*id);
  return arn_answer(r.world(), *id);
}

Answer retry(Request& r) {
  auto id = find(r);
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
  if (auto refused = over_quota(r.world(), e.account)) return std::unexpected(*refused);
  r.call.accept();
  tokens.remember(r.account(), text_of(r.input, "ClientRequestToken"), r.input, *id);
  r.domain.scheduling.retry(*id);
  return arn_answer(r.world(), *id);
}

Answer describe(Request& r) {
  auto id = find(r);
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

Answer steps(Request& r) {
  auto id = find(r);
  if (!id) return std::unexpected(id.error());
  World const& world = r.world();
  // Only what was scheduled is listed, newest first (sagemaker-pipelines 2.3).
  auto states = world.executions().steps(*id);
  std::vector<world::StepIndex> listed;
  for (std::size_t i = 0; i < states.size(); ++i)
    if (auto const step = static_cast<world::StepIndex>(i);
        states[i].status() != StepStatus::none || taken_over(world, *id, step))
      listed.push_back(step);
  std::ranges::sort(listed, {}, [&](world::StepIndex i) {
    return std::pair{std::uint64_t{states[i].started}, i};
  });
  if (!ascending(r.input, false)) std::ranges::reverse(listed);
  json::Array items;
  for (world::StepIndex i : listed) items.push_back(step_answer(world, *id, i));
  return page(r.input, std::move(items), {"PipelineExecutionSteps"});
}

Answer parameters(Request& r) {
  auto id = find(r);
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
  auto id = find(r);
  if (!id) return std::unexpected(id.error());
  Execution const& e = r.world().executions()[*id];
  return json::Value{}
      .set("PipelineDefinition", r.world().documents()[e.definition].text)
      .set("CreationTime", timestamp(r.world(), e.started));
}

namespace {

Answer answer_callback(Request& r, bool success) {
  World const& world = r.world();
  auto [execution, step] = world.executions().find_callback(text_of(r.input, "CallbackToken"));
  if (!execution) return std::unexpected(resource_not_found("The callback token does not exist"));
  // A retried step sends a new token; the old one is spent.
  bool spent = world.executions().detail(execution, step)->callback_token !=
               text_of(r.input, "CallbackToken");
  if (spent || !is_running(world.executions().step(execution, step).status()))
    return std::unexpected(conflict("The callback token was already used"));
  std::vector<std::pair<std::string, json::Value>> outputs;
  if (json::Value const* given = r.input.find("OutputParameters");
      given != nullptr && given->is_array())
    for (json::Value const& each : given->as_array())
      outputs.emplace_back(text_of(each, "Name"), text_of(each, "Value"));
  r.call.accept();
  r.domain.scheduling.answer_callback(execution, step, success, outputs,
                                      text_of(r.input, "FailureReason"));
  return arn_answer(world, execution);
}

}  // namespace

Answer step_success(Request& r) { return answer_callback(r, true); }
Answer step_failure(Request& r) { return answer_callback(r, false); }

}  // namespace rehearse::api::executions
