// The jobs that have calls of their own: how each kind spells the members of its calls, one row
// each. Which step type makes one, how long it lasts and whose role it takes stand in that type's
// row of step_types.hpp. Source: sagemaker-pipelines 1.5, and the API model.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "sim/pipeline/step_types.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::pipeline {

/// Empty texts: the kind's calls have no such member.
struct JobKindRow {
  JobKind kind{};
  StepType step{};               // the step type that makes such jobs
  std::string_view words;        // `training job`, as messages say it
  std::string_view name;         // `TrainingJobName`
  std::string_view arn;          // `TrainingJobArn`
  std::string_view status;       // `TrainingJobStatus`
  std::string_view secondary{};  // `SecondaryStatus`
  std::string_view running{};    // the secondary status of a running job
  std::string_view summaries;    // `TrainingJobSummaries`
  std::string_view start{};      // `TrainingStartTime`
  std::string_view end;          // `TrainingEndTime`
  std::string_view event{};      // the detail-type of its events (5.2)
  bool shows_modified = true;    // its Describe has LastModifiedTime
  bool lists_reasons = true;     // its summaries have FailureReason
  bool sorted_by_name = false;   // the default SortBy of its List call; else CreationTime
  bool newest_first = false;     // the default SortOrder is Descending
};

/// In the order of JobKind.
std::span<JobKindRow const> job_kinds();
JobKindRow const& row_of(JobKind kind);
/// The kind of job that a step of this type creates (a check step: a processing job), or nothing.
std::optional<JobKind> job_kind_of(StepType type);

}  // namespace rehearse::pipeline
