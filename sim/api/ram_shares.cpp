// Resource shares: create, update, associate, disassociate, delete, tag, and sharing with the
// organization. Source: sharing-and-access 1.5 to 1.11, 1.15, 1.16.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_entities.hpp"
#include "sim/api/ram_parts.hpp"
#include "sim/api/ram_permission_parts.hpp"

namespace rehearse::api::ram {
namespace {

/// RAM writes the resource's policy in the sharer's name (1.8).
void need_put_policy(json::Value const& input, std::vector<calls::Need>& needs) {
  if (!texts(input, "resourceArns").empty()) needs.push_back(put_policy_need());
}

bool retains(json::Value const& input) {
  json::Value const* configuration = input.find("resourceShareConfiguration");
  return configuration != nullptr && configuration->is_object() &&
         flag_of(*configuration, "retainSharingOnAccountLeaveOrganization", false);
}

constexpr std::pair<AssociationType, std::string_view> kMembers[] = {
    {AssociationType::resource, "resourceArns"}, {AssociationType::principal, "principals"}};

/// The rows that a call has just touched.
json::Value associations_answer(Request& r, ShareId share) {
  json::Array rows;
  for (auto [type, member] : kMembers)
    for (std::string const& entity : texts(r.input, member))
      if (world::Association const* a = r.world().shares().share(share).find(type, entity))
        rows.push_back(association_answer(r, share, *a));
  return json::Value{}.set("resourceShareAssociations", std::move(rows));
}

/// The permissions that a call chooses: each in use, the caller's or AWS's, one a resource type.
std::optional<ApiError> check_permissions(Request const& r) {
  std::vector<std::string> types;
  for (std::string const& arn : texts(r.input, "permissionArns")) {
    if (auto bad = check_arn(arn, "permission/")) return bad;
    world::Permission const* p = r.world().shares().permissions().find(arn);
    if (p == nullptr || !p->in_use() || !is_shown(r, *p)) return unknown_permission(r.world(), arn);
    if (p->from_policy())
      return invalid_parameter("A permission that was created from a policy cannot be attached.");
    if (std::ranges::find(types, p->type) != types.end())
      return invalid_parameter("A resource share has exactly one permission per resource type.");
    types.push_back(p->type);
  }
  return std::nullopt;
}

std::optional<ApiError> check_new_share(Request& r, bool allow_external, bool retain) {
  if (text_of(r.input, "name").empty())
    return invalid_parameter("The name of a resource share must not be empty.");
  if (retain && !allow_external)
    return invalid_parameter(
        "retainSharingOnAccountLeaveOrganization requires allowExternalPrincipals.");
  if (auto refused = check_permissions(r)) return refused;
  if (auto refused = check_tags(r, {})) return refused;
  auto mine = std::ranges::count_if(r.world().shares().all(), [&](world::Share const& s) {
    return s.owner == r.account() && is_here(r, s.arn) && s.status != ShareStatus::deleted;
  });
  if (static_cast<std::size_t>(mine) + 1 > quota(r, Quota::shares))
    return ApiError{"ResourceShareLimitExceededException",
                    fmt::format("An account can have at most {} resource shares in a Region.",
                                quota(r, Quota::shares))};
  if (auto refused = check_entities(r, {}, allow_external)) return refused;
  return check_quotas(r, {}, retain);
}

/// A consumer asks to leave. Pipelines and model package groups cannot be left. Source: 1.11.
std::optional<ApiError> check_leaving(Request& r, ShareId share) {
  world::Share const& shared = r.world().shares().share(share);
  std::vector<std::string> principals = texts(r.input, "principals");
  std::string const& own = r.own_account().id;
  if (shared.status == ShareStatus::deleted || !is_here(r, shared.arn) ||
      !reaches(r.world(), shared, r.account()))
    return unknown_share(shared.arn);
  if (principals.size() != 1 || principals.front() != own ||
      !texts(r.input, "resourceArns").empty())
    return not_permitted("You can only remove your own account from a resource share.");
  bool holds = std::ranges::any_of(shared.associations, [](world::Association const& a) {
    return a.type == AssociationType::resource && a.present();
  });
  if (holds)
    return not_permitted(
        "You cannot leave this resource share: it contains resources that do not support leaving.");
  world::Association const* mine = shared.find(AssociationType::principal, own);
  if (mine == nullptr || !mine->present() || !(mine->invited || mine->external))
    return not_permitted(
        "You cannot leave a resource share that you have through your organization.");
  return std::nullopt;
}

}  // namespace

/// A share that is made with its principals and resources needs both actions (1.18).
Needs create_share_needs(World const&, Caller const&, json::Value const& in) {
  std::string const external{text_of_flag(flag_of(in, "allowExternalPrincipals", true))};
  std::string const retain{text_of_flag(retains(in))};
  calls::Need create{"ram:CreateResourceShare",
                     "*",
                     {},
                     {{"ram:RequestedAllowsExternalPrincipals", external},
                      {"ram:AllowsExternalPrincipals", external},
                      {"ram:RetainSharingOnAccountLeaveOrganization", retain}}};
  add_tag_keys(tags_of(in, kTagWords), {}, create.context);
  std::vector<calls::Need> needs;
  need_for_each(create, in, needs);
  if (!texts(in, "principals").empty() || !texts(in, "resourceArns").empty())
    need_for_each({"ram:AssociateResourceShare",
                   "*",
                   {},
                   {{"ram:ResourceShareName", text_of(in, "name")},
                    {"ram:AllowsExternalPrincipals", external},
                    {"ram:RetainSharingOnAccountLeaveOrganization", retain}}},
                  in, needs);
  need_put_policy(in, needs);
  return needs;
}
Needs update_share_needs(World const& w, Caller const&, json::Value const& in) {
  calls::Need update = share_need(w, "ram:UpdateResourceShare", in);
  if (in.find("allowExternalPrincipals") != nullptr)
    update.context.emplace_back(
        "ram:RequestedAllowsExternalPrincipals",
        std::string(text_of_flag(flag_of(in, "allowExternalPrincipals", true))));
  return std::vector<calls::Need>{std::move(update)};
}
Needs associate_needs(World const& w, Caller const&, json::Value const& in) {
  std::vector<calls::Need> needs;
  need_for_each(share_need(w, "ram:AssociateResourceShare", in), in, needs);
  need_put_policy(in, needs);
  return needs;
}
/// Who does not own the share asks to leave it: its own policies decide whether it may ask.
Needs disassociate_needs(World const& w, Caller const& c, json::Value const& in) {
  calls::Need leave = share_need(w, "ram:DisassociateResourceShare", in);
  leave.owner = account_of(w, c);
  std::vector<calls::Need> needs;
  need_for_each(leave, in, needs);
  return needs;
}
Needs delete_share_needs(World const& w, Caller const&, json::Value const& in) {
  return std::vector<calls::Need>{share_need(w, "ram:DeleteResourceShare", in)};
}
Needs enable_sharing_needs(World const&, Caller const&, json::Value const&) {
  std::vector<calls::Need> needs;
  for (char const* action :
       {"ram:EnableSharingWithAwsOrganization", "iam:CreateServiceLinkedRole",
        "organizations:EnableAWSServiceAccess", "organizations:DescribeOrganization"})
    needs.push_back({action, "*", {}, {}});
  return needs;
}

Answer create_share(Request& r) {
  bool allow_external = flag_of(r.input, "allowExternalPrincipals", true);
  bool retain = retains(r.input);
  if (auto refused = check_new_share(r, allow_external, retain)) return std::unexpected(*refused);
  r.call.accept();
  ShareId share =
      r.domain.sharing.create(r.place(), text_of(r.input, "name"), allow_external, retain);
  std::string arn = r.world().shares().share(share).arn;
  for (std::string const& permission : texts(r.input, "permissionArns"))
    r.domain.sharing.pin(share, permission);
  store_tags(r, arn);
  associate_all(r, share);
  return json::Value{}.set("resourceShare", share_answer(r.world(), share));
}

Answer update_share(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  world::Share const& known = r.world().shares().share(*share);
  bool names = r.input.find("name") != nullptr;
  if (!names && r.input.find("allowExternalPrincipals") == nullptr)
    return std::unexpected(
        ApiError{"MissingRequiredParameterException",
                 "You must specify a name or allowExternalPrincipals to update."});
  std::string name = names ? text_of(r.input, "name") : known.name;
  if (name.empty())
    return std::unexpected(invalid_parameter("The name of a resource share must not be empty."));
  bool allow = flag_of(r.input, "allowExternalPrincipals", known.allow_external);
  if (!allow && known.retain)
    return std::unexpected(
        not_permitted("retainSharingOnAccountLeaveOrganization requires allowExternalPrincipals."));
  bool cut = known.allow_external && !allow &&
             std::ranges::any_of(known.associations, [](world::Association const& a) {
               return a.external && a.present();
             });
  if (cut && r.domain.assume.is(domain::Assumption::ram_allow_external_off, "refused"))
    return std::unexpected(not_permitted(
        "The resource share has external principals. Disassociate them before you turn "
        "allowExternalPrincipals off."));
  r.call.accept();
  r.domain.sharing.update(*share, name, allow);
  return json::Value{}.set("resourceShare", share_answer(r.world(), *share));
}

Answer associate(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  world::Share const& known = r.world().shares().share(*share);
  if (known.status != ShareStatus::active)
    return std::unexpected(wrong_state("The resource share is being deleted."));
  if (auto refused = check_entities(r, *share, known.allow_external))
    return std::unexpected(*refused);
  for (auto [type, member] : kMembers)
    for (std::string const& entity : texts(r.input, member))
      if (world::Association const* a = known.find(type, entity); a != nullptr && a->present())
        return std::unexpected(
            wrong_state(fmt::format("{} is {} already.", entity, name_of(a->status))));
  r.call.accept();
  associate_all(r, *share);
  return associations_answer(r, *share);
}

Answer disassociate(Request& r) {
  std::string arn = text_of(r.input, "resourceShareArn");
  ShareId shown = r.world().shares().find(arn);
  if (shown && r.world().shares().share(shown).owner != r.account()) {
    if (auto refused = check_leaving(r, shown)) return std::unexpected(*refused);
  } else if (auto share = own_share(r); !share) {
    return std::unexpected(share.error());
  }
  for (auto [type, member] : kMembers)
    for (std::string const& entity : texts(r.input, member)) {
      world::Association const* a = r.world().shares().share(shown).find(type, entity);
      if (a == nullptr || !a->present())
        return std::unexpected(unknown_resource(
            fmt::format("{} is not associated with ResourceShare {}.", entity, arn)));
    }
  r.call.accept();
  for (auto [type, member] : kMembers)
    for (std::string const& entity : texts(r.input, member))
      r.domain.sharing.disassociate(shown, type, entity);
  return associations_answer(r, shown);
}

Answer delete_share(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  if (r.world().shares().share(*share).status != ShareStatus::active)
    return std::unexpected(wrong_state("The resource share is being deleted already."));
  r.call.accept();
  r.domain.sharing.remove(*share);
  return json::Value{}.set("returnValue", true);
}

/// The management account of an organization with all features. Source: 1.10.
Answer enable_sharing(Request& r) {
  world::Organization const& organization = r.world().organization();
  auto refused = [](std::string_view code, std::string_view text) {
    return std::unexpected(not_permitted(
        fmt::format("Unable to enable sharing with AWS Organizations. Received {} from "
                    "AWSOrganizations with the following error message: {}",
                    code, text)));
  };
  if (!organization.exists() || r.own_account().id != organization.management())
    return refused("AccessDeniedException", "You don't have permissions to access this resource.");
  if (organization.features() != FeatureSet::all)
    return refused("ConstraintViolationException",
                   "Your organization must have all features enabled to perform this operation.");
  r.call.accept();
  if (!organization.ram_sharing()) r.domain.sharing.organization_sharing_on();
  return json::Value{}.set("returnValue", true);
}

}  // namespace rehearse::api::ram
