// What each job's create request may carry and what its description exposes: the key lists of the
// step table.
//
// Source: sagemaker-pipelines 1.5. Names as in the services' API models, the first letter in upper
// case.
#pragma once

#include <array>
#include <string_view>

namespace rehearse::pipeline {

inline constexpr auto kProcessingArguments = std::to_array<std::string_view>(
    {"AppSpecification", "Environment", "ExperimentConfig", "NetworkConfig", "ProcessingInputs",
     "ProcessingJobName", "ProcessingOutputConfig", "ProcessingResources", "RoleArn",
     "StoppingCondition", "Tags"});
inline constexpr auto kTrainingArguments =
    std::to_array<std::string_view>({"AlgorithmSpecification",
                                     "CheckpointConfig",
                                     "DebugHookConfig",
                                     "DebugRuleConfigurations",
                                     "EnableInterContainerTrafficEncryption",
                                     "EnableManagedSpotTraining",
                                     "EnableNetworkIsolation",
                                     "Environment",
                                     "ExperimentConfig",
                                     "HyperParameters",
                                     "InfraCheckConfig",
                                     "InputDataConfig",
                                     "MlflowConfig",
                                     "ModelPackageConfig",
                                     "OutputDataConfig",
                                     "ProfilerConfig",
                                     "ProfilerRuleConfigurations",
                                     "RemoteDebugConfig",
                                     "ResourceConfig",
                                     "RetryStrategy",
                                     "RoleArn",
                                     "ServerlessJobConfig",
                                     "SessionChainingConfig",
                                     "StoppingCondition",
                                     "Tags",
                                     "TensorBoardOutputConfig",
                                     "TrainingJobName",
                                     "VpcConfig"});
inline constexpr auto kTuningArguments = std::to_array<std::string_view>(
    {"Autotune", "HyperParameterTuningJobConfig", "HyperParameterTuningJobName", "Tags",
     "TrainingJobDefinition", "TrainingJobDefinitions", "WarmStartConfig"});
inline constexpr auto kAutoMlArguments = std::to_array<std::string_view>(
    {"AutoMLJobConfig", "AutoMLJobName", "AutoMLJobObjective", "GenerateCandidateDefinitionsOnly",
     "InputDataConfig", "ModelDeployConfig", "OutputDataConfig", "ProblemType", "RoleArn", "Tags"});
inline constexpr auto kTransformArguments = std::to_array<std::string_view>(
    {"BatchStrategy", "DataCaptureConfig", "DataProcessing", "Environment", "ExperimentConfig",
     "MaxConcurrentTransforms", "MaxPayloadInMB", "ModelClientConfig", "ModelName", "Tags",
     "TransformInput", "TransformJobName", "TransformOutput", "TransformResources"});
inline constexpr auto kModelArguments = std::to_array<std::string_view>(
    {"Containers", "EnableNetworkIsolation", "ExecutionRoleArn", "InferenceExecutionConfig",
     "ModelName", "PrimaryContainer", "Tags", "VpcConfig"});
inline constexpr auto kRegisterModelArguments =
    std::to_array<std::string_view>({"AdditionalInferenceSpecifications",
                                     "CertifyForMarketplace",
                                     "ClientToken",
                                     "CustomerMetadataProperties",
                                     "Domain",
                                     "DriftCheckBaselines",
                                     "InferenceSpecification",
                                     "ManagedStorageType",
                                     "MetadataProperties",
                                     "ModelApprovalStatus",
                                     "ModelCard",
                                     "ModelLifeCycle",
                                     "ModelMetrics",
                                     "ModelPackageDescription",
                                     "ModelPackageGroupName",
                                     "ModelPackageName",
                                     "ModelPackageRegistrationType",
                                     "SamplePayloadUrl",
                                     "SecurityConfig",
                                     "SkipModelValidation",
                                     "SourceAlgorithmSpecification",
                                     "SourceUri",
                                     "Tags",
                                     "Task",
                                     "ValidationSpecification"});
inline constexpr auto kEndpointConfigArguments = std::to_array<std::string_view>(
    {"AsyncInferenceConfig", "EnableNetworkIsolation", "EndpointConfigName", "ExecutionRoleArn",
     "KmsKeyId", "MetricsConfig", "ProductionVariants", "ShadowProductionVariants", "Tags",
     "VpcConfig"});
inline constexpr auto kEndpointArguments =
    std::to_array<std::string_view>({"EndpointConfigName", "EndpointName", "Tags"});
inline constexpr auto kInferenceComponentArguments =
    std::to_array<std::string_view>({"EndpointName", "InferenceComponentName", "RuntimeConfig",
                                     "Specification", "Specifications", "Tags", "VariantName"});
inline constexpr auto kBedrockCustomModelArguments = std::to_array<std::string_view>(
    {"BaseModelIdentifier", "ClientRequestToken", "CustomModelKmsKeyId", "CustomModelName",
     "CustomModelTags", "CustomizationConfig", "CustomizationType", "HyperParameters", "JobName",
     "JobTags", "OutputDataConfig", "RoleArn", "TrainingDataConfig", "ValidationDataConfig",
     "VpcConfig"});
inline constexpr auto kBedrockDeploymentArguments = std::to_array<std::string_view>(
    {"ClientRequestToken", "Description", "ModelArn", "ModelDeploymentName", "Tags"});
inline constexpr auto kBedrockImportArguments = std::to_array<std::string_view>(
    {"ClientRequestToken", "ImportedModelKmsKeyId", "ImportedModelName", "ImportedModelTags",
     "JobName", "JobTags", "ModelDataSource", "RoleArn", "VpcConfig"});
inline constexpr auto kBedrockThroughputArguments =
    std::to_array<std::string_view>({"ClientRequestToken", "CommitmentDuration", "ModelId",
                                     "ModelUnits", "ProvisionedModelName", "Tags"});

}  // namespace rehearse::pipeline
