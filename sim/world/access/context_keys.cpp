#include "sim/world/access/context_keys.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"

namespace rehearse::world {
namespace {

/// What Evidence and the operations' needs put into a question; a trailing `*` stands for a tag's
/// key. Source: sharing-and-access 3.5, 5.
constexpr auto kFilled = std::to_array<std::string_view>({
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalTag/*",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:userid",
    "aws:username",
    "aws:TokenIssueTime",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:ResourceTag/*",
    "aws:RequestedRegion",
    "aws:RequestTag/*",
    "aws:TagKeys",
    "aws:SecureTransport",
    "aws:CurrentTime",
    "aws:EpochTime",
    "iam:PassedToService",
    "iam:ResourceTag/*",
    "iam:PolicyARN",
    "iam:PermissionsBoundary",
    "sts:ExternalId",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",
    "organizations:PolicyType",
    "organizations:ServicePrincipal",
    "sagemaker:ResourceTag/*",
    "sagemaker:TaggingAction",
    "sagemaker:PipelineVersionId",
    "sagemaker:ModelApprovalStatus",
    "sagemaker:CustomerMetadataProperties/*",
    "sagemaker:CustomerMetadataPropertiesToRemove",
    "sagemaker:CurrentCustomerMetadataProperties/*",
    "sagemaker:ModelLifeCycle:Stage",
    "sagemaker:ModelLifeCycle:StageStatus",
    "sagemaker:CurrentModelLifeCycleStage",
    "sagemaker:CurrentModelLifeCycleStageStatus",
    "sagemaker:NetworkIsolation",
    "sagemaker:VpcSubnets",
    "sagemaker:VpcSecurityGroupIds",
    "sagemaker:InstanceTypes",
    "sagemaker:MaxRuntimeInSeconds",
    "sagemaker:ModelArn",
    "sagemaker:ServerlessMaxConcurrency",
    "sagemaker:ServerlessMemorySize",
    "ram:Principal",
    "ram:ResourceArn",
    "ram:RequestedResourceType",
    "ram:RequestedAllowsExternalPrincipals",
    "ram:AllowsExternalPrincipals",
    "ram:ResourceShareName",
    "ram:PermissionArn",
    "ram:ShareOwnerAccountId",
    "ram:PermissionResourceType",
    "ram:RetainSharingOnAccountLeaveOrganization",
    "ram:ResourceTag/*",
});

/// Services whose calls are judged; the empty one is `*`.
constexpr std::array<std::string_view, 9> kJudged = {
    "", "sagemaker", "ram", "iam", "sts", "organizations", "events", "lambda", "sqs"};

bool is_judged(iam::Statement const& statement) {
  return statement.not_action ||
         std::ranges::any_of(statement.actions, [](iam::ActionPattern const& action) {
           return std::ranges::find(kJudged, action.service) != kJudged.end();
         });
}

}  // namespace

std::span<std::string_view const> filled_keys() { return kFilled; }

bool is_filled(std::string_view key) {
  return std::ranges::any_of(kFilled, [&](std::string_view filled) {
    if (!filled.ends_with('*')) return equals_ignoring_case(filled, key);
    filled.remove_suffix(1);
    return key.size() > filled.size() && equals_ignoring_case(filled, key.substr(0, filled.size()));
  });
}

std::string_view unfilled_key(iam::Policy const& policy) {
  for (iam::Statement const& statement : policy.statements) {
    if (!is_judged(statement)) continue;
    for (iam::Condition const& condition : statement.conditions)
      if (!is_filled(condition.key)) return condition.key;
  }
  return {};
}

std::string filled_keys_hint(std::string_view key) {
  return did_you_mean_or(key, kFilled, "simulated are");
}

}  // namespace rehearse::world
