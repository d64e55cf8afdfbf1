// The training jobs of a tuning job. They follow from it and are stored nowhere: as many at once as
// its limits say, one wave after another over the time that it lasts, each with hyperparameters
// drawn from their ranges and an objective metric drawn from 0 to 1. They stand in no list of
// training jobs. Source: sagemaker-pipelines 1.5, and the API model.
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
  std::string definition;  // its name, where the tuning job has several
  JobStatus status{};
  Time created{};
  Time ended{};  // where its status is terminal
  json::Value hyperparameters{json::Object{}};
  std::string metric;      // its name; empty: there is no objective
  std::string objective;   // `Maximize` or `Minimize`
  std::int64_t score = 0;  // the final metric in ten-thousandths, once it is Completed

  bool is_scored() const { return status == JobStatus::completed && !metric.empty(); }
};

/// Those that have begun, oldest first. `request`: what the tuning job was created with, resolved.
std::vector<TunedJob> tuned_jobs(world::World const& world, JobView const& tuning,
                                 json::Value const& request);
/// Those with a final metric, the best one first.
std::vector<TunedJob> best_first(std::vector<TunedJob> jobs);
/// The members of HyperParameterTrainingJobSummary, but for its times.
json::Value summary_of(TunedJob const& job);
/// Sets TrainingJobStatusCounters and ObjectiveStatusCounters.
void put_counters(json::Value& answer, std::vector<TunedJob> const& jobs);

}  // namespace rehearse::domain
