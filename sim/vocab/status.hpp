// Statuses, spelled as AWS spells them.
#pragma once

#include <cstdint>

#include "sim/vocab/enum_names.hpp"

namespace rehearse {

/// Source: reference/sagemaker-pipelines 2.1.
enum class ExecutionStatus : std::uint8_t { executing, stopping, stopped, failed, succeeded };

/// `none` is ours: a step that has not been scheduled is not listed by AWS at all (2.3).
enum class StepStatus : std::uint8_t {
  none,
  starting,
  executing,
  stopping,
  stopped,
  failed,
  succeeded
};

enum class PipelineStatus : std::uint8_t { active, deleting };

/// Source: reference/sharing-and-access 1.7.
enum class ShareStatus : std::uint8_t { pending, active, failed, deleting, deleted };
/// Of a share or a managed permission that RAM made from a policy written by hand, until it is
/// promoted. Source: 1.13.
enum class ShareFeatureSet : std::uint8_t { standard, created_from_policy, promoting_to_standard };
enum class AssociationStatus : std::uint8_t {
  associating,
  associated,
  failed,
  disassociating,
  disassociated,
  suspending,
  suspended,
  restoring
};
enum class AssociationType : std::uint8_t { principal, resource };
enum class InvitationStatus : std::uint8_t { pending, accepted, rejected, expired };
/// Of a managed permission or one of its versions: only the default version is ATTACHABLE.
enum class PermissionStatus : std::uint8_t { attachable, unattachable, deleting, deleted };
enum class ReplaceWorkStatus : std::uint8_t { in_progress, completed, failed };

/// Source: reference/sagemaker-pipelines 3.4.
enum class ApprovalStatus : std::uint8_t { approved, rejected, pending_manual_approval };

/// Source: reference/sagemaker-pipelines 6.3.
enum class EndpointStatus : std::uint8_t { creating, updating, in_service, failed, deleting };

/// The jobs of SageMaker that have calls of their own (sagemaker-pipelines 1.5).
enum class JobKind : std::uint8_t { processing, training, tuning, transform, automl };
/// What their Describe calls show.
enum class JobStatus : std::uint8_t { in_progress, completed, failed, stopping, stopped };

/// What an actor of the scenario is doing.
enum class ActorStatus : std::uint8_t { running, waiting, finished, failed };

/// How a check is stated in the scenario.
enum class CheckKind : std::uint8_t { expect, always, eventually, wait_for, refusal, actor };

}  // namespace rehearse

REHEARSE_ENUM_NAMES(rehearse::ExecutionStatus, "Executing", "Stopping", "Stopped", "Failed",
                    "Succeeded");
REHEARSE_ENUM_NAMES(rehearse::StepStatus, "None", "Starting", "Executing", "Stopping", "Stopped",
                    "Failed", "Succeeded");
REHEARSE_ENUM_NAMES(rehearse::PipelineStatus, "Active", "Deleting");
REHEARSE_ENUM_NAMES(rehearse::ShareStatus, "PENDING", "ACTIVE", "FAILED", "DELETING", "DELETED");
REHEARSE_ENUM_NAMES(rehearse::ShareFeatureSet, "STANDARD", "CREATED_FROM_POLICY",
                    "PROMOTING_TO_STANDARD");
REHEARSE_ENUM_NAMES(rehearse::AssociationStatus, "ASSOCIATING", "ASSOCIATED", "FAILED",
                    "DISASSOCIATING", "DISASSOCIATED", "SUSPENDING", "SUSPENDED", "RESTORING");
REHEARSE_ENUM_NAMES(rehearse::AssociationType, "PRINCIPAL", "RESOURCE");
REHEARSE_ENUM_NAMES(rehearse::InvitationStatus, "PENDING", "ACCEPTED", "REJECTED", "EXPIRED");
REHEARSE_ENUM_NAMES(rehearse::PermissionStatus, "ATTACHABLE", "UNATTACHABLE", "DELETING",
                    "DELETED");
REHEARSE_ENUM_NAMES(rehearse::ReplaceWorkStatus, "IN_PROGRESS", "COMPLETED", "FAILED");
REHEARSE_ENUM_NAMES(rehearse::ApprovalStatus, "Approved", "Rejected", "PendingManualApproval");
REHEARSE_ENUM_NAMES(rehearse::EndpointStatus, "Creating", "Updating", "InService", "Failed",
                    "Deleting");
REHEARSE_ENUM_NAMES(rehearse::JobKind, "ProcessingJob", "TrainingJob", "HyperParameterTuningJob",
                    "TransformJob", "AutoMLJob");
REHEARSE_ENUM_NAMES(rehearse::JobStatus, "InProgress", "Completed", "Failed", "Stopping",
                    "Stopped");
REHEARSE_ENUM_NAMES(rehearse::ActorStatus, "running", "waiting", "finished", "failed");
REHEARSE_ENUM_NAMES(rehearse::CheckKind, "expect", "always", "eventually", "wait_for", "refusal",
                    "actor");
