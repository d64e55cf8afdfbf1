// What a step's plan says once it runs: how long it lasts and what it leaves behind.
// Source: sagemaker-pipelines 1.5, 1.8, 2.9, 2.10.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "sim/domain/context.hpp"

namespace rehearse::domain {

/// What the scenario said of the step, or null.
StepPlan const* plan_of(Context const& c, ExecutionId execution, world::StepIndex step);

/// How long the work of the step's attempt lasts: as the scenario says, else the type's default.
Duration duration_of_step(Context const& c, ExecutionId execution, world::StepIndex step);

/// Records what the step leaves behind: property files, output parameters, properties. `arguments`:
/// as they were sent. Error: the scenario's function does not say, which ends the run.
std::expected<void, std::string> produce_outputs(Context const& c, ExecutionId execution,
                                                 world::StepIndex step,
                                                 json::Value const& arguments);

}  // namespace rehearse::domain
