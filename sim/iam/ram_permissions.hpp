// What RAM brings: the types that can be shared, the AWS managed permissions for them, and the
// resource policy that shares amount to. RAM authorizes nothing itself; the judge reads the policy
// that it writes. Source: sharing-and-access 1.3, 1.5, 1.8.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"

namespace rehearse::iam {

inline constexpr std::string_view kPipelineType = "sagemaker:Pipeline";
/// Of another spelling than its siblings. Source: 1.2.
inline constexpr std::string_view kPackageGroupType = "sagemaker:model-package-group";

/// A type of resource that can be shared here, and every action that may be shared of it.
struct RamResourceType {
  std::string_view name;
  std::string_view resource_start;  // of its ARNs: `pipeline/`
  std::span<std::string_view const> actions;
};

std::span<RamResourceType const> ram_resource_types();
/// By name (case counts not), or null.
RamResourceType const* find_ram_resource_type(std::string_view name);
/// The type of a shareable resource, or null: an execution is none.
RamResourceType const* ram_resource_type_of(std::string_view arn);

/// An AWS managed permission: which actions a share of that resource type grants.
struct RamPermission {
  std::string_view arn;
  std::string_view name;
  std::string_view resource_type;  // `sagemaker:Pipeline`
  bool is_default;                 // of its resource type
  std::span<std::string_view const> actions;
};

std::span<RamPermission const> ram_permissions();
/// By ARN, or null.
RamPermission const* find_ram_permission(std::string_view arn);
/// The default for a resource type (case counts not), or null when the type cannot be shared here.
RamPermission const* default_ram_permission(std::string_view resource_type);
/// `did you mean ...?` for a misspelled ARN, or an empty string.
std::string nearest_ram_permission(std::string_view arn);

/// How a share names whom it is for.
/// `own_account`: everybody in it, not only those whom it lets.
enum class GranteeForm : std::uint8_t {
  account,
  own_account,
  principal,
  organization,
  organizational_unit
};

/// Whom a share is for: 12 digits of an account, the ARN of a role or user, an organization's id,
/// or the path of an OU
/// (`o-exampleorg1/r-ab12/ou-ab12-prod0001/`, with the slash at the end).
struct Grantee {
  GranteeForm form = GranteeForm::account;
  std::string value;
};

/// What one principal association of one share contributes to a resource's policy.
struct ShareGrant {
  std::string sid;
  Grantee grantee;
  std::vector<std::string> actions;
  std::vector<std::string> resources;  // ARNs, as `shared_resources` gives them
  json::Value condition{};             // of the permission; null: none
};

/// A pipeline is shared with all its executions, a group with all its packages: its ARN and a
/// pattern for what belongs to it. Source: 1.2, 1.8.
std::vector<std::string> shared_resources(std::string_view arn);

/// The resource policy that the grants amount to, one statement a grant, in their order. REQUIRES:
/// at least one grant (a resource without grants has no policy). An OU is tested by
/// `ForAnyValue:StringLike aws:PrincipalOrgPaths` on its path (1.5).
json::Value share_policy(std::span<ShareGrant const> grants);

}  // namespace rehearse::iam
