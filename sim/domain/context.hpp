// What a rule of the simulated world may touch. A seventh member needs a reason here.
#pragma once

#include <optional>
#include <vector>

#include "sim/domain/plan.hpp"
#include "sim/engine/engine.hpp"
#include "sim/world/access/judge.hpp"
#include "sim/world/recorder.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {

/// The step that a function of the scenario is asked about.
struct StepQuestion {
  ExecutionId execution;
  world::StepIndex step = 0;
  json::Value const& arguments;  // resolved
};

/// What only the scenario can do: run the Lua function behind a rule, whose calls go through the
/// gate like everybody's, and those that say what a step does, which call nothing.
class ScenarioHooks {
 public:
  virtual ~ScenarioHooks() = default;
  virtual void deliver(RuleId rule, EventId event) = 0;
  /// The function that reads the queue gets a message, JSON.
  virtual void receive(QueueId queue, std::string const& message) = 0;
  // What the function of a step says, for steps whose plan computes it. Nothing when it failed: the
  // run then ends at this instant.
  virtual std::optional<Quantiles> duration_of(StepQuestion const&) { return std::nullopt; }
  virtual std::optional<std::vector<PlannedOutput>> outputs_of(StepQuestion const&) {
    return std::nullopt;
  }
};

struct Context {
  world::World const& world;
  engine::Engine& engine;
  world::Recorder& record;
  world::Judge& judge;
  Plan const& plan;
  ScenarioHooks& hooks;
};

/// A place's Region as records tell it: empty for the account's own.
inline std::string foreign_region(Context const& c, world::Place const& place) {
  return c.world.organization().foreign_region(place);
}

/// Who is woken: the kinds of timers that the domain sets. The script's own kinds follow after
/// them.
enum class WakeKind : std::uint16_t {
  execution_begins,     // subject: execution
  execution_advances,   // subject: execution, payload: the step that has ended
  executions_time_out,  // whichever has run too long
  step_done,            // subject: execution, detail: step, payload: attempt
  step_refused,         // ... its create call was refused
  step_again,           // ... its next attempt begins
  step_timed_out,       // ... it has reached its time limit
  step_stopped,         // ... its job has stopped
  in_force,             // subject: the pending change
  handshake_expires,    // subject: position of the handshake
  account_closed,       // subject: account
  account_created,      // subject: position of the request
  policy_type,          // subject: type of control policy, detail: 1 when it is switched on
  membership,           // subject: account, payload: the pending change
  association,          // subject: share, detail: position, payload: status and life
  invitation_visible,   // subject: share, detail: position, payload: status and life
  invitation_expires,   // subject: invitation
  share_permission,     // subject: share, payload: pending change
  share_deleted,        // subject: share
  share_promoted,       // subject: share
  permission_deleted,   // subject: permission
  replace_work,         // subject: work, payload: the first share to look at
  endpoint,             // subject: endpoint, payload: configuration
  endpoint_deleted,     // subject: endpoint
  event,                // subject: event, payload: rule
  message,              // subject: its number
  job_done,             // subject: job, payload: JobEnd
  job_stopped,          // subject: job
  count_
};

inline engine::Wake make_wake(WakeKind kind, std::uint32_t subject, std::uint64_t payload = 0,
                              std::uint16_t detail = 0) {
  return {static_cast<std::uint16_t>(kind), detail, subject, payload};
}

}  // namespace rehearse::domain
