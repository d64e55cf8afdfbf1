// The attributes that a step type's cache key is made of: paths into its arguments or its keys
// beside them. Nothing else makes a miss. Source: sagemaker-pipelines 1.9.
//
// The guide lists the checks' attributes by the names of the SDK's classes: what those write into
// the definition is the request of the processing job and the keys beside `Arguments`.
#pragma once

#include "sim/pipeline/step_keys.hpp"

namespace rehearse::pipeline {

inline constexpr KeyList<3> kProcessingCacheKey{"AppSpecification", "Environment",
                                                "ProcessingInputs"};
inline constexpr KeyList<7> kTrainingCacheKey{
    "AlgorithmSpecification",  "CheckpointConfig", "DebugHookConfig",
    "DebugRuleConfigurations", "Environment",      "HyperParameters",
    "InputDataConfig"};
inline constexpr KeyList<7> kTuningCacheKey{"HyperParameterTuningJobConfig",
                                            "TrainingJobDefinition.AlgorithmSpecification",
                                            "TrainingJobDefinition.HyperParameterRanges",
                                            "TrainingJobDefinition.InputDataConfig",
                                            "TrainingJobDefinition.StaticHyperParameters",
                                            "TrainingJobDefinition.TuningObjective",
                                            "TrainingJobDefinitions"};
inline constexpr KeyList<7> kAutoMlCacheKey{"AutoMLJobConfig.CompletionCriteria",
                                            "AutoMLJobConfig.CandidateGenerationConfig",
                                            "AutoMLJobConfig.DataSplitConfig",
                                            "AutoMLJobConfig.Mode",
                                            "AutoMLJobObjective",
                                            "InputDataConfig",
                                            "ProblemType"};
inline constexpr KeyList<4> kTransformCacheKey{"DataProcessing", "Environment", "ModelName",
                                               "TransformInput"};
inline constexpr KeyList<8> kClarifyCacheKey{"AppSpecification",
                                             "Environment",
                                             "ProcessingInputs",
                                             "CheckType",
                                             "SkipCheck",
                                             "RegisterNewBaseline",
                                             "ModelPackageGroupName",
                                             "SuppliedBaselineConstraints"};
inline constexpr KeyList<9> kQualityCacheKey{"AppSpecification",
                                             "Environment",
                                             "ProcessingInputs",
                                             "CheckType",
                                             "SkipCheck",
                                             "RegisterNewBaseline",
                                             "ModelPackageGroupName",
                                             "SuppliedBaselineConstraints",
                                             "SuppliedBaselineStatistics"};
inline constexpr KeyList<2> kEmrCacheKey{"ClusterId", "StepConfig"};

}  // namespace rehearse::pipeline
