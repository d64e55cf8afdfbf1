#include "sim/api/sagemaker_job_views.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/names.hpp"

namespace rehearse::api::jobs {
namespace {

using world::StepIndex;

JobView view_of(World const& world, JobId id) {
  world::Job const& job = world.jobs()[id];
  return {job.kind, job.name, job.arn, job.status, job.reason, job.created, job.moved, id, {}, 0};
}

constexpr JobStatus job_status(StepStatus status) {
  switch (status) {
    case StepStatus::succeeded:
      return JobStatus::completed;
    case StepStatus::failed:
      return JobStatus::failed;
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

Time time_of(std::uint64_t word) { return Time{Duration{static_cast<std::int64_t>(word)}}; }

bool makes(World const& world, ExecutionId execution, StepIndex step, JobKind kind) {
  return pipeline::job_kind_of(world.executions()[execution].graph->type(step)) == kind &&
         step_has_created(world, execution, step);
}

JobView view_of(World const& world, ExecutionId execution, StepIndex step, JobKind kind) {
  world::StepState const& state = world.executions().step(execution, step);
  world::StepDetail const* detail = world.executions().detail(execution, step);
  return {kind,
          world::job_name(world, execution, step),
          world::job_arn(world, execution, step),
          job_status(state.status()),
          detail != nullptr ? detail->reason : std::string{},
          time_of(state.started),
          time_of(state.moved),
          {},
          execution,
          step};
}

/// Calls `look` with each step of the execution that has created such a job, until it says true.
template <class Look>
bool any_step(World const& world, ExecutionId execution, JobKind kind, Look look) {
  std::size_t const count = world.executions()[execution].graph->step_count();
  for (std::size_t i = 0; i < count; ++i)
    if (auto step = static_cast<StepIndex>(i); makes(world, execution, step, kind) && look(step))
      return true;
  return false;
}

}  // namespace

bool step_has_created(World const& world, ExecutionId execution, StepIndex step) {
  StepStatus const status = world.executions().step(execution, step).status();
  world::StepDetail const* detail = world.executions().detail(execution, step);
  return status != StepStatus::none && status != StepStatus::starting &&
         (detail == nullptr || (!detail->refused && !detail->source));
}

std::vector<JobView> jobs_of(World const& world, world::Place const& place, JobKind kind) {
  std::vector<JobView> out;
  for (std::uint32_t i = 0; i < world.jobs().all().size(); ++i)
    if (world.jobs()[{i}].place() == place && world.jobs()[{i}].kind == kind)
      out.push_back(view_of(world, JobId{i}));
  for (std::uint32_t i = 0; i < world.executions().size(); ++i) {
    if (world.pipelines()[world.executions()[ExecutionId{i}].pipeline].place() != place) continue;
    any_step(world, ExecutionId{i}, kind, [&](StepIndex step) {
      out.push_back(view_of(world, ExecutionId{i}, step, kind));
      return false;
    });
  }
  std::ranges::sort(out, {}, [](JobView const& v) { return std::pair{v.created, v.name}; });
  return out;
}

std::optional<JobView> find_job(World const& world, world::Place const& place, JobKind kind,
                                std::string const& name) {
  if (JobId id = world.jobs().find(place, kind, name)) return view_of(world, id);
  constexpr std::size_t kIdLength = 12;
  trace::Base36 id;
  if (!name.starts_with(world::kJobPrefix) ||
      !from_text(std::string_view(name).substr(world::kJobPrefix.size(), kIdLength), id))
    return std::nullopt;
  std::optional<JobView> found;
  for (std::uint32_t i = 0; i < world.pipelines().all().size() && !found; ++i) {
    if (world.pipelines()[PipelineId{i}].place() != place) continue;
    ExecutionId const execution = world.executions().find(PipelineId{i}, id);
    if (!execution) continue;
    any_step(world, execution, kind, [&](StepIndex step) {
      if (world::job_name(world, execution, step) != name) return false;
      found = view_of(world, execution, step, kind);
      return true;
    });
  }
  return found;
}

bool is_job_arn(World const& world, std::string_view arn) {
  if (std::ranges::any_of(world.jobs().all(),
                          [&](world::Job const& job) { return job.arn == arn; }))
    return true;
  for (std::uint32_t i = 0; i < world.executions().size(); ++i)
    for (pipeline::JobKindRow const& row : pipeline::job_kinds())
      if (any_step(world, ExecutionId{i}, row.kind, [&](StepIndex step) {
            return world::job_arn(world, ExecutionId{i}, step) == arn;
          }))
        return true;
  return false;
}

json::Value request_of(World const& world, domain::Plan const& plan, JobView const& view) {
  if (view.job) return *json::parse(world.documents()[world.jobs()[view.job].request].text);
  auto const& definition = world.executions()[view.execution].graph->definition();
  if (!definition) return {};
  domain::WorldResolver resolver(world, plan, view.execution, view.step);
  return pipeline::resolve(definition->steps[view.step].arguments, resolver)
      .value_or(json::Value{});
}

}  // namespace rehearse::api::jobs
