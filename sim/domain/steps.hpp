// What single steps do when their time is over.
// Source: sagemaker-pipelines 1.5, 2.4, 2.5.
#pragma once

#include <optional>
#include <string>

#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/step_calls.hpp"

namespace rehearse::domain {

/// Called when its time is over: its effects, or why it fails (without a reason: a Fail step that
/// gives none).
std::optional<StepFailure> finish_step(Context const& c, Events& events, ExecutionId execution,
                                       world::StepIndex step);

}  // namespace rehearse::domain
