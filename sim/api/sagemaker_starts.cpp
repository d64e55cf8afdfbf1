// Executions: start, stop and retry. Source: sagemaker-pipelines 2.2, 2.6, 2.7, 3.3.
#include <fmt/format.h>

#include "sim/api/sagemaker_execution_parts.hpp"
#include "sim/pipeline/parameters.hpp"

namespace rehearse::api::executions {
namespace {

/// At most 20 executions at once in an account (sagemaker-pipelines 5.1), or what the scenario's
/// setting says.
std::optional<ApiError> over_quota(World const& world, AccountId owner) {
  std::int64_t limit = world.organization().account(owner).setting("concurrent_executions_max", 20);
  std::int64_t used = world.executions().concurrent(owner);
  if (used < limit) return std::nullopt;
  return ApiError{"ResourceLimitExceeded",
                  fmt::format("The account-level service limit 'Maximum number of concurrent "
                              "pipeline executions allowed per account' is "
                              "{} Pipelines, with current utilization of {} Pipelines and a "
                              "request delta of 1 Pipelines.",
                              limit, used)};
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
  if (auto why = not_simulated(
          r.input, {"SelectiveExecutionConfig", "PipelineVersionId", "MlflowExperimentName"}))
    return std::unexpected(validation_error(*why));
  auto id = find_pipeline(r);
  if (!id) return std::unexpected(id.error());
  world::Pipeline const p = world.pipelines()[*id];
  // The same token again starts nothing new (sagemaker-pipelines 2.2).
  std::string const token = text_of(r.input, "ClientRequestToken");
  if (auto const* known = r.domain.scheduling.tokens.find(r.account(), token)) {
    if (!known->is_of(r.input))
      return std::unexpected(
          conflict("The ClientRequestToken was used before with other arguments."));
    return arn_answer(world, known->made);
  }
  if (auto refused = over_quota(world, p.account)) return std::unexpected(*refused);
  auto given_parameters = read_parameters(r, p);
  if (!given_parameters) return std::unexpected(given_parameters.error());
  r.call.accept();
  DocumentId parameters;
  if (!given_parameters->is_null())
    parameters = r.domain.context().record.document(trace::DocumentKind::parameters, p.name,
                                                    json::dump(*given_parameters));
  std::uint32_t parallel = p.parallel_max;
  if (json::Value const* config = r.input.find("ParallelismConfiguration"))
    parallel = number_of(*config, "MaxParallelExecutionSteps", parallel);
  ExecutionId execution = r.domain.scheduling.start(*id, r.caller.principal, parameters, parallel);
  r.domain.scheduling.tokens.remember(r.account(), token, r.input, execution);
  std::string display = text_of(r.input, "PipelineExecutionDisplayName");
  std::string description = text_of(r.input, "PipelineExecutionDescription");
  if (!display.empty() || !description.empty())
    r.domain.context().record.record(trace::ExecutionDescribed{execution, display, description});
  return arn_answer(world, execution);
}

Answer stop(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  if (r.world().executions()[*id].status != ExecutionStatus::executing)
    return std::unexpected(
        validation_error("Only pipelines with 'Executing' status can be stopped"));
  r.call.accept();
  r.domain.scheduling.stop(*id);
  return arn_answer(r.world(), *id);
}

Answer retry(Request& r) {
  auto id = find_execution(r);
  if (!id) return std::unexpected(id.error());
  Execution const& e = r.world().executions()[*id];
  if (e.status != ExecutionStatus::failed && e.status != ExecutionStatus::stopped)
    return std::unexpected(
        validation_error("Only pipelines with 'Failed' or 'Stopped' status can be retried"));
  if (e.fail_step)
    return std::unexpected(
        validation_error("An execution that ended through a Fail step cannot be retried"));
  if (auto refused = over_quota(r.world(), e.account)) return std::unexpected(*refused);
  r.call.accept();
  r.domain.scheduling.retry(*id);
  return arn_answer(r.world(), *id);
}

}  // namespace rehearse::api::executions
