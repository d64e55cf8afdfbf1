// What the operations on executions share. Source: sagemaker-pipelines 2, 3.3.
#pragma once

#include "sim/api/answers.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api::executions {

using world::Execution;

/// The action on the execution that `PipelineExecutionArn` names, in its owner's account.
Needs execution_need(World const& world, std::string_view action, json::Value const& input);
/// The action on the pipeline that `PipelineName` names: a name of the caller's account, or an ARN.
Needs pipeline_need(World const& world, Caller const& caller, std::string_view action,
                    json::Value const& input);

/// The execution that `PipelineExecutionArn` names. Error: ResourceNotFound.
std::expected<ExecutionId, ApiError> find_execution(Request const& r);
Answer arn_answer(World const& world, ExecutionId id);

}  // namespace rehearse::api::executions
