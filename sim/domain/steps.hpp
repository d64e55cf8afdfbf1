// What single steps do: how long they last, what they leave behind.
// Source: sagemaker-pipelines 1.5, 2.5, 2.9, 2.10.
#pragma once

#include <optional>
#include <string>

#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/step_calls.hpp"

namespace rehearse::domain {

/// Called when a step starts to execute. Nothing when it ends only by somebody's answer.
std::optional<Duration> begin_step(Context const& c, ExecutionId execution, world::StepIndex step);
/// What a drift does to a check step: nothing when it skips the check, or is not to fail on a
/// violation.
std::optional<StepFailure> drift_failure(Context const& c, ExecutionId execution,
                                         world::StepIndex step);
/// Called when its time is over: its effects, or why it fails (without a reason: a Fail step that
/// gives none).
std::optional<StepFailure> finish_step(Context const& c, Events& events, ExecutionId execution,
                                       world::StepIndex step);

}  // namespace rehearse::domain
