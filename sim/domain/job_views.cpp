#include "sim/domain/job_views.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/calls/names.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/step_arguments.hpp"
#include "sim/domain/tuning.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::domain {
namespace {

using world::StepIndex;
using world::World;

/// A job that was stopped is Stopped, also where its step failed with it.
constexpr JobStatus job_status(StepStatus status, FailureKind failure) {
  switch (status) {
    case StepStatus::succeeded:
      return JobStatus::completed;
    case StepStatus::failed:
      return failure == FailureKind::runtime_limit || failure == FailureKind::stopped_job
                 ? JobStatus::stopped
                 : JobStatus::failed;
    case StepStatus::stopping:
      return JobStatus::stopping;
    case StepStatus::stopped:
      return JobStatus::stopped;
    case StepStatus::none:
    case StepStatus::starting:
    case StepStatus::executing:
      break;
  }
  return JobStatus::in_progress;
}

std::string job_reason(FailureKind failure, std::string const& reason) {
  return failure == FailureKind::runtime_limit ? std::string(kOvertime) : reason;
}

Time time_of(std::uint64_t word) { return Time{Duration{static_cast<std::int64_t>(word)}}; }

std::optional<JobKind> kind_made(World const& world, ExecutionId execution, StepIndex step) {
  return pipeline::job_kind_of(world.executions()[execution].graph->type(step));
}

JobView named(World const& world, ExecutionId execution, StepIndex step, std::uint64_t attempt) {
  JobView view;
  view.kind = *kind_made(world, execution, step);
  view.place = world.place_of(execution);
  view.name = world::job_name(world, execution, step, attempt);
  view.arn = world::job_arn(world, execution, step, attempt);
  view.execution = execution;
  view.step = step;
  view.attempt = attempt;
  return view;
}

JobView earlier_view(World const& world, ExecutionId execution, StepIndex step,
                     world::EarlierAttempt const& attempt) {
  JobView view = named(world, execution, step, attempt.attempt);
  view.status = job_status(attempt.status, attempt.failure);
  view.reason = job_reason(attempt.failure, attempt.reason);
  view.created = attempt.created;
  view.moved = attempt.ended;
  return view;
}

JobView latest_view(World const& world, ExecutionId execution, StepIndex step) {
  world::StepState const& state = world.executions().step(execution, step);
  world::StepDetail const* detail = world.executions().detail(execution, step);
  JobView view = named(world, execution, step, state.attempt);
  view.status = job_status(state.status(), detail != nullptr ? detail->failure : FailureKind{});
  if (detail != nullptr) view.reason = job_reason(detail->failure, detail->reason);
  view.created = attempt_began(world, execution, step);
  view.moved = time_of(state.moved);
  return view;
}

/// Calls `look` with each job of that kind that the execution's steps have created, until it says
/// true.
template <class Look>
bool any_job(World const& world, ExecutionId execution, JobKind kind, Look look) {
  std::size_t const count = world.executions()[execution].graph->step_count();
  for (std::size_t i = 0; i < count; ++i) {
    auto const step = static_cast<StepIndex>(i);
    if (kind_made(world, execution, step) != kind) continue;
    for (JobView& view : step_jobs(world, execution, step))
      if (look(view)) return true;
  }
  return false;
}

}  // namespace

bool step_has_created(World const& world, ExecutionId execution, StepIndex step) {
  StepStatus const status = world.executions().step(execution, step).status();
  if (status == StepStatus::none || status == StepStatus::starting) return false;
  world::StepDetail const* detail = world.executions().detail(execution, step);
  if (detail == nullptr) return true;
  // What is no job is made when the step is done.
  bool const missing = status == StepStatus::failed && !kind_made(world, execution, step) &&
                       detail->failure == FailureKind::resource;
  return !detail->refused && !detail->source && !missing;
}

JobView job_view(World const& world, JobId id) {
  world::Job const& job = world.jobs()[id];
  JobView view{job.kind,    job.place(), job.name, job.arn, job.status, job.reason,
               job.created, job.moved,   id,       {},      0,          0};
  return view;
}

std::vector<JobView> step_jobs(World const& world, ExecutionId execution, StepIndex step) {
  std::vector<JobView> out;
  if (world::StepDetail const* detail = world.executions().detail(execution, step))
    for (world::EarlierAttempt const& attempt : detail->earlier)
      out.push_back(earlier_view(world, execution, step, attempt));
  if (step_has_created(world, execution, step)) out.push_back(latest_view(world, execution, step));
  return out;
}

std::optional<JobView> latest_job(World const& world, ExecutionId execution, StepIndex step) {
  if (step_has_created(world, execution, step)) return latest_view(world, execution, step);
  world::StepDetail const* detail = world.executions().detail(execution, step);
  if (detail == nullptr || detail->earlier.empty()) return std::nullopt;
  return earlier_view(world, execution, step, detail->earlier.back());
}

std::vector<JobView> jobs_of(World const& world, Plan const& plan, world::Place const& place,
                             JobKind kind) {
  std::vector<JobView> out;
  if (kind == JobKind::training) out = tuned_views(world, plan, place);
  for (std::uint32_t i = 0; i < world.jobs().all().size(); ++i)
    if (world.jobs()[{i}].place() == place && world.jobs()[{i}].kind == kind)
      out.push_back(job_view(world, JobId{i}));
  for (std::uint32_t i = 0; i < world.executions().size(); ++i) {
    if (world.place_of(ExecutionId{i}) != place) continue;
    any_job(world, ExecutionId{i}, kind, [&](JobView& view) {
      out.push_back(std::move(view));
      return false;
    });
  }
  std::ranges::sort(out, {}, [](JobView const& v) { return std::pair{v.created, v.name}; });
  return out;
}

std::optional<JobView> find_job(World const& world, Plan const& plan, world::Place const& place,
                                JobKind kind, std::string const& name) {
  if (JobId id = world.jobs().find(place, kind, name)) return job_view(world, id);
  if (kind == JobKind::training)
    if (auto const tuned = find_tuned(world, plan, place, name)) return tuned_view(*tuned);
  constexpr std::size_t kIdLength = 12;
  std::string_view const prefix = world::job_prefix(pipeline::row_of(pipeline::row_of(kind).step));
  trace::Base36 id;
  if (!name.starts_with(prefix) ||
      !from_text(std::string_view(name).substr(prefix.size(), kIdLength), id))
    return std::nullopt;
  std::optional<JobView> found;
  for (std::uint32_t i = 0; i < world.pipelines().all().size() && !found; ++i) {
    if (world.pipelines()[PipelineId{i}].place() != place) continue;
    ExecutionId const execution = world.executions().find(PipelineId{i}, id);
    if (!execution) continue;
    any_job(world, execution, kind, [&](JobView& view) {
      if (view.name != name) return false;
      found = std::move(view);
      return true;
    });
  }
  return found;
}

bool is_job_arn(World const& world, Plan const& plan, world::Place const& place,
                std::string_view arn) {
  if (std::ranges::any_of(world.jobs().all(),
                          [&](world::Job const& job) { return job.arn == arn; }))
    return true;
  for (std::uint32_t i = 0; i < world.executions().size(); ++i)
    for (pipeline::JobKindRow const& row : pipeline::job_kinds())
      if (any_job(world, ExecutionId{i}, row.kind,
                  [&](JobView const& view) { return view.arn == arn; }))
        return true;
  return std::ranges::any_of(tuned_views(world, plan, place),
                             [&](JobView const& view) { return view.arn == arn; });
}

json::Value request_of(World const& world, Plan const& plan, JobView const& view) {
  if (view.job) return *json::parse(world.documents()[world.jobs()[view.job].request].text);
  if (view.tuning_arn.empty())
    return sent_arguments(world, plan, view.execution, view.step, view.attempt);
  auto const tuned = find_tuned(world, plan, view.place, view.name);
  return tuned ? tuned_request(*tuned) : json::Value{json::Object{}};
}

void put_request(json::Value& out, World const& world, Plan const& plan, JobView const& view) {
  calls::Shape const& shown =
      *calls::find_operation("sagemaker", fmt::format("Describe{}", name_of(view.kind)))->output;
  json::Value const request = request_of(world, plan, view);
  if (!request.is_object()) return;
  for (auto const& [member, value] : request.as_object())
    if (shown.find(member) != nullptr) out.set(member, value);
}

std::string secondary_status(JobView const& view) {
  if (view.status == JobStatus::in_progress)
    return std::string(pipeline::row_of(view.kind).running);
  if (view.status == JobStatus::stopped && view.reason == kOvertime) return view.reason;
  return std::string(name_of(view.status));
}

}  // namespace rehearse::domain
