// The quotas that a step meets: in its create call, and, for what exists only when the step is
// done, once more then. Source: sagemaker-pipelines 5.1.
#pragma once

#include <optional>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/step_calls.hpp"
#include "sim/pipeline/instances.hpp"

namespace rehearse::domain {

/// What the step's job takes up until it has ended; nothing where its arguments do not say.
std::optional<pipeline::Instances> taken_by_step(Context const& c, ExecutionId execution,
                                                 world::StepIndex step);

/// Why the create call fails, SageMaker.RESOURCE_LIMIT for retry policies: what the step asks for
/// is more than its owner may have. `taken`: by the step.
std::optional<StepFailure> over_quota(Context const& c, Assume& assume, ExecutionId execution,
                                      world::StepIndex step,
                                      std::optional<pipeline::Instances> const& taken);
/// The same for the model package or endpoint of a step whose time is over: others may have been
/// made meanwhile.
std::optional<StepFailure> over_quota_of_created(Context const& c, Assume& assume,
                                                 ExecutionId execution, world::StepIndex step);

}  // namespace rehearse::domain
