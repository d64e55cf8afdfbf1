// What single steps do: the calls they make, what they do when their time is over.
// Source: sagemaker-pipelines 1.5, 2.4, 2.5, 2.9, 2.10.
#pragma once

#include <expected>
#include <string>

#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/step_outcomes.hpp"

namespace rehearse::domain {

/// The calls a step makes with the pipeline's role: its create call, and passing a role. False when
/// one is refused.
bool make_step_calls(Context const& c, ExecutionId execution, world::StepIndex step);
/// Why the calls were refused, in the service's words.
std::string refusal_reason(Context const& c, ExecutionId execution, world::StepIndex step);
/// Called when its time is over: its effects, or the reason why it fails (which may be empty: a
/// Fail step without text).
std::expected<void, std::string> finish_step(Context const& c, Events& events,
                                             ExecutionId execution, world::StepIndex step);

}  // namespace rehearse::domain
