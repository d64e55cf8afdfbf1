// Everything that can happen in a run, one small struct each, by subject. The trace is a list of
// these; World is a fold of it, and every report is made from it.
//
// INVARIANT: the order of `Records` is the numbering in the encoding: append, never insert.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "sim/trace/records/faults.hpp"
#include "sim/trace/records/identities.hpp"
#include "sim/trace/records/jobs.hpp"
#include "sim/trace/records/organization.hpp"
#include "sim/trace/records/people.hpp"
#include "sim/trace/records/registry.hpp"
#include "sim/trace/records/run.hpp"
#include "sim/trace/records/runs.hpp"
#include "sim/trace/records/sharing.hpp"

namespace rehearse::trace {

template <class... R>
struct TypeList {
  static constexpr std::size_t size = sizeof...(R);
};

/// Every record type. The position is the number in the encoding.
using Records = TypeList<
    RunStarted, RunEnded, ChoiceMade, AssumptionUsed, DocumentStored, OrganizationDefined,
    OuDefined, OuDeleted, AccountDefined, SettingChanged, AccountMoved, PathInForce,
    MembershipInForce, AccountStatusMoved, RamSharingMoved, PolicyTypeMoved, ControlPolicyStored,
    ControlPolicyInForce, AttachmentStored, AttachmentInForce, HandshakeMoved, PrincipalDefined,
    IamStored, IamInForce, ManagedPolicyStored, ManagedPolicyInForce, SessionIssued,
    ResourcePolicyStored, ResourcePolicyInForce, ResourceTagged, ShareStored, ShareMoved,
    SharePermissionStored, SharePermissionInForce, AssociationMoved, InvitationMoved,
    PipelineStored, PipelineDeleted, ExecutionStarted, ExecutionDescribed, ExecutionMoved,
    StepMoved, StepFaulted, StepCalled, StepProduced, ConditionEvaluated, CallbackSent,
    PackageGroupStored, PackageStored, PackageMoved, ModelStored, EndpointConfigStored,
    EndpointStored, EndpointMoved, EndpointDeleted, RuleDefined, EventEmitted, EventDelivered,
    ActorDefined, ActorMoved, NoteMade, ApiCalled, CheckDone, ShareUpdated, PermissionMoved,
    PermissionVersionStored, PermissionVersionMoved, ReplaceWorkMoved, MutationMade, OuRenamed,
    AccountCreationMoved, ServiceAccessMoved, DelegationMoved, PackageDeleted, PackageGroupDeleted,
    FeatureSetMoved, StepAsked, PackageUpdated, AccessExpected, KeyDefined, BucketDefined,
    EndpointFaulted, FaultDefined, FaultHit, ExecutionSelected, StepKeyed, StepReused, StepRetried,
    InstancesTaken, PipelineVersionDescribed, ExecutionUpdated, JobStored, JobMoved, ModelDeleted,
    ObjectDefined, QueueDefined, MessageReceived, TuningPlanned, TunedJobStopped>;

template <class R, class... All>
constexpr std::uint16_t index_in(TypeList<All...>) {
  std::uint16_t index = 0;
  bool found = ((std::is_same_v<R, All> ? true : (++index, false)) || ...);
  return found ? index : UINT16_MAX;
}

/// The record type's number.
template <class R>
inline constexpr std::uint16_t kTypeOf = index_in<R>(Records{});

}  // namespace rehearse::trace
