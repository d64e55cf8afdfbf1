#include "sim/api/sagemaker_execution_parts.hpp"

#include <fmt/format.h>

namespace rehearse::api::executions {

Needs execution_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "PipelineExecutionArn");
  return need(action, arn, world::owner_of(world.access(), arn));
}

Needs pipeline_need(World const& world, Caller const& caller, std::string_view action,
                    json::Value const& input) {
  std::string arn = as_arn(world, caller, "pipeline", text_of(input, "PipelineName"));
  return need(action, arn, world::owner_of(world.access(), arn));
}

std::expected<ExecutionId, ApiError> find_execution(Request const& r) {
  std::string arn = text_of(r.input, "PipelineExecutionArn");
  if (arn.empty()) return std::unexpected(validation_error("PipelineExecutionArn is not given"));
  ExecutionId id = world::find_execution(r.world(), arn);
  if (!id || !is_here(r, arn))
    return std::unexpected(
        resource_not_found(fmt::format("Pipeline execution with ARN {} does not exist.", arn)));
  return id;
}

Answer arn_answer(World const& world, ExecutionId id) {
  return json::Value{}.set("PipelineExecutionArn", world::execution_arn(world, id));
}

}  // namespace rehearse::api::executions
