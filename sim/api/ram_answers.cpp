// Quotas, what RAM still lists, what a call on a share needs, and how things are shown. Source:
// sharing-and-access 1.7, 1.14, 1.17, 5.3.
#include <algorithm>

#include "sim/api/ram_parts.hpp"

namespace rehearse::api::ram {

std::size_t quota(Request const& r, Quota which) {
  return static_cast<std::size_t>(r.world().organization().limit(r.place(), which));
}

bool is_listed(Request& r, world::Share const& share) {
  return share.status != ShareStatus::deleted ||
         r.domain.context().engine.now() <
             share.moved + r.domain.assume(domain::Assumption::ram_row_kept);
}

bool is_listed(Request& r, world::Association const& association) {
  return association.present() ||
         r.domain.context().engine.now() <
             association.since + r.domain.assume(domain::Assumption::ram_row_kept);
}

std::expected<ShareId, ApiError> shown_share(Request& r) {
  std::string arn = text_of(r.input, "resourceShareArn");
  if (auto bad = check_arn(arn, "resource-share/")) return std::unexpected(*bad);
  ShareId id = r.world().shares().find(arn);
  if (!id || !is_here(r, arn) || r.world().shares().share(id).status == ShareStatus::deleted)
    return std::unexpected(unknown_share(arn));
  if (r.world().shares().share(id).owner != r.account())
    return std::unexpected(not_permitted("You are not authorized to modify this resource share."));
  return id;
}

std::expected<ShareId, ApiError> own_share(Request& r) {
  auto id = shown_share(r);
  if (id && !r.world().shares().share(*id).standard())
    return std::unexpected(not_permitted(
        "You cannot modify a resource share that was created from a policy. Promote it first."));
  return id;
}

bool reaches(World const& world, world::Share const& share, AccountId account) {
  if (!share.standard()) return false;  // its owner alone sees it
  world::Organization const& organization = world.organization();
  std::string_view path = organization.path_in_force(account);
  return std::ranges::any_of(share.associations, [&](world::Association const& a) {
    if (a.type != AssociationType::principal || a.status != AssociationStatus::associated)
      return false;
    if (domain::account_of_principal(a.entity) == organization.account(account).id) return true;
    if (!path.empty() && a.entity == organization.arn()) return true;
    OuId ou = organization.find_ou(a.entity);
    return ou && path.starts_with(organization.ou(ou).path);
  });
}

bool discovers(World const& world, AccountId account, std::string_view resource_arn) {
  return std::ranges::any_of(world.shares().holding(resource_arn), [&](ShareId id) {
    world::Share const& share = world.shares().share(id);
    world::Association const* held = share.find(AssociationType::resource, resource_arn);
    return share.owner != account && held->status == AssociationStatus::associated &&
           reaches(world, share, account);
  });
}

std::string_view text_of_flag(bool flag) { return flag ? "true" : "false"; }

calls::Need share_need(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "resourceShareArn");
  calls::Need need{std::string(action), arn, world::owner_of(world.access(), arn), {}};
  if (ShareId id = world.shares().find(arn)) {
    world::Share const& share = world.shares().share(id);
    need.context.emplace_back("ram:ResourceShareName", share.name);
    need.context.emplace_back("ram:AllowsExternalPrincipals",
                              std::string(text_of_flag(share.allow_external)));
    need.context.emplace_back("ram:RetainSharingOnAccountLeaveOrganization",
                              std::string(text_of_flag(share.retain)));
  }
  return need;
}

calls::Need put_policy_need() { return {"sagemaker:PutResourcePolicy", "*", {}, {}}; }

json::Value share_answer(World const& world, ShareId id) {
  world::Share const& share = world.shares().share(id);
  json::Value answer;
  answer.set("resourceShareArn", share.arn).set("name", share.name);
  answer.set("owningAccountId", world.organization().account(share.owner).id);
  answer.set("allowExternalPrincipals", share.allow_external).set("status", name_of(share.status));
  if (!world.access().written_policies().tags(share.arn).empty())
    answer.set("tags", tags_answer(world, share.arn));
  answer.set("creationTime", timestamp(world, share.created))
      .set("lastUpdatedTime", timestamp(world, share.moved));
  answer.set("featureSet", name_of(share.feature_set));
  if (share.retain)
    answer.set("resourceShareConfiguration",
               json::Value{}.set("retainSharingOnAccountLeaveOrganization", true));
  return answer;
}

json::Value association_answer(Request& r, ShareId share, world::Association const& association) {
  World const& world = r.world();
  json::Value answer;
  answer.set("resourceShareArn", world.shares().share(share).arn)
      .set("resourceShareName", world.shares().share(share).name);
  answer.set("associatedEntity", association.entity)
      .set("associationType", name_of(association.type));
  answer.set("status", name_of(association.status));
  if (!association.why.empty()) answer.set("statusMessage", association.why);
  answer.set("creationTime", timestamp(world, association.created))
      .set("lastUpdatedTime", timestamp(world, association.since));
  bool external = association.external;
  if (association.type == AssociationType::principal)
    external = external == r.domain.assume.is(domain::Assumption::ram_external_flag, "outside");
  return answer.set("external", external);
}

json::Value invitation_answer(World const& world, InvitationId id) {
  world::Invitation const& invitation = world.shares().invitation(id);
  world::Share const& share = world.shares().share(invitation.share);
  json::Value answer;
  answer.set("resourceShareInvitationArn", invitation.arn).set("resourceShareName", share.name);
  answer.set("resourceShareArn", share.arn)
      .set("senderAccountId", world.organization().account(share.owner).id);
  answer.set("receiverAccountId", world.organization().account(invitation.receiver).id);
  answer.set("invitationTimestamp", timestamp(world, invitation.sent))
      .set("status", name_of(invitation.status));
  if (invitation.principal.starts_with("arn:")) answer.set("receiverArn", invitation.principal);
  return answer;
}

}  // namespace rehearse::api::ram
