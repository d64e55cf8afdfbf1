#include "sim/domain/scheduling.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/pipeline/parameters.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {

using pipeline::Runner;

namespace {

/// What a callback's answer gives, as the definition's types say (2.9): what no output parameter
/// declares is ignored. Else why the step fails.
std::expected<std::vector<std::pair<std::string, json::Value>>, std::string> declared_outputs(
    pipeline::Step const& step, Answered const& given) {
  std::vector<std::pair<std::string, json::Value>> out;
  for (auto const& [name, text] : given) {
    auto const declared =
        std::ranges::find(step.output_parameters, name, &pipeline::OutputParameter::name);
    if (declared == step.output_parameters.end()) continue;
    auto value = pipeline::value_of_text(text, declared->type);
    if (!value)
      return std::unexpected(fmt::format(
          "ClientError: The callback's output parameter '{}' is declared as {}, but its value is "
          "'{}'",
          name, name_of(declared->type), shorten(text, 100)));
    out.emplace_back(name, std::move(*value));
  }
  return out;
}

}  // namespace

ExecutionId Scheduling::start(PipelineId pipeline, Start const& start) {
  ExecutionId id{static_cast<std::uint32_t>(c_.world.executions().size())};
  trace::Seq seq = c_.record.record(trace::ExecutionStarted{
      id, pipeline, start.definition, start.version, start.parameters, start.starter,
      start.parallel_max, world::new_execution_name(c_.world, pipeline, start.starter)});
  if (!start.selected.empty()) {
    json::Value names{json::Array{}};
    for (std::string const& name : start.selected) names.push(name);
    c_.record.record(trace::ExecutionSelected{id, start.source, {json::dump(names)}});
  }
  events_.execution_moved(id, std::nullopt);
  c_.engine.after(assume_(Assumption::pipeline_start_delay),
                  make_wake(WakeKind::execution_begins, id.index), seq);
  watch_clock(at(id).resumed);
  return id;
}

void Scheduling::begin(ExecutionId execution) {
  if (at(execution).status == ExecutionStatus::executing)  // else stopped before its first step
    advance(execution, kEverywhere);
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
  if (c_.world.executions().active() == 0) c_.engine.cancel(std::exchange(clock_, {}));
  if (events_.anybody_listens()) events_.execution_moved(execution, from);
}

/// A timer of an earlier attempt, or of a step that was stopped, finds the step changed and does
/// nothing.
bool Scheduling::current(ExecutionId execution, StepIndex step, std::uint64_t attempt) const {
  world::StepState const& state = step_at(execution, step);
  return state.attempt == attempt && is_running(state.status());
}

/// After a failure nothing new starts, unless the scenario assumes otherwise (2.4).
bool Scheduling::drains(world::Execution const& e) const {
  return e.faulted && assume_.is(Assumption::after_failure, "drain");
}

bool Scheduling::may_start(world::Execution const& e) const {
  return e.status == ExecutionStatus::executing && !drains(e) &&
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

void Scheduling::drain_queue(std::uint32_t queue) {
  world::Executions const& executions = c_.world.executions();
  while (executions.queue(queue).has_room()) {
    bool found = false;
    for (world::QueuedStep const& waiting : executions.queue(queue).waiting()) {
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

void Scheduling::step_stopped(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  if (at(execution).status == ExecutionStatus::executing) return job_was_stopped(execution, step);
  move(execution, step, StepStatus::stopped);
  after_step(execution, step);
}

/// Not its execution: what AWS then makes of the step is not documented.
void Scheduling::job_was_stopped(ExecutionId execution, StepIndex step) {
  if (assume_.is(Assumption::stopped_job, "step_fails"))
    return fail(execution, step,
                StepFailure::of(FailureKind::stopped_job,
                                fmt::format("ClientError: The job {} was stopped.",
                                            world::job_name(c_.world, execution, step))));
  move(execution, step, StepStatus::stopped);
  stop(execution);
  after_step(execution, step);
}

bool Scheduling::anything_ready(ExecutionId execution) const {
  return std::ranges::any_of(c_.world.executions().steps(execution),
                             [](world::StepState const& step) { return step.ready(); });
}

/// What the end of a step lets start begins a little later; in an account with a queue, and after a
/// step of the simulator's own, at once.
void Scheduling::after_step(ExecutionId execution, StepIndex step) {
  world::Execution const& e = at(execution);
  if (e.table.type(step) == pipeline::StepType::delay ||
      c_.world.executions().queue(e.queue).running_max > 0)
    return advance(execution, step);
  settle(execution);
  if (e.status != ExecutionStatus::executing) return;
  trace::Seq const ended = c_.record.next_seq() - 1;
  c_.engine.after(assume_(Assumption::step_transition_delay),
                  make_wake(WakeKind::execution_advances, execution.index, step), ended);
}

void Scheduling::advance(ExecutionId execution, std::uint64_t after) {
  world::Execution const& e = at(execution);
  if (c_.world.executions().queue(e.queue).running_max > 0)
    drain_queue(e.queue);
  else if (e.parallel_max > 0 || after == kEverywhere)
    start_ready(execution, e.graph->topological_order());
  else
    start_ready(execution, e.table.successors(static_cast<StepIndex>(after)));
  settle(execution);
}

/// Ends the execution when nothing runs any more.
void Scheduling::settle(ExecutionId execution) {
  world::Execution const& e = at(execution);
  if (e.running > 0 || is_terminal(e.status)) return;
  if (e.status == ExecutionStatus::stopping)
    return move(execution, function_outlived_stop(execution) ? ExecutionStatus::failed
                                                             : ExecutionStatus::stopped);
  if (e.unfinished == 0) return move(execution, ExecutionStatus::succeeded);
  if (e.faulted && (drains(e) || !anything_ready(execution)))
    move(execution, ExecutionStatus::failed);
}

/// A Lambda step that reaches its time limit while the execution is stopping makes it Failed (2.6).
bool Scheduling::function_outlived_stop(ExecutionId execution) const {
  auto const steps = c_.world.executions().steps(execution);
  auto const stopped_at =
      static_cast<std::uint64_t>(at(execution).moved.time_since_epoch().count());
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].status() == StepStatus::failed && steps[i].moved >= stopped_at &&
        at(execution).table.type(static_cast<StepIndex>(i)) == pipeline::StepType::lambda)
      return true;
  return false;
}

bool Scheduling::between_steps(ExecutionId execution) const {
  world::Execution const& e = at(execution);
  return e.status == ExecutionStatus::executing && e.running == 0 && has_begun(e) &&
         c_.world.executions().queue(e.queue).running_max == 0;
}

void Scheduling::stop(ExecutionId execution) {
  move(execution, ExecutionStatus::stopping);
  std::size_t const steps = at(execution).graph->step_count();
  for (std::size_t i = 0; i < steps; ++i)
    if (is_running(step_at(execution, static_cast<StepIndex>(i)).status()))
      stop_step(execution, static_cast<StepIndex>(i));
  settle(execution);
}

void Scheduling::stop_step(ExecutionId execution, StepIndex step) {
  std::uint64_t const attempt = step_at(execution, step).attempt;
  if (step_at(execution, step).status() == StepStatus::stopping)
    return;  // its job alone was stopped
  switch (row(execution, step).runner) {
    case Runner::job: {
      trace::Seq seq = move(execution, step, StepStatus::stopping);
      c_.engine.after(assume_(Assumption::job_stop_delay),
                      make_wake(WakeKind::step_stopped, execution.index, attempt, step), seq);
      break;
    }
    case Runner::callback: {
      // A second message with the same token; only an answer lets the execution end (2.6).
      bool const sent = step_at(execution, step).status() == StepStatus::executing;
      if (sent) messages_.send(execution, step, true, messages_.queue_of(execution, step));
      move(execution, step, StepStatus::stopping);
      break;
    }
    case Runner::lambda:   // cannot be interrupted
    case Runner::instant:  // ends by itself in less than a second
    case Runner::condition:
    case Runner::fail:
      break;
  }
}

void Scheduling::retry(ExecutionId execution) {
  move(execution, ExecutionStatus::executing);
  std::size_t const steps = at(execution).graph->step_count();
  for (std::size_t i = 0; i < steps; ++i) {
    StepStatus status = step_at(execution, static_cast<StepIndex>(i)).status();
    if (status == StepStatus::failed || status == StepStatus::stopped)
      move(execution, static_cast<StepIndex>(i), StepStatus::none);
  }
  watch_clock(at(execution).resumed);
  advance(execution, kEverywhere);
}

void Scheduling::parallelism_changed(ExecutionId execution) {
  if (at(execution).status == ExecutionStatus::executing && has_begun(at(execution)))
    begin(execution);
}

void Scheduling::answer_callback(ExecutionId execution, StepIndex step, bool success,
                                 Answered const& outputs, std::string const& reason) {
  if (!success) return fail(execution, step, StepFailure::of(FailureKind::answer, reason));
  auto const read = declared_outputs(at(execution).graph->definition()->steps[step], outputs);
  if (!read) return fail(execution, step, StepFailure::of(FailureKind::answer, read.error()));
  for (auto const& [name, value] : *read)
    c_.record.record(trace::StepProduced{
        execution, step, trace::ProductKind::output_parameter, name, {json::dump(value)}});
  move(execution, step, StepStatus::succeeded);
  after_step(execution, step);
}

/// One timer for all executions: of the one that would time out first. There is none while nothing
/// is under way, so that a run ends when its last execution does. `resumed`: of that one.
void Scheduling::watch_clock(Time resumed) {
  if (clock_) return;
  Duration const limit = c_.plan.assumptions[Assumption::execution_timeout];
  clock_ = c_.engine.after(resumed + limit - c_.engine.now(),
                           make_wake(WakeKind::executions_time_out, 0), c_.record.cause());
}

void Scheduling::executions_time_out() {
  clock_ = {};
  Duration const limit = assume_(Assumption::execution_timeout);
  std::optional<Time> next;  // of those that remain
  world::Executions const& all = c_.world.executions();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    world::Execution const& e = all[ExecutionId{i}];
    if (is_terminal(e.status)) continue;
    if (c_.engine.now() < e.resumed + limit)
      next = std::min(next.value_or(e.resumed), e.resumed);
    else
      time_out({i}, limit);
  }
  if (next) watch_clock(*next);
}

void Scheduling::time_out(ExecutionId execution, Duration limit) {
  for (std::size_t i = 0; i < at(execution).graph->step_count(); ++i) {
    auto const step = static_cast<StepIndex>(i);
    if (!is_running(step_at(execution, step).status())) continue;
    c_.record.record(
        trace::StepFaulted{execution,
                           step,
                           FailureKind::execution_limit,
                           {},
                           fmt::format("The execution ran for {}.", format_duration(limit))});
    move(execution, step, StepStatus::failed);
  }
  move(execution, ExecutionStatus::failed);
}

}  // namespace rehearse::domain
