#include "sim/iam/ram_permissions.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"

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

constexpr std::array kPermissions{
    RamPermission{"arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSageMakerPipeline",
                  "AWSRAMDefaultPermissionSageMakerPipeline", "sagemaker:Pipeline", true,
                  std::span(kPipelineActions).first(kReadingActions)},
    RamPermission{"arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution",
                  "AWSRAMPermissionSageMakerPipelineAllowExecution", "sagemaker:Pipeline", false,
                  kPipelineActions},
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

json::Value share_statement(ShareGrant const& grant) {
  json::Value out, where;
  out.set("Sid", grant.sid);
  out.set("Effect", "Allow");
  write_grantee(grant.grantee, out, where);
  out.set("Action", texts(grant.actions));
  out.set("Resource", texts(grant.resources));
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

std::vector<std::string> shared_resources(std::string_view pipeline_arn) {
  return {std::string(pipeline_arn), std::string(pipeline_arn) + "/execution/*"};
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
