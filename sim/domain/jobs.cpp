#include "sim/domain/jobs.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/domain/artifacts.hpp"
#include "sim/domain/job_limits.hpp"
#include "sim/domain/job_views.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/pipeline/job_kinds.hpp"

namespace rehearse::domain {
namespace {

pipeline::StepTypeRow const& step_row(JobKind kind) {
  return pipeline::row_of(pipeline::row_of(kind).step);
}

ArtifactUses job_uses(world::World const& world, world::Job const& job, DataUse use) {
  if (world.access().buckets().empty()) return {};
  json::Value const request = *json::parse(world.documents()[job.request].text);
  PrincipalId const role = world.principals().find_arn(job_role_arn(world, job, job.kind, request));
  return artifact_uses(world.access(), role, request, use);
}

}  // namespace

std::string cannot_assume(std::string_view role_arn) {
  return fmt::format(
      "Could not assume role {}. Please ensure that the role exists and allows principal "
      "'sagemaker.amazonaws.com' to assume the role.",
      role_arn);
}

Duration drawn_duration(world::World const& world, world::Job const& job) {
  std::string const key = fmt::format(
      "job/{}/{}/{}", world.organization().account(job.account).name, name_of(job.kind), job.name);
  Stream stream(world.seed(), hash_bytes(key));
  return stream.sample(step_row(job.kind).default_duration());
}

std::string job_role_arn(world::World const& world, world::Place const& place, JobKind kind,
                         json::Value const& request) {
  if (kind == JobKind::transform) {
    ModelId const model = world.endpoints().find_model(place, request.string_or_empty("ModelName"));
    if (!model) return {};
    DocumentId const created = world.endpoints().models()[model.index].request;
    return std::string(
        json::parse(world.documents()[created].text)->string_or_empty("ExecutionRoleArn"));
  }
  std::string_view const path = step_row(kind).role_argument;
  json::Value const* role = member_at(request, path);
  if (role == nullptr && kind == JobKind::tuning)
    if (json::Value const* list = request.find("TrainingJobDefinitions");
        list != nullptr && list->is_array() && !list->as_array().empty())
      role = list->as_array().front().find("RoleArn");
  return role != nullptr && role->is_string() ? role->as_string() : std::string{};
}

trace::Seq Jobs::move(JobId job, JobStatus to, std::string_view reason) {
  JobStatus const from = c_.world.jobs()[job].status;
  trace::Seq const seq = c_.record.record(trace::JobMoved{job, from, to, std::string(reason)});
  if (events_.anybody_listens()) events_.job_moved(job_view(c_.world, job));
  return seq;
}

JobId Jobs::create(world::Place const& place, JobKind kind, std::string const& name,
                   json::Value const& request, PrincipalId by) {
  JobId const id{static_cast<std::uint32_t>(c_.world.jobs().all().size())};
  DocumentId const document =
      c_.record.document(trace::DocumentKind::request, name, json::dump(request));
  pipeline::StepType const type = pipeline::row_of(kind).step;
  auto const instances =
      taken_up(type, pipeline::instances_of(type, request)).value_or(pipeline::Instances{{}, 0});
  trace::Seq const seq = c_.record.record(trace::JobStored{id, kind, place.account, name, document,
                                                           by, counted(instances), instances.type,
                                                           foreign_region(c_, place)});
  if (events_.anybody_listens()) events_.job_moved(job_view(c_.world, id));
  auto wake_after = [&](Duration delay, JobEnd end) {
    c_.engine.after(delay, make_wake(WakeKind::job_done, id.index, static_cast<std::uint64_t>(end)),
                    seq);
  };
  if (auto refused = reach(c_, job_uses(c_.world, c_.world.jobs()[id], DataUse::read))) {
    refusals_[id] = job_failure(*refused);
    wake_after(assume_(Assumption::create_failure_delay), JobEnd::refused);
    return id;
  }
  Duration const drawn = drawn_duration(c_.world, c_.world.jobs()[id]);
  auto const limit = time_limit(kind, request, drawn);
  wake_after(limit.value_or(drawn), limit ? JobEnd::overtime : JobEnd::done);
  return id;
}

std::optional<ApiError> Jobs::over_quota(world::Place const& place, JobKind kind,
                                         json::Value const& request) const {
  pipeline::StepType const type = pipeline::row_of(kind).step;
  json::Value const* seconds = member_at(request, runtime_path(type));
  return over_job_quotas(
      c_.world, assume_, place,
      {step_row(kind).quota, taken_up(type, pipeline::instances_of(type, request)),
       seconds != nullptr ? seconds->as_integer() : std::nullopt});
}

std::optional<Duration> Jobs::time_limit(JobKind kind, json::Value const& request,
                                         Duration lasts) const {
  if (!pipeline::runs_on_instances(pipeline::row_of(kind).step)) return std::nullopt;
  json::Value const* spot = request.find("EnableManagedSpotTraining");
  return job_time_limit(c_, assume_, lasts, spot != nullptr && *spot == json::Value{true},
                        [&](std::string_view path) -> std::optional<std::int64_t> {
                          json::Value const* seconds = member_at(request, path);
                          return seconds != nullptr ? seconds->as_integer() : std::nullopt;
                        });
}

void Jobs::stop(JobId job, std::string_view reason) {
  trace::Seq const seq = move(job, JobStatus::stopping, reason);
  c_.engine.after(assume_(Assumption::job_stop_delay), make_wake(WakeKind::job_stopped, job.index),
                  seq);
}

void Jobs::stop_tuned(JobView const& job) {
  c_.record.record(trace::TunedJobStopped{job.place.account, job.name,
                                          assume_(Assumption::job_stop_delay),
                                          foreign_region(c_, job.place)});
}

void Jobs::done(JobId job, JobEnd end) {
  if (c_.world.jobs()[job].status != JobStatus::in_progress) return;  // stopped meanwhile
  if (end == JobEnd::done) {
    if (auto const refused = reach(c_, job_uses(c_.world, c_.world.jobs()[job], DataUse::write)))
      move(job, JobStatus::failed, job_failure(*refused));
    else
      move(job, JobStatus::completed);
  } else if (end == JobEnd::overtime) {
    stop(job, kOvertime);
  } else {
    move(job, JobStatus::failed, refusals_[job]);
  }
}

void Jobs::stopped(JobId job) { move(job, JobStatus::stopped); }

}  // namespace rehearse::domain
