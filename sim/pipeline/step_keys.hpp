// The short key lists of the step table: required arguments, keys beside Arguments, exposed
// outputs.
//
// Source: sagemaker-pipelines 1.5.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace rehearse::pipeline {

template <std::size_t N>
using KeyList = std::array<std::string_view, N>;

inline constexpr KeyList<1> kTuningRequired{"HyperParameterTuningJobConfig"};
inline constexpr KeyList<4> kAutoMlRequired{"AutoMLJobConfig", "InputDataConfig",
                                            "OutputDataConfig", "RoleArn"};
inline constexpr KeyList<1> kModelRequired{"ExecutionRoleArn"};
inline constexpr KeyList<3> kConditionArguments{"Conditions", "IfSteps", "ElseSteps"};
inline constexpr KeyList<1> kConditionRequired{"Conditions"};
inline constexpr KeyList<1> kConditionProperties{"Outcome"};
inline constexpr KeyList<1> kOutputProperties{"OutputParameters"};
inline constexpr KeyList<2> kCallbackSiblings{"SqsQueueUrl", "OutputParameters"};
inline constexpr KeyList<1> kCallbackRequired{"SqsQueueUrl"};
inline constexpr KeyList<2> kLambdaSiblings{"FunctionArn", "OutputParameters"};
inline constexpr KeyList<1> kLambdaRequired{"FunctionArn"};
inline constexpr KeyList<7> kQualitySiblings{"CheckType",
                                             "ModelPackageGroupName",
                                             "SkipCheck",
                                             "RegisterNewBaseline",
                                             "FailOnViolation",
                                             "SuppliedBaselineStatistics",
                                             "SuppliedBaselineConstraints"};
inline constexpr KeyList<7> kClarifySiblings{
    "CheckType",       "ModelPackageGroupName",       "SkipCheck", "RegisterNewBaseline",
    "FailOnViolation", "SuppliedBaselineConstraints", "ModelName"};
inline constexpr KeyList<1> kCheckRequired{"CheckType"};
inline constexpr KeyList<4> kQualityProperties{
    "CalculatedBaselineConstraints", "CalculatedBaselineStatistics",
    "BaselineUsedForDriftCheckConstraints", "BaselineUsedForDriftCheckStatistics"};
inline constexpr KeyList<2> kClarifyProperties{"CalculatedBaselineConstraints",
                                               "BaselineUsedForDriftCheckConstraints"};
inline constexpr KeyList<4> kEmrArguments{"StepConfig", "ClusterId", "ClusterConfig",
                                          "ExecutionRoleArn"};
inline constexpr KeyList<1> kEmrRequired{"StepConfig"};
inline constexpr KeyList<9> kEmrProperties{"Id",
                                           "Name",
                                           "Config",
                                           "ActionOnFailure",
                                           "Status",
                                           "LogUri",
                                           "ExecutionRoleArn",
                                           "ClusterId",
                                           "EncryptionKeyArn"};
inline constexpr KeyList<4> kServerlessArguments{"ExecutionRoleArn", "JobConfig", "ApplicationId",
                                                 "ApplicationConfig"};
inline constexpr KeyList<2> kServerlessRequired{"ExecutionRoleArn", "JobConfig"};
inline constexpr KeyList<1> kFailArguments{"ErrorMessage"};
inline constexpr KeyList<1> kEndpointRequired{"EndpointConfigName"};
inline constexpr KeyList<4> kLineageArguments{"Actions", "Artifacts", "Contexts", "Associations"};
inline constexpr KeyList<4> kLineageProperties{"ActionArns", "ArtifactArns", "ContextArns",
                                               "Associations"};
inline constexpr KeyList<4> kJobArguments{"JobCategory", "RoleArn", "JobConfigSchemaVersion",
                                          "JobConfigDocument"};
inline constexpr KeyList<1> kDelayArguments{"Duration"};

}  // namespace rehearse::pipeline
