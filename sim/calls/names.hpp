// Finding an operation by its name, in AWS's spelling or boto3's.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/calls/shapes.hpp"

namespace rehearse::calls {

/// The operation `StartPipelineExecution` of `sagemaker`, or null.
Operation const* find_operation(std::string_view service, std::string_view name);
/// The operation that boto3 calls `start_pipeline_execution`, or null.
Operation const* find_operation_snake(std::string_view service, std::string_view snake);
/// What the operation `CreateTrainingJob` of `sagemaker` takes, or null: for the operations that
/// pipeline steps make.
Shape const* find_request(std::string_view service, std::string_view operation);
/// What `DescribeTrainingJob` gives, or null: what such a step exposes.
Shape const* find_answer(std::string_view service, std::string_view operation);
/// A service's operations, by name. Empty when there is no such service.
std::span<Operation const> operations_of(std::string_view service);
/// The services that have operations, by name.
std::span<std::string_view const> service_names();

/// ``did you mean `start_pipeline_execution`?`` for a misspelt boto3 name, or empty.
std::string did_you_mean_operation(std::string_view service, std::string_view snake);

}  // namespace rehearse::calls
