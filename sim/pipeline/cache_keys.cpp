#include "sim/pipeline/cache_keys.hpp"

#include <algorithm>
#include <array>

#include "sim/pipeline/step_keys.hpp"

namespace rehearse::pipeline {
namespace {

constexpr KeyList<3> kProcessingCached{"AppSpecification", "Environment", "ProcessingInputs"};
constexpr KeyList<7> kTrainingCached{
    "AlgorithmSpecification",  "CheckpointConfig", "DebugHookConfig",
    "DebugRuleConfigurations", "Environment",      "HyperParameters",
    "InputDataConfig"};
constexpr KeyList<7> kTuningCached{"HyperParameterTuningJobConfig",
                                   "TrainingJobDefinition.AlgorithmSpecification",
                                   "TrainingJobDefinition.HyperParameterRanges",
                                   "TrainingJobDefinition.InputDataConfig",
                                   "TrainingJobDefinition.StaticHyperParameters",
                                   "TrainingJobDefinition.TuningObjective",
                                   "TrainingJobDefinitions"};
constexpr KeyList<7> kAutoMlCached{"AutoMLJobConfig.CompletionCriteria",
                                   "AutoMLJobConfig.CandidateGenerationConfig",
                                   "AutoMLJobConfig.DataSplitConfig",
                                   "AutoMLJobConfig.Mode",
                                   "AutoMLJobObjective",
                                   "InputDataConfig",
                                   "ProblemType"};
constexpr KeyList<4> kTransformCached{"DataProcessing", "Environment", "ModelName",
                                      "TransformInput"};
constexpr KeyList<2> kEmrCached{"ClusterId", "StepConfig"};
constexpr KeyList<5> kQualityCached{"SkipCheck", "RegisterNewBaseline", "ModelPackageGroupName",
                                    "SuppliedBaselineConstraints", "SuppliedBaselineStatistics"};
constexpr KeyList<4> kClarifyCached{"SkipCheck", "RegisterNewBaseline", "ModelPackageGroupName",
                                    "SuppliedBaselineConstraints"};

struct CacheRow {
  StepType type;
  Names arguments;
  Names siblings{};
};
using enum StepType;
// A check's own configuration travels as the arguments of its processing job.
constexpr std::array kCacheRows{CacheRow{processing, kProcessingCached},
                                CacheRow{training, kTrainingCached},
                                CacheRow{tuning, kTuningCached},
                                CacheRow{automl, kAutoMlCached},
                                CacheRow{transform, kTransformCached},
                                CacheRow{quality_check, kProcessingCached, kQualityCached},
                                CacheRow{clarify_check, kProcessingCached, kClarifyCached},
                                CacheRow{emr, kEmrCached}};

CacheRow const* cache_row(StepType type) {
  auto at = std::ranges::find(kCacheRows, type, &CacheRow::type);
  return at == kCacheRows.end() ? nullptr : &*at;
}

}  // namespace

Names cache_arguments(StepType type) {
  CacheRow const* row = cache_row(type);
  return row != nullptr ? row->arguments : Names{};
}

Names cache_siblings(StepType type) {
  CacheRow const* row = cache_row(type);
  return row != nullptr ? row->siblings : Names{};
}

}  // namespace rehearse::pipeline
