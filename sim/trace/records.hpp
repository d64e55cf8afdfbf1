// Everything that can happen in a run, one small struct each. The trace is a list of these; World is a fold of it,
// and every report is made from it.
//
// INVARIANT: the order of `Records` at the end of this file is the numbering in the encoding: append, never insert.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

/// The version of the trace format. A reader refuses every other.
inline constexpr std::uint32_t kFormat = 1;

/// The position of a record in its trace.
using Seq = std::uint64_t;
/// No record: what a cause is when nothing led here.
inline constexpr Seq kNoSeq = (Seq{1} << 48) - 1;

// ---- the run ---------------------------------------------------------------------------------------------------

/// Always first: every input that can alter the run.
struct RunStarted {
  std::uint32_t format = kFormat;
  std::string scenario;
  std::uint64_t seed = 1;
  std::int64_t epoch = 0;  // microseconds since 1970
  JsonText parameters;
  Duration until{};
  std::uint64_t events_max = 0;
  JsonText assumptions;  // those that differ from the default; not digested: AssumptionUsed tells what counted
  std::string schedule;  // not digested: what it did is told by the ChoiceMade records
  JsonText sources;      // relative path -> hash
  static constexpr std::string_view kName = "RunStarted";
  static constexpr auto fields() {
    using R = RunStarted;
    return std::tuple{field("format", &R::format),         field("scenario", &R::scenario),
                      field("seed", &R::seed),             field("epoch", &R::epoch),
                      field("parameters", &R::parameters), field("until", &R::until),
                      field("events_max", &R::events_max), undigested("assumptions", &R::assumptions),
                      undigested("schedule", &R::schedule), undigested("sources", &R::sources)};
  }
};

enum class EndReason : std::uint8_t { finished, until, limit, fault, interrupted };

/// Always last: why, and the digest of all that came before.
struct RunEnded {
  EndReason reason{};
  std::string message;
  std::string digest;
  std::uint32_t checks = 0;
  std::uint32_t failed = 0;
  static constexpr std::string_view kName = "RunEnded";
  static constexpr auto fields() {
    using R = RunEnded;
    return std::tuple{undigested("reason", &R::reason), undigested("message", &R::message), undigested("digest", &R::digest),
                      undigested("checks", &R::checks), undigested("failed", &R::failed)};
  }
};

/// A choice point where the first alternative was not taken.
struct ChoiceMade {
  std::uint32_t point = 0;  // the n-th choice point of the run
  std::uint32_t options = 0;
  std::uint32_t chosen = 0;
  static constexpr std::string_view kName = "ChoiceMade";
  static constexpr auto fields() {
    using R = ChoiceMade;
    return std::tuple{field("point", &R::point), field("options", &R::options), field("chosen", &R::chosen)};
  }
};

/// The first time a rule was consulted that the sources leave open.
struct AssumptionUsed {
  std::string name;
  std::string value;
  static constexpr std::string_view kName = "AssumptionUsed";
  static constexpr auto fields() {
    using R = AssumptionUsed;
    return std::tuple{field("name", &R::name), field("value", &R::value)};
  }
};

// ---- documents -------------------------------------------------------------------------------------------------

enum class DocumentKind : std::uint8_t { policy, trust, resource_policy, definition, parameters, pattern, request };

/// A document's text, interned by content: later records name it by its id.
struct DocumentStored {
  DocumentId document;
  DocumentKind kind{};
  std::string name;  // what a person calls it: `policies/deployer.json`
  JsonText text;
  static constexpr std::string_view kName = "DocumentStored";
  static constexpr auto fields() {
    using R = DocumentStored;
    return std::tuple{field("document", &R::document), field("kind", &R::kind), field("name", &R::name), field("text", &R::text)};
  }
};

// ---- organization, accounts, roles -----------------------------------------------------------------------------

struct OrganizationDefined {
  std::string id;
  std::string name;
  std::string root_id;
  std::string management;  // the management account's 12 digits
  bool ram_sharing = true;
  SourceLine where;
  static constexpr std::string_view kName = "OrganizationDefined";
  static constexpr auto fields() {
    using R = OrganizationDefined;
    return std::tuple{field("id", &R::id), field("name", &R::name), field("root_id", &R::root_id),
                      field("management", &R::management), field("ram_sharing", &R::ram_sharing), undigested("where", &R::where)};
  }
};

/// An organizational unit. OU 0 is the root; its parent is none.
struct OuDefined {
  OuId ou;
  OuId parent;
  std::string id;
  std::string name;
  static constexpr std::string_view kName = "OuDefined";
  static constexpr auto fields() {
    using R = OuDefined;
    return std::tuple{field("ou", &R::ou), field("parent", &R::parent), field("id", &R::id), field("name", &R::name)};
  }
};

struct AccountDefined {
  AccountId account;
  std::string id;  // 12 digits
  std::string name;
  std::string region;
  OuId ou;  // none: outside the organization
  SourceLine where;
  static constexpr std::string_view kName = "AccountDefined";
  static constexpr auto fields() {
    using R = AccountDefined;
    return std::tuple{field("account", &R::account), field("id", &R::id), field("name", &R::name),
                      field("region", &R::region), field("ou", &R::ou), undigested("where", &R::where)};
  }
};

/// A quota or a queue that differs from AWS's default. `beyond_aws`: AWS has no such setting or would not grant it.
struct SettingChanged {
  AccountId account;
  std::string name;
  std::int64_t value = 0;
  bool beyond_aws = false;
  static constexpr std::string_view kName = "SettingChanged";
  static constexpr auto fields() {
    using R = SettingChanged;
    return std::tuple{field("account", &R::account), field("name", &R::name), field("value", &R::value),
                      field("beyond_aws", &R::beyond_aws)};
  }
};

/// An account's place in the tree, as Organizations shows it. SCPs follow at once, RAM later (MembershipInForce).
struct AccountMoved {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "AccountMoved";
  static constexpr auto fields() {
    using R = AccountMoved;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

/// From here on the access decisions see the account at its new place.
struct MembershipInForce {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "MembershipInForce";
  static constexpr auto fields() {
    using R = MembershipInForce;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

struct RoleDefined {
  RoleId role;
  AccountId account;
  std::string path;  // `/` or `/team/`
  std::string name;
  std::string unique_id;  // AROA...
  DocumentId trust;
  SourceLine where;
  static constexpr std::string_view kName = "RoleDefined";
  static constexpr auto fields() {
    using R = RoleDefined;
    return std::tuple{field("role", &R::role), field("account", &R::account), field("path", &R::path), field("name", &R::name),
                      field("unique_id", &R::unique_id), field("trust", &R::trust), undigested("where", &R::where)};
  }
};

/// An inline policy of a role as IAM shows it. No document: deleted.
struct RolePolicyStored {
  RoleId role;
  std::string name;
  DocumentId document;
  static constexpr std::string_view kName = "RolePolicyStored";
  static constexpr auto fields() {
    using R = RolePolicyStored;
    return std::tuple{field("role", &R::role), field("name", &R::name), field("document", &R::document)};
  }
};

/// From here on decisions see it.
struct RolePolicyInForce {
  RoleId role;
  std::string name;
  DocumentId document;
  static constexpr std::string_view kName = "RolePolicyInForce";
  static constexpr auto fields() {
    using R = RolePolicyInForce;
    return std::tuple{field("role", &R::role), field("name", &R::name), field("document", &R::document)};
  }
};

// ---- sharing ---------------------------------------------------------------------------------------------------

struct ShareStored {
  ShareId share;
  AccountId owner;
  std::string arn;
  std::string name;
  bool allow_external = true;
  static constexpr std::string_view kName = "ShareStored";
  static constexpr auto fields() {
    using R = ShareStored;
    return std::tuple{field("share", &R::share), field("owner", &R::owner), field("arn", &R::arn), field("name", &R::name),
                      field("allow_external", &R::allow_external)};
  }
};

struct ShareMoved {
  ShareId share;
  ShareStatus status{};
  static constexpr std::string_view kName = "ShareMoved";
  static constexpr auto fields() {
    using R = ShareMoved;
    return std::tuple{field("share", &R::share), field("status", &R::status)};
  }
};

/// The managed permission of a share, as RAM shows it.
struct SharePermissionStored {
  ShareId share;
  std::string permission;  // its ARN
  static constexpr std::string_view kName = "SharePermissionStored";
  static constexpr auto fields() {
    using R = SharePermissionStored;
    return std::tuple{field("share", &R::share), field("permission", &R::permission)};
  }
};

/// From here on the resource policies that RAM wrote carry it.
struct SharePermissionInForce {
  ShareId share;
  std::string permission;
  static constexpr std::string_view kName = "SharePermissionInForce";
  static constexpr auto fields() {
    using R = SharePermissionInForce;
    return std::tuple{field("share", &R::share), field("permission", &R::permission)};
  }
};

/// A principal or a resource of a share. Only ASSOCIATED is in force (and DISASSOCIATING until its end).
struct AssociationMoved {
  ShareId share;
  AssociationType type{};
  std::string entity;  // account id, ARN of a principal or of a pipeline
  AssociationStatus status{};
  bool external = false;
  std::string why;  // statusMessage
  static constexpr std::string_view kName = "AssociationMoved";
  static constexpr auto fields() {
    using R = AssociationMoved;
    return std::tuple{field("share", &R::share), field("associationType", &R::type), field("entity", &R::entity),
                      field("status", &R::status), field("external", &R::external), field("why", &R::why)};
  }
};

struct InvitationMoved {
  InvitationId invitation;
  ShareId share;
  AccountId receiver;
  std::string principal;
  std::string arn;
  InvitationStatus status{};
  static constexpr std::string_view kName = "InvitationMoved";
  static constexpr auto fields() {
    using R = InvitationMoved;
    return std::tuple{field("invitation", &R::invitation), field("share", &R::share), field("receiver", &R::receiver),
                      field("principal", &R::principal), field("arn", &R::arn), field("status", &R::status)};
  }
};

// ---- pipelines and executions ----------------------------------------------------------------------------------

/// A pipeline is created (version 1) or updated.
struct PipelineStored {
  PipelineId pipeline;
  AccountId account;
  std::string name;
  std::string display_name;
  DocumentId definition;
  RoleId role;
  std::uint32_t version = 1;
  std::uint32_t parallel_max = 0;  // MaxParallelExecutionSteps; 0: no limit
  SourceLine where;
  static constexpr std::string_view kName = "PipelineStored";
  static constexpr auto fields() {
    using R = PipelineStored;
    return std::tuple{field("pipeline", &R::pipeline), field("account", &R::account), field("name", &R::name),
                      field("display_name", &R::display_name), field("definition", &R::definition), field("role", &R::role),
                      field("version", &R::version), field("parallel_max", &R::parallel_max), undigested("where", &R::where)};
  }
};

struct PipelineDeleted {
  PipelineId pipeline;
  static constexpr std::string_view kName = "PipelineDeleted";
  static constexpr auto fields() { return std::tuple{field("pipeline", &PipelineDeleted::pipeline)}; }
};

struct ExecutionStarted {
  ExecutionId execution;
  PipelineId pipeline;
  DocumentId definition;  // the snapshot it runs
  DocumentId parameters;  // none: all defaults
  RoleId starter;
  std::uint32_t parallel_max = 0;
  Base36 name;
  static constexpr std::string_view kName = "ExecutionStarted";
  static constexpr auto fields() {
    using R = ExecutionStarted;
    return std::tuple{field("execution", &R::execution), field("pipeline", &R::pipeline), field("definition", &R::definition),
                      field("parameters", &R::parameters), field("starter", &R::starter),
                      field("parallel_max", &R::parallel_max), field("name", &R::name)};
  }
};

/// The display name and description that a start gave; only when it gave some.
struct ExecutionDescribed {
  ExecutionId execution;
  std::string display_name;
  std::string description;
  static constexpr std::string_view kName = "ExecutionDescribed";
  static constexpr auto fields() {
    using R = ExecutionDescribed;
    return std::tuple{field("execution", &R::execution), field("display_name", &R::display_name), field("description", &R::description)};
  }
};

struct ExecutionMoved {
  ExecutionId execution;
  ExecutionStatus from{};
  ExecutionStatus to{};
  static constexpr std::string_view kName = "ExecutionMoved";
  static constexpr auto fields() {
    using R = ExecutionMoved;
    return std::tuple{field("execution", &R::execution), field("from", &R::from), field("to", &R::to)};
  }
};

/// The hottest record: two or three a step.
struct StepMoved {
  ExecutionId execution;
  std::uint16_t step = 0;
  StepStatus from{};
  StepStatus to{};
  static constexpr std::string_view kName = "StepMoved";
  static constexpr auto fields() {
    using R = StepMoved;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("from", &R::from), field("to", &R::to)};
  }
};

/// Why a step fails; stands just before the move to Failed.
struct StepFaulted {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::string reason;
  static constexpr std::string_view kName = "StepFaulted";
  static constexpr auto fields() {
    using R = StepFaulted;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("reason", &R::reason)};
  }
};

/// What a step asks for in the pipeline role's name.
enum class StepCallKind : std::uint8_t { create, pass_role };

/// A call that a step makes with the pipeline's role: judged like everybody's.
struct StepCalled {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::uint8_t attempt = 1;
  StepCallKind kind{};
  Outcome outcome{};
  Layer layer{};
  std::uint32_t document = UINT32_MAX;
  std::uint32_t statement = 0;
  static constexpr std::string_view kName = "StepCalled";
  static constexpr auto fields() {
    using R = StepCalled;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("attempt", &R::attempt),
                      field("kind", &R::kind), field("outcome", &R::outcome), field("layer", &R::layer),
                      field("document", &R::document), field("statement", &R::statement)};
  }
};

/// What a step leaves behind: a property file's document, an output parameter, a property.
enum class ProductKind : std::uint8_t { property_file, output_parameter, property };

struct StepProduced {
  ExecutionId execution;
  std::uint16_t step = 0;
  ProductKind kind{};
  std::string name;
  JsonText value;
  static constexpr std::string_view kName = "StepProduced";
  static constexpr auto fields() {
    using R = StepProduced;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("kind", &R::kind),
                      field("name", &R::name), field("value", &R::value)};
  }
};

struct ConditionEvaluated {
  ExecutionId execution;
  std::uint16_t step = 0;
  bool outcome = false;
  static constexpr std::string_view kName = "ConditionEvaluated";
  static constexpr auto fields() {
    using R = ConditionEvaluated;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("outcome", &R::outcome)};
  }
};

/// A callback step sent its message; somebody must answer with the token.
struct CallbackSent {
  ExecutionId execution;
  std::uint16_t step = 0;
  std::string token;
  bool stopping = false;
  static constexpr std::string_view kName = "CallbackSent";
  static constexpr auto fields() {
    using R = CallbackSent;
    return std::tuple{field("execution", &R::execution), field("step", &R::step), field("token", &R::token),
                      field("stopping", &R::stopping)};
  }
};

// ---- registry and endpoints ------------------------------------------------------------------------------------

struct PackageGroupStored {
  GroupId group;
  AccountId account;
  std::string name;
  static constexpr std::string_view kName = "PackageGroupStored";
  static constexpr auto fields() {
    using R = PackageGroupStored;
    return std::tuple{field("group", &R::group), field("account", &R::account), field("name", &R::name)};
  }
};

struct GroupPolicyStored {
  GroupId group;
  DocumentId document;
  static constexpr std::string_view kName = "GroupPolicyStored";
  static constexpr auto fields() {
    using R = GroupPolicyStored;
    return std::tuple{field("group", &R::group), field("document", &R::document)};
  }
};

struct GroupPolicyInForce {
  GroupId group;
  DocumentId document;
  static constexpr std::string_view kName = "GroupPolicyInForce";
  static constexpr auto fields() {
    using R = GroupPolicyInForce;
    return std::tuple{field("group", &R::group), field("document", &R::document)};
  }
};

struct PackageStored {
  PackageId package;
  GroupId group;
  std::uint32_t version = 0;
  ApprovalStatus approval{};
  DocumentId request;
  ExecutionId execution;  // the execution whose step registered it, or none
  std::uint16_t step = 0;
  static constexpr std::string_view kName = "PackageStored";
  static constexpr auto fields() {
    using R = PackageStored;
    return std::tuple{field("package", &R::package), field("group", &R::group), field("version", &R::version),
                      field("approval", &R::approval), field("request", &R::request), field("execution", &R::execution),
                      field("step", &R::step)};
  }
};

struct PackageMoved {
  PackageId package;
  ApprovalStatus approval{};
  std::string description;
  static constexpr std::string_view kName = "PackageMoved";
  static constexpr auto fields() {
    using R = PackageMoved;
    return std::tuple{field("package", &R::package), field("approval", &R::approval), field("description", &R::description)};
  }
};

struct ModelStored {
  ModelId model;
  AccountId account;
  std::string name;
  DocumentId request;
  static constexpr std::string_view kName = "ModelStored";
  static constexpr auto fields() {
    using R = ModelStored;
    return std::tuple{field("model", &R::model), field("account", &R::account), field("name", &R::name), field("request", &R::request)};
  }
};

struct EndpointConfigStored {
  EndpointConfigId config;
  AccountId account;
  std::string name;
  DocumentId request;
  static constexpr std::string_view kName = "EndpointConfigStored";
  static constexpr auto fields() {
    using R = EndpointConfigStored;
    return std::tuple{field("config", &R::config), field("account", &R::account), field("name", &R::name), field("request", &R::request)};
  }
};

struct EndpointStored {
  EndpointId endpoint;
  AccountId account;
  std::string name;
  EndpointConfigId config;
  static constexpr std::string_view kName = "EndpointStored";
  static constexpr auto fields() {
    using R = EndpointStored;
    return std::tuple{field("endpoint", &R::endpoint), field("account", &R::account), field("name", &R::name), field("config", &R::config)};
  }
};

/// `config`: the one it serves or is moving to.
struct EndpointMoved {
  EndpointId endpoint;
  EndpointStatus to{};
  EndpointConfigId config;
  static constexpr std::string_view kName = "EndpointMoved";
  static constexpr auto fields() {
    using R = EndpointMoved;
    return std::tuple{field("endpoint", &R::endpoint), field("to", &R::to), field("config", &R::config)};
  }
};

struct EndpointDeleted {
  EndpointId endpoint;
  static constexpr std::string_view kName = "EndpointDeleted";
  static constexpr auto fields() { return std::tuple{field("endpoint", &EndpointDeleted::endpoint)}; }
};

// ---- events ----------------------------------------------------------------------------------------------------

struct RuleDefined {
  RuleId rule;
  AccountId account;
  std::string name;
  DocumentId pattern;
  RoleId target_role;
  SourceLine where;
  static constexpr std::string_view kName = "RuleDefined";
  static constexpr auto fields() {
    using R = RuleDefined;
    return std::tuple{field("rule", &R::rule), field("account", &R::account), field("name", &R::name),
                      field("pattern", &R::pattern), field("target_role", &R::target_role), undigested("where", &R::where)};
  }
};

/// An event that some rule matched. Events that nobody listens to leave no record.
struct EventEmitted {
  EventId event;
  AccountId account;
  JsonText document;
  static constexpr std::string_view kName = "EventEmitted";
  static constexpr auto fields() {
    using R = EventEmitted;
    return std::tuple{field("event", &R::event), field("account", &R::account), field("document", &R::document)};
  }
};

struct EventDelivered {
  EventId event;
  RuleId rule;
  static constexpr std::string_view kName = "EventDelivered";
  static constexpr auto fields() {
    using R = EventDelivered;
    return std::tuple{field("event", &R::event), field("rule", &R::rule)};
  }
};

// ---- the scenario's people -------------------------------------------------------------------------------------

struct ActorDefined {
  ActorId actor;
  std::string name;
  SourceLine where;
  static constexpr std::string_view kName = "ActorDefined";
  static constexpr auto fields() {
    using R = ActorDefined;
    return std::tuple{field("actor", &R::actor), field("name", &R::name), undigested("where", &R::where)};
  }
};

struct ActorMoved {
  ActorId actor;
  ActorStatus to{};
  std::string what;  // what it waits for, or why it failed
  SourceLine where;
  static constexpr std::string_view kName = "ActorMoved";
  static constexpr auto fields() {
    using R = ActorMoved;
    return std::tuple{field("actor", &R::actor), field("to", &R::to), field("what", &R::what), undigested("where", &R::where)};
  }
};

/// The author's words for the reader of the report.
struct NoteMade {
  ActorId actor;
  std::string text;
  SourceLine where;
  static constexpr std::string_view kName = "NoteMade";
  static constexpr auto fields() {
    using R = NoteMade;
    return std::tuple{field("actor", &R::actor), field("text", &R::text), undigested("where", &R::where)};
  }
};

/// A call through the gate, allowed or not. Its effects follow with this record as their cause.
struct ApiCalled {
  ActorId actor;  // none: made by a rule's target
  RoleId role;
  std::string caller;  // the session's ARN
  std::string service;
  std::string operation;
  std::string action;    // the IAM action that was judged last: `sagemaker:StartPipelineExecution`
  std::string resource;  // its ARN, or `*`
  AccountId owner;       // the resource's account; none for `*`
  JsonText input;
  Outcome outcome{};
  Layer layer{};
  std::uint32_t document = UINT32_MAX;
  std::uint32_t statement = 0;
  std::string code;     // the error's name; empty: it succeeded
  std::string message;  // the error's text
  SourceLine where;
  static constexpr std::string_view kName = "ApiCalled";
  static constexpr auto fields() {
    using R = ApiCalled;
    return std::tuple{field("actor", &R::actor),         field("role", &R::role),           field("caller", &R::caller),
                      field("service", &R::service),     field("operation", &R::operation), field("action", &R::action),
                      field("resource", &R::resource),   field("owner", &R::owner),         field("input", &R::input),
                      field("outcome", &R::outcome),     field("layer", &R::layer),         field("document", &R::document),
                      field("statement", &R::statement), field("code", &R::code),           field("message", &R::message),
                      undigested("where", &R::where)};
  }
};

/// One check, held or not.
struct CheckDone {
  CheckKind kind{};
  std::string text;
  bool held = false;
  std::string detail;    // one sentence: why it did not hold, or what made it hold
  Seq call = kNoSeq;     // the call it speaks of
  ActorId actor;
  SourceLine where;
  static constexpr std::string_view kName = "CheckDone";
  static constexpr auto fields() {
    using R = CheckDone;
    return std::tuple{field("kind", &R::kind), field("text", &R::text), field("held", &R::held), field("detail", &R::detail),
                      field("call", &R::call), field("actor", &R::actor), undigested("where", &R::where)};
  }
};

// ---- the list --------------------------------------------------------------------------------------------------

template <class... R>
struct TypeList {
  static constexpr std::size_t size = sizeof...(R);
};

/// Every record type. The position is the number in the encoding.
using Records =
    TypeList<RunStarted, RunEnded, ChoiceMade, AssumptionUsed, DocumentStored, OrganizationDefined, OuDefined, AccountDefined,
             SettingChanged, AccountMoved, MembershipInForce, RoleDefined, RolePolicyStored, RolePolicyInForce, ShareStored,
             ShareMoved, SharePermissionStored, SharePermissionInForce, AssociationMoved, InvitationMoved, PipelineStored,
             PipelineDeleted, ExecutionStarted, ExecutionDescribed, ExecutionMoved, StepMoved, StepFaulted, StepCalled,
             StepProduced, ConditionEvaluated, CallbackSent, PackageGroupStored, GroupPolicyStored, GroupPolicyInForce,
             PackageStored, PackageMoved, ModelStored, EndpointConfigStored, EndpointStored, EndpointMoved, EndpointDeleted,
             RuleDefined, EventEmitted, EventDelivered, ActorDefined, ActorMoved, NoteMade, ApiCalled, CheckDone>;

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

REHEARSE_ENUM_NAMES(rehearse::trace::EndReason, "finished", "until", "limit", "fault", "interrupted");
REHEARSE_ENUM_NAMES(rehearse::trace::DocumentKind, "policy", "trust", "resource_policy", "definition", "parameters", "pattern", "request");
REHEARSE_ENUM_NAMES(rehearse::trace::StepCallKind, "create", "pass_role");
REHEARSE_ENUM_NAMES(rehearse::trace::ProductKind, "property_file", "output_parameter", "property");
