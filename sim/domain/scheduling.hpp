// The life of executions: which step starts when, what a stop, a failure and a retry do; and of
// each step, attempt by attempt. Source: sagemaker-pipelines 1.10, 1.11, 2.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/domain/assume.hpp"
#include "sim/domain/client_tokens.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/faults.hpp"
#include "sim/domain/messages.hpp"
#include "sim/domain/step_calls.hpp"

namespace rehearse::domain {

/// What a start decided.
struct Start {
  PrincipalId starter;
  DocumentId definition;
  std::uint32_t version = 1;  // of the pipeline
  DocumentId parameters;      // none: all defaults
  std::uint32_t parallel_max = 0;
  std::vector<std::string> selected;  // empty: every step runs
  ExecutionId source;                 // of a selective execution
};

/// The output parameters that a callback's answer gives: all values travel as text.
using Answered = std::vector<std::pair<std::string, std::string>>;

class Scheduling {
 public:
  Scheduling(Context const& context, Assume& assume, Events& events, Faults& faults,
             Messages& messages)
      : c_(context), assume_(assume), events_(events), faults_(faults), messages_(messages) {}

  /// Starts an execution of a definition of the pipeline. REQUIRES: parameters and selection were
  /// checked.
  ExecutionId start(PipelineId pipeline, Start const& start);
  /// Is it between two steps: none runs, but one is about to start? A stop gives ConflictException
  /// then (2.6).
  bool between_steps(ExecutionId execution) const;
  /// REQUIRES: the execution is Executing. Running jobs are stopped, nothing new starts.
  void stop(ExecutionId execution);
  /// A call of its own stops a step's job. REQUIRES: the job is InProgress.
  void stop_job(ExecutionId execution, world::StepIndex step) { stop_step(execution, step); }
  /// REQUIRES: Failed or Stopped. Succeeded steps keep their results.
  void retry(ExecutionId execution);
  /// The execution may run more steps at once, or fewer: what may start does; what runs goes on.
  void parallelism_changed(ExecutionId execution);
  /// Somebody answered a callback step's token. REQUIRES: the step is running.
  void answer_callback(ExecutionId execution, world::StepIndex step, bool success,
                       Answered const& outputs, std::string const& reason);

  ClientTokens<ExecutionId> tokens;   // of starts
  ClientTokens<ExecutionId> stops;    // of stops
  ClientTokens<ExecutionId> retries;  // of retries

  // What timers wake.
  void begin(ExecutionId execution);
  /// `after`: the step whose end it was, or kEverywhere.
  void advance(ExecutionId execution, std::uint64_t after);
  void step_done(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_refused(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_again(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_timed_out(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_stopped(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void executions_time_out();

  static constexpr std::uint64_t kEverywhere = UINT64_MAX;

 private:
  using StepIndex = world::StepIndex;

  world::Execution const& at(ExecutionId id) const { return c_.world.executions()[id]; }
  world::StepState const& step_at(ExecutionId id, StepIndex step) const {
    return c_.world.executions().step(id, step);
  }
  pipeline::StepTypeRow const& row(ExecutionId id, StepIndex step) const {
    return pipeline::row_of(at(id).table.type(step));
  }
  bool current(ExecutionId execution, StepIndex step, std::uint64_t attempt) const;
  bool drains(world::Execution const& execution) const;
  bool may_start(world::Execution const& execution) const;
  bool has_begun(world::Execution const& execution) const;
  bool anything_ready(ExecutionId execution) const;
  void start_ready(ExecutionId execution, std::span<StepIndex const> candidates);
  void drain_queue(std::uint32_t queue);
  void after_step(ExecutionId execution, StepIndex step);
  void settle(ExecutionId execution);
  bool function_outlived_stop(ExecutionId execution) const;
  void job_was_stopped(ExecutionId execution, StepIndex step);
  void stop_step(ExecutionId execution, StepIndex step);
  void watch_clock(Time resumed);
  void time_out(ExecutionId execution, Duration limit);
  trace::Seq move(ExecutionId execution, StepIndex step, StepStatus to);
  void move(ExecutionId execution, ExecutionStatus to);

  // One step, attempt by attempt: step_attempts.cpp.
  void start_step(ExecutionId execution, StepIndex step);
  bool reuse(ExecutionId execution, StepIndex step);
  void attempt(ExecutionId execution, StepIndex step);
  Duration run(ExecutionId execution, StepIndex step, FaultMoment moment);
  std::optional<Duration> call_back(ExecutionId execution, StepIndex step);
  std::optional<StepFailure> create(ExecutionId execution, StepIndex step);
  void let_run(ExecutionId execution, StepIndex step, Duration lasts, trace::Seq cause);
  Duration bent(ExecutionId execution, StepIndex step, FaultId fault, Duration lasts);
  std::optional<Duration> time_limit(ExecutionId execution, StepIndex step, Duration lasts);
  std::optional<StepFailure> struck(ExecutionId execution, StepIndex step) const;
  void refuse(ExecutionId execution, StepIndex step, StepFailure failure);
  void fail(ExecutionId execution, StepIndex step, StepFailure const& failure);
  void end_attempt(ExecutionId execution, StepIndex step, ExceptionType exception);
  std::optional<Duration> wait_for_retry(ExecutionId execution, StepIndex step,
                                         ExceptionType exception, Duration later);
  std::string no_retry(ExecutionId execution, StepIndex step, ExceptionType exception) const;

  Context c_;
  Assume& assume_;
  Events& events_;
  Faults& faults_;
  Messages& messages_;
  engine::Timer clock_;  // of the execution that would time out first
};

}  // namespace rehearse::domain
