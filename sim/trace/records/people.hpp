// Events, actors, notes, calls and checks: what the scenario does and sees.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

struct RuleDefined {
  RuleId rule;
  AccountId account;
  std::string name;
  DocumentId pattern;
  PrincipalId target_role;
  SourceLine where;
  std::string region{};  // where it lives; empty: in the account's own
  static constexpr std::string_view kName = "RuleDefined";
  static constexpr auto fields() {
    using R = RuleDefined;
    return std::tuple{field("rule", &R::rule),
                      field("account", &R::account),
                      field("name", &R::name),
                      field("pattern", &R::pattern),
                      field("target_role", &R::target_role),
                      field("region", &R::region),
                      undigested("where", &R::where)};
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
    return std::tuple{field("event", &R::event), field("account", &R::account),
                      field("document", &R::document)};
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

/// A queue of SQS that a function of the scenario reads, in the name of a role.
struct QueueDefined {
  QueueId queue;
  AccountId account;
  std::string name;
  PrincipalId target_role;
  SourceLine where;
  static constexpr std::string_view kName = "QueueDefined";
  static constexpr auto fields() {
    using R = QueueDefined;
    return std::tuple{field("queue", &R::queue), field("account", &R::account),
                      field("name", &R::name), field("target_role", &R::target_role),
                      undigested("where", &R::where)};
  }
};

/// The message of a callback step was read from its queue.
struct MessageReceived {
  QueueId queue;
  ExecutionId execution;
  std::uint16_t step = 0;
  JsonText body;
  static constexpr std::string_view kName = "MessageReceived";
  static constexpr auto fields() {
    using R = MessageReceived;
    return std::tuple{field("queue", &R::queue), field("execution", &R::execution),
                      field("step", &R::step), field("body", &R::body)};
  }
};

struct ActorDefined {
  ActorId actor;
  std::string name;
  SourceLine where;
  static constexpr std::string_view kName = "ActorDefined";
  static constexpr auto fields() {
    using R = ActorDefined;
    return std::tuple{field("actor", &R::actor), field("name", &R::name),
                      undigested("where", &R::where)};
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
    return std::tuple{field("actor", &R::actor), field("to", &R::to), field("what", &R::what),
                      undigested("where", &R::where)};
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
    return std::tuple{field("actor", &R::actor), field("text", &R::text),
                      undigested("where", &R::where)};
  }
};

/// A call through the gate, allowed or not. Its effects follow with this record as their cause.
struct ApiCalled {
  ActorId actor;  // none: made by a rule's target
  PrincipalId principal;
  SessionId session;   // none: standing credentials
  Duration issued{};   // when temporary credentials were issued, since the epoch
  std::string caller;  // its ARN, as AWS logs it
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
  JsonText context;     // keys that the operation added to the question: `iam:PassedToService`, ...
  SourceLine where;
  std::string region{};  // of the client; empty: its account's own
  static constexpr std::string_view kName = "ApiCalled";
  static constexpr auto fields() {
    using R = ApiCalled;
    return std::tuple{field("actor", &R::actor),          field("principal", &R::principal),
                      field("session", &R::session),      field("issued", &R::issued),
                      field("caller", &R::caller),        field("service", &R::service),
                      field("operation", &R::operation),  field("action", &R::action),
                      field("resource", &R::resource),    field("owner", &R::owner),
                      field("input", &R::input),          field("outcome", &R::outcome),
                      field("layer", &R::layer),          field("document", &R::document),
                      field("statement", &R::statement),  field("code", &R::code),
                      field("message", &R::message),      field("region", &R::region),
                      undigested("context", &R::context), undigested("where", &R::where)};
  }
};

/// One check, held or not.
struct CheckDone {
  CheckKind kind{};
  std::string text;
  bool held = false;
  std::string detail;  // one sentence: why it did not hold, or what made it hold
  Seq call = kNoSeq;   // the call it speaks of
  ActorId actor;
  SourceLine where;
  static constexpr std::string_view kName = "CheckDone";
  static constexpr auto fields() {
    using R = CheckDone;
    return std::tuple{field("kind", &R::kind),       field("text", &R::text),
                      field("held", &R::held),       field("detail", &R::detail),
                      field("call", &R::call),       field("actor", &R::actor),
                      undigested("where", &R::where)};
  }
};

/// An access that a check which held names as one that is meant to be there. Its cause is the
/// check.
struct AccessExpected {
  PrincipalId principal;
  std::string action;
  std::string resource;  // its ARN
  static constexpr std::string_view kName = "AccessExpected";
  static constexpr auto fields() {
    using R = AccessExpected;
    return std::tuple{field("principal", &R::principal), field("action", &R::action),
                      field("resource", &R::resource)};
  }
};

}  // namespace rehearse::trace
