// One step, attempt by attempt: the cache, the create call, the job, what strikes it, and whether
// it is tried again. Source: sagemaker-pipelines 1.10, 2.4, 2.8 to 2.11.
#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/check_steps.hpp"
#include "sim/domain/job_limits.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/scheduling.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/domain/step_outcomes.hpp"
#include "sim/domain/step_quotas.hpp"
#include "sim/domain/steps.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/vocab/lifecycle.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using pipeline::Runner;
using pipeline::StepType;

/// Attempts are counted in 11 bits; a policy of minutes alone could go on for longer.
constexpr std::uint32_t kAttemptsMax = 2'000;

/// As the service spells an exception in a FailureReason: `SAGEMAKER_RESOURCE_LIMIT`.
std::string upper_snake(ExceptionType exception) {
  std::string out = to_upper(name_of(exception));
  std::ranges::replace(out, '.', '_');
  return out;
}

}  // namespace

void Scheduling::start_step(ExecutionId execution, StepIndex step) {
  pipeline::StepTable const table = at(execution).table;
  if (table.type(step) == StepType::delay) {
    std::uint64_t const attempt = step_at(execution, step).attempt;
    trace::Seq seq = move(execution, step, StepStatus::executing);
    c_.engine.after(table.delay(step),
                    make_wake(WakeKind::step_done, execution.index, attempt, step), seq);
    return;
  }
  move(execution, step, StepStatus::starting);
  if (!reuse(execution, step)) attempt(execution, step);
}

/// Takes the results of an earlier run of the step, where the cache has one (2.8).
bool Scheduling::reuse(ExecutionId execution, StepIndex step) {
  auto const key = cache_key_of(c_, execution, step);
  if (!key) return false;
  c_.record.record(trace::StepKeyed{execution, step, *key});
  world::Execution const& e = at(execution);
  ExecutionId const source =
      c_.world.executions().cache().find(e.pipeline, e.graph->name(step), *key, c_.engine.now(),
                                         *described_step(c_, execution, step)->cached_for);
  if (!source) return false;
  c_.record.record(trace::StepReused{execution, step, source});
  trace::Seq seq = move(execution, step, StepStatus::executing);
  c_.engine.after(
      assume_(Assumption::cache_hit_delay),
      make_wake(WakeKind::step_done, execution.index, step_at(execution, step).attempt, step), seq);
  return true;
}

void Scheduling::attempt(ExecutionId execution, StepIndex step) {
  if (auto failure = create(execution, step)) return refuse(execution, step, std::move(*failure));
  trace::Seq seq = move(execution, step, StepStatus::executing);
  if (auto failure = use_data(c_, execution, step, DataUse::read))
    return refuse(execution, step, std::move(*failure));
  std::optional<Duration> lasts = row(execution, step).runner == Runner::callback
                                      ? call_back(execution, step)
                                      : run(execution, step, kAtJob);
  if (lasts && *lasts < kDurationMax)
    let_run(execution, step, *lasts, seq);
  else if (auto limit = time_limit(execution, step, kDurationMax); limit && lasts)
    let_run(execution, step, kDurationMax, seq);
}

/// How long the work of the attempt lasts, with what strikes it.
Duration Scheduling::run(ExecutionId execution, StepIndex step, FaultMoment moment) {
  Duration const lasts = duration_of_step(c_, execution, step);
  FaultId const fault = faults_.strike(moment, execution, step);
  return fault ? bent(execution, step, fault, lasts) : lasts;
}

/// A callback step sends its message. Nothing when the scenario answers; else the answer comes
/// after the step's duration.
std::optional<Duration> Scheduling::call_back(ExecutionId execution, StepIndex step) {
  if (QueueId const queue = messages_.queue_of(execution, step)) {
    bool const unanswered = static_cast<bool>(faults_.strike(kAtAnswer, execution, step));
    messages_.send(execution, step, false, unanswered ? QueueId{} : queue);
    return std::nullopt;
  }
  messages_.send(execution, step, false, {});
  StepPlan const* plan = plan_of(c_, execution, step);
  if (plan != nullptr && plan->answered_by_scenario) return std::nullopt;
  return run(execution, step, kAtAnswer);
}

/// The create call: what strikes it, what refuses it, what it takes up.
std::optional<StepFailure> Scheduling::create(ExecutionId execution, StepIndex step) {
  if (row(execution, step).makes_call())
    if (FaultId fault = faults_.strike(kAtCreate, execution, step))
      return StepFailure{FailureKind::exception, faults_.exception(fault),
                         failed_to_invoke(c_, execution, step, faults_.words(fault))};
  if (auto refused = make_step_calls(c_, execution, step)) return refused;
  auto const taken = taken_by_step(c_, execution, step);
  if (auto over = over_quota(c_, assume_, execution, step, taken)) return over;
  if (taken) c_.record.record(trace::InstancesTaken{execution, step, counted(*taken), taken->type});
  return std::nullopt;
}

/// How long the attempt lasts with what struck it.
Duration Scheduling::bent(ExecutionId execution, StepIndex step, FaultId fault, Duration lasts) {
  Stream stream = world::step_stream(c_.world, execution, step, "fault point");
  auto const up_to = [&](Duration most) {
    return Duration{
        static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>(most.count()) + 1))};
  };
  switch (faults_.kind(fault)) {
    case FaultKind::hang:
    case FaultKind::no_answer:
      return kDurationMax;
    case FaultKind::capacity:
      return assume_(Assumption::capacity_failure_delay,
                     world::step_name(c_.world, execution, step));
    case FaultKind::internal_error:
    case FaultKind::job_failure:
      return up_to(lasts);
    case FaultKind::spot_interruption: {
      if (argument(c_, execution, step, "EnableManagedSpotTraining") != json::Value{true})
        return lasts;
      // From its last checkpoint, or else from the beginning.
      Duration const worked = up_to(lasts);
      bool const keeps = argument(c_, execution, step, "CheckpointConfig").is_object();
      return lasts + (keeps ? Duration{0} : worked) +
             assume_(Assumption::spot_interruption_delay,
                     world::step_name(c_.world, execution, step));
    }
    default:
      return lasts;
  }
}

/// The limit that an attempt of this length exceeds, or nothing.
std::optional<Duration> Scheduling::time_limit(ExecutionId execution, StepIndex step,
                                               Duration lasts) {
  pipeline::StepTypeRow const& type = row(execution, step);
  if (type.runner == Runner::lambda) {
    if (lasts <= c_.plan.assumptions[Assumption::lambda_timeout]) return std::nullopt;
    return assume_(Assumption::lambda_timeout);
  }
  if (!pipeline::runs_on_instances(type.type)) return std::nullopt;
  bool const spot = argument(c_, execution, step, "EnableManagedSpotTraining") == json::Value{true};
  return job_time_limit(c_, assume_, lasts, spot, [&](std::string_view path) {
    return number_argument(c_, execution, step, path);
  });
}

void Scheduling::let_run(ExecutionId execution, StepIndex step, Duration lasts, trace::Seq cause) {
  std::uint64_t const attempt = step_at(execution, step).attempt;
  if (at(execution).table.type(step) == StepType::tuning)
    c_.record.record(trace::TuningPlanned{execution, step, lasts});
  auto const limit = time_limit(execution, step, lasts);
  c_.engine.after(limit.value_or(lasts),
                  make_wake(limit ? WakeKind::step_timed_out : WakeKind::step_done, execution.index,
                            attempt, step),
                  cause);
}

void Scheduling::step_timed_out(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  bool const function = row(execution, step).runner == Runner::lambda;
  Duration const ran = c_.engine.now().time_since_epoch() -
                       Duration{static_cast<std::int64_t>(step_at(execution, step).moved)};
  fail(execution, step,
       StepFailure::of(
           function ? FailureKind::function_limit : FailureKind::runtime_limit,
           function ? fmt::format("ClientError: The Lambda function did not return within {}.",
                                  format_duration(ran))
                    : fmt::format("ClientError: The job was stopped after {}: MaxRuntimeExceeded.",
                                  format_duration(ran))));
}

/// What struck the attempt and makes it fail now that its time is over.
std::optional<StepFailure> Scheduling::struck(ExecutionId execution, StepIndex step) const {
  world::StepDetail const* detail = c_.world.executions().detail(execution, step);
  if (detail == nullptr || !detail->fault) return std::nullopt;
  switch (faults_.kind(detail->fault)) {
    case FaultKind::capacity:
    case FaultKind::internal_error:
      return StepFailure{FailureKind::exception, faults_.exception(detail->fault),
                         faults_.words(detail->fault)};
    case FaultKind::job_failure:
      return StepFailure::of(FailureKind::job, faults_.words(detail->fault));
    case FaultKind::drift:
      return drift_failure(c_, execution, step);
    default:
      return std::nullopt;
  }
}

void Scheduling::step_done(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  if (at(execution).table.type(step) != StepType::delay) {
    if (auto failure = struck(execution, step)) return fail(execution, step, *failure);
    if (auto failure = use_data(c_, execution, step, DataUse::write))
      return fail(execution, step, *failure);
    if (auto failure = over_quota_of_created(c_, assume_, execution, step))
      return fail(execution, step, *failure);
    if (auto failure = finish_step(c_, events_, execution, step))
      return fail(execution, step, *failure);
  }
  move(execution, step, StepStatus::succeeded);
  after_step(execution, step);
}

/// The create call was refused, or its job may not read: the step shows it a moment later.
void Scheduling::refuse(ExecutionId execution, StepIndex step, StepFailure failure) {
  Duration const delay = assume_(Assumption::create_failure_delay);
  if (failure.exception != ExceptionType::none &&
      !wait_for_retry(execution, step, failure.exception, delay))
    failure.reason += no_retry(execution, step, failure.exception);
  trace::Seq seq = c_.record.record(
      trace::StepFaulted{execution, step, failure.kind, failure.exception, failure.reason});
  c_.engine.after(
      delay,
      make_wake(WakeKind::step_refused, execution.index, step_at(execution, step).attempt, step),
      seq);
}

void Scheduling::step_refused(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  end_attempt(execution, step, c_.world.executions().detail(execution, step)->exception);
}

/// A Fail step without text leaves no reason.
void Scheduling::fail(ExecutionId execution, StepIndex step, StepFailure const& failure) {
  if (!failure.reason.empty())
    c_.record.record(
        trace::StepFaulted{execution, step, failure.kind, failure.exception, failure.reason});
  end_attempt(execution, step, failure.exception);
}

/// The attempt has failed: the step is tried again, or fails with it.
void Scheduling::end_attempt(ExecutionId execution, StepIndex step, ExceptionType exception) {
  auto const wait = wait_for_retry(execution, step, exception, Duration{0});
  if (!wait) {
    move(execution, step, StepStatus::failed);
    return after_step(execution, step);
  }
  trace::Seq seq = c_.record.record(trace::StepRetried{execution, step, exception, *wait});
  if (step_at(execution, step).status() != StepStatus::starting)
    seq = move(execution, step, StepStatus::starting);
  c_.engine.after(
      *wait,
      make_wake(WakeKind::step_again, execution.index, step_at(execution, step).attempt, step),
      seq);
}

void Scheduling::step_again(ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  if (!current(execution, step, attempt)) return;
  if (step_at(execution, step).status() != StepStatus::starting) return;  // being stopped
  if (at(execution).status == ExecutionStatus::executing) return this->attempt(execution, step);
  move(execution, step, StepStatus::stopped);
  after_step(execution, step);
}

/// How long until the next attempt, or nothing: no policy covers it, or it is used up (1.10).
/// `later`: how long from now the attempt ends.
std::optional<Duration> Scheduling::wait_for_retry(ExecutionId execution, StepIndex step,
                                                   ExceptionType exception, Duration later) {
  world::StepState const& state = step_at(execution, step);
  if (exception == ExceptionType::none || at(execution).status != ExecutionStatus::executing ||
      state.status() == StepStatus::stopping || state.attempt >= kAttemptsMax)
    return std::nullopt;
  if (exception == ExceptionType::job_internal_error && row(execution, step).retries_internally)
    return std::nullopt;
  world::StepDetail const* detail = c_.world.executions().detail(execution, step);
  std::uint32_t const retry = (detail != nullptr ? detail->retries : 0) + 1;
  Duration const elapsed = c_.engine.now().time_since_epoch() + later -
                           Duration{static_cast<std::int64_t>(state.started)};
  pipeline::Step const* described = described_step(c_, execution, step);
  if (described != nullptr)
    if (pipeline::RetryPolicy const* policy = pipeline::policy_for(described->retries, exception))
      return pipeline::next_wait(*policy, retry, elapsed);
  if (exception != ExceptionType::throttling && exception != ExceptionType::service_fault)
    return std::nullopt;
  pipeline::RetryPolicy automatic;
  automatic.attempts_max =
      *parse_unsigned<std::uint32_t>(assume_.chosen(Assumption::default_retries));
  return pipeline::next_wait(automatic, retry, elapsed);
}

std::string Scheduling::no_retry(ExecutionId execution, StepIndex step,
                                 ExceptionType exception) const {
  pipeline::Step const* described = described_step(c_, execution, step);
  bool const covered =
      described != nullptr && pipeline::policy_for(described->retries, exception) != nullptr;
  return fmt::format(
      "\nRetry not appropriate on execution of step with PipelineExecutionArn {} and StepId {}. {} "
      "{}.",
      to_lower(world::execution_arn(c_.world, execution)),
      world::step_name(c_.world, execution, step),
      covered ? "The retry policy is used up for the exception type"
              : "No retry policy configured for the exception type",
      upper_snake(exception));
}

}  // namespace rehearse::domain
