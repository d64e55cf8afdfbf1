#include "sim/api/table.hpp"

#include <algorithm>

#include "sim/api/handlers.hpp"
#include "sim/api/ram_parts.hpp"

namespace rehearse::api {
namespace {

constexpr Row kRows[] = {
    {"iam", "DeleteRolePolicy", iam::delete_needs, iam::delete_role_policy},
    {"iam", "GetRolePolicy", iam::get_needs, iam::get_role_policy},
    {"iam", "ListRolePolicies", iam::list_needs, iam::list_role_policies},
    {"iam", "PutRolePolicy", iam::put_needs, iam::put_role_policy},
    {"organizations", "ListAccountsForParent", organizations::accounts_needs,
     organizations::list_accounts_for_parent},
    {"organizations", "ListParents", organizations::parents_needs, organizations::list_parents},
    {"organizations", "MoveAccount", organizations::move_needs, organizations::move_account},
    {"ram", "AcceptResourceShareInvitation", ram::accept_needs, ram::once<ram::accept>},
    {"ram", "AssociateResourceShare", ram::associate_needs, ram::once<ram::associate>},
    {"ram", "AssociateResourceSharePermission", ram::associate_permission_needs,
     ram::once<ram::associate_permission>},
    {"ram", "CreatePermission", ram::create_permission_needs, ram::once<ram::create_permission>},
    {"ram", "CreatePermissionVersion", ram::create_version_needs, ram::once<ram::create_version>},
    {"ram", "CreateResourceShare", ram::create_share_needs, ram::once<ram::create_share>},
    {"ram", "DeletePermission", ram::delete_permission_needs, ram::once<ram::delete_permission>},
    {"ram", "DeletePermissionVersion", ram::delete_version_needs, ram::once<ram::delete_version>},
    {"ram", "DeleteResourceShare", ram::delete_share_needs, ram::once<ram::delete_share>},
    {"ram", "DisassociateResourceShare", ram::disassociate_needs, ram::once<ram::disassociate>},
    {"ram", "DisassociateResourceSharePermission", ram::disassociate_permission_needs,
     ram::once<ram::disassociate_permission>},
    {"ram", "EnableSharingWithAwsOrganization", ram::enable_sharing_needs,
     ram::reading<ram::enable_sharing>},
    {"ram", "GetPermission", ram::get_permission_needs, ram::reading<ram::get_permission>},
    {"ram", "GetResourcePolicies", ram::policies_needs, ram::reading<ram::get_policies>},
    {"ram", "GetResourceShareAssociations", ram::associations_needs,
     ram::reading<ram::get_associations>},
    {"ram", "GetResourceShareInvitations", ram::invitations_needs,
     ram::reading<ram::get_invitations>},
    {"ram", "GetResourceShares", ram::shares_needs, ram::reading<ram::get_shares>},
    {"ram", "ListPendingInvitationResources", ram::pending_resources_needs,
     ram::reading<ram::list_pending_resources>},
    {"ram", "ListPermissionAssociations", ram::permission_associations_needs,
     ram::reading<ram::list_permission_associations>},
    {"ram", "ListPermissionVersions", ram::permission_versions_needs,
     ram::reading<ram::list_permission_versions>},
    {"ram", "ListPermissions", ram::permissions_needs, ram::reading<ram::list_permissions>},
    {"ram", "ListPrincipals", ram::principals_needs, ram::reading<ram::list_principals>},
    {"ram", "ListReplacePermissionAssociationsWork", ram::works_needs,
     ram::reading<ram::list_works>},
    {"ram", "ListResourceSharePermissions", ram::share_permissions_needs,
     ram::reading<ram::list_share_permissions>},
    {"ram", "ListResourceTypes", ram::types_needs, ram::reading<ram::list_types>},
    {"ram", "ListResources", ram::resources_needs, ram::reading<ram::list_resources>},
    {"ram", "ListSourceAssociations", ram::sources_needs, ram::reading<ram::list_sources>},
    {"ram", "RejectResourceShareInvitation", ram::reject_needs, ram::once<ram::reject>},
    {"ram", "ReplacePermissionAssociations", ram::replace_permissions_needs,
     ram::once<ram::replace_permissions>},
    {"ram", "SetDefaultPermissionVersion", ram::set_default_needs,
     ram::once<ram::set_default_version>},
    {"ram", "TagResource", ram::tag_needs, ram::reading<ram::tag_resource>},
    {"ram", "UntagResource", ram::untag_needs, ram::reading<ram::untag_resource>},
    {"ram", "UpdateResourceShare", ram::update_share_needs, ram::once<ram::update_share>},
    {"sagemaker", "CreateEndpoint", endpoints::create_needs, endpoints::create},
    {"sagemaker", "CreateEndpointConfig", endpoints::create_config_needs, endpoints::create_config},
    {"sagemaker", "CreateModel", endpoints::create_model_needs, endpoints::create_model},
    {"sagemaker", "CreateModelPackage", registry::create_package_needs, registry::create_package},
    {"sagemaker", "CreateModelPackageGroup", registry::create_group_needs, registry::create_group},
    {"sagemaker", "CreatePipeline", pipelines::create_needs, pipelines::create},
    {"sagemaker", "DeleteEndpoint", endpoints::delete_needs, endpoints::remove},
    {"sagemaker", "DeletePipeline", pipelines::delete_needs, pipelines::remove},
    {"sagemaker", "DescribeEndpoint", endpoints::describe_needs, endpoints::describe},
    {"sagemaker", "DescribeEndpointConfig", endpoints::describe_config_needs,
     endpoints::describe_config},
    {"sagemaker", "DescribeModel", endpoints::describe_model_needs, endpoints::describe_model},
    {"sagemaker", "DescribeModelPackage", registry::describe_package_needs,
     registry::describe_package},
    {"sagemaker", "DescribeModelPackageGroup", registry::describe_group_needs,
     registry::describe_group},
    {"sagemaker", "DescribePipeline", pipelines::describe_needs, pipelines::describe},
    {"sagemaker", "DescribePipelineDefinitionForExecution", executions::definition_needs,
     executions::definition},
    {"sagemaker", "DescribePipelineExecution", executions::describe_needs, executions::describe},
    {"sagemaker", "GetModelPackageGroupPolicy", registry::get_policy_needs, registry::get_policy},
    {"sagemaker", "ListModelPackages", registry::list_packages_needs, registry::list_packages},
    {"sagemaker", "ListPipelineExecutionSteps", executions::steps_needs, executions::steps},
    {"sagemaker", "ListPipelineExecutions", executions::list_needs, executions::list},
    {"sagemaker", "ListPipelineParametersForExecution", executions::parameters_needs,
     executions::parameters},
    {"sagemaker", "ListPipelines", pipelines::list_needs, pipelines::list},
    {"sagemaker", "PutModelPackageGroupPolicy", registry::put_policy_needs, registry::put_policy},
    {"sagemaker", "RetryPipelineExecution", executions::retry_needs, executions::retry},
    {"sagemaker", "SendPipelineExecutionStepFailure", executions::failure_needs,
     executions::step_failure},
    {"sagemaker", "SendPipelineExecutionStepSuccess", executions::success_needs,
     executions::step_success},
    {"sagemaker", "StartPipelineExecution", executions::start_needs, executions::start},
    {"sagemaker", "StopPipelineExecution", executions::stop_needs, executions::stop},
    {"sagemaker", "UpdateEndpoint", endpoints::update_needs, endpoints::update},
    {"sagemaker", "UpdateModelPackage", registry::update_package_needs, registry::update_package},
    {"sagemaker", "UpdatePipeline", pipelines::update_needs, pipelines::update},
    {"sts", "AssumeRole", sts::assume_needs, sts::assume_role},
    {"sts", "GetCallerIdentity", sts::identity_needs, sts::get_caller_identity},
};

}  // namespace

std::span<Row const> rows() { return kRows; }

Row const* find_row(std::string_view service, std::string_view operation) {
  auto at = std::ranges::find_if(
      kRows, [&](Row const& row) { return row.service == service && row.operation == operation; });
  return at == std::end(kRows) ? nullptr : &*at;
}

}  // namespace rehearse::api
