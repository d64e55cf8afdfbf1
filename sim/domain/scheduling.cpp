#include "sim/domain/scheduling.hpp"

#include "sim/base/assert.hpp"
#include "sim/domain/steps.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {

using pipeline::Runner;

ExecutionId Scheduling::start(PipelineId pipeline, PrincipalId starter, DocumentId parameters,
                              std::uint32_t parallel_max) {
  ExecutionId id{static_cast<std::uint32_t>(c_.world.executions().size())};
  world::Pipeline const& p = c_.world.pipelines()[pipeline];
  trace::Seq seq = c_.record.record(
      trace::ExecutionStarted{id, pipeline, p.definition, parameters, starter, parallel_max,
                              world::new_execution_name(c_.world, pipeline, starter)});
  events_.execution_moved(id, std::nullopt);
  c_.engine.after(assume_(Assumption::pipeline_start_delay),
                  make_wake(WakeKind::execution_begins, id.index), seq);
  return id;
}

void Scheduling::begin(ExecutionId execution) {
  if (at(execution).status != ExecutionStatus::executing) return;  // stopped before its first step
  world::Execution const& e = at(execution);
  if (c_.world.executions().queue(e.account).running_max > 0)
    drain_queue(e.account);
  else
    start_ready(execution, e.graph->topological_order());
  settle(execution);
}

trace::Seq Scheduling::move(ExecutionId execution, StepIndex step, StepStatus to) {
  StepStatus from = c_.world.executions().step(execution, step).status();
  trace::Seq seq = c_.record.record(trace::StepMoved{execution, step, from, to});
  if (events_.anybody_listens()) events_.step_moved(execution, step, from);
  return seq;
}

void Scheduling::move(ExecutionId execution, ExecutionStatus to) {
  ExecutionStatus from = at(execution).status;
  c_.record.record(trace::ExecutionMoved{execution, from, to});
  if (events_.anybody_listens()) events_.execution_moved(execution, from);
}

/// A timer of an earlier attempt, or of a step that was stopped, finds the step changed and does
/// nothing.
bool Scheduling::current(ExecutionId execution, StepIndex step, std::uint64_t attempt) const {
  world::StepState const& state = c_.world.executions().step(execution, step);
  return state.attempt == attempt && is_running(state.status());
}

/// After a failure nothing new starts (assumption after_failure: drain; sagemaker-pipelines 2.4).
bool Scheduling::may_start(world::Execution const& e) const {
  return e.status == ExecutionStatus::executing && !e.faulted &&
         (e.parallel_max == 0 || e.running < e.parallel_max);
}

/// Its steps stand in the queue from the start call on, but none runs before the execution has
/// begun.
bool Scheduling::has_begun(world::Execution const& e) const {
  return c_.engine.now() >= e.started + c_.plan.assumptions[Assumption::pipeline_start_delay];
}

void Scheduling::start_ready(ExecutionId execution, std::span<StepIndex const> candidates) {
  for (StepIndex step : candidates) {
    if (!may_start(at(execution))) return;
    if (c_.world.executions().step(execution, step).ready()) start_step(execution, step);
  }
}

void Scheduling::drain_queue(AccountId account) {
  world::Executions const& executions = c_.world.executions();
  while (executions.queue(account).has_room()) {
    bool found = false;
    for (world::QueuedStep const& waiting : executions.queue(account).waiting()) {
      if (!waiting.execution || !has_begun(executions[waiting.execution]) ||
          !may_start(executions[waiting.execution]))
        continue;
      start_step(waiting.execution, waiting.step);
      found = true;
      break;  // the queue has changed
    }
    if (!found) return;
  }
}

void Scheduling::start_step(ExecutionId execution, StepIndex step) {
  pipeline::StepTable const table = at(execution).table;
  std::uint16_t attempt =
      static_cast<std::uint16_t>(c_.world.executions().step(execution, step).attempt);
  if (table.type(step) == pipeline::StepType::delay) {
    trace::Seq seq = move(execution, step, StepStatus::executing);
    c_.engine.after(table.delay(step),
                    make_wake(WakeKind::step_done, execution.index, attempt, step), seq);
    return;
  }
  move(execution, step, StepStatus::starting);
  if (!make_step_calls(c_, execution, step)) {
    trace::Seq seq = c_.record.next_seq() - 1;
    c_.engine.after(assume_(Assumption::create_failure_delay),
                    make_wake(WakeKind::step_refused, execution.index, attempt, step), seq);
    return;
  }
  trace::Seq seq = move(execution, step, StepStatus::executing);
  std::optional<Duration> duration = begin_step(c_, execution, step);
  if (duration)
    c_.engine.after(*duration, make_wake(WakeKind::step_done, execution.index, attempt, step), seq);
}

void Scheduling::step_done(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  if (at(execution).table.type(step) != pipeline::StepType::delay) {
    if (auto done = finish_step(c_, events_, execution, step); !done)
      return fail_step(execution, step, done.error());
  }
  move(execution, step, StepStatus::succeeded);
  after_step(execution, step);
}

void Scheduling::step_refused(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  fail_step(execution, step, refusal_reason(c_, execution, step));
}

void Scheduling::fail_step(ExecutionId execution, StepIndex step, std::string const& reason) {
  if (!reason.empty()) c_.record.record(trace::StepFaulted{execution, step, reason});
  move(execution, step, StepStatus::failed);
  after_step(execution, step);
}

void Scheduling::step_stopped(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  move(execution, step, StepStatus::stopped);
  after_step(execution, step);
}

void Scheduling::after_step(ExecutionId execution, StepIndex step) {
  world::Execution const& e = at(execution);
  if (c_.world.executions().queue(e.account).running_max > 0)
    drain_queue(e.account);
  else if (e.parallel_max > 0)
    start_ready(execution, e.graph->topological_order());
  else
    start_ready(execution, e.table.successors(step));
  settle(execution);
}

/// Ends the execution when nothing runs any more.
void Scheduling::settle(ExecutionId execution) {
  world::Execution const& e = at(execution);
  if (e.running > 0 || is_terminal(e.status)) return;
  if (e.status == ExecutionStatus::stopping) return move(execution, ExecutionStatus::stopped);
  if (e.faulted) return move(execution, ExecutionStatus::failed);
  if (e.unfinished == 0) move(execution, ExecutionStatus::succeeded);
}

void Scheduling::stop(ExecutionId execution) {
  move(execution, ExecutionStatus::stopping);
  pipeline::Compiled const& graph = *at(execution).graph;
  for (std::size_t i = 0; i < graph.step_count(); ++i) {
    auto step = static_cast<StepIndex>(i);
    world::StepState const& state = c_.world.executions().step(execution, step);
    if (!is_running(state.status())) continue;
    std::uint64_t attempt = state.attempt;
    switch (pipeline::row_of(graph.type(step)).runner) {
      case Runner::job: {
        trace::Seq seq = move(execution, step, StepStatus::stopping);
        c_.engine.after(assume_(Assumption::job_stop_delay),
                        make_wake(WakeKind::step_stopped, execution.index, attempt, step), seq);
        break;
      }
      case Runner::callback:
        // A second message with the same token; only an answer lets the execution end (2.6).
        c_.record.record(trace::CallbackSent{
            execution, step, world::callback_token(c_.world, execution, step), true});
        move(execution, step, StepStatus::stopping);
        break;
      case Runner::lambda:   // cannot be interrupted
      case Runner::instant:  // ends by itself in less than a second
      case Runner::condition:
      case Runner::fail:
        break;
    }
  }
  settle(execution);
}

void Scheduling::retry(ExecutionId execution) {
  move(execution, ExecutionStatus::executing);
  pipeline::Compiled const& graph = *at(execution).graph;
  for (std::size_t i = 0; i < graph.step_count(); ++i) {
    StepStatus status = c_.world.executions().step(execution, static_cast<StepIndex>(i)).status();
    if (status == StepStatus::failed || status == StepStatus::stopped)
      move(execution, static_cast<StepIndex>(i), StepStatus::none);
  }
  begin(execution);
}

void Scheduling::parallelism_changed(ExecutionId execution) {
  if (at(execution).status == ExecutionStatus::executing && has_begun(at(execution)))
    begin(execution);
}

void Scheduling::answer_callback(ExecutionId execution, StepIndex step, bool success,
                                 std::vector<std::pair<std::string, json::Value>> const& outputs,
                                 std::string const& reason) {
  if (!success) return fail_step(execution, step, reason);
  for (auto const& [name, value] : outputs)
    c_.record.record(trace::StepProduced{
        execution, step, trace::ProductKind::output_parameter, name, {json::dump(value)}});
  move(execution, step, StepStatus::succeeded);
  after_step(execution, step);
}

}  // namespace rehearse::domain
