#include "sim/world/access/resource_policy.hpp"

#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// How a principal of a share stands in the policy. Source: sharing-and-access 1.5.
iam::Grantee grantee_of(Access const& access, std::string const& principal) {
  if (is_account_id(principal)) return {iam::GranteeForm::account, principal};
  Organization const& organization = access.organization();
  if (principal == organization.arn()) return {iam::GranteeForm::organization, organization.id()};
  if (OuId ou = organization.find_ou(principal))
    return {iam::GranteeForm::organizational_unit, organization.ou(ou).path};
  return {iam::GranteeForm::principal, principal};
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

std::vector<iam::ShareGrant> grants_of(Access const& access, ShareId id,
                                       std::string_view resource_arn) {
  Share const& share = access.shares().share(id);
  std::vector<iam::ShareGrant> out;
  Association const* resource = share.find(AssociationType::resource, resource_arn);
  bool standing = share.status == ShareStatus::active || share.status == ShareStatus::deleting;
  iam::RamPermission const* permission = iam::find_ram_permission(share.permission_in_force);
  if (!standing || permission == nullptr || !resource->in_force()) return out;
  std::vector<std::string> actions(permission->actions.begin(), permission->actions.end());
  for (Association const& a : share.associations)
    if (a.type == AssociationType::principal && a.in_force())
      out.push_back({sid_of(share.name), grantee_of(access, a.entity), actions,
                     iam::shared_resources(resource_arn)});
  return out;
}

}  // namespace

json::Value written_policy(Access const& access, std::string_view resource_arn) {
  std::vector<iam::ShareGrant> grants;
  for (ShareId id : access.shares().holding(resource_arn))
    for (iam::ShareGrant& grant : grants_of(access, id, resource_arn))
      grants.push_back(std::move(grant));
  return grants.empty() ? json::Value{} : iam::share_policy(grants);
}

}  // namespace rehearse::world
