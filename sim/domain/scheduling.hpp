// The life of executions: which step starts when, what a stop, a failure and a retry do.
// Source: sagemaker-pipelines 1.11, 2.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/domain/assume.hpp"
#include "sim/domain/client_tokens.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"

namespace rehearse::domain {

class Scheduling {
 public:
  Scheduling(Context const& context, Assume& assume, Events& events)
      : c_(context), assume_(assume), events_(events) {}

  /// Starts an execution of the pipeline's current definition. REQUIRES: the parameters were
  /// checked.
  ExecutionId start(PipelineId pipeline, PrincipalId starter, DocumentId parameters,
                    std::uint32_t parallel_max);
  /// REQUIRES: the execution is Executing. Running jobs are stopped, nothing new starts.
  void stop(ExecutionId execution);
  /// REQUIRES: Failed or Stopped. Succeeded steps keep their results.
  void retry(ExecutionId execution);
  /// The execution may run more steps at once, or fewer: what may start does; what runs goes on.
  void parallelism_changed(ExecutionId execution);
  /// Somebody answered a callback step's token. REQUIRES: the step is running.
  void answer_callback(ExecutionId execution, world::StepIndex step, bool success,
                       std::vector<std::pair<std::string, json::Value>> const& outputs,
                       std::string const& reason);

  ClientTokens<ExecutionId> tokens;  // of starts

  // What timers wake.
  void begin(ExecutionId execution);
  void step_done(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_refused(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);
  void step_stopped(ExecutionId execution, world::StepIndex step, std::uint64_t attempt);

 private:
  using StepIndex = world::StepIndex;

  world::Execution const& at(ExecutionId id) const { return c_.world.executions()[id]; }
  bool current(ExecutionId execution, StepIndex step, std::uint64_t attempt) const;
  bool may_start(world::Execution const& execution) const;
  bool has_begun(world::Execution const& execution) const;
  void start_ready(ExecutionId execution, std::span<StepIndex const> candidates);
  void drain_queue(AccountId account);
  void start_step(ExecutionId execution, StepIndex step);
  void fail_step(ExecutionId execution, StepIndex step, std::string const& reason);
  void after_step(ExecutionId execution, StepIndex step);
  void settle(ExecutionId execution);
  trace::Seq move(ExecutionId execution, StepIndex step, StepStatus to);
  void move(ExecutionId execution, ExecutionStatus to);

  Context c_;
  Assume& assume_;
  Events& events_;
};

}  // namespace rehearse::domain
