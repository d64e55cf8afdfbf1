// What a run was, as lists that a report can walk: the trace folded once. Every report is a pure
// function of this.
//
//   RunModel model = fold(trace);
//   std::string page = find_report("html")->render(model);
//
// INVARIANT: a vector indexed by an Id is in the order of that Id, so `model.accounts[id.index]` is
// the account.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reports/graph.hpp"
#include "sim/trace/trace.hpp"
#include "sim/vocab/reason.hpp"

namespace rehearse::reports {

using trace::kNoSeq;
using trace::Seq;
using trace::SourceLine;

/// From `at` on, something is `to`.
template <class S>
struct Change {
  Time at{};
  S to{};
  std::string why;
};

struct Header {
  std::string scenario;
  std::uint64_t seed = 1;
  Epoch epoch;
  std::string parameters;  // JSON, or empty
  std::string organization;
  std::string management;  // the management account's 12 digits
  trace::EndReason reason = trace::EndReason::interrupted;
  std::string message;  // why it ended, when it did not just finish
  std::string digest;
  Time end{};             // of the last record
  bool complete = false;  // false: the trace was cut off
};

struct Account {
  std::string id, name, region;
  std::string ou;  // its path below the root at the start; empty: outside the organization
  SourceLine where;
  /// Where it stands, and where access decisions see it: RAM follows a move later.
  std::vector<Change<std::string>> stored_units, units_in_force;
};
struct Role {
  AccountId account;
  std::string name;
};
struct Actor {
  std::string name;
  std::vector<Change<ActorStatus>> changes;  // `why`: what it waits for, or why it failed
};
struct Note {
  Time at{};
  ActorId actor;
  std::string text;
  SourceLine where;
};

struct Pipeline {
  AccountId account;
  std::string name;
  std::uint32_t graph = 0;  // of the newest version, in RunModel::graphs
  std::uint32_t version = 1;
  PrincipalId role;
  SourceLine where;
  std::string region{};  // where it lives; empty: in its account's own
};
struct StepMove {
  Time at{};
  std::uint16_t step = 0;
  StepStatus to{};
};
/// An attempt of a step that failed.
struct StepFault {
  std::uint16_t step = 0;
  std::string reason;
  Time at{};
  FailureKind kind{};
  ExceptionType exception{};
  bool retried = false;  // another attempt follows, after `wait`
  Duration wait{};
  FaultId struck;  // the fault of the scenario that did it, or none
};
/// A step that has the results of another execution.
struct StepReuse {
  std::uint16_t step = 0;
  ExecutionId source;
};
struct Execution {
  PipelineId pipeline;
  std::uint32_t graph = 0;
  PrincipalId starter;
  std::string name, display_name;
  Seq call = kNoSeq;    // the call that started it
  Time start{}, end{};  // `end`: of the run, while it is not over
  ExecutionStatus status{};
  std::vector<Change<ExecutionStatus>> changes;
  std::vector<StepMove> moves;  // in time order
  std::vector<StepFault> faults;
  std::vector<StepReuse> reused;  // from the cache
};

/// Something that the scenario lets go wrong.
struct Fault {
  FaultKind kind{};
  AccountId account;
  PipelineId pipeline;
  std::string region, step, step_type, operation;
  Duration from{}, until{};
  std::uint32_t numerator = 1, denominator = 1;
  SourceLine where;
  struct Hit {
    Time at{};
    ExecutionId execution;  // none: of the call or event `what`
    std::uint16_t step = 0;
    std::string what;
  };
  std::vector<Hit> hits;
};

/// How much of a quota an account used over time.
struct Utilization {
  AccountId account;
  std::string quota;        // AWS's words for what is counted
  std::int64_t limit = -1;  // none
  std::uint32_t most = 0;
  struct Point {
    Time at{};
    std::uint32_t used = 0;  // from here on
  };
  std::vector<Point> points;
};

/// A change that turns a call's answer, tried in a copy of the world.
struct NearestChange {
  struct Edit {
    std::string what;   // an order
    std::string paste;  // a call of the AWS command line, or a policy statement; may be empty
  };
  std::vector<Edit> edits;
  std::vector<std::string> others;  // what else it opens or closes, a line each
};

/// Why a call came out as it did.
struct CallReasons {
  std::string summary;  // one sentence on the whole; empty: nobody has asked
  std::vector<Reason> layers;
  std::vector<std::string> decided_by;  // the deciding statement and the shares that reach
  std::vector<NearestChange> nearest;   // of a call that a failed check speaks of; the best first
};

/// What came of a call.
enum class CallResult : std::uint8_t { succeeded, refused, error };

/// A call by a role, or one that a step made and that was refused.
struct Call {
  Seq seq = 0;
  Time at{};
  ActorId actor;
  PrincipalId role;
  ExecutionId execution;  // only for a step's call
  std::string caller, service, operation, action, resource, input, code, message;
  AccountId owner;
  CallResult result{};
  Outcome outcome{};
  Layer layer{};
  std::string document;  // the policy that decided, by name; empty when none did
  std::uint32_t statement = 0;
  SourceLine where;
  CallReasons why;  // of a refused call, and of one that a failed check speaks of
};

/// An organizational unit; its ARN ends in its id.
struct Unit {
  std::string id, path;  // `Retail/Stores`
};

struct Check {
  Seq seq = 0;
  Time at{};
  CheckKind kind{};
  bool held = false;
  std::string text, detail;
  Seq call = kNoSeq;
  ActorId actor;
  SourceLine where;
};

struct Association {
  AssociationType type{};
  std::string entity;
  bool external = false;
  std::vector<Change<AssociationStatus>> changes;
};
struct Invitation {
  AccountId receiver;
  std::string principal;
  std::vector<Change<InvitationStatus>> changes;
};
/// What RAM shows (`stored`) and what decides (`in_force`) are two things.
struct Share {
  AccountId owner;
  std::string arn, name;
  bool from_policy = false;  // RAM made it from a policy written by hand: it grants nothing itself
  std::vector<Change<ShareStatus>> changes;
  std::vector<Change<std::string>> stored, in_force;  // the managed permission's ARN
  std::vector<Association> associations;
  std::vector<Invitation> invitations;
};

struct Package {
  AccountId account;
  std::string group;
  std::uint32_t version = 0;
  ExecutionId execution;
  std::vector<Change<ApprovalStatus>> changes;
};
struct EndpointChange {
  Time at{};
  EndpointStatus to{};
  std::string config;
};
struct Endpoint {
  AccountId account;
  std::string name;
  std::vector<EndpointChange> changes;
  bool deleted = false;
  Time deleted_at{};
};
/// What runs when something arrives: a rule's target, or what reads a queue.
struct Listener {
  AccountId account;
  std::string name;
  PrincipalId role;
};
struct Delivery {
  Time at{};
  RuleId rule;    // either this
  QueueId queue;  // or this
};
/// An event that a rule matched, or a message that was read from a queue.
struct Event {
  Time at{};
  AccountId account;
  std::string detail_type, document;
  std::vector<Delivery> deliveries;
};

/// A rule that the sources leave open, as it was in this run.
struct Assumption {
  std::string name, value;
  bool changed = false;    // the scenario set it to something else than the default
  bool consulted = false;  // something in the run rests on it
};
/// A policy, a definition, or what a call brought.
struct Document {
  std::string name, text;
  bool declared = false;  // before the first call: the scenario's own
};
struct Setting {
  AccountId account;
  std::string name;
  std::int64_t value = 0;
  bool beyond_aws = false;
  std::string region{};  // where it holds; empty: in all of the account's
};

struct RunModel {
  Header header;
  std::vector<Unit> units;
  std::vector<Account> accounts;
  std::vector<Role> roles;
  std::vector<Actor> actors;
  std::vector<Note> notes;
  std::vector<Graph> graphs;
  std::vector<Pipeline> pipelines;
  std::vector<Execution> executions;
  std::vector<Call> calls;    // by seq
  std::vector<Check> checks;  // in time order
  std::vector<Share> shares;
  std::vector<Package> packages;
  std::vector<Endpoint> endpoints;
  std::vector<Listener> rules;
  std::vector<Listener> queues;
  std::vector<Event> events;
  std::vector<Event> messages;          // of callback steps
  std::vector<Assumption> assumptions;  // those consulted, in that order; then others that differ
  std::vector<Setting> settings;
  std::vector<Fault> faults;
  std::vector<Utilization> utilization;  // in the order of first use
  std::vector<Document> documents;
  std::uint64_t step_calls_allowed = 0;

  std::size_t failed_checks() const;
  /// The call that a check speaks of, or null.
  Call const* call_of(Check const& check) const;
};

/// Puts a decision into words. It is asked in rising order of `call`, so it may fold a World as it
/// goes.
class Explainer {
 public:
  virtual ~Explainer() = default;
  /// Of the record at `call`: an ApiCalled, or a StepCalled that was not allowed. `closely`: with
  /// the nearest changes, which take time.
  virtual CallReasons explain(trace::Trace const& trace, Seq call, bool closely) = 0;
};

/// Folds a trace without explanations.
RunModel fold(trace::Trace const& trace);
RunModel fold(trace::Trace const& trace, Explainer& explainer);

}  // namespace rehearse::reports
