// Jobs: create, describe, stop and list, of five kinds. Source: sagemaker-pipelines 1.5, 3.3; the
// members of each kind's calls stand in pipeline/job_kinds.cpp.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/api/sagemaker_tags.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/job_views.hpp"
#include "sim/domain/resolver.hpp"
#include "sim/domain/tuning.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::api::jobs {
namespace {

using domain::JobView;
using pipeline::JobKindRow;

constexpr std::string_view kVerbs[] = {"Create", "Describe", "Stop", "List"};

std::string job_arn(World const& world, Caller const& caller, JobKind kind,
                    json::Value const& input) {
  JobKindRow const& row = pipeline::row_of(kind);
  return own_arn(world, caller,
                 fmt::format("{}/{}", pipeline::row_of(row.step).arn_resource,
                             to_lower(text_of(input, row.name))));
}

/// Every role that the input hands over.
void need_job_roles(World const& world, json::Value const& input, std::vector<calls::Need>& needs) {
  need_pass_role(world, input, "RoleArn", needs);
  if (json::Value const* one = input.find("TrainingJobDefinition"))
    need_pass_role(world, *one, "RoleArn", needs);
  if (json::Value const* several = input.find("TrainingJobDefinitions");
      several != nullptr && several->is_array())
    for (json::Value const& each : several->as_array())
      need_pass_role(world, each, "RoleArn", needs);
}

std::expected<JobView, ApiError> find(Request const& r, JobKind kind) {
  std::string const name = text_of(r.input, pipeline::row_of(kind).name);
  auto found = domain::find_job(r.world(), r.domain.context().plan, r.place(), kind, name);
  if (!found)
    return std::unexpected(
        resource_not_found(fmt::format("Could not find requested job with name: {}", name)));
  return std::move(*found);
}

/// A transform job works with a model's role, which must be there.
std::optional<ApiError> model_missing(Request const& r, JobKind kind) {
  std::string const model = text_of(r.input, "ModelName");
  if (kind != JobKind::transform || r.world().endpoints().find_model(r.place(), model))
    return std::nullopt;
  return validation_error(fmt::format("Could not find model \"{}\".",
                                      own_arn(r.world(), r.caller, "model/" + to_lower(model))));
}

/// SageMaker takes on the role for the job.
std::optional<ApiError> not_assumable(Request const& r, JobKind kind) {
  std::string const arn = domain::job_role_arn(r.world(), r.place(), kind, r.input);
  if (arn.empty()) return std::nullopt;
  PrincipalId const role = r.world().principals().find_arn(arn);
  if (role &&
      r.domain.context()
          .judge.service_may_assume(role, job_arn(r.world(), r.caller, kind, r.input), r.account())
          .allowed())
    return std::nullopt;
  return validation_error(domain::cannot_assume(arn));
}

void put_state(json::Value& answer, World const& world, JobView const& view) {
  JobKindRow const& row = pipeline::row_of(view.kind);
  answer.set(row.name, view.name).set(row.arn, view.arn).set(row.status, name_of(view.status));
  if (!row.secondary.empty()) answer.set(row.secondary, domain::secondary_status(view));
  answer.set("CreationTime", timestamp(world, view.created));
  if (is_terminal(view.status)) answer.set(row.end, timestamp(world, view.moved));
}

void put_tuned_result(json::Value& answer, Request const& r, JobView const& view) {
  answer.set("TuningJobArn", view.tuning_arn);
  auto const tuned = domain::find_tuned(r.world(), r.domain.context().plan, view.place, view.name);
  if (tuned && tuned->job.is_scored())
    answer.set(
        "FinalMetricDataList",
        json::Array{
            domain::final_metric(tuned->job).set("Timestamp", timestamp(r.world(), view.moved))});
}

void put_training_result(json::Value& answer, Request const& r, JobView const& view) {
  domain::put_model_artifacts(answer, view.name);
  if (!view.tuning_arn.empty()) put_tuned_result(answer, r, view);
  if (!is_terminal(view.status)) return;
  std::int64_t const seconds =
      std::chrono::duration_cast<std::chrono::seconds>(view.moved - view.created).count();
  answer.set("TrainingTimeInSeconds", seconds).set("BillableTimeInSeconds", seconds);
}

json::Value tuned_summary(World const& world, domain::TunedJob const& job) {
  json::Value out = domain::summary_of(job);
  out.set("CreationTime", timestamp(world, job.created))
      .set("TrainingStartTime", timestamp(world, job.created));
  if (is_terminal(job.status)) out.set("TrainingEndTime", timestamp(world, job.moved));
  return out;
}

std::vector<domain::TunedJob> tuned_jobs(Request& r, JobView const& tuning) {
  return domain::tuned_jobs(r.world(), tuning,
                            domain::request_of(r.world(), r.domain.context().plan, tuning));
}

void put_tuning_result(json::Value& answer, Request& r, JobView const& tuning) {
  auto const jobs = tuned_jobs(r, tuning);
  domain::put_counters(answer, jobs);
  if (auto const best = domain::best_first(jobs); !best.empty())
    answer.set("BestTrainingJob", tuned_summary(r.world(), best.front()));
}

}  // namespace

Needs needs_of(Verb verb, JobKind kind, World const& world, Caller const& caller,
               json::Value const& input) {
  std::string const action = fmt::format("sagemaker:{}{}{}", kVerbs[static_cast<int>(verb)],
                                         name_of(kind), verb == Verb::list ? "s" : "");
  if (verb == Verb::list) return needs_nothing_named(action);
  Needs needs = need(action, job_arn(world, caller, kind, input), account_of(world, caller));
  if (verb != Verb::create) return needs;
  add_call_keys(input, *needs);
  need_job_roles(world, input, *needs);
  tags::need_add_tags(input, *needs);
  return needs;
}

Answer create(Request& r, JobKind kind) {
  JobKindRow const& row = pipeline::row_of(kind);
  std::string const name = text_of(r.input, row.name);
  if (auto refused = model_missing(r, kind)) return std::unexpected(*refused);
  if (auto refused = not_assumable(r, kind)) return std::unexpected(*refused);
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  std::string const arn = job_arn(r.world(), r.caller, kind, r.input);
  if (find(r, kind))
    return std::unexpected(ApiError{
        "ResourceInUse", fmt::format("Job name must be unique within an AWS account and region, "
                                     "and a job with this name already exists ({})",
                                     arn)});
  if (auto over = r.domain.jobs.over_quota(r.place(), kind, r.input)) return std::unexpected(*over);
  r.call.accept();
  r.domain.jobs.create(r.place(), kind, name, r.input, r.caller.principal);
  tags::store(r, arn);
  return json::Value{}.set(row.arn, arn);
}

Answer describe(Request& r, JobKind kind) {
  auto view = find(r, kind);
  if (!view) return std::unexpected(view.error());
  World const& world = r.world();
  JobKindRow const& row = pipeline::row_of(kind);
  json::Value answer;
  domain::put_request(answer, world, r.domain.context().plan, *view);
  put_state(answer, world, *view);
  if (!row.start.empty()) answer.set(row.start, timestamp(world, view->created));
  if (row.shows_modified) answer.set("LastModifiedTime", timestamp(world, view->moved));
  if (view->status == JobStatus::failed) answer.set("FailureReason", view->reason);
  if (kind == JobKind::training) put_training_result(answer, r, *view);
  if (kind == JobKind::tuning) put_tuning_result(answer, r, *view);
  return answer;
}

Answer stop(Request& r, JobKind kind) {
  auto view = find(r, kind);
  if (!view) return std::unexpected(view.error());
  if (view->status != JobStatus::in_progress)
    return std::unexpected(
        validation_error(fmt::format("The request was rejected because the {} is in status {}.",
                                     pipeline::row_of(kind).words, name_of(view->status))));
  r.call.accept();
  if (view->job)
    r.domain.jobs.stop(view->job);
  else if (!view->tuning_arn.empty())
    // The tuning job goes on without it and counts it as Stopped (TrainingJobStatusCounters).
    r.domain.jobs.stop_tuned(*view);
  else
    r.domain.scheduling.stop_job(view->execution, view->step);
  return json::Value{json::Object{}};
}

Answer list(Request& r, JobKind kind) {
  World const& world = r.world();
  JobKindRow const& row = pipeline::row_of(kind);
  std::string_view const status = r.input.string_or_empty("StatusEquals");
  if (auto why = not_simulated(r.input, {"WarmPoolStatusEquals", "TrainingPlanArnEquals"}))
    return std::unexpected(validation_error(*why));
  json::Array items;
  for (JobView const& view : domain::jobs_of(world, r.domain.context().plan, r.place(), kind)) {
    if (!status.empty() && name_of(view.status) != status) continue;
    json::Value item;
    put_state(item, world, view);
    item.set("LastModifiedTime", timestamp(world, view.moved));
    if (row.lists_reasons && view.status == JobStatus::failed)
      item.set("FailureReason", view.reason);
    items.push_back(std::move(item));
  }
  std::string_view const by = r.input.string_or_empty("SortBy");
  if (by == "Name" || (by.empty() && row.sorted_by_name)) sort_by(items, row.name);
  if (by == "Status") sort_by(items, row.status);
  if (!ascending(r.input, !row.newest_first)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {.list = row.summaries, .name = row.name});
}

Needs tuned_needs(World const& world, Caller const& caller, json::Value const& input) {
  return need("sagemaker:ListTrainingJobsForHyperParameterTuningJob",
              job_arn(world, caller, JobKind::tuning, input), account_of(world, caller));
}

Answer list_tuned(Request& r) {
  auto const tuning = find(r, JobKind::tuning);
  if (!tuning) return std::unexpected(tuning.error());
  auto jobs = tuned_jobs(r, *tuning);
  std::string_view const by = r.input.string_or_empty("SortBy");
  if (by == "FinalObjectiveMetricValue") {
    std::erase_if(jobs, [](domain::TunedJob const& job) { return !job.is_scored(); });
    std::ranges::sort(jobs, {},
                      [](domain::TunedJob const& job) { return std::pair{job.score, job.name}; });
  }
  std::string_view const status = r.input.string_or_empty("StatusEquals");
  json::Array items;
  for (domain::TunedJob const& job : jobs)
    if (status.empty() || name_of(job.status) == status) {
      items.push_back(tuned_summary(r.world(), job));
      items.back().set("TuningJobName", tuning->name);
    }
  if (by.empty() || by == "Name") sort_by(items, "TrainingJobName");
  if (by == "Status") sort_by(items, "TrainingJobStatus");
  if (!ascending(r.input, true)) std::ranges::reverse(items);
  return page(r.input, std::move(items),
              {.list = "TrainingJobSummaries", .name = "TrainingJobName"});
}

}  // namespace rehearse::api::jobs
