// What Describe calls and Search show of pipelines and executions. Source: sagemaker-pipelines 3.3.
#pragma once

#include "sim/api/answers.hpp"

namespace rehearse::api {

/// The execution's only words on a failure: the cause stands on the step (sagemaker-pipelines 2.4).
inline constexpr std::string_view kStepFailure = "Step failure: One or multiple steps failed.";

ApiError version_not_found(Request const& r, PipelineId id, std::uint32_t number);
/// ARN, name and, where it has them, display name and description of a pipeline.
void put_names(json::Value& view, World const& world, PipelineId id);
void put_version_description(json::Value& view, world::Description const& given);
/// `{"MaxParallelExecutionSteps": n}` where there is a limit.
void put_parallelism(json::Value& answer, std::uint32_t parallel_max);
/// A pipeline as one of its versions, without its definition.
json::Value pipeline_view(World const& world, PipelineId id, world::PipelineVersion const& version);
/// The display name that was given, else `execution-<epoch milliseconds>`.
std::string execution_display_name(World const& world, ExecutionId id);
/// The newest execution of a version, or none.
ExecutionId latest_of_version(World const& world, PipelineId id, std::uint32_t number);
json::Value execution_view(World const& world, domain::Plan const& plan, ExecutionId id);
/// Name and value of what the start gave.
json::Array given_parameters(World const& world, ExecutionId id);

}  // namespace rehearse::api
