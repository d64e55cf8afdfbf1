// The state machines, as tables: which status may follow which. World::apply asserts them on every
// move.
#pragma once

#include "sim/vocab/status.hpp"

namespace rehearse {

/// May an execution go from `from` to `to`? Source: sagemaker-pipelines 2.1, 2.6, 2.7 (a retry
/// reopens Failed and Stopped).
bool may_move(ExecutionStatus from, ExecutionStatus to);
/// May a step? Source: sagemaker-pipelines 2.1; a retried execution puts failed and stopped steps
/// back to none.
bool may_move(StepStatus from, StepStatus to);
/// Source: sharing-and-access 1.7.
bool may_move(ShareStatus from, ShareStatus to);
bool may_move(ShareFeatureSet from, ShareFeatureSet to);
bool may_move(AssociationStatus from, AssociationStatus to);
bool may_move(InvitationStatus from, InvitationStatus to);
/// Source: sagemaker-pipelines 6.3.
bool may_move(EndpointStatus from, EndpointStatus to);
bool may_move(JobStatus from, JobStatus to);

constexpr bool is_terminal(ExecutionStatus status) {
  return status == ExecutionStatus::stopped || status == ExecutionStatus::failed ||
         status == ExecutionStatus::succeeded;
}
constexpr bool is_terminal(StepStatus status) {
  return status == StepStatus::stopped || status == StepStatus::failed ||
         status == StepStatus::succeeded;
}
constexpr bool is_terminal(JobStatus status) {
  return status == JobStatus::completed || status == JobStatus::failed ||
         status == JobStatus::stopped;
}
constexpr bool is_running(StepStatus status) {
  return status == StepStatus::starting || status == StepStatus::executing ||
         status == StepStatus::stopping;
}

}  // namespace rehearse
