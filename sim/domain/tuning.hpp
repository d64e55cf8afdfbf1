// The training jobs of a tuning job. They follow from it and are stored nowhere: as many at once as
// its limits say, one wave after another over the time that it lasts, each with hyperparameters
// drawn from their ranges and an objective metric drawn from 0 to 1. That somebody stopped one is
// stored; the wave after it begins no sooner. Source: sagemaker-pipelines 1.5, and the API model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/domain/job_views.hpp"

namespace rehearse::domain {

struct TunedJob {
  std::string name;
  std::string arn;
  std::size_t number = 0;  // from 0
  std::string definition;  // its name, where the tuning job has several
  JobStatus status{};
  std::string reason;  // where it is Failed
  Time created{};
  Time moved{};  // to its status
  json::Value hyperparameters{json::Object{}};
  std::string metric;      // its name; empty: there is no objective
  std::string objective;   // `Maximize` or `Minimize`
  std::int64_t score = 0;  // the final metric in ten-thousandths, once it is Completed

  bool is_scored() const { return status == JobStatus::completed && !metric.empty(); }
};

/// Those that have begun, oldest first. `request`: what the tuning job was created with, resolved.
std::vector<TunedJob> tuned_jobs(world::World const& world, JobView const& tuning,
                                 json::Value const& request);
/// One of them, with the tuning job that made it and what that was created with.
struct Tuned {
  JobView tuning;
  json::Value request;
  TunedJob job;
};
std::optional<Tuned> find_tuned(world::World const& world, Plan const& plan,
                                world::Place const& place, std::string const& name);
/// As the other training jobs are seen.
JobView tuned_view(Tuned const& tuned);
/// Of all tuning jobs that live there.
std::vector<JobView> tuned_views(world::World const& world, Plan const& plan,
                                 world::Place const& place);
/// What the tuning job creates it with.
json::Value tuned_request(Tuned const& tuned);
/// The element of `FinalMetricDataList`, but for its time. REQUIRES: is_scored.
json::Value final_metric(TunedJob const& job);
/// Those with a final metric, the best one first.
std::vector<TunedJob> best_first(std::vector<TunedJob> jobs);
/// The members of HyperParameterTrainingJobSummary, but for its times.
json::Value summary_of(TunedJob const& job);
/// Sets TrainingJobStatusCounters and ObjectiveStatusCounters.
void put_counters(json::Value& answer, std::vector<TunedJob> const& jobs);

}  // namespace rehearse::domain
