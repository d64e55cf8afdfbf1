// Source: sharing-and-access 1.2, 1.5, 1.6, 1.16 to 1.18.
#include "sim/api/ram_entities.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::ram {
namespace {

using domain::Assumption;

ApiError limit_exceeded(std::string message) {
  return {"ResourceShareLimitExceededException", std::move(message)};
}

/// Is it there, and the caller's?
bool owns(Request const& r, std::string const& arn, rehearse::iam::RamResourceType const& type) {
  if (type.name == rehearse::iam::kPipelineType) {
    PipelineId id = r.world().find_pipeline(arn);
    return id && r.world().pipelines()[id].account == r.account();
  }
  GroupId id = r.world().registry().find_group_arn(arn);
  return id && r.world().registry().group(id).account == r.account();
}

std::optional<ApiError> check_resource(Request const& r, std::string const& arn) {
  if (!ArnView::split(arn)) return bad_arn(arn);
  rehearse::iam::RamResourceType const* type = rehearse::iam::ram_resource_type_of(arn);
  if (type == nullptr) return malformed_arn("You cannot share the selected resource type.");
  // A share holds resources of its own Region only (1.12).
  if (!owns(r, arn, *type) || !is_here(r, arn))
    return unknown_resource(fmt::format("Resource {} could not be found.", arn));
  return std::nullopt;
}

/// Only the sharer's own organization and its units, and only when RAM may share with it.
std::optional<ApiError> check_organization_principal(Request const& r, ArnView const& arn,
                                                     std::string const& principal) {
  world::Organization const& organization = r.world().organization();
  bool is_ou = arn.resource.starts_with("ou/");
  std::string_view shown = last_name(arn.resource);
  std::string_view kind = is_ou ? "OrganizationalUnit" : "Organization";
  if (is_ou && !r.own_account().ou)
    return unknown_resource(
        fmt::format("OrganizationalUnit {} in unknown organization could not be found.", shown));
  bool known =
      is_ou ? static_cast<bool>(organization.find_ou(principal)) : principal == organization.arn();
  if (!r.own_account().ou || !known || !organization.ram_sharing())
    return unknown_resource(is_ou ? fmt::format("{} {} could not be found", kind, shown)
                                  : fmt::format("{} {} could not be found.", kind, shown));
  return std::nullopt;
}

std::optional<ApiError> check_principal(Request& r, std::string const& principal,
                                        bool allow_external) {
  auto arn = ArnView::split(principal);
  bool of_organization = arn && arn->service == "organizations";
  std::string_view account = domain::account_of_principal(principal);
  bool iam = !arn || arn->resource.starts_with("role/") || arn->resource.starts_with("user/") ||
             arn->resource == "root";
  if (!of_organization && (!is_account_id(account) || !iam))
    return invalid_parameter(
        fmt::format("Principal ID {} is malformed. Verify the ID and try again.", principal));
  if (arn && !r.domain.assume.is(Assumption::ram_pipeline_principals, "all"))
    return invalid_parameter(
        fmt::format("Principal ID {} is not supported for the selected resource type.", principal));
  if (of_organization) return check_organization_principal(r, *arn, principal);
  world::Organization const& organization = r.world().organization();
  AccountId known = organization.find_account(account);
  bool inside = known && organization.account(known).ou && r.own_account().ou;
  if (!inside && !allow_external && known != r.account())
    return invalid_parameter(
        fmt::format("Principal {} is not in your AWS organization. You do not have permission to "
                    "add external AWS accounts to a resource share.",
                    account));
  return std::nullopt;
}

/// How many of a type the account's shares, or one share of it, have.
std::size_t count_of(Request const& r, AssociationType type, ShareId only) {
  std::size_t count = 0;
  auto const& all = r.world().shares().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].owner != r.account() || !is_here(r, all[i].arn) || (only && only != ShareId{i}))
      continue;
    count += static_cast<std::size_t>(std::ranges::count_if(
        all[i].associations,
        [&](world::Association const& a) { return a.type == type && a.present(); }));
  }
  return count;
}

/// Principals of the sender that have yet to accept: those that are invited, and those whose
/// invitation is on its way.
std::size_t pending_invitations(Request const& r) {
  auto const& shares = r.world().shares();
  auto ours = [&](world::Share const& share) {
    return share.owner == r.account() && is_here(r, share.arn);
  };
  auto open = [&](world::Invitation const& i) {
    return i.status == InvitationStatus::pending && ours(shares.share(i.share));
  };
  auto count = std::ranges::count_if(shares.invitations(), open);
  for (std::uint32_t i = 0; i < shares.all().size(); ++i) {
    if (!ours(shares.all()[i])) continue;
    count += std::ranges::count_if(shares.all()[i].associations, [&](world::Association const& a) {
      return a.type == AssociationType::principal && a.status == AssociationStatus::associating &&
             !a.invited && r.domain.sharing.needs_invitation(ShareId{i}, a.entity);
    });
  }
  return static_cast<std::size_t>(count);
}

/// Will the principal be invited? As Sharing::needs_invitation, for a share that is not there yet.
bool will_be_invited(Request const& r, std::string const& principal, bool retain) {
  std::string_view id = domain::account_of_principal(principal);
  world::Organization const& organization = r.world().organization();
  AccountId account = organization.find_account(id);
  if (id.empty() || account == r.account()) return false;
  bool inside = account && organization.account(account).ou && r.own_account().ou;
  return !inside || !organization.ram_sharing() || retain;
}

std::optional<ApiError> check_count(Request const& r, ShareId share, AssociationType type,
                                    std::size_t more, Quota per_share, Quota overall) {
  std::string_view what = type == AssociationType::resource ? "resource" : "principal";
  if ((share ? count_of(r, type, share) : 0) + more > quota(r, per_share))
    return limit_exceeded(fmt::format("A resource share can have at most {} {} associations.",
                                      quota(r, per_share), what));
  if (count_of(r, type, {}) + more > quota(r, overall))
    return limit_exceeded(fmt::format("An account can have at most {} {} associations in a Region.",
                                      quota(r, overall), what));
  return std::nullopt;
}

}  // namespace

std::optional<ApiError> check_entities(Request& r, ShareId share, bool allow_external) {
  if (r.input.find("sources") != nullptr)
    return invalid_parameter(
        "Sources are for service principals, with which nothing that is "
        "simulated can be shared.");
  auto resources = texts(r.input, "resourceArns"), principals = texts(r.input, "principals");
  if (std::size_t const most = quota(r, Quota::resources_per_call); resources.size() > most)
    return limit_exceeded(fmt::format("You can specify at most {} resources in one call.", most));
  for (std::string const& resource : resources)
    if (auto refused = check_resource(r, resource)) return refused;
  for (std::string const& principal : principals)
    if (auto refused = check_principal(r, principal, allow_external)) return refused;
  auto const* known = share ? &r.world().shares().share(share) : nullptr;
  return check_quotas(r, share, known != nullptr && known->retain);
}

std::optional<ApiError> check_quotas(Request& r, ShareId share, bool retain) {
  auto resources = texts(r.input, "resourceArns"), principals = texts(r.input, "principals");
  if (auto refused = check_count(r, share, AssociationType::resource, resources.size(),
                                 Quota::share_resources, Quota::resources))
    return refused;
  if (auto refused = check_count(r, share, AssociationType::principal, principals.size(),
                                 Quota::share_principals, Quota::principals))
    return refused;
  auto invited = static_cast<std::size_t>(std::ranges::count_if(
      principals, [&](std::string const& each) { return will_be_invited(r, each, retain); }));
  std::size_t most = quota(r, Quota::pending_invitations);
  if (invited > 0 && pending_invitations(r) + invited > most)
    return limit_exceeded(fmt::format("You can have at most {} pending invitations.", most));
  return std::nullopt;
}

void associate_all(Request& r, ShareId share) {
  for (std::string const& resource : texts(r.input, "resourceArns")) {
    r.domain.sharing.pin_default(share, rehearse::iam::ram_resource_type_of(resource)->name);
    r.domain.sharing.associate(share, AssociationType::resource, resource);
  }
  for (std::string const& principal : texts(r.input, "principals"))
    r.domain.sharing.associate(share, AssociationType::principal, principal);
}

void need_for_each(calls::Need const& need, json::Value const& input,
                   std::vector<calls::Need>& needs) {
  auto add = [&](Keys more) {
    calls::Need& each = needs.emplace_back(need);
    each.context.insert(each.context.end(), more.begin(), more.end());
  };
  auto principals = texts(input, "principals"), resources = texts(input, "resourceArns");
  for (std::string const& principal : principals) add({{"ram:Principal", principal}});
  for (std::string const& resource : resources) {
    Keys keys{{"ram:ResourceArn", resource}};
    if (auto const* type = rehearse::iam::ram_resource_type_of(resource))
      keys.emplace_back("ram:RequestedResourceType", std::string(type->name));
    add(std::move(keys));
  }
  if (principals.empty() && resources.empty()) needs.push_back(need);
}

}  // namespace rehearse::api::ram
