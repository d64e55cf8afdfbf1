// The dense ids of everything a run knows: positions in creation order.
#pragma once

#include "sim/base/id.hpp"

namespace rehearse {

using AccountId = Id<struct AccountTag>;
using OuId = Id<struct OuTag>;                // index 0 is the organization's root
using PrincipalId = Id<struct PrincipalTag>;  // a role, a user, a root user; a group too, which
                                              // carries policies alike
using SessionId = Id<struct SessionTag>;      // temporary credentials that AssumeRole gave
using DocumentId =
    Id<struct DocumentTag>;  // a text interned by content: a policy, a definition, an input
using PipelineId = Id<struct PipelineTag>;
using ExecutionId = Id<struct ExecutionTag>;
using ShareId = Id<struct ShareTag>;
using InvitationId = Id<struct InvitationTag>;
using GroupId = Id<struct GroupTag>;      // a model package group
using PackageId = Id<struct PackageTag>;  // a model package: a version in a group
using ModelId = Id<struct ModelTag>;
using EndpointConfigId = Id<struct EndpointConfigTag>;
using EndpointId = Id<struct EndpointTag>;
using JobId = Id<struct JobTag>;  // a job that a call created
using RuleId = Id<struct RuleTag>;
using EventId = Id<struct EventTag>;
using QueueId = Id<struct QueueTag>;  // of SQS, that a function of the scenario reads
using FaultId = Id<struct FaultTag>;  // what a scenario lets go wrong
using ActorId = Id<struct ActorTag>;
using CheckId = Id<struct CheckTag>;

}  // namespace rehearse
