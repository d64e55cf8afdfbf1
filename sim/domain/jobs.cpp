#include "sim/domain/jobs.hpp"

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/domain/artifacts.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::domain {
namespace {

json::Value const* member_at(json::Value const& value, std::string_view path) {
  auto const found = pipeline::lookup(value, path);
  return found ? *found : nullptr;
}

ArtifactUses job_uses(world::World const& world, world::Job const& job) {
  if (world.access().buckets().empty()) return {};
  json::Value const request = *json::parse(world.documents()[job.request].text);
  PrincipalId const role = world.principals().find_arn(job_role_arn(world, job, job.kind, request));
  return artifact_uses(world.access(), role, request);
}

Duration drawn_duration(world::World const& world, world::Job const& job) {
  std::string const key = fmt::format(
      "job/{}/{}/{}", world.organization().account(job.account).name, name_of(job.kind), job.name);
  Stream stream(world.seed(), hash_bytes(key));
  return stream.sample(pipeline::row_of(pipeline::row_of(job.kind).step).default_duration());
}

/// What the request allows it, where it says so.
std::optional<Duration> longest(json::Value const& request) {
  json::Value const* seconds = member_at(request, "StoppingCondition.MaxRuntimeInSeconds");
  auto number = seconds != nullptr ? seconds->as_integer() : std::nullopt;
  if (!number) return std::nullopt;
  return std::chrono::seconds(*number);
}

}  // namespace

std::string job_role_arn(world::World const& world, world::Place const& place, JobKind kind,
                         json::Value const& request) {
  if (kind == JobKind::transform) {
    ModelId const model = world.endpoints().find_model(place, request.string_or_empty("ModelName"));
    if (!model) return {};
    DocumentId const created = world.endpoints().models()[model.index].request;
    return std::string(
        json::parse(world.documents()[created].text)->string_or_empty("ExecutionRoleArn"));
  }
  std::string_view const path = pipeline::row_of(pipeline::row_of(kind).step).role_argument;
  json::Value const* role = member_at(request, path);
  if (role == nullptr && kind == JobKind::tuning)
    if (json::Value const* list = request.find("TrainingJobDefinitions");
        list != nullptr && list->is_array() && !list->as_array().empty())
      role = list->as_array().front().find("RoleArn");
  return role != nullptr && role->is_string() ? role->as_string() : std::string{};
}

trace::Seq Jobs::move(JobId job, JobStatus to, std::string_view reason) {
  JobStatus const from = c_.world.jobs()[job].status;
  return c_.record.record(trace::JobMoved{job, from, to, std::string(reason)});
}

JobId Jobs::create(world::Place const& place, JobKind kind, std::string const& name,
                   json::Value const& request, PrincipalId by) {
  JobId const id{static_cast<std::uint32_t>(c_.world.jobs().all().size())};
  DocumentId const document =
      c_.record.document(trace::DocumentKind::request, name, json::dump(request));
  trace::Seq const seq = c_.record.record(
      trace::JobStored{id, kind, place.account, name, document, by, foreign_region(c_, place)});
  auto wake_after = [&](Duration delay, JobEnd end) {
    c_.engine.after(delay, make_wake(WakeKind::job_done, id.index, static_cast<std::uint64_t>(end)),
                    seq);
  };
  if (auto refused = reach(c_, job_uses(c_.world, c_.world.jobs()[id]))) {
    refusals_[id] = job_failure(*refused);
    wake_after(assume_(Assumption::create_failure_delay), JobEnd::refused);
    return id;
  }
  Duration const drawn = drawn_duration(c_.world, c_.world.jobs()[id]);
  if (longest(request) && *longest(request) < drawn)
    wake_after(*longest(request), JobEnd::overtime);
  else
    wake_after(drawn, JobEnd::done);
  return id;
}

void Jobs::stop(JobId job, std::string_view reason) {
  trace::Seq const seq = move(job, JobStatus::stopping, reason);
  c_.engine.after(assume_(Assumption::job_stop_delay), make_wake(WakeKind::job_stopped, job.index),
                  seq);
}

void Jobs::done(JobId job, JobEnd end) {
  if (c_.world.jobs()[job].status != JobStatus::in_progress) return;  // stopped meanwhile
  if (end == JobEnd::done) {
    move(job, JobStatus::completed);
  } else if (end == JobEnd::overtime) {
    stop(job, kOvertime);
  } else {
    move(job, JobStatus::failed, refusals_[job]);
  }
}

void Jobs::stopped(JobId job) { move(job, JobStatus::stopped); }

}  // namespace rehearse::domain
