#include "sim/pipeline/step_types.hpp"

#include <algorithm>
#include <array>

#include "sim/pipeline/property_keys.hpp"
#include "sim/pipeline/request_keys.hpp"

namespace rehearse::pipeline {
namespace {

using enum StepType;
using namespace std::chrono_literals;

template <std::size_t N>
using Keys = std::array<std::string_view, N>;

constexpr Keys<1> kTuningRequired{"HyperParameterTuningJobConfig"};
constexpr Keys<4> kAutoMlRequired{"AutoMLJobConfig", "InputDataConfig", "OutputDataConfig",
                                  "RoleArn"};
constexpr Keys<1> kModelRequired{"ExecutionRoleArn"};
constexpr Keys<3> kConditionArguments{"Conditions", "IfSteps", "ElseSteps"};
constexpr Keys<1> kConditionRequired{"Conditions"};
constexpr Keys<1> kConditionProperties{"Outcome"};
constexpr Keys<1> kOutputProperties{"OutputParameters"};
constexpr Keys<2> kCallbackSiblings{"SqsQueueUrl", "OutputParameters"};
constexpr Keys<1> kCallbackRequired{"SqsQueueUrl"};
constexpr Keys<2> kLambdaSiblings{"FunctionArn", "OutputParameters"};
constexpr Keys<1> kLambdaRequired{"FunctionArn"};
constexpr Keys<7> kQualitySiblings{"CheckType",
                                   "ModelPackageGroupName",
                                   "SkipCheck",
                                   "RegisterNewBaseline",
                                   "FailOnViolation",
                                   "SuppliedBaselineStatistics",
                                   "SuppliedBaselineConstraints"};
constexpr Keys<7> kClarifySiblings{
    "CheckType",       "ModelPackageGroupName",       "SkipCheck", "RegisterNewBaseline",
    "FailOnViolation", "SuppliedBaselineConstraints", "ModelName"};
constexpr Keys<1> kCheckRequired{"CheckType"};
constexpr Keys<4> kQualityProperties{
    "CalculatedBaselineConstraints", "CalculatedBaselineStatistics",
    "BaselineUsedForDriftCheckConstraints", "BaselineUsedForDriftCheckStatistics"};
constexpr Keys<2> kClarifyProperties{"CalculatedBaselineConstraints",
                                     "BaselineUsedForDriftCheckConstraints"};
constexpr Keys<4> kEmrArguments{"StepConfig", "ClusterId", "ClusterConfig", "ExecutionRoleArn"};
constexpr Keys<1> kEmrRequired{"StepConfig"};
constexpr Keys<9> kEmrProperties{"Id",
                                 "Name",
                                 "Config",
                                 "ActionOnFailure",
                                 "Status",
                                 "LogUri",
                                 "ExecutionRoleArn",
                                 "ClusterId",
                                 "EncryptionKeyArn"};
constexpr Keys<4> kServerlessArguments{"ExecutionRoleArn", "JobConfig", "ApplicationId",
                                       "ApplicationConfig"};
constexpr Keys<1> kFailArguments{"ErrorMessage"};
constexpr Keys<1> kEndpointRequired{"EndpointConfigName"};
constexpr Keys<4> kLineageArguments{"Actions", "Artifacts", "Contexts", "Associations"};
constexpr Keys<4> kLineageProperties{"ActionArns", "ArtifactArns", "ContextArns", "Associations"};
constexpr Keys<4> kJobArguments{"JobCategory", "RoleArn", "JobConfigSchemaVersion",
                                "JobConfigDocument"};
constexpr Keys<1> kDelayArguments{"Duration"};

constexpr DefaultDuration kInstant{700ms, 800ms, 900ms};  // observed, 2.2

// The fields stand in the order of StepTypeRow; a row names those it has.
constexpr std::array kTable{
    StepTypeRow{.type = processing,
                .name = "Processing",
                .runner = Runner::job,
                .arguments = kProcessingArguments,
                .properties = kProcessingProperties,
                .create_action = "sagemaker:CreateProcessingJob",
                .arn_resource = "processing-job",
                .metadata_key = "ProcessingJob",
                .role_argument = "RoleArn",
                .duration = {4min, 6min, 10min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = training,
                .name = "Training",
                .runner = Runner::job,
                .arguments = kTrainingArguments,
                .properties = kTrainingProperties,
                .create_action = "sagemaker:CreateTrainingJob",
                .arn_resource = "training-job",
                .metadata_key = "TrainingJob",
                .role_argument = "RoleArn",
                .duration = {10min, 15min, 40min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = tuning,
                .name = "Tuning",
                .runner = Runner::job,
                .arguments = kTuningArguments,
                .arguments_required = kTuningRequired,
                .properties = kTuningProperties,
                .create_action = "sagemaker:CreateHyperParameterTuningJob",
                .arn_resource = "hyper-parameter-tuning-job",
                .metadata_key = "TuningJob",
                .role_argument = "TrainingJobDefinition.RoleArn",
                .duration = {30min, 60min, 120min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = automl,
                .name = "AutoML",
                .runner = Runner::job,
                .arguments = kAutoMlArguments,
                .arguments_required = kAutoMlRequired,
                .properties = kAutoMlProperties,
                .create_action = "sagemaker:CreateAutoMLJob",
                .arn_resource = "automl-job",
                .metadata_key = "AutoMLJob",
                .role_argument = "RoleArn",
                .duration = {40min, 60min, 150min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = transform,
                .name = "Transform",
                .runner = Runner::job,
                .arguments = kTransformArguments,
                .properties = kTransformProperties,
                .create_action = "sagemaker:CreateTransformJob",
                .arn_resource = "transform-job",
                .metadata_key = "TransformJob",
                .duration = {5min, 8min, 15min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = model,
                .name = "Model",
                .runner = Runner::instant,
                .arguments = kModelArguments,
                .arguments_required = kModelRequired,
                .properties = kModelProperties,
                .create_action = "sagemaker:CreateModel",
                .arn_resource = "model",
                .metadata_key = "Model",
                .role_argument = "ExecutionRoleArn",
                .duration = kInstant,
                .retryable = true},
    StepTypeRow{.type = register_model,
                .name = "RegisterModel",
                .runner = Runner::instant,
                .arguments = kRegisterModelArguments,
                .properties = kRegisterModelProperties,
                .create_action = "sagemaker:CreateModelPackage",
                .arn_resource = "model-package",
                .metadata_key = "RegisterModel",
                .duration = kInstant,
                .retryable = true},
    StepTypeRow{.type = condition,
                .name = "Condition",
                .runner = Runner::condition,
                .arguments = kConditionArguments,
                .arguments_required = kConditionRequired,
                .properties = kConditionProperties,
                .metadata_key = "Condition",
                .duration = kInstant},
    StepTypeRow{.type = callback,
                .name = "Callback",
                .runner = Runner::callback,
                .siblings = kCallbackSiblings,
                .siblings_required = kCallbackRequired,
                .properties = kOutputProperties,
                .create_action = "sqs:SendMessage",
                .metadata_key = "Callback",
                .duration = {5min, 10min, 30min},
                .cacheable = true},
    StepTypeRow{.type = lambda,
                .name = "Lambda",
                .runner = Runner::lambda,
                .siblings = kLambdaSiblings,
                .siblings_required = kLambdaRequired,
                .properties = kOutputProperties,
                .create_action = "lambda:InvokeFunction",
                .arn_resource = "function",
                .metadata_key = "Lambda",
                .duration = {1s, 2s, 8s},
                .cacheable = true},
    StepTypeRow{.type = quality_check,
                .name = "QualityCheck",
                .runner = Runner::job,
                .arguments = kProcessingArguments,
                .siblings = kQualitySiblings,
                .siblings_required = kCheckRequired,
                .properties = kQualityProperties,
                .create_action = "sagemaker:CreateProcessingJob",
                .arn_resource = "processing-job",
                .metadata_key = "QualityCheck",
                .role_argument = "RoleArn",
                .duration = {5min, 8min, 12min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = clarify_check,
                .name = "ClarifyCheck",
                .runner = Runner::job,
                .arguments = kProcessingArguments,
                .siblings = kClarifySiblings,
                .siblings_required = kCheckRequired,
                .properties = kClarifyProperties,
                .create_action = "sagemaker:CreateProcessingJob",
                .arn_resource = "processing-job",
                .metadata_key = "ClarifyCheck",
                .role_argument = "RoleArn",
                .duration = {5min, 8min, 12min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = emr,
                .name = "EMR",
                .runner = Runner::job,
                .arguments = kEmrArguments,
                .arguments_required = kEmrRequired,
                .properties = kEmrProperties,
                .create_action = "elasticmapreduce:AddJobFlowSteps",
                .arn_resource = "cluster",
                .metadata_key = "EMR",
                .role_argument = "ExecutionRoleArn",
                .duration = {5min, 10min, 30min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = emr_serverless,
                .name = "EMRServerless",
                .runner = Runner::job,
                .arguments = kServerlessArguments,
                .create_action = "emr-serverless:StartJobRun",
                .arn_resource = "applications",
                .metadata_key = "EMRServerless",
                .role_argument = "ExecutionRoleArn",
                .duration = {3min, 6min, 15min},
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = fail,
                .name = "Fail",
                .runner = Runner::fail,
                .arguments = kFailArguments,
                .metadata_key = "Fail",
                .duration = kInstant},
    StepTypeRow{.type = endpoint_config,
                .name = "EndpointConfig",
                .runner = Runner::instant,
                .arguments = kEndpointConfigArguments,
                .properties = kEndpointConfigProperties,
                .create_action = "sagemaker:CreateEndpointConfig",
                .arn_resource = "endpoint-config",
                .metadata_key = "EndpointConfig",
                .role_argument = "ExecutionRoleArn",
                .duration = kInstant,
                .cacheable = true,
                .retryable = true},
    StepTypeRow{.type = endpoint,
                .name = "Endpoint",
                .runner = Runner::job,
                .arguments = kEndpointArguments,
                .arguments_required = kEndpointRequired,
                .properties = kEndpointProperties,
                .create_action = "sagemaker:CreateEndpoint",
                .arn_resource = "endpoint",
                .metadata_key = "Endpoint",
                .duration = {4min, 6min, 10min},
                .cacheable = true},
    StepTypeRow{.type = inference_component,
                .name = "InferenceComponent",
                .runner = Runner::job,
                .arguments = kInferenceComponentArguments,
                .properties = kInferenceComponentProperties,
                .create_action = "sagemaker:CreateInferenceComponent",
                .arn_resource = "inference-component",
                .metadata_key = "InferenceComponent",
                .duration = {2min, 4min, 8min}},
    StepTypeRow{.type = lineage,
                .name = "Lineage",
                .runner = Runner::instant,
                .arguments = kLineageArguments,
                .properties = kLineageProperties,
                .create_action = "sagemaker:AddAssociation",
                .metadata_key = "Lineage",
                .duration = kInstant},
    StepTypeRow{.type = bedrock_custom_model,
                .name = "BedrockCustomModel",
                .runner = Runner::job,
                .arguments = kBedrockCustomModelArguments,
                .properties = kBedrockCustomModelProperties,
                .create_action = "bedrock:CreateModelCustomizationJob",
                .arn_resource = "model-customization-job",
                .metadata_key = "BedrockCustomModel",
                .role_argument = "RoleArn",
                .duration = {60min, 120min, 300min}},
    StepTypeRow{.type = bedrock_custom_model_deployment,
                .name = "BedrockCustomModelDeployment",
                .runner = Runner::job,
                .arguments = kBedrockDeploymentArguments,
                .properties = kBedrockDeploymentProperties,
                .create_action = "bedrock:CreateCustomModelDeployment",
                .arn_resource = "custom-model-deployment",
                .metadata_key = "BedrockCustomModelDeployment",
                .duration = {2min, 5min, 10min}},
    StepTypeRow{.type = bedrock_model_import,
                .name = "BedrockModelImport",
                .runner = Runner::job,
                .arguments = kBedrockImportArguments,
                .properties = kBedrockImportProperties,
                .create_action = "bedrock:CreateModelImportJob",
                .arn_resource = "model-import-job",
                .metadata_key = "BedrockModelImport",
                .role_argument = "RoleArn",
                .duration = {10min, 15min, 30min}},
    StepTypeRow{.type = bedrock_provisioned_model_throughput,
                .name = "BedrockProvisionedModelThroughput",
                .runner = Runner::job,
                .arguments = kBedrockThroughputArguments,
                .properties = kBedrockThroughputProperties,
                .create_action = "bedrock:CreateProvisionedModelThroughput",
                .arn_resource = "provisioned-model",
                .metadata_key = "BedrockProvisionedModelThroughput",
                .duration = {5min, 10min, 20min}},
    StepTypeRow{.type = job,
                .name = "Job",
                .runner = Runner::job,
                .arguments = kJobArguments,
                .create_action = "sagemaker:CreateJob",
                .arn_resource = "job",
                .metadata_key = "Job",
                .role_argument = "RoleArn",
                .duration = {10min, 20min, 60min}},
    StepTypeRow{.type = delay,
                .name = "rehearse:Delay",
                .runner = Runner::job,
                .arguments = kDelayArguments,
                .duration = {1min, 1min, 1min},
                .simulator_only = true},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i)
    if (static_cast<std::size_t>(kTable[i].type) != i) return false;
  return true;
}
static_assert(in_order(), "the table's rows stand in the order of StepType");

}  // namespace

Quantiles StepTypeRow::default_duration() const {
  if (duration.p10 == duration.p90) return Quantiles::fixed(duration.p50);
  return Quantiles::from_p10_p50_p90(duration.p10, duration.p50, duration.p90);
}

std::span<StepTypeRow const> step_types() { return kTable; }

StepTypeRow const& row_of(StepType type) { return kTable[static_cast<std::size_t>(type)]; }

StepTypeRow const* find_step_type(std::string_view name) {
  auto at = std::ranges::find(kTable, name, &StepTypeRow::name);
  return at == kTable.end() ? nullptr : &*at;
}

}  // namespace rehearse::pipeline
