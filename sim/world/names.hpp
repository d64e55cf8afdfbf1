// Names that follow from other facts and are stored nowhere: ARNs of executions and jobs, callback
// tokens.
#pragma once

#include <string>

#include "sim/world/access/run_questions.hpp"
#include "sim/world/world.hpp"

namespace rehearse::world {

/// A name or an ARN of something of SageMaker as an ARN: a bare name is one of that place
/// (sagemaker-pipelines 4.1). `type`: `model-package-group`.
std::string as_arn(World const& world, Place const& place, std::string_view type,
                   std::string_view name_or_arn);
/// `<pipeline ARN>/execution/<12 characters>`. Source: sagemaker-pipelines 2.2.
std::string execution_arn(World const& world, ExecutionId execution);
/// The execution that an ARN names, or none.
ExecutionId find_execution(World const& world, std::string_view arn);
/// The key of everything that the next execution of this pipeline by this starter draws: the names
/// of account, pipeline and starter, and how many that one started before. Ids and ARNs are not in
/// it.
std::uint64_t execution_key(World const& world, PipelineId pipeline, PrincipalId starter);
/// The next execution's id.
trace::Base36 new_execution_name(World const& world, PipelineId pipeline, PrincipalId starter);
/// The random numbers that belong to one step and attempt: `purpose` is `duration`, `job`, ...
/// `attempt`, here and below: 0 for the latest.
Stream step_stream(World const& world, ExecutionId execution, StepIndex step,
                   std::string_view purpose, std::uint64_t attempt = 0);

/// A step of an execution.
struct StepRef {
  ExecutionId execution;
  StepIndex step = 0;
};
/// The run whose results a step has: its own, or where a cache hit or a selective execution took
/// them from, through as many executions as it takes.
StepRef origin_of(World const& world, ExecutionId execution, StepIndex step);

/// The step's name: of its definition, or `step-7` where the graph was built without one.
std::string step_name(World const& world, ExecutionId execution, StepIndex step);
/// `pipelines-<execution>-<step name cut to 20>-<10 characters>`. Source: sagemaker-pipelines 2.2.
std::string job_name(World const& world, ExecutionId execution, StepIndex step,
                     std::uint64_t attempt = 0);
/// The ARN of what a step creates, lower case after the resource type; empty for a step that
/// creates nothing.
std::string job_arn(World const& world, ExecutionId execution, StepIndex step,
                    std::uint64_t attempt = 0);
/// Ten letters and digits.
std::string callback_token(World const& world, ExecutionId execution, StepIndex step);

}  // namespace rehearse::world
