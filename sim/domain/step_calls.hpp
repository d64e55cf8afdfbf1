// The calls that a step makes with the pipeline's role, judged like everybody's.
// Source: sagemaker-pipelines 1.5, 2.4, 4.1; sharing-and-access 4.2 to 4.6.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

/// Passing a role, the create call, what the job reads and writes. Nothing when all are allowed;
/// else the service's words.
std::optional<StepFailure> make_step_calls(Context const& c, ExecutionId execution,
                                           world::StepIndex step);
/// `ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: ...` (2.4).
std::string failed_to_invoke(Context const& c, ExecutionId execution, world::StepIndex step,
                             std::string_view details);

}  // namespace rehearse::domain
