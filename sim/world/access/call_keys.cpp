#include "sim/world/access/call_keys.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

constexpr std::string_view kModelArn = "sagemaker:ModelArn";

// A key that may have several values in one call is a list whatever their number (InstanceTypes).
constexpr auto kRows = std::to_array<CallKey>({
    {"sagemaker:DescribePipeline", "sagemaker:PipelineVersionId", "PipelineVersionId"},
    {"sagemaker:UpdatePipelineVersion", "sagemaker:PipelineVersionId", "PipelineVersionId"},
    {"sagemaker:StartPipelineExecution", "sagemaker:PipelineVersionId", "PipelineVersionId"},
    {"sagemaker:CreateModelPackage", "sagemaker:ModelApprovalStatus", "ModelApprovalStatus"},
    {"sagemaker:CreateModelPackage", "sagemaker:CustomerMetadataProperties/",
     "CustomerMetadataProperties"},
    {"sagemaker:CreateModelPackage", "sagemaker:ModelLifeCycle:Stage", "ModelLifeCycle.Stage"},
    {"sagemaker:CreateModelPackage", "sagemaker:ModelLifeCycle:StageStatus",
     "ModelLifeCycle.StageStatus"},
    {"sagemaker:UpdateModelPackage", "sagemaker:ModelApprovalStatus", "ModelApprovalStatus"},
    {"sagemaker:UpdateModelPackage", "sagemaker:CustomerMetadataProperties/",
     "CustomerMetadataProperties"},
    {"sagemaker:UpdateModelPackage", "sagemaker:CustomerMetadataPropertiesToRemove",
     "CustomerMetadataPropertiesToRemove[]"},
    {"sagemaker:UpdateModelPackage", "sagemaker:ModelLifeCycle:Stage", "ModelLifeCycle.Stage"},
    {"sagemaker:UpdateModelPackage", "sagemaker:ModelLifeCycle:StageStatus",
     "ModelLifeCycle.StageStatus"},
    {"sagemaker:CreateModel", "sagemaker:NetworkIsolation", "EnableNetworkIsolation"},
    {"sagemaker:CreateModel", "sagemaker:VpcSubnets", "VpcConfig.Subnets[]"},
    {"sagemaker:CreateModel", "sagemaker:VpcSecurityGroupIds", "VpcConfig.SecurityGroupIds[]"},
    {"sagemaker:CreateEndpointConfig", "sagemaker:InstanceTypes",
     "ProductionVariants[].InstanceType"},
    {"sagemaker:CreateEndpointConfig", kModelArn, "ProductionVariants[].ModelName"},
    {"sagemaker:CreateEndpointConfig", "sagemaker:ServerlessMaxConcurrency",
     "ProductionVariants[].ServerlessConfig.MaxConcurrency"},
    {"sagemaker:CreateEndpointConfig", "sagemaker:ServerlessMemorySize",
     "ProductionVariants[].ServerlessConfig.MemorySizeInMB"},
    {"sagemaker:CreateTrainingJob", "sagemaker:InstanceTypes", "ResourceConfig.InstanceType"},
    {"sagemaker:CreateTrainingJob", "sagemaker:InstanceTypes",
     "ResourceConfig.InstanceGroups[].InstanceType"},
    {"sagemaker:CreateTrainingJob", "sagemaker:MaxRuntimeInSeconds",
     "StoppingCondition.MaxRuntimeInSeconds"},
    {"sagemaker:CreateTrainingJob", "sagemaker:NetworkIsolation", "EnableNetworkIsolation"},
    {"sagemaker:CreateTrainingJob", "sagemaker:VpcSubnets", "VpcConfig.Subnets[]"},
    {"sagemaker:CreateTrainingJob", "sagemaker:VpcSecurityGroupIds",
     "VpcConfig.SecurityGroupIds[]"},
    {"sagemaker:CreateProcessingJob", "sagemaker:InstanceTypes",
     "ProcessingResources.ClusterConfig.InstanceType"},
    {"sagemaker:CreateProcessingJob", "sagemaker:MaxRuntimeInSeconds",
     "StoppingCondition.MaxRuntimeInSeconds"},
    {"sagemaker:CreateProcessingJob", "sagemaker:NetworkIsolation",
     "NetworkConfig.EnableNetworkIsolation"},
    {"sagemaker:CreateProcessingJob", "sagemaker:VpcSubnets", "NetworkConfig.VpcConfig.Subnets[]"},
    {"sagemaker:CreateProcessingJob", "sagemaker:VpcSecurityGroupIds",
     "NetworkConfig.VpcConfig.SecurityGroupIds[]"},
    {"sagemaker:CreateTransformJob", "sagemaker:InstanceTypes", "TransformResources.InstanceType"},
    {"sagemaker:CreateHyperParameterTuningJob", "sagemaker:InstanceTypes",
     "TrainingJobDefinition.ResourceConfig.InstanceType"},
    {"sagemaker:CreateHyperParameterTuningJob", "sagemaker:MaxRuntimeInSeconds",
     "TrainingJobDefinition.StoppingCondition.MaxRuntimeInSeconds"},
    {"sagemaker:CreateHyperParameterTuningJob", "sagemaker:NetworkIsolation",
     "TrainingJobDefinition.EnableNetworkIsolation"},
    {"sagemaker:CreateHyperParameterTuningJob", "sagemaker:VpcSubnets",
     "TrainingJobDefinition.VpcConfig.Subnets[]"},
    {"sagemaker:CreateHyperParameterTuningJob", "sagemaker:VpcSecurityGroupIds",
     "TrainingJobDefinition.VpcConfig.SecurityGroupIds[]"},
});

/// Keys of one value in AWS's tables, though the member stands in a list.
constexpr std::string_view kSingle[] = {kModelArn, "sagemaker:ServerlessMaxConcurrency",
                                        "sagemaker:ServerlessMemorySize"};

bool starts_ignoring_case(std::string_view text, std::string_view start) {
  return equals_ignoring_case(text.substr(0, start.size()), start);
}

/// Every value that a path leads to.
void follow(json::Value const& value, std::string_view path, std::vector<json::Value const*>& out) {
  if (path.empty()) return out.push_back(&value);
  auto dot = path.find('.');
  std::string_view step = path.substr(0, dot);
  std::string_view rest = dot == std::string_view::npos ? std::string_view{} : path.substr(dot + 1);
  bool const each = step.ends_with("[]");
  if (each) step.remove_suffix(2);
  json::Value const* member = value.find(step);
  if (member == nullptr) return;
  if (!each) return follow(*member, rest, out);
  if (!member->is_array()) return;
  for (json::Value const& one : member->as_array()) follow(one, rest, out);
}

/// As a condition compares it; empty for what is neither text, number nor flag.
std::string text_of(json::Value const& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_number()) return value.as_number_text();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return {};
}

void put(ContextKeys& keys, std::string_view key, std::string value, bool list) {
  auto known = std::ranges::find(keys, key, &ContextKey::key);
  if (known == keys.end()) {
    if (list)
      keys.emplace_back(std::string(key), std::vector{std::move(value)});
    else
      keys.emplace_back(std::string(key), std::move(value));
  } else if (std::ranges::find(known->values, value) == known->values.end()) {
    known->values.push_back(std::move(value));
    known->multivalued = true;
  }
}

}  // namespace

std::span<CallKey const> call_key_rows() { return kRows; }

bool is_call_key(std::string_view key) {
  if (starts_ignoring_case(key, "sagemaker:"))
    return !starts_ignoring_case(key, "sagemaker:ResourceTag/");
  return starts_ignoring_case(key, "aws:RequestTag/") || equals_ignoring_case(key, "aws:TagKeys");
}

ContextKeys call_keys(std::string_view action, std::string_view resource,
                      json::Value const& input) {
  ContextKeys out;
  for (CallKey const& row : kRows) {
    if (row.action != action) continue;
    std::vector<json::Value const*> values;
    follow(input, row.path, values);
    bool const list = (row.path.contains("[]") || row.key == "sagemaker:InstanceTypes") &&
                      std::ranges::find(kSingle, row.key) == std::end(kSingle);
    for (json::Value const* value : values) {
      if (row.key.ends_with('/') && value->is_object()) {
        for (auto const& [name, each] : value->as_object())
          put(out, std::string(row.key) + name, text_of(each), false);
        continue;
      }
      std::string text = text_of(*value);
      if (text.empty()) continue;
      if (auto arn = ArnView::split(resource); row.key == kModelArn && arn)
        text = sagemaker_arn(arn->region, arn->account, "model/" + to_lower(text));
      put(out, row.key, std::move(text), list);
    }
  }
  return out;
}

}  // namespace rehearse::world
