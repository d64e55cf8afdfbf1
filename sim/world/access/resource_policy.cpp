#include "sim/world/access/resource_policy.hpp"

#include <optional>

#include <fmt/format.h>

#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// How a principal of a share stands in the policy, or nothing when it stands there no more: a
/// role is meant by its unique id, so one made anew under its name is another. Source:
/// sharing-and-access 1.5, 1.9.
std::optional<iam::Grantee> grantee_of(Access const& access, Share const& share,
                                       Association const& a) {
  using Form = iam::GranteeForm;
  Organization const& organization = access.organization();
  RamRules const& rules = access.shares().rules();
  if (is_account_id(a.entity)) {
    bool own = organization.account(share.owner).id == a.entity;
    return iam::Grantee{own && !rules.own_account_delegates ? Form::own_account : Form::account,
                        a.entity};
  }
  if (a.entity == organization.arn()) return iam::Grantee{Form::organization, organization.id()};
  if (OuId ou = organization.find_ou(a.entity)) {
    if (!rules.ou_by_path) return iam::Grantee{Form::organization, organization.id()};
    return iam::Grantee{Form::organizational_unit, organization.ou(ou).path};
  }
  if (!a.unique_id.empty()) {
    PrincipalId role = access.principals().find_arn(a.entity);
    if (!role || access.principals()[role].unique_id != a.unique_id) return std::nullopt;
  }
  return iam::Grantee{Form::principal, a.entity};
}

/// A share's name as a Sid, which has letters and digits only: `churn-for-production` gives
/// `ChurnForProduction`.
std::string sid_of(std::string_view name) {
  std::string sid;
  bool capital = true;
  for (char c : name) {
    bool small = c >= 'a' && c <= 'z';
    bool fits = small || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (fits) sid += capital && small ? static_cast<char>(c - 'a' + 'A') : c;
    capital = !fits;
  }
  return sid;
}

std::vector<std::string> resources_of(Access const& access, std::string_view arn) {
  std::vector<std::string> out = iam::shared_resources(arn);
  iam::RamResourceType const* type = iam::ram_resource_type_of(arn);
  if (type != nullptr && type->name == iam::kPipelineType &&
      !access.shares().rules().lists_executions)
    out.resize(1);
  return out;
}

std::vector<iam::ShareGrant> grants_of(Access const& access, ShareId id,
                                       std::string_view resource_arn,
                                       std::string_view only_principal) {
  Share const& share = access.shares().share(id);
  std::vector<iam::ShareGrant> out;
  Association const* resource = share.find(AssociationType::resource, resource_arn);
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource_arn);
  bool standing = share.status == ShareStatus::active || share.status == ShareStatus::deleting;
  if (!standing || type == nullptr || !resource->in_force) return out;
  PinnedPermission const* pinned = share.permission_for(type->name);
  if (pinned == nullptr) return out;
  PermissionVersion const* version =
      access.shares().permissions().find(pinned->arn_in_force, pinned->version_in_force);
  if (version == nullptr) return out;
  for (Association const& a : share.associations) {
    if (a.type != AssociationType::principal || !a.in_force) continue;
    if (!only_principal.empty() && a.entity != only_principal) continue;
    if (auto grantee = grantee_of(access, share, a))
      out.push_back({sid_of(share.name), *grantee, version->actions,
                     resources_of(access, resource_arn), version->condition});
  }
  return out;
}

}  // namespace

json::Value written_policy(Access const& access, std::string_view resource_arn,
                           std::string_view principal) {
  std::vector<iam::ShareGrant> grants;
  for (ShareId id : access.shares().holding(resource_arn))
    for (iam::ShareGrant& grant : grants_of(access, id, resource_arn, principal))
      grants.push_back(std::move(grant));
  return grants.empty() ? json::Value{} : iam::share_policy(grants);
}

}  // namespace rehearse::world
