#include "sim/iam/actions.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/iam/action_names.hpp"

namespace rehearse::iam {
namespace {

using enum AccessLevel;

constexpr auto kActions = std::to_array<ActionRow>({
    // sharing-and-access 5.1
    {"sagemaker", "CreatePipeline", write, "pipeline", {}, "aws:RequestTag/ aws:TagKeys"},
    {"sagemaker", "UpdatePipeline", write, "pipeline"},
    {"sagemaker", "DeletePipeline", write, "pipeline"},
    {"sagemaker", "DescribePipeline", read, "pipeline", {}, "sagemaker:PipelineVersionId"},
    {"sagemaker", "ListPipelines", list, "*"},
    {"sagemaker", "ListPipelineVersions", list, "pipeline"},
    {"sagemaker", "UpdatePipelineVersion", write, "pipeline", {}, "sagemaker:PipelineVersionId"},
    {"sagemaker", "StartPipelineExecution", write, "pipeline", {}, "sagemaker:PipelineVersionId"},
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
    {"sagemaker", "Search", read, "*", {}, "sagemaker:SearchVisibilityCondition/"},
    {"sagemaker", "PutResourcePolicy", permissions, "*"},
    {"sagemaker", "GetResourcePolicy", permissions, "*"},
    {"sagemaker", "DeleteResourcePolicy", permissions, "*"},
    {"sagemaker",
     "CreateModelPackageGroup",
     write,
     "model-package-group",
     {},
     "aws:RequestTag/ aws:TagKeys"},
    {"sagemaker", "DescribeModelPackageGroup", read, "model-package-group"},
    {"sagemaker", "DeleteModelPackageGroup", write, "model-package-group"},
    {"sagemaker", "PutModelPackageGroupPolicy", write, "model-package-group"},
    {"sagemaker", "GetModelPackageGroupPolicy", read, "model-package-group"},
    {"sagemaker", "DeleteModelPackageGroupPolicy", write, "model-package-group"},
    {"sagemaker",
     "CreateModelPackage",
     write,
     "model-package",
     {},
     "sagemaker:ModelApprovalStatus sagemaker:CustomerMetadataProperties/ "
     "sagemaker:ModelLifeCycle:Stage "
     "sagemaker:ModelLifeCycle:StageStatus aws:RequestTag/ aws:TagKeys"},
    {"sagemaker",
     "UpdateModelPackage",
     write,
     "model-package",
     {},
     "sagemaker:ModelApprovalStatus sagemaker:CustomerMetadataProperties/ "
     "sagemaker:ModelLifeCycle:Stage "
     "sagemaker:ModelLifeCycle:StageStatus sagemaker:CustomerMetadataPropertiesToRemove"},
    {"sagemaker", "DescribeModelPackage", read, "model-package"},
    {"sagemaker", "BatchDescribeModelPackage", read, "model-package"},
    {"sagemaker", "DeleteModelPackage", write, "model-package"},
    {"sagemaker", "AccessModelPackage", read, "model-package"},
    {"sagemaker", "ListModelPackages", list, "model-package"},
    {"sagemaker", "ListModelPackageGroups", list, "*"},
    {"sagemaker",
     "CreateModel",
     write,
     "model",
     {},
     "sagemaker:NetworkIsolation sagemaker:VpcSubnets sagemaker:VpcSecurityGroupIds "
     "aws:RequestTag/ "
     "aws:TagKeys"},
    {"sagemaker", "CreateEndpointConfig", write, "endpoint-config", {}, "..."},
    {"sagemaker", "CreateEndpoint", write, "endpoint", "endpoint-config",
     "aws:RequestTag/ aws:TagKeys"},
    {"sagemaker", "UpdateEndpoint", write, "endpoint", "endpoint-config", "..."},
    {"sagemaker", "DeleteEndpoint", write, "endpoint"},
    {"sagemaker", "DescribeEndpoint", read, "endpoint"},
    {"sagemaker", "UpdateEndpointWeightsAndCapacities", write, "endpoint"},
    {"sagemaker", "InvokeEndpoint", read, "endpoint", {}, "sagemaker:TargetModel"},
    {"sagemaker", "CreateTrainingJob", write, "training-job", {}, "..."},
    {"sagemaker", "CreateProcessingJob", write, "processing-job", {}, "..."},
    {"sagemaker",
     "AddTags",
     tagging,
     "any",
     {},
     "aws:RequestTag/ aws:TagKeys sagemaker:TaggingAction"},
    // 5.2
    {"sts",
     "AssumeRole",
     write,
     "role",
     {},
     "sts:ExternalId sts:RoleSessionName sts:SourceIdentity sts:TransitiveTagKeys aws:RequestTag/ "
     "aws:TagKeys iam:ResourceTag/ ..."},
    {"sts",
     "TagSession",
     tagging,
     "role",
     {},
     "sts:TransitiveTagKeys aws:RequestTag/ aws:TagKeys ..."},
    {"sts", "SetSourceIdentity", write, "role", {}, "sts:SourceIdentity ..."},
    {"sts", "GetCallerIdentity", read, "*"},
    {"sts", "AssumeRoot", write, "root-user", {}, "sts:TaskPolicyArn"},
    {"iam", "PassRole", write, "role", {}, "iam:PassedToService iam:AssociatedResourceArn"},
    // 5.3
    {"ram",
     "CreateResourceShare",
     write,
     "*",
     {},
     "ram:Principal ram:ResourceArn ram:RequestedResourceType "
     "ram:RequestedAllowsExternalPrincipals "
     "ram:AllowsExternalPrincipals ram:RetainSharingOnAccountLeaveOrganization aws:RequestTag/ "
     "aws:TagKeys"},
    {"ram",
     "AssociateResourceShare",
     write,
     "resource-share",
     {},
     "ram:Principal ram:ResourceArn ram:RequestedResourceType "
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization"},
    {"ram",
     "DisassociateResourceShare",
     write,
     "resource-share",
     {},
     "ram:Principal ram:ResourceArn ram:RequestedResourceType "
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization"},
    {"ram",
     "UpdateResourceShare",
     write,
     "resource-share",
     {},
     "ram:RequestedAllowsExternalPrincipals "
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization"},
    {"ram",
     "DeleteResourceShare",
     write,
     "resource-share",
     {},
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization"},
    {"ram",
     "ListResourceSharePermissions",
     list,
     "resource-share",
     {},
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization"},
    {"ram", "AssociateResourceSharePermission", write, "resource-share", "permission",
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization "
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram", "DisassociateResourceSharePermission", write, "resource-share", "permission",
     "ram:AllowsExternalPrincipals ram:ResourceShareName "
     "ram:RetainSharingOnAccountLeaveOrganization "
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "AcceptResourceShareInvitation",
     write,
     "resource-share-invitation",
     {},
     "ram:ResourceShareName ram:ShareOwnerAccountId"},
    {"ram",
     "RejectResourceShareInvitation",
     write,
     "resource-share-invitation",
     {},
     "ram:ResourceShareName ram:ShareOwnerAccountId"},
    {"ram",
     "CreatePermission",
     write,
     "*",
     {},
     "ram:PermissionArn ram:PermissionResourceType aws:RequestTag/ aws:TagKeys"},
    {"ram",
     "CreatePermissionVersion",
     write,
     "customer-managed-permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "DeletePermission",
     write,
     "customer-managed-permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "DeletePermissionVersion",
     write,
     "customer-managed-permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "SetDefaultPermissionVersion",
     write,
     "customer-managed-permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "ReplacePermissionAssociations",
     write,
     "permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram",
     "GetPermission",
     read,
     "permission",
     {},
     "ram:PermissionArn ram:PermissionResourceType"},
    {"ram", "EnableSharingWithAwsOrganization", permissions, "*", {}, "..."},
    {"ram", "GetResourceShares", read, "*", {}, "..."},
    {"ram", "GetResourceShareAssociations", read, "*", {}, "..."},
    {"ram", "GetResourceShareInvitations", read, "*", {}, "..."},
    {"ram", "GetResourcePolicies", read, "*", {}, "..."},
    {"ram", "ListResources", list, "*", {}, "..."},
    {"ram", "ListPrincipals", list, "*", {}, "..."},
    {"ram", "ListPermissions", list, "*", {}, "..."},
    {"ram", "ListPermissionVersions", list, "*", {}, "..."},
    {"ram", "ListResourceTypes", list, "*", {}, "..."},
});

/// The service's row of names, or null.
ServiceNames const* find_names(std::string_view service) {
  for (ServiceNames const& row : service_names())
    if (equals_ignoring_case(row.service, service)) return &row;
  return nullptr;
}

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

bool is_known_service(std::string_view service) { return find_names(service) != nullptr; }

bool any_action(std::string_view service, std::function<bool(std::string_view)> const& test) {
  ServiceNames const* row = find_names(service);
  return row != nullptr && std::ranges::any_of(split(row->names, ' '), test);
}

std::string nearest_action(std::string_view action) {
  std::string_view service = action.substr(0, action.find(':'));
  std::vector<std::string> names;
  for (ActionRow const& row : kActions)
    names.push_back(std::string(row.service) + ":" + std::string(row.name));
  if (ServiceNames const* row = find_names(service))
    for (std::string_view name : split(row->names, ' '))
      names.push_back(std::string(row->service) + ":" + std::string(name));
  std::vector<std::string_view> views(names.begin(), names.end());
  return did_you_mean(action, views);
}

}  // namespace rehearse::iam
