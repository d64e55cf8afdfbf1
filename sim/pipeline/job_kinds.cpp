#include "sim/pipeline/job_kinds.hpp"

#include <array>

namespace rehearse::pipeline {
namespace {

constexpr std::array kKinds{
    JobKindRow{.kind = JobKind::processing,
               .step = StepType::processing,
               .words = "processing job",
               .name = "ProcessingJobName",
               .arn = "ProcessingJobArn",
               .status = "ProcessingJobStatus",
               .summaries = "ProcessingJobSummaries",
               .start = "ProcessingStartTime",
               .end = "ProcessingEndTime",
               .event = "SageMaker Processing Job State Change"},
    JobKindRow{.kind = JobKind::training,
               .step = StepType::training,
               .words = "training job",
               .name = "TrainingJobName",
               .arn = "TrainingJobArn",
               .status = "TrainingJobStatus",
               .secondary = "SecondaryStatus",
               .running = "Training",
               .summaries = "TrainingJobSummaries",
               .start = "TrainingStartTime",
               .end = "TrainingEndTime",
               .event = "SageMaker Training Job State Change",
               .lists_reasons = false},
    JobKindRow{.kind = JobKind::tuning,
               .step = StepType::tuning,
               .words = "hyper parameter tuning job",
               .name = "HyperParameterTuningJobName",
               .arn = "HyperParameterTuningJobArn",
               .status = "HyperParameterTuningJobStatus",
               .summaries = "HyperParameterTuningJobSummaries",
               .end = "HyperParameterTuningEndTime",
               .event = "SageMaker HyperParameter Tuning Job State Change",
               .lists_reasons = false,
               .sorted_by_name = true},
    JobKindRow{.kind = JobKind::transform,
               .step = StepType::transform,
               .words = "transform job",
               .name = "TransformJobName",
               .arn = "TransformJobArn",
               .status = "TransformJobStatus",
               .summaries = "TransformJobSummaries",
               .start = "TransformStartTime",
               .end = "TransformEndTime",
               .event = "SageMaker Transform Job State Change",
               .shows_modified = false,
               .newest_first = true},
    JobKindRow{.kind = JobKind::automl,
               .step = StepType::automl,
               .words = "AutoML job",
               .name = "AutoMLJobName",
               .arn = "AutoMLJobArn",
               .status = "AutoMLJobStatus",
               .secondary = "AutoMLJobSecondaryStatus",
               .running = "ModelTuning",
               .summaries = "AutoMLJobSummaries",
               .end = "EndTime",
               .sorted_by_name = true,
               .newest_first = true},
};

constexpr bool kinds_in_order() {
  for (std::size_t i = 0; i < kKinds.size(); ++i)
    if (static_cast<std::size_t>(kKinds[i].kind) != i) return false;
  return true;
}
static_assert(kinds_in_order(), "the table's rows stand in the order of JobKind");

}  // namespace

std::span<JobKindRow const> job_kinds() { return kKinds; }

JobKindRow const& row_of(JobKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<JobKind> job_kind_of(StepType type) {
  if (type == StepType::quality_check || type == StepType::clarify_check)
    return JobKind::processing;
  for (JobKindRow const& row : kKinds)
    if (row.step == type) return row.kind;
  return std::nullopt;
}

}  // namespace rehearse::pipeline
