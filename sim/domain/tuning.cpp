#include "sim/domain/tuning.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/domain/draws.hpp"
#include "sim/domain/job_limits.hpp"
#include "sim/domain/jobs.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::domain {
namespace {

using world::World;

/// A definition may ask for any number; so many are looked at.
constexpr std::uint64_t kTunedMax = 1'000;

/// A number, or one that a parameter wrote as a text.
std::optional<std::uint64_t> count_at(json::Value const& root, std::string_view path) {
  json::Value const* value = member_at(root, path);
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return parse_unsigned<std::uint64_t>(value->as_string());
  auto const number = value->as_integer();
  return number && *number > 0 ? std::optional(static_cast<std::uint64_t>(*number)) : std::nullopt;
}

struct Limits {
  std::uint64_t number = 1;
  std::uint64_t parallel = 1;
  std::uint64_t waves() const { return (number + parallel - 1) / parallel; }
};

/// Without a number, one wave.
Limits limits_of(json::Value const& request) {
  constexpr std::string_view kAt = "HyperParameterTuningJobConfig.ResourceLimits.";
  auto limit = [&](std::string_view name, std::uint64_t otherwise) {
    return std::clamp<std::uint64_t>(
        count_at(request, fmt::format("{}{}", kAt, name)).value_or(otherwise), 1, kTunedMax);
  };
  std::uint64_t const parallel = limit("MaxParallelTrainingJobs", 1);
  return {limit("MaxNumberOfTrainingJobs", parallel), parallel};
}

/// How long the tuning job was to last; of one that is over and told nothing, how long it did.
Duration length_of(World const& world, JobView const& tuning) {
  if (tuning.job) return drawn_duration(world, world.jobs()[tuning.job]);
  Duration planned{};
  if (world::StepDetail const* detail = world.executions().detail(tuning.execution, tuning.step)) {
    planned = detail->planned;
    for (world::EarlierAttempt const& each : detail->earlier)
      if (each.attempt == tuning.attempt) planned = each.planned;
  }
  return planned > Duration{0} ? planned : tuning.moved - tuning.created;
}

/// What the n-th training job is made from: the definitions take turns.
json::Value const& definition_of(json::Value const& request, std::size_t n) {
  static json::Value const kNone{json::Object{}};
  if (json::Value const* several = request.find("TrainingJobDefinitions");
      several != nullptr && several->is_array() && !several->as_array().empty())
    return several->as_array()[n % several->as_array().size()];
  json::Value const* one = request.find("TrainingJobDefinition");
  return one != nullptr ? *one : kNone;
}

json::Array const& list_at(json::Value const* ranges, std::string_view name) {
  static json::Array const kNone;
  json::Value const* list = ranges != nullptr ? ranges->find(name) : nullptr;
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

/// A bound with four places more, so that a continuous range has values between its bounds.
std::string finer(std::string_view bound) {
  return std::string(bound) + (bound.find('.') == std::string_view::npos ? ".0000" : "0000");
}

/// `TunedHyperParameters`, with parts to draw. Bounds that are no plain decimals stay as they are.
json::Value tuned_ranges(json::Value const& request, json::Value const& definition) {
  json::Value const* ranges = definition.find("HyperParameterRanges");
  if (ranges == nullptr)
    ranges = member_at(request, "HyperParameterTuningJobConfig.ParameterRanges");
  json::Value out{json::Object{}};
  auto put_between = [&](json::Value const& range, bool whole) {
    std::string const low(range.string_or_empty("MinValue"));
    std::string const high(range.string_or_empty("MaxValue"));
    auto value = whole ? draw_uniform(low, high) : draw_uniform(finer(low), finer(high));
    out.set(range.string_or_empty("Name"), value ? *value : json::Value{low});
  };
  for (json::Value const& range : list_at(ranges, "IntegerParameterRanges"))
    put_between(range, true);
  for (json::Value const& range : list_at(ranges, "ContinuousParameterRanges"))
    put_between(range, false);
  for (json::Value const& range : list_at(ranges, "CategoricalParameterRanges"))
    if (json::Array const& values = list_at(&range, "Values"); !values.empty())
      out.set(range.string_or_empty("Name"), draw_one_of(values));
  return out;
}

/// `{its tuning job's}-{number}-{letters}`; empty: no tuning job gives such a name.
std::string tuning_name_of(std::string_view name) {
  for (int part = 0; part < 2; ++part) {
    std::size_t const dash = name.rfind('-');
    if (dash == std::string_view::npos) return {};
    name = name.substr(0, dash);
  }
  return std::string(name);
}

std::string score_text(TunedJob const& job) {
  return fmt::format("{}.{:04}", job.score / 10'000, job.score % 10'000);
}

/// What is drawn of a training job, and what it is called.
TunedJob nth_job(World const& world, JobView const& tuning, json::Value const& request,
                 std::size_t n) {
  std::uint64_t const key = hash_bytes(tuning.name, n);
  auto stream = [&](std::string_view purpose) {
    return Stream(world.seed(), hash_bytes(purpose, key));
  };
  json::Value const& definition = definition_of(request, n);
  json::Value const* objective = definition.find("TuningObjective");
  if (objective == nullptr)
    objective =
        member_at(request, "HyperParameterTuningJobConfig.HyperParameterTuningJobObjective");
  TunedJob out;
  out.name = fmt::format("{}-{:03}-{}", tuning.name, n + 1, stream("name").alphanumeric(8));
  out.arn =
      sagemaker_arn(tuning.place.region, world.organization().account(tuning.place.account).id,
                    "training-job/" + to_lower(out.name));
  out.number = n;
  out.definition = definition.string_or_empty("DefinitionName");
  out.hyperparameters = domain::drawn(
      tuned_ranges(request, definition),
      [&](std::string_view place, std::uint64_t choices) { return stream(place).below(choices); });
  if (objective != nullptr) {
    out.metric = objective->string_or_empty("MetricName");
    out.objective = objective->string_or_empty("Type");
  }
  out.score = static_cast<std::int64_t>(stream("metric").below(10'001));
  return out;
}

/// Of a training job that has not come to its own end when the tuning job was last looked at.
JobStatus status_at_end(JobStatus tuning) {
  return tuning == JobStatus::stopping ? JobStatus::in_progress : tuning;
}

/// `until`: when the tuning job was last looked at.
void apply_stop(TunedJob& job, World const& world, JobView const& tuning, Time until) {
  world::TunedStop const* stop = world.jobs().tuned_stop(tuning.place, job.name);
  if (stop == nullptr) return;
  bool const over = stop->over <= until || is_terminal(tuning.status);
  job.status = over ? JobStatus::stopped : JobStatus::stopping;
  job.moved = over ? std::min(stop->over, until) : stop->asked;
}

JobView view_of(TunedJob const& job, JobView const& tuning) {
  JobView out;
  out.kind = JobKind::training;
  out.place = tuning.place;
  out.name = job.name;
  out.arn = job.arn;
  out.status = job.status;
  out.reason = job.reason;
  out.created = job.created;
  out.moved = job.moved;
  out.tuning_arn = tuning.arn;
  return out;
}

}  // namespace

std::vector<TunedJob> tuned_jobs(World const& world, JobView const& tuning,
                                 json::Value const& request) {
  Limits const limits = limits_of(request);
  Duration const wave =
      std::max(length_of(world, tuning) / static_cast<std::int64_t>(limits.waves()), Duration{1});
  Time const until = is_terminal(tuning.status) ? tuning.moved : world.now();
  Duration const gone = until - tuning.created;
  std::vector<TunedJob> out;
  for (std::uint64_t n = 0; n < limits.number; ++n) {
    auto const before = static_cast<std::int64_t>(n / limits.parallel);  // waves
    if (before > gone / wave) break;
    TunedJob job = nth_job(world, tuning, request, n);
    job.created = tuning.created + before * wave;
    bool const over = tuning.status == JobStatus::completed || until - job.created >= wave;
    if (!over && job.created == until && n > 0) break;  // it would begin at the end
    job.status = over ? JobStatus::completed : status_at_end(tuning.status);
    job.moved = over                      ? std::min(job.created + wave, until)
                : is_terminal(job.status) ? until
                                          : job.created;
    if (job.status == JobStatus::failed) job.reason = tuning.reason;
    apply_stop(job, world, tuning, until);
    out.push_back(std::move(job));
  }
  return out;
}

std::optional<Tuned> find_tuned(World const& world, Plan const& plan, world::Place const& place,
                                std::string const& name) {
  std::string const tuning_name = tuning_name_of(name);
  if (tuning_name.empty()) return std::nullopt;
  auto tuning = find_job(world, plan, place, JobKind::tuning, tuning_name);
  if (!tuning) return std::nullopt;
  json::Value request = request_of(world, plan, *tuning);
  auto jobs = tuned_jobs(world, *tuning, request);
  auto const found = std::ranges::find(jobs, name, &TunedJob::name);
  if (found == jobs.end()) return std::nullopt;
  return Tuned{std::move(*tuning), std::move(request), std::move(*found)};
}

JobView tuned_view(Tuned const& tuned) { return view_of(tuned.job, tuned.tuning); }

std::vector<JobView> tuned_views(World const& world, Plan const& plan, world::Place const& place) {
  std::vector<JobView> out;
  for (JobView const& tuning : jobs_of(world, plan, place, JobKind::tuning))
    for (TunedJob const& job : tuned_jobs(world, tuning, request_of(world, plan, tuning)))
      out.push_back(view_of(job, tuning));
  return out;
}

json::Value tuned_request(Tuned const& tuned) {
  json::Value out = definition_of(tuned.request, tuned.job.number);
  if (!out.is_object()) return json::Value{json::Object{}};
  json::Value parameters{json::Object{}};
  for (json::Value const* part : {out.find("StaticHyperParameters"), &tuned.job.hyperparameters})
    if (part != nullptr && part->is_object())
      for (auto const& [name, value] : part->as_object()) parameters.set(name, value);
  out.set("HyperParameters", std::move(parameters));
  return out;
}

json::Value final_metric(TunedJob const& job) {
  return json::Value{}.set("MetricName", job.metric).set("Value", json::Number{score_text(job)});
}

std::vector<TunedJob> best_first(std::vector<TunedJob> jobs) {
  std::erase_if(jobs, [](TunedJob const& job) { return !job.is_scored(); });
  std::ranges::sort(jobs, {}, [](TunedJob const& job) {
    return std::pair{job.objective == "Minimize" ? job.score : -job.score, job.name};
  });
  return jobs;
}

json::Value summary_of(TunedJob const& job) {
  json::Value out;
  if (!job.definition.empty()) out.set("TrainingJobDefinitionName", job.definition);
  out.set("TrainingJobName", job.name)
      .set("TrainingJobArn", job.arn)
      .set("TrainingJobStatus", name_of(job.status))
      .set("TunedHyperParameters", job.hyperparameters);
  if (job.metric.empty()) return out;
  if (job.is_scored())
    out.set("FinalHyperParameterTuningJobObjectiveMetric",
            json::Value{}
                .set("Type", job.objective)
                .set("MetricName", job.metric)
                .set("Value", json::Number{score_text(job)}));
  out.set("ObjectiveStatus", job.is_scored()           ? "Succeeded"
                             : is_terminal(job.status) ? "Failed"
                                                       : "Pending");
  return out;
}

void put_counters(json::Value& answer, std::vector<TunedJob> const& jobs) {
  auto count = [&](JobStatus status) {
    return std::ranges::count(jobs, status, &TunedJob::status);
  };
  auto const scored = std::ranges::count_if(jobs, &TunedJob::is_scored);
  auto const pending = count(JobStatus::in_progress) + count(JobStatus::stopping);
  answer.set("TrainingJobStatusCounters",
             json::Value{}
                 .set("Completed", std::int64_t{count(JobStatus::completed)})
                 .set("InProgress", std::int64_t{pending})
                 .set("RetryableError", 0)
                 .set("NonRetryableError", std::int64_t{count(JobStatus::failed)})
                 .set("Stopped", std::int64_t{count(JobStatus::stopped)}));
  answer.set("ObjectiveStatusCounters", json::Value{}
                                            .set("Succeeded", std::int64_t{scored})
                                            .set("Pending", std::int64_t{pending})
                                            .set("Failed", std::ssize(jobs) - scored - pending));
}

}  // namespace rehearse::domain
