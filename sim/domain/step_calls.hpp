// The calls that a step makes with the pipeline's role, judged like everybody's.
// Source: sagemaker-pipelines 1.5, 2.4, 4.1; sharing-and-access 4.2 to 4.6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/domain/artifacts.hpp"
#include "sim/domain/context.hpp"
#include "sim/vocab/faults.hpp"

namespace rehearse::domain {

/// Why an attempt of a step fails: what retry policies see, and the FailureReason.
struct StepFailure {
  FailureKind kind{};
  ExceptionType exception{};
  std::string reason;

  /// One that no retry policy can name.
  static StepFailure of(FailureKind kind, std::string reason) {
    return {kind, ExceptionType::none, std::move(reason)};
  }
};

/// Passing a role, the create call, tagging. Nothing when all are allowed; else the service's
/// words, also where an argument refers to what is not there.
std::optional<StepFailure> make_step_calls(Context const& c, ExecutionId execution,
                                           world::StepIndex step);
/// What the step's job reads or writes in buckets that the scenario declares, and whoever does: the
/// role that the job is handed, else the pipeline's. Nothing when all of it is allowed.
std::optional<StepFailure> use_data(Context const& c, ExecutionId execution, world::StepIndex step,
                                    DataUse use);
/// `ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: ...` (2.4).
std::string failed_to_invoke(Context const& c, ExecutionId execution, world::StepIndex step,
                             std::string_view details);

}  // namespace rehearse::domain
