#include "sim/domain/invariants.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "sim/pipeline/job_kinds.hpp"
#include "sim/pipeline/selection.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/vocab/quotas.hpp"
#include "sim/world/names.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {
namespace {

using world::StepIndex;

/// What a job takes up until its end.
struct SeenTaken {
  std::string_view kind;  // `training job`
  std::string type;       // of its instances; empty: the job itself is counted
  std::uint32_t count = 0;
};

/// One step as the trace has told of it so far.
struct SeenStep {
  StepStatus status = StepStatus::none;
  bool taken_over = false;  // counts as done: a selective execution left it to its source
  bool left_out = false;    // never runs: not selected, or in a branch that was not taken
  bool retried = false;     // told to be tried again; its next move is to Starting
  std::optional<bool> outcome;
  SeenTaken taken;
};

struct SeenExecution {
  ExecutionStatus status = ExecutionStatus::executing;
  world::Place place;
  std::uint32_t parallel_max = 0;
  std::vector<SeenStep> steps;
  std::vector<std::vector<StepIndex>> waits_for;
};

/// A job that a call created.
struct SeenJob {
  JobStatus status = JobStatus::in_progress;
  world::Place place;
  SeenTaken taken;
};

class Looker {
 public:
  /// The world holds what stood before the record that is looked at.
  explicit Looker(world::World const& world) : world_(world) {}

  std::vector<std::string> broken;

  void look(trace::Trace const& trace, trace::Seq seq) {
    entry_ = trace.entry(seq);
    demand(entry_.at >= now_, "time goes back");
    now_ = entry_.at;
    trace.visit(seq, *this);
  }

  void operator()(trace::Entry const& at, trace::ExecutionStarted const& r);
  void operator()(trace::Entry const& at, trace::ExecutionSelected const& r);
  void operator()(trace::Entry const&, trace::ExecutionUpdated const& r) {
    seen(r.execution).parallel_max = r.parallel_max;
  }
  void operator()(trace::Entry const& at, trace::ExecutionMoved const& r);
  void operator()(trace::Entry const& at, trace::StepMoved const& r);
  void operator()(trace::Entry const& at, trace::StepRetried const& r);
  void operator()(trace::Entry const& at, trace::StepCalled const& r);
  void operator()(trace::Entry const& at, trace::StepProduced const& r);
  void operator()(trace::Entry const& at, trace::ConditionEvaluated const& r);
  void operator()(trace::Entry const& at, trace::InstancesTaken const& r);
  void operator()(trace::Entry const& at, trace::JobStored const& r);
  void operator()(trace::Entry const& at, trace::JobMoved const& r);

 private:
  void demand(bool holds, std::string_view what) {
    if (!holds) broken.push_back(fmt::format("seq {}: {}", entry_.seq, what));
  }
  SeenExecution& seen(ExecutionId id) { return executions_[id.index]; }
  void demand_running(ExecutionId id, StepIndex step, std::string_view what) {
    demand(is_running(seen(id).steps[step].status), what);
  }
  void begins(SeenExecution& execution, StepIndex step);
  void ends(SeenExecution& execution, StepIndex step);
  void drop_branch(SeenExecution& execution, ExecutionId id, StepIndex condition, bool outcome);
  void take_up(world::Place const& place, SeenTaken const& taken);
  void give_back(world::Place const& place, SeenTaken& taken);

  world::World const& world_;
  trace::Entry entry_;
  Time now_{};
  std::vector<SeenExecution> executions_;
  std::vector<SeenJob> jobs_;
  std::map<world::Place, std::int64_t> concurrent_;
  std::map<std::pair<world::Place, std::string>, std::int64_t> taken_;  // by the quota's setting
};

void Looker::operator()(trace::Entry const&, trace::ExecutionStarted const& r) {
  world::Pipeline const& pipeline = world_.pipelines()[r.pipeline];
  SeenExecution execution;
  execution.place = pipeline.place();
  execution.parallel_max = r.parallel_max;
  pipeline::Compiled const& graph = world_.documents().definition(r.definition);
  execution.steps.resize(graph.step_count());
  execution.waits_for.resize(graph.step_count());
  for (std::size_t from = 0; from < graph.step_count(); ++from)
    for (StepIndex to : graph.successors(static_cast<StepIndex>(from)))
      execution.waits_for[to].push_back(static_cast<StepIndex>(from));
  demand(++concurrent_[execution.place] <=
             world_.organization().limit(execution.place, Quota::concurrent_executions),
         "an account runs more executions at once than its quota");
  executions_.push_back(std::move(execution));
}

void Looker::operator()(trace::Entry const&, trace::ExecutionSelected const& r) {
  SeenExecution& execution = seen(r.execution);
  std::vector<std::string> names;
  auto const listed = json::parse(r.steps.text);
  if (listed && listed->is_array())
    for (json::Value const& name : listed->as_array())
      if (name.is_string()) names.push_back(name.as_string());
  auto const chosen = pipeline::select_steps(*world_.executions()[r.execution].graph, names);
  if (!chosen) return demand(false, "a selection that cannot be");
  for (StepIndex step : chosen->upstream) execution.steps[step].taken_over = true;
  for (StepIndex step : chosen->left_out) execution.steps[step].left_out = true;
}

void Looker::operator()(trace::Entry const&, trace::ExecutionMoved const& r) {
  SeenExecution& execution = seen(r.execution);
  demand(execution.status == r.from, "an execution moves from where it is not");
  demand(may_move(r.from, r.to), "an execution moves against its state machine");
  execution.status = r.to;
  if (is_terminal(r.to)) --concurrent_[execution.place];
  if (is_terminal(r.from)) ++concurrent_[execution.place];
  for (SeenStep const& step : execution.steps) {
    if (is_terminal(r.to)) {
      demand(!is_running(step.status), "an execution ends before its steps");
      demand(step.taken.count == 0, "instances are taken up after the end");
    }
    if (r.to == ExecutionStatus::succeeded)
      demand(step.status == StepStatus::succeeded || step.taken_over || step.left_out,
             "an execution succeeds without all its steps");
  }
}

void Looker::operator()(trace::Entry const&, trace::StepMoved const& r) {
  SeenExecution& execution = seen(r.execution);
  SeenStep& step = execution.steps[r.step];
  demand(step.status == r.from, "a step moves from where it is not");
  demand(may_move(r.from, r.to), "a step moves against its state machine");
  demand(!is_terminal(execution.status), "a step moves after its execution's end");
  if (r.from == StepStatus::executing && r.to == StepStatus::starting)
    demand(step.retried, "a step runs twice without a retry");
  step.status = r.to;
  if (r.to == StepStatus::starting || r.to == StepStatus::executing) step.retried = false;
  if (r.from == StepStatus::none) begins(execution, r.step);
  if (is_terminal(r.to)) ends(execution, r.step);
}

void Looker::begins(SeenExecution& execution, StepIndex step) {
  demand(execution.status == ExecutionStatus::executing,
         "a step starts in an execution that does not execute");
  demand(!execution.steps[step].left_out && !execution.steps[step].taken_over,
         "a step starts that is not to run");
  for (StepIndex earlier : execution.waits_for[step])
    demand(execution.steps[earlier].status == StepStatus::succeeded ||
               execution.steps[earlier].taken_over,
           "a step starts before what it waits for has succeeded");
  auto const running = std::ranges::count_if(
      execution.steps, [](SeenStep const& each) { return is_running(each.status); });
  demand(execution.parallel_max == 0 || running <= execution.parallel_max,
         "more steps run than MaxParallelExecutionSteps");
}

void Looker::ends(SeenExecution& execution, StepIndex step) {
  SeenStep& ended = execution.steps[step];
  give_back(execution.place, ended.taken);
  ended.retried = false;
}

void Looker::operator()(trace::Entry const&, trace::StepRetried const& r) {
  demand_running(r.execution, r.step, "a step is retried that does not run");
  ends(seen(r.execution), r.step);
  seen(r.execution).steps[r.step].retried = true;
}

void Looker::operator()(trace::Entry const&, trace::StepCalled const& r) {
  demand_running(r.execution, r.step, "a step calls that does not run");
  world::Execution const& execution = world_.executions()[r.execution];
  world::Pipeline const& pipeline = world_.pipelines()[execution.pipeline];
  demand(execution.account == pipeline.account &&
             world_.principals()[pipeline.role].account == pipeline.account,
         "what runs is not the pipeline owner's");
}

void Looker::operator()(trace::Entry const&, trace::StepProduced const& r) {
  demand_running(r.execution, r.step, "a step produces that does not run");
}

void Looker::operator()(trace::Entry const&, trace::ConditionEvaluated const& r) {
  demand_running(r.execution, r.step, "a condition comes out that does not run");
  SeenExecution& execution = seen(r.execution);
  execution.steps[r.step].outcome = r.outcome;
  drop_branch(execution, r.execution, r.step, r.outcome);
}

/// The other branch never runs, nor what waits for one of its steps.
void Looker::drop_branch(SeenExecution& execution, ExecutionId id, StepIndex condition,
                         bool outcome) {
  pipeline::Compiled const& graph = *world_.executions()[id].graph;
  auto const& definition = graph.definition();
  if (!definition) return;
  for (StepIndex step : graph.topological_order()) {
    auto const& branch = definition->steps[step].branch;
    bool const not_taken = branch && branch->condition == condition && branch->outcome != outcome;
    bool const needs_dropped =
        std::ranges::any_of(execution.waits_for[step],
                            [&](StepIndex earlier) { return execution.steps[earlier].left_out; });
    if (not_taken || needs_dropped) execution.steps[step].left_out = true;
  }
}

void Looker::operator()(trace::Entry const&, trace::InstancesTaken const& r) {
  demand_running(r.execution, r.step, "instances are taken up by a step that does not run");
  SeenExecution& execution = seen(r.execution);
  SeenStep& step = execution.steps[r.step];
  demand(step.taken.count == 0, "an attempt takes up instances twice");
  pipeline::StepType const type = world_.executions()[r.execution].graph->type(r.step);
  step.taken = {pipeline::row_of(type).quota, r.instance_type, r.count};
  take_up(execution.place, step.taken);
}

/// The settings of the quotas that it counts against at once: of its type, and of its kind.
std::vector<std::string> settings_of(SeenTaken const& taken) {
  std::vector<std::string> out;
  if (!taken.type.empty()) out.push_back(instance_quota(taken.type, taken.kind));
  InstanceKind const* kind = find_instance_kind(taken.kind);
  if (kind != nullptr && kind->across) out.emplace_back(row_of(*kind->across).setting);
  return out;
}

void Looker::take_up(world::Place const& place, SeenTaken const& taken) {
  if (taken.count == 0) return;
  for (std::string const& setting : settings_of(taken)) {
    std::int64_t const used = taken_[{place, setting}] += taken.count;
    auto limit = world_.organization().setting(place, setting);
    QuotaRow const* row = find_quota(setting);
    if (!limit && row != nullptr && !row->of_new_accounts) limit = row->standard;
    demand(!limit || used <= *limit, "more instances are taken up than the quota");
  }
}

void Looker::give_back(world::Place const& place, SeenTaken& taken) {
  if (taken.count > 0)
    for (std::string const& setting : settings_of(taken)) taken_[{place, setting}] -= taken.count;
  taken.count = 0;
}

void Looker::operator()(trace::Entry const&, trace::JobStored const& r) {
  SeenJob job{
      JobStatus::in_progress,
      world_.organization().place(r.account, r.region),
      {pipeline::row_of(pipeline::row_of(r.kind).step).quota, r.instance_type, r.instances}};
  take_up(job.place, job.taken);
  jobs_.push_back(std::move(job));
}

void Looker::operator()(trace::Entry const&, trace::JobMoved const& r) {
  SeenJob& job = jobs_[r.job.index];
  demand(job.status == r.from, "a job moves from where it is not");
  demand(may_move(r.from, r.to), "a job moves against its state machine");
  job.status = r.to;
  if (is_terminal(r.to)) give_back(job.place, job.taken);
}

}  // namespace

std::vector<std::string> broken_invariants(trace::Trace const& trace) {
  world::World world;
  Looker looker(world);
  for (trace::Seq seq = 0; seq < trace.size(); ++seq) {
    looker.look(trace, seq);
    if (!looker.broken.empty()) return {looker.broken.front()};
    world.apply(trace, seq);
  }
  return {};
}

}  // namespace rehearse::domain
