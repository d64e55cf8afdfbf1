#include "sim/world/runs/executions.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/assert.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/pipeline/selection.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::world {
namespace {

/// Times fit 48 bits for nine years; the engine's limit is checked when a run is set up.
constexpr std::uint64_t kAttemptsMask = 0x7FF;
constexpr std::uint64_t kTimeMask = (std::uint64_t{1} << 48) - 1;
std::uint64_t word(Time at) { return static_cast<std::uint64_t>(at.time_since_epoch().count()); }

}  // namespace

void AccountQueue::remove(ExecutionId execution, StepIndex step) {
  for (std::size_t i = head_; i < steps_.size(); ++i) {
    if (steps_[i].execution != execution || steps_[i].step != step) continue;
    steps_[i].execution = {};
    return tidy();
  }
}

void AccountQueue::remove(ExecutionId execution) {
  for (std::size_t i = head_; i < steps_.size(); ++i)
    if (steps_[i].execution == execution) steps_[i].execution = {};
  tidy();
}

/// Forgets the empty places at the front; moves the rest up now and then.
void AccountQueue::tidy() {
  while (head_ < steps_.size() && !steps_[head_].execution) ++head_;
  if (head_ == steps_.size()) {
    steps_.clear();
    head_ = 0;
  } else if (head_ >= 4096 && head_ * 2 > steps_.size()) {
    steps_.erase(steps_.begin(), steps_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }
}

StepDetail const* Executions::detail(ExecutionId id, StepIndex step) const {
  auto at = details_.find({id, step});
  return at == details_.end() ? nullptr : &at->second;
}

ExecutionId Executions::latest_of(PipelineId pipeline) const {
  return pipeline.index < latest_.size() ? latest_[pipeline.index] : ExecutionId{};
}

std::vector<ExecutionId> Executions::of(PipelineId pipeline) const {
  std::vector<ExecutionId> out;
  for (ExecutionId id = latest_of(pipeline); id; id = executions_[id.index].previous)
    out.push_back(id);
  std::ranges::reverse(out);
  return out;
}

ExecutionId Executions::find(PipelineId pipeline, trace::Base36 name) const {
  for (ExecutionId id = latest_of(pipeline); id; id = executions_[id.index].previous)
    if (executions_[id.index].name == name) return id;
  return {};
}

std::uint32_t Executions::started_by(PipelineId pipeline, PrincipalId starter) const {
  // The last one knows; it is seldom far from the end.
  for (ExecutionId id = latest_of(pipeline); id; id = executions_[id.index].previous)
    if (Execution const& e = executions_[id.index]; e.starter == starter) return e.nth + 1;
  return 0;
}

std::uint32_t Executions::concurrent(Place const& place) const {
  auto at = queue_numbers_.find(place);
  return at == queue_numbers_.end() ? 0 : concurrent_[at->second];
}

std::uint32_t Executions::queue_at(PipelineId pipeline, Place const& place) {
  auto const [at, anew] =
      queue_numbers_.try_emplace(place, static_cast<std::uint32_t>(queues_.size()));
  if (anew) queues_.emplace_back(), concurrent_.push_back(0), places_.push_back(place);
  if (pipeline.index >= queue_of_.size()) queue_of_.resize(pipeline.index + 1);
  return queue_of_[pipeline.index] = at->second;
}

std::pair<ExecutionId, StepIndex> Executions::find_callback(std::string_view token) const {
  auto at = callbacks_.find(token);
  return at == callbacks_.end() ? std::pair<ExecutionId, StepIndex>{} : at->second;
}

trace::ExecutionDescribed Executions::description(ExecutionId id) const {
  auto at = descriptions_.find(id);
  return at == descriptions_.end() ? trace::ExecutionDescribed{id, {}, {}, {}} : at->second;
}

void Executions::start(trace::Entry const& entry, trace::ExecutionStarted const& record,
                       AccountId account, pipeline::Compiled const& graph, std::uint64_t key) {
  REHEARSE_ASSERT(record.execution.index == executions_.size(), "executions are numbered in order");
  Execution execution;
  execution.graph = &graph;
  execution.table = graph.table();
  execution.pipeline = record.pipeline;
  execution.account = account;
  execution.queue = queue_of_[record.pipeline.index];
  execution.key = key;
  execution.definition = record.definition;
  execution.version = record.version;
  execution.parameters = record.parameters;
  execution.starter = record.starter;
  execution.name = record.name;
  execution.steps_ = steps_.take<StepState>(graph.step_count());
  execution.unfinished = static_cast<std::uint32_t>(graph.step_count());
  execution.parallel_max = record.parallel_max;
  execution.nth = started_by(record.pipeline, record.starter);
  execution.started = execution.moved = execution.resumed = entry.at;
  auto const unmet = graph.unmet();
  for (std::size_t i = 0; i < unmet.size(); ++i) {
    execution.steps_[i].unmet = unmet[i];
    execution.steps_[i].attempt = 1;
  }
  if (record.pipeline.index >= latest_.size()) latest_.resize(record.pipeline.index + 1);
  execution.previous = std::exchange(latest_[record.pipeline.index], record.execution);
  executions_.push_back(execution);
  ++concurrent_[execution.queue];
  ++active_;
  for (StepIndex root : graph.roots()) became_ready(execution, record.execution, root);
}

void Executions::set_running_max(std::uint32_t queue, std::uint32_t steps) {
  queues_[queue].running_max = steps;
}

void Executions::became_ready(Execution const& execution, ExecutionId id, StepIndex step) {
  AccountQueue& queue = queues_[execution.queue];
  if (queue.running_max > 0) queue.push({id, step});
}

/// What the queue's next steps will read is on its way before their turn comes.
void Executions::fetch_next(AccountQueue const& queue) const {
  auto waiting = queue.waiting();
  if (waiting.size() > 2 && waiting[2].execution) fetch_soon(waiting[2].execution);
  if (waiting.size() > 1 && waiting[1].execution) fetch(waiting[1].execution, waiting[1].step);
}

void Executions::succeeded(Execution& execution, ExecutionId id, StepIndex step) {
  --execution.unfinished;
  for (StepIndex next : execution.table.successors(step)) {
    StepState& state = at(execution, next);
    --state.unmet;
    if (state.ready()) became_ready(execution, id, next);
  }
}

void Executions::apply(trace::Entry const& entry, trace::StepMoved const& record) {
  Execution& execution = executions_[record.execution.index];
  StepState& state = at(execution, record.step);
  REHEARSE_ASSERT(state.status() == record.from && may_move(record.from, record.to),
                  "a step follows its state machine");
  if (record.to == StepStatus::none)  // retried
    keep_attempt(execution, record.execution, record.step, record.from,
                 Time{Duration{static_cast<std::int64_t>(state.moved)}});
  AccountQueue& queue = queues_[execution.queue];
  state.status_ = static_cast<std::uint64_t>(record.to) & 0xF;
  state.moved = word(entry.at) & kTimeMask;
  if (record.from == StepStatus::none) {
    state.started = word(entry.at) & kTimeMask;
    ++execution.running;
    ++queue.running;
    if (queue.running_max > 0) queue.remove(record.execution, record.step), fetch_next(queue);
  }
  if (record.from == StepStatus::starting && record.to != StepStatus::executing)
    detail_of(record.execution, record.step).refused = true;
  if (execution.detailed && record.to == StepStatus::executing)
    if (auto found = details_.find({record.execution, record.step}); found != details_.end())
      found->second.began = entry.at;
  if (is_terminal(record.to)) {
    --execution.running;
    --queue.running;
    if (execution.detailed) attempt_ended(execution, entry, record);
    if (record.to == StepStatus::succeeded) succeeded(execution, record.execution, record.step);
    if (record.to == StepStatus::failed) {
      execution.faulted = true;
      if (execution.table.type(record.step) == pipeline::StepType::fail) execution.fail_step = true;
    }
  }
  if (record.to == StepStatus::none) {  // retried
    state.attempt = (state.attempt + 1U) & kAttemptsMask;
    forget_attempt(record.execution, record.step);
    became_ready(execution, record.execution, record.step);
  }
}

void Executions::apply(trace::Entry const& entry, trace::ExecutionMoved const& record) {
  Execution& execution = executions_[record.execution.index];
  REHEARSE_ASSERT(execution.status == record.from && may_move(record.from, record.to),
                  "an execution follows its state machine");
  REHEARSE_ASSERT(!is_terminal(record.to) || execution.running == 0,
                  "an execution ends after its last running step");
  if (is_terminal(record.to)) --concurrent_[execution.queue], --active_;
  if (record.to != ExecutionStatus::succeeded) queues_[execution.queue].remove(record.execution);
  if (is_terminal(record.from)) {  // retried: what had not begun waits again; failed and stopped
                                   // steps follow with their own moves
    ++concurrent_[execution.queue];
    ++active_;
    execution.resumed = entry.at;
    execution.faulted = false;
    for (std::size_t i = 0; i < execution.graph->step_count(); ++i)
      if (at(execution, static_cast<StepIndex>(i)).ready())
        became_ready(execution, record.execution, static_cast<StepIndex>(i));
  }
  execution.status = record.to;
  execution.moved = entry.at;
}

void Executions::apply(trace::Entry const&, trace::ExecutionDescribed const& record) {
  descriptions_[record.execution] = record;
}

void Executions::apply(trace::Entry const& entry, trace::ExecutionUpdated const& record) {
  Execution& execution = executions_[record.execution.index];
  execution.parallel_max = record.parallel_max;
  execution.moved = entry.at;
  modifiers_[record.execution] = record.by;
}

PrincipalId Executions::modifier(ExecutionId id) const {
  auto at = modifiers_.find(id);
  return at == modifiers_.end() ? executions_[id.index].starter : at->second;
}

void Executions::apply(trace::Entry const&, trace::ConditionEvaluated const& record) {
  Execution& execution = executions_[record.execution.index];
  detail_of(record.execution, record.step).outcome = record.outcome;
  for (StepIndex step : execution.graph->dropped(record.step, record.outcome))
    leave_out(execution, step);
}

void Executions::apply(trace::Entry const&, trace::StepFaulted const& record) {
  StepDetail& detail = detail_of(record.execution, record.step);
  detail.reason = record.reason;
  detail.failure = record.kind;
  detail.exception = record.exception;
}

void Executions::struck(trace::FaultHit const& record) {
  if (record.execution) detail_of(record.execution, record.step).fault = record.fault;
}

/// The steps that are not selected never run: those before the selected ones count as done, with
/// the results of the source.
void Executions::apply(trace::Entry const&, trace::ExecutionSelected const& record) {
  Execution& execution = executions_[record.execution.index];
  selections_[record.execution] = record;
  std::vector<std::string> names;
  auto const listed = json::parse(record.steps.text);
  REHEARSE_ASSERT(listed && listed->is_array(), "a selection is a list");
  for (json::Value const& name : listed->as_array()) names.push_back(name.as_string());
  auto const chosen = pipeline::select_steps(*execution.graph, names);
  REHEARSE_ASSERT(chosen.has_value(), "a selection is checked before it is recorded");
  for (StepIndex step : chosen->left_out) leave_out(execution, step);
  for (StepIndex step : chosen->upstream) {
    leave_out(execution, step);
    if (record.source) detail_of(record.execution, step).source = record.source;
    for (StepIndex next : execution.table.successors(step)) --at(execution, next).unmet;
  }
  AccountQueue& queue = queues_[execution.queue];
  queue.remove(record.execution);
  for (StepIndex step : chosen->selected)
    if (at(execution, step).ready()) became_ready(execution, record.execution, step);
}

void Executions::apply(trace::Entry const&, trace::StepKeyed const& record) {
  executions_[record.execution.index].detailed = true;
  detail_of(record.execution, record.step).key = record.key;
}

void Executions::apply(trace::Entry const&, trace::TuningPlanned const& record) {
  detail_of(record.execution, record.step).planned = record.lasts;
}

void Executions::apply(trace::Entry const&, trace::StepReused const& record) {
  detail_of(record.execution, record.step).source = record.source;
}

void Executions::apply(trace::Entry const& entry, trace::StepRetried const& record) {
  Execution& execution = executions_[record.execution.index];
  StepState& state = at(execution, record.step);
  execution.detailed = true;
  if (state.status() == StepStatus::executing)  // else its create call was refused
    keep_attempt(execution, record.execution, record.step, StepStatus::failed, entry.at);
  StepDetail& detail = detail_of(record.execution, record.step);
  state.attempt = (state.attempt + 1U) & kAttemptsMask;
  ++detail.retries;
  detail.reason.clear();
  detail.failure = {};
  detail.exception = {};
  detail.fault = {};
  release_instances(execution, record.step, detail);
}

void Executions::apply(trace::Entry const&, trace::InstancesTaken const& record) {
  Execution& execution = executions_[record.execution.index];
  execution.detailed = true;
  StepDetail& detail = detail_of(record.execution, record.step);
  detail.instances = record.count;
  detail.instance_type = record.instance_type;
  instances_.take(places_[execution.queue],
                  pipeline::row_of(execution.table.type(record.step)).quota, record.instance_type,
                  record.count);
}

void Executions::release_instances(Execution const& execution, StepIndex step, StepDetail& detail) {
  if (detail.instances == 0) return;
  instances_.release(places_[execution.queue], pipeline::row_of(execution.table.type(step)).quota,
                     detail.instance_type, detail.instances);
  detail.instances = 0;
}

/// A step is at an end: its instances are free, its result may serve again.
void Executions::attempt_ended(Execution const& execution, trace::Entry const& entry,
                               trace::StepMoved const& record) {
  auto found = details_.find({record.execution, record.step});
  if (found == details_.end()) return;
  StepDetail& detail = found->second;
  release_instances(execution, record.step, detail);
  if (record.to == StepStatus::succeeded && detail.key && !detail.source)
    cache_.keep(execution.pipeline, execution.graph->name(record.step), *detail.key,
                record.execution, entry.at);
}

/// Another attempt follows the step's latest, whose job stays.
void Executions::keep_attempt(Execution const& execution, ExecutionId id, StepIndex step,
                              StepStatus status, Time ended) {
  if (!pipeline::job_kind_of(execution.table.type(step))) return;
  StepDetail& detail = detail_of(id, step);
  if (detail.refused || detail.source) return;
  StepState const& state = at(execution, step);
  Time const created =
      detail.retries > 0 ? detail.began : Time{Duration{static_cast<std::int64_t>(state.started)}};
  detail.earlier.push_back(
      {state.attempt, status, detail.failure, detail.reason, created, ended, detail.planned});
}

/// Before a step is scheduled anew. What it left behind stays until it leaves something else.
void Executions::forget_attempt(ExecutionId id, StepIndex step) {
  auto found = details_.find({id, step});
  if (found == details_.end()) return;
  StepDetail& detail = found->second;
  detail.reason.clear();
  detail.failure = {};
  detail.exception = {};
  detail.fault = {};
  detail.source = {};
  detail.refused = false;
  detail.retries = 0;
}

void Executions::leave_out(Execution& execution, StepIndex step) {
  StepState& state = at(execution, step);
  if (state.dropped) return;
  state.dropped = 1;
  --execution.unfinished;
}

trace::ExecutionSelected const* Executions::selection(ExecutionId id) const {
  auto at = selections_.find(id);
  return at == selections_.end() ? nullptr : &at->second;
}

void Executions::apply(trace::Entry const&, trace::StepProduced const& record) {
  auto& products = detail_of(record.execution, record.step).products;
  std::string value = record.value.text.empty() ? "null" : record.value.text;
  auto at = std::ranges::find_if(
      products, [&](Product const& p) { return p.kind == record.kind && p.name == record.name; });
  if (at == products.end())
    products.push_back({record.kind, record.name, std::move(value)});
  else
    at->value = std::move(value);
}

void Executions::apply(trace::Entry const&, trace::CallbackSent const& record) {
  detail_of(record.execution, record.step).callback_token = record.token;
  callbacks_[record.token] = {record.execution, record.step};
}

}  // namespace rehearse::world
