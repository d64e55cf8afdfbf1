#include "sim/iam/actions.hpp"

#include <array>
#include <vector>

#include "sim/base/text.hpp"

namespace rehearse::iam {
namespace {

using enum AccessLevel;

constexpr auto kActions = std::to_array<ActionRow>({
    // sharing-and-access 5.1
    {"sagemaker", "CreatePipeline", write, "pipeline"},
    {"sagemaker", "UpdatePipeline", write, "pipeline"},
    {"sagemaker", "DeletePipeline", write, "pipeline"},
    {"sagemaker", "DescribePipeline", read, "pipeline"},
    {"sagemaker", "ListPipelines", list, "*"},
    {"sagemaker", "ListPipelineVersions", list, "pipeline"},
    {"sagemaker", "UpdatePipelineVersion", write, "pipeline"},
    {"sagemaker", "StartPipelineExecution", write, "pipeline"},
    {"sagemaker", "ListPipelineExecutions", list, "pipeline"},
    {"sagemaker", "DescribePipelineExecution", read, "pipeline-execution"},
    {"sagemaker", "DescribePipelineDefinitionForExecution", read, "pipeline-execution"},
    {"sagemaker", "ListPipelineExecutionSteps", list, "pipeline-execution"},
    {"sagemaker", "ListPipelineParametersForExecution", list, "pipeline-execution"},
    {"sagemaker", "StopPipelineExecution", write, "pipeline-execution"},
    {"sagemaker", "RetryPipelineExecution", write, "pipeline-execution"},
    {"sagemaker", "UpdatePipelineExecution", write, "pipeline-execution"},
    {"sagemaker", "SendPipelineExecutionStepSuccess", write, "pipeline-execution"},
    {"sagemaker", "SendPipelineExecutionStepFailure", write, "pipeline-execution"},
    {"sagemaker", "Search", read, "*"},
    {"sagemaker", "PutResourcePolicy", permissions, "*"},
    {"sagemaker", "GetResourcePolicy", permissions, "*"},
    {"sagemaker", "DeleteResourcePolicy", permissions, "*"},
    {"sagemaker", "CreateModelPackageGroup", write, "model-package-group"},
    {"sagemaker", "DescribeModelPackageGroup", read, "model-package-group"},
    {"sagemaker", "DeleteModelPackageGroup", write, "model-package-group"},
    {"sagemaker", "PutModelPackageGroupPolicy", write, "model-package-group"},
    {"sagemaker", "GetModelPackageGroupPolicy", read, "model-package-group"},
    {"sagemaker", "DeleteModelPackageGroupPolicy", write, "model-package-group"},
    {"sagemaker", "CreateModelPackage", write, "model-package"},
    {"sagemaker", "UpdateModelPackage", write, "model-package"},
    {"sagemaker", "DescribeModelPackage", read, "model-package"},
    {"sagemaker", "BatchDescribeModelPackage", read, "model-package"},
    {"sagemaker", "DeleteModelPackage", write, "model-package"},
    {"sagemaker", "AccessModelPackage", read, "model-package"},
    {"sagemaker", "ListModelPackages", list, "model-package"},
    {"sagemaker", "ListModelPackageGroups", list, "*"},
    {"sagemaker", "CreateModel", write, "model"},
    {"sagemaker", "CreateEndpointConfig", write, "endpoint-config"},
    {"sagemaker", "CreateEndpoint", write, "endpoint", "endpoint-config"},
    {"sagemaker", "UpdateEndpoint", write, "endpoint", "endpoint-config"},
    {"sagemaker", "DeleteEndpoint", write, "endpoint"},
    {"sagemaker", "DescribeEndpoint", read, "endpoint"},
    {"sagemaker", "UpdateEndpointWeightsAndCapacities", write, "endpoint"},
    {"sagemaker", "InvokeEndpoint", read, "endpoint"},
    {"sagemaker", "CreateTrainingJob", write, "training-job"},
    {"sagemaker", "CreateProcessingJob", write, "processing-job"},
    {"sagemaker", "AddTags", tagging, "any"},
    // 5.2
    {"sts", "AssumeRole", write, "role"},
    {"sts", "TagSession", tagging, "role"},
    {"sts", "SetSourceIdentity", write, "role"},
    {"sts", "GetCallerIdentity", read, "*"},
    {"sts", "AssumeRoot", write, "root-user"},
    {"iam", "PassRole", write, "role"},
    // 5.3
    {"ram", "CreateResourceShare", write, "*"},
    {"ram", "AssociateResourceShare", write, "resource-share"},
    {"ram", "DisassociateResourceShare", write, "resource-share"},
    {"ram", "UpdateResourceShare", write, "resource-share"},
    {"ram", "DeleteResourceShare", write, "resource-share"},
    {"ram", "ListResourceSharePermissions", list, "resource-share"},
    {"ram", "AssociateResourceSharePermission", write, "resource-share", "permission"},
    {"ram", "DisassociateResourceSharePermission", write, "resource-share", "permission"},
    {"ram", "AcceptResourceShareInvitation", write, "resource-share-invitation"},
    {"ram", "RejectResourceShareInvitation", write, "resource-share-invitation"},
    {"ram", "CreatePermission", write, "*"},
    {"ram", "CreatePermissionVersion", write, "customer-managed-permission"},
    {"ram", "DeletePermission", write, "customer-managed-permission"},
    {"ram", "DeletePermissionVersion", write, "customer-managed-permission"},
    {"ram", "SetDefaultPermissionVersion", write, "customer-managed-permission"},
    {"ram", "ReplacePermissionAssociations", write, "permission"},
    {"ram", "GetPermission", read, "permission"},
    {"ram", "EnableSharingWithAwsOrganization", permissions, "*"},
    {"ram", "GetResourceShares", read, "*"},
    {"ram", "GetResourceShareAssociations", read, "*"},
    {"ram", "GetResourceShareInvitations", read, "*"},
    {"ram", "GetResourcePolicies", read, "*"},
    {"ram", "ListResources", list, "*"},
    {"ram", "ListPrincipals", list, "*"},
    {"ram", "ListPermissions", list, "*"},
    {"ram", "ListPermissionVersions", list, "*"},
    {"ram", "ListResourceTypes", list, "*"},
});

bool is_called(ActionRow const& row, std::string_view service, std::string_view name) {
  return equals_ignoring_case(row.service, service) && equals_ignoring_case(row.name, name);
}

}  // namespace

std::span<ActionRow const> action_rows() { return kActions; }

ActionRow const* find_action(std::string_view action) {
  auto colon = action.find(':');
  if (colon == std::string_view::npos) return nullptr;
  for (ActionRow const& row : kActions)
    if (is_called(row, action.substr(0, colon), action.substr(colon + 1))) return &row;
  return nullptr;
}

std::string nearest_action(std::string_view action) {
  std::vector<std::string> names;
  for (ActionRow const& row : kActions)
    names.push_back(std::string(row.service) + ":" + std::string(row.name));
  std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(action, views);
}

}  // namespace rehearse::iam
