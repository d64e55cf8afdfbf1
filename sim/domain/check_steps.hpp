// What a QualityCheck or ClarifyCheck step does once its job has calculated a baseline: which
// earlier baseline it is held against, and what a drift does. Source: sagemaker-pipelines 1.5, 2.4;
// QualityCheckStepMetadata and ClarifyCheckStepMetadata of the API model.
#pragma once

#include <optional>

#include "sim/domain/context.hpp"
#include "sim/domain/step_calls.hpp"

namespace rehearse::domain {

/// Records the baselines that the step exposes as properties. Fails a step that needs an earlier
/// baseline (it checks, or does not register its own) when neither one is supplied nor the group's
/// latest approved version has one. Does nothing for a step of another type.
std::optional<StepFailure> settle_baselines(Context const& c, ExecutionId execution,
                                            world::StepIndex step);
/// What a drift does to a check step: nothing when it skips the check. Else it writes a violation
/// report, and fails if it is to fail on a violation.
std::optional<StepFailure> drift_failure(Context const& c, ExecutionId execution,
                                         world::StepIndex step);

}  // namespace rehearse::domain
