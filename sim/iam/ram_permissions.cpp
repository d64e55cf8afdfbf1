#include "sim/iam/ram_permissions.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::iam {
namespace {

// The executing permission is the reading one and three more, so both are one list.
constexpr auto kPipelineActions = std::to_array<std::string_view>({
    "sagemaker:DescribePipeline",
    "sagemaker:DescribePipelineDefinitionForExecution",
    "sagemaker:DescribePipelineExecution",
    "sagemaker:ListPipelineExecutions",
    "sagemaker:ListPipelineExecutionSteps",
    "sagemaker:ListPipelineParametersForExecution",
    "sagemaker:Search",
    "sagemaker:StartPipelineExecution",
    "sagemaker:StopPipelineExecution",
    "sagemaker:RetryPipelineExecution",
});
constexpr std::size_t kReadingActions = 7;

// The sources name these two, not what they grant: reading is what the documentation's own policy
// for sharing a group has, deploying needs the artifacts as well, registering adds versions.
constexpr auto kGroupActions = std::to_array<std::string_view>({
    "sagemaker:DescribeModelPackageGroup",
    "sagemaker:DescribeModelPackage",
    "sagemaker:BatchDescribeModelPackage",
    "sagemaker:ListModelPackages",
    "sagemaker:AccessModelPackage",
    "sagemaker:CreateModelPackage",
    "sagemaker:UpdateModelPackage",
});
constexpr std::size_t kDeployingActions = 5;

constexpr std::array kPermissions{
    RamPermission{"arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSageMakerPipeline",
                  "AWSRAMDefaultPermissionSageMakerPipeline", kPipelineType, true,
                  std::span(kPipelineActions).first(kReadingActions)},
    RamPermission{"arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution",
                  "AWSRAMPermissionSageMakerPipelineAllowExecution", kPipelineType, false,
                  kPipelineActions},
    RamPermission{
        "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerModelPackageGroupAllowDeploy",
        "AWSRAMPermissionSageMakerModelPackageGroupAllowDeploy", kPackageGroupType, true,
        std::span(kGroupActions).first(kDeployingActions)},
    RamPermission{
        "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerModelPackageGroupAllowRegister",
        "AWSRAMPermissionSageMakerModelPackageGroupAllowRegister", kPackageGroupType, false,
        kGroupActions},
};

constexpr std::array kTypes{
    RamResourceType{kPipelineType, "pipeline/", kPipelineActions},
    RamResourceType{kPackageGroupType, "model-package-group/", kGroupActions},
};

json::Value texts(std::span<std::string const> list) {
  json::Value out(json::Array{});
  for (std::string const& text : list) out.push(text);
  return out;
}

json::Value condition(std::string_view op, std::string_view key, std::string_view value) {
  json::Value keys, out;
  keys.set(key, value);
  out.set(op, std::move(keys));
  return out;
}

/// Writes `Principal` and, for organizations and OUs, sets the condition that stands for them.
void write_grantee(Grantee const& grantee, json::Value& statement, json::Value& condition_out) {
  json::Value principal;
  switch (grantee.form) {
    case GranteeForm::account:
      principal.set("AWS", "arn:aws:iam::" + grantee.value + ":root");
      break;
    case GranteeForm::principal:
      principal.set("AWS", grantee.value);
      break;
    case GranteeForm::own_account:
      principal = "*";
      condition_out = condition("StringEquals", "aws:PrincipalAccount", grantee.value);
      break;
    case GranteeForm::organization:
      principal = "*";
      condition_out = condition("StringEquals", "aws:PrincipalOrgID", grantee.value);
      break;
    case GranteeForm::organizational_unit:
      principal = "*";
      condition_out =
          condition("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", grantee.value + "*");
      break;
  }
  statement.set("Principal", std::move(principal));
}

/// Both hold: the operators of the one and of the other; an operator that both have, with the keys
/// of both. What RAM adds, no permission may name (1.4), so no key stands twice.
json::Value both(json::Value const& permission, json::Value added) {
  if (permission.is_null()) return added;
  json::Value out = permission;
  if (added.is_null()) return out;
  for (auto const& [op, keys] : added.as_object()) {
    json::Value const* known = out.find(op);
    json::Value merged = known == nullptr ? json::Value{json::Object{}} : *known;
    for (auto const& [key, value] : keys.as_object()) merged.set(key, value);
    out.set(op, std::move(merged));
  }
  return out;
}

json::Value share_statement(ShareGrant const& grant) {
  json::Value out, where;
  out.set("Sid", grant.sid);
  out.set("Effect", "Allow");
  write_grantee(grant.grantee, out, where);
  out.set("Action", texts(grant.actions));
  out.set("Resource", texts(grant.resources));
  where = both(grant.condition, std::move(where));
  if (!where.is_null()) out.set("Condition", std::move(where));
  return out;
}

}  // namespace

std::span<RamPermission const> ram_permissions() { return kPermissions; }

RamPermission const* find_ram_permission(std::string_view arn) {
  auto at = std::ranges::find(kPermissions, arn, &RamPermission::arn);
  return at == kPermissions.end() ? nullptr : &*at;
}

RamPermission const* default_ram_permission(std::string_view resource_type) {
  auto at = std::ranges::find_if(kPermissions, [&](RamPermission const& row) {
    return row.is_default && equals_ignoring_case(row.resource_type, resource_type);
  });
  return at == kPermissions.end() ? nullptr : &*at;
}

std::string nearest_ram_permission(std::string_view arn) {
  std::array<std::string_view, kPermissions.size()> arns;
  std::ranges::transform(kPermissions, arns.begin(), &RamPermission::arn);
  return did_you_mean(arn, arns);
}

std::span<RamResourceType const> ram_resource_types() { return kTypes; }

RamResourceType const* find_ram_resource_type(std::string_view name) {
  auto at = std::ranges::find_if(
      kTypes, [&](RamResourceType const& row) { return equals_ignoring_case(row.name, name); });
  return at == kTypes.end() ? nullptr : &*at;
}

RamResourceType const* ram_resource_type_of(std::string_view arn) {
  auto parts = ArnView::split(arn);
  if (!parts || parts->service != "sagemaker") return nullptr;
  auto at = std::ranges::find_if(kTypes, [&](RamResourceType const& row) {
    return parts->resource.starts_with(row.resource_start) &&
           parts->resource.find('/', row.resource_start.size()) == std::string_view::npos;
  });
  return at == kTypes.end() ? nullptr : &*at;
}

std::vector<std::string> shared_resources(std::string_view arn) {
  std::vector<std::string> out{std::string(arn)};
  constexpr std::string_view kGroup = ":model-package-group/";
  auto group = arn.find(kGroup);
  if (group == std::string_view::npos)
    out.push_back(std::string(arn) + "/execution/*");
  else
    out.push_back(std::string(arn.substr(0, group)) + ":model-package/" +
                  std::string(arn.substr(group + kGroup.size())) + "/*");
  return out;
}

json::Value share_policy(std::span<ShareGrant const> grants) {
  json::Value statements(json::Array{});
  for (ShareGrant const& grant : grants) statements.push(share_statement(grant));
  json::Value out;
  out.set("Version", "2012-10-17");
  out.set("Statement", std::move(statements));
  return out;
}

}  // namespace rehearse::iam
