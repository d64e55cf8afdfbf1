// Executions and their steps: the hot part of the world. A step is 16 bytes; a move touches its own
// words and its successors' counters, and allocates nothing.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/arena.hpp"
#include "sim/pipeline/compiled.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/runs/instances.hpp"
#include "sim/world/runs/result_cache.hpp"

namespace rehearse::world {

using pipeline::StepIndex;

/// INVARIANT: `unmet` counts the predecessors that have not succeeded; a dropped step is never
/// scheduled.
struct StepState {
  std::uint64_t started : 48;  // microseconds
  std::uint64_t unmet : 16;
  std::uint64_t moved : 48;  // microseconds
  std::uint64_t status_ : 4;
  std::uint64_t dropped : 1;
  std::uint64_t attempt : 11;  // 1: the first

  StepStatus status() const { return static_cast<StepStatus>(status_); }
  bool ready() const { return unmet == 0 && status() == StepStatus::none && !dropped; }
};
static_assert(sizeof(StepState) == 16);

/// What a step's move reads stands first, in one cache line.
struct alignas(64) Execution {
 private:
  friend class Executions;
  StepState* steps_ = nullptr;

 public:
  pipeline::StepTable table;  // of the graph: what every move reads
  pipeline::Compiled const* graph = nullptr;
  std::uint32_t unfinished = 0;  // steps that must still succeed or be dropped
  std::uint32_t running = 0;
  std::uint32_t parallel_max = 0;
  std::uint32_t queue = 0;  // of the account in the pipeline's Region
  ExecutionStatus status = ExecutionStatus::executing;
  bool faulted = false;    // some step failed
  bool fail_step = false;  // ... and it was a Fail step: no retry (sagemaker-pipelines 2.7)
  bool detailed =
      false;  // some step is keyed, retried or takes up instances: moves look at its detail
  AccountId account;
  Time started{};
  Time moved{};
  Time resumed{};  // when it last became Executing: its start or a retry
  PipelineId pipeline;
  DocumentId definition;
  DocumentId parameters;
  PrincipalId starter;
  trace::Base36 name;
  std::uint32_t version = 1;  // of the pipeline, that it runs
  ExecutionId previous;       // of the same pipeline
  std::uint32_t nth = 0;      // how many this starter had started on this pipeline before
  std::uint64_t key = 0;      // of everything it draws: see names.hpp
};

/// A step that waits in its queue. No execution: it left from the middle.
struct QueuedStep {
  ExecutionId execution;
  StepIndex step = 0;
};

/// How many steps an account runs at once in a Region: the simulator's own setting
/// `running_steps_max`, 0 for no limit.
class AccountQueue {
 public:
  std::uint32_t running = 0;
  std::uint32_t running_max = 0;

  bool has_room() const { return running < running_max; }
  std::span<QueuedStep const> waiting() const { return std::span(steps_).subspan(head_); }
  void push(QueuedStep step) { steps_.push_back(step); }
  /// Takes one step out, wherever it waits.
  void remove(ExecutionId execution, StepIndex step);
  /// Takes out every step of an execution.
  void remove(ExecutionId execution);

 private:
  void tidy();

  std::vector<QueuedStep> steps_;
  std::size_t head_ = 0;
};

/// What a step left behind.
struct Product {
  trace::ProductKind kind{};
  std::string name;
  std::string value;  // JSON
};

/// An attempt that had created a job, and that another one followed.
struct EarlierAttempt {
  std::uint64_t attempt = 1;
  StepStatus status{};  // Failed or Stopped
  FailureKind failure{};
  std::string reason;
  Time created{};
  Time ended{};
  Duration planned{};  // of a tuning job
};

/// What only few steps have.
struct StepDetail {
  std::string reason;  // why the latest attempt failed
  FailureKind failure{};
  ExceptionType exception{};
  std::string callback_token;
  std::vector<Product> products;
  std::optional<bool> outcome;       // of a condition
  bool refused = false;              // it ended before it had created anything
  std::optional<std::uint64_t> key;  // in the cache of results
  ExecutionId source;                // whose results it has: a cache hit, or left to an earlier run
  FaultId fault;                     // what struck its latest attempt
  std::uint32_t retries = 0;         // by its retry policies, since it was scheduled
  Time began{};                      // of an attempt after a retry: when it became Executing
  std::vector<EarlierAttempt> earlier;
  std::uint32_t instances = 0;  // that its job takes up
  std::string instance_type;
  Duration planned{};  // how long its tuning job is to last
};

class Executions {
 public:
  std::size_t size() const { return executions_.size(); }
  Execution const& operator[](ExecutionId id) const { return executions_[id.index]; }
  StepState const& step(ExecutionId id, StepIndex step) const {
    return executions_[id.index].steps_[step];
  }
  std::span<StepState const> steps(ExecutionId id) const {
    Execution const& execution = executions_[id.index];
    return {execution.steps_, execution.graph->step_count()};
  }
  /// Starts to load what a move of this step will read, from memory that a large run has long put
  /// out of the caches. (g++ 12 takes a function that only prefetches for one without effect and
  /// drops the call: hence always_inline, here and in `fetch_next`.)
  [[gnu::always_inline]] void fetch(ExecutionId id, StepIndex step) const {
    Execution const& execution = executions_[id.index];
    __builtin_prefetch(&execution.steps_[step]);
    execution.table.fetch(step);
  }
  /// Starts to load what `fetch` itself reads: worth it for what comes a little later.
  [[gnu::always_inline]] void fetch_soon(ExecutionId id) const {
    __builtin_prefetch(&executions_[id.index]);
  }
  AccountQueue const& queue(std::uint32_t number) const { return queues_[number]; }
  /// The queues by where they are: of each place that has a pipeline.
  std::map<Place, std::uint32_t> const& queues() const { return queue_numbers_; }
  /// Null for most steps.
  StepDetail const* detail(ExecutionId id, StepIndex step) const;
  /// The executions of a pipeline, oldest first.
  std::vector<ExecutionId> of(PipelineId pipeline) const;
  /// None when it has no execution.
  ExecutionId latest_of(PipelineId pipeline) const;
  ExecutionId find(PipelineId pipeline, trace::Base36 name) const;
  std::uint32_t started_by(PipelineId pipeline, PrincipalId starter) const;
  /// Executions in an account and Region that are not at an end: what the quota counts.
  std::uint32_t concurrent(Place const& place) const;
  std::pair<ExecutionId, StepIndex> find_callback(std::string_view token) const;
  /// All empty for most.
  trace::ExecutionDescribed description(ExecutionId id) const;
  /// Of a selective execution: what its start selected, or null.
  trace::ExecutionSelected const* selection(ExecutionId id) const;
  ResultCache const& cache() const { return cache_; }
  Instances const& instances() const { return instances_; }
  /// Executions of all accounts that are not at an end.
  std::uint32_t active() const { return active_; }
  /// Who changed it last by UpdatePipelineExecution, else who started it.
  PrincipalId modifier(ExecutionId id) const;

  void start(trace::Entry const& entry, trace::ExecutionStarted const& record, AccountId account,
             pipeline::Compiled const& graph, std::uint64_t key);
  /// The queue of the executions of a pipeline, which is there.
  std::uint32_t queue_at(PipelineId pipeline, Place const& place);
  void set_running_max(std::uint32_t queue, std::uint32_t steps);
  void apply(trace::Entry const& entry, trace::StepMoved const& record);
  void apply(trace::Entry const& entry, trace::ExecutionMoved const& record);
  void apply(trace::Entry const& entry, trace::ExecutionDescribed const& record);
  void apply(trace::Entry const& entry, trace::ExecutionUpdated const& record);
  void apply(trace::Entry const& entry, trace::ConditionEvaluated const& record);
  void apply(trace::Entry const& entry, trace::StepFaulted const& record);
  void apply(trace::Entry const& entry, trace::StepProduced const& record);
  void apply(trace::Entry const& entry, trace::CallbackSent const& record);
  void apply(trace::Entry const& entry, trace::ExecutionSelected const& record);
  void apply(trace::Entry const& entry, trace::StepKeyed const& record);
  void apply(trace::Entry const&, trace::TuningPlanned const& record);
  void apply(trace::Entry const& entry, trace::StepReused const& record);
  void apply(trace::Entry const& entry, trace::StepRetried const& record);
  void apply(trace::Entry const& entry, trace::InstancesTaken const& record);
  /// A fault that struck a step; others are nothing to executions.
  void struck(trace::FaultHit const& record);

 private:
  static StepState& at(Execution const& execution, StepIndex step) {
    return execution.steps_[step];
  }
  void became_ready(Execution const& execution, ExecutionId id, StepIndex step);
  void succeeded(Execution& execution, ExecutionId id, StepIndex step);
  [[gnu::always_inline]] inline void fetch_next(AccountQueue const& queue) const;
  StepDetail& detail_of(ExecutionId id, StepIndex step) { return details_[{id, step}]; }
  void release_instances(Execution const& execution, StepIndex step, StepDetail& detail);
  void keep_attempt(Execution const& execution, ExecutionId id, StepIndex step, StepStatus status,
                    Time ended);
  void forget_attempt(ExecutionId id, StepIndex step);
  static void leave_out(Execution& execution, StepIndex step);
  void attempt_ended(Execution const& execution, trace::Entry const& entry,
                     trace::StepMoved const& record);

  StableList<Execution> executions_;
  Arena steps_;
  std::vector<AccountQueue> queues_;
  std::vector<std::uint32_t> concurrent_;  // in step with the queues
  std::vector<Place> places_;              // likewise
  std::map<Place, std::uint32_t> queue_numbers_;
  std::vector<std::uint32_t> queue_of_;  // of each pipeline
  std::vector<ExecutionId> latest_;      // of each pipeline
  std::map<std::pair<ExecutionId, StepIndex>, StepDetail> details_;
  std::map<std::string, std::pair<ExecutionId, StepIndex>, std::less<>> callbacks_;
  std::map<ExecutionId, trace::ExecutionDescribed> descriptions_;
  std::map<ExecutionId, trace::ExecutionSelected> selections_;
  ResultCache cache_;
  Instances instances_;
  std::uint32_t active_ = 0;
  std::map<ExecutionId, PrincipalId> modifiers_;
};

}  // namespace rehearse::world
