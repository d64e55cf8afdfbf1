// What RAM shows to owners and consumers. Source: sharing-and-access 1.14.
#include "sim/api/answers.hpp"
#include "sim/api/ram_answers.hpp"

namespace rehearse::api::ram {
namespace {

constexpr Paging kShares{"resourceShares", "maxResults", "nextToken", "nextToken"};
constexpr Paging kAssociations{"resourceShareAssociations", "maxResults", "nextToken", "nextToken"};
constexpr Paging kInvitations{"resourceShareInvitations", "maxResults", "nextToken", "nextToken"};
constexpr Paging kResources{"resources", "maxResults", "nextToken", "nextToken"};

/// Does the list member name this text? An absent list names everything.
bool listed(json::Value const& input, std::string_view member, std::string_view text) {
  json::Value const* list = input.find(member);
  if (list == nullptr || !list->is_array()) return true;
  for (json::Value const& each : list->as_array())
    if (each.is_string() && each.as_string() == text) return true;
  return false;
}

/// Is the member absent, or just this text?
bool wanted(json::Value const& input, std::string_view member, std::string_view text) {
  return input.find(member) == nullptr || input.string_or_empty(member) == text;
}

/// Is the account among those a share is in force for?
bool reaches(World const& world, world::Share const& share, AccountId account) {
  world::Organization const& organization = world.organization();
  std::string_view path = organization.path_in_force(account);
  for (world::Association const& a : share.associations) {
    if (a.type != AssociationType::principal || a.status != AssociationStatus::associated) continue;
    if (domain::account_of_principal(a.entity) == organization.account(account).id) return true;
    if (!path.empty() && a.entity == organization.arn()) return true;
    OuId ou = organization.find_ou(a.entity);
    if (ou && path.starts_with(organization.ou(ou).path)) return true;
  }
  return false;
}

/// SELF: my shares; OTHER-ACCOUNTS: those that reach me.
bool in_view(Request const& r, world::Share const& share) {
  if (share.status == ShareStatus::deleted) return false;
  if (r.input.string_or_empty("resourceOwner") == "SELF") return share.owner == r.account();
  return share.owner != r.account() && reaches(r.world(), share, r.account());
}

}  // namespace

json::Value share_answer(World const& world, ShareId id) {
  world::Share const& share = world.shares().share(id);
  json::Value answer;
  answer.set("resourceShareArn", share.arn).set("name", share.name);
  answer.set("owningAccountId", world.organization().account(share.owner).id);
  answer.set("allowExternalPrincipals", share.allow_external).set("status", name_of(share.status));
  answer.set("creationTime", timestamp(world, share.created))
      .set("lastUpdatedTime", timestamp(world, share.moved));
  answer.set("featureSet", "STANDARD");
  return answer;
}

json::Value association_answer(World const& world, ShareId share,
                               world::Association const& association) {
  json::Value answer;
  answer.set("resourceShareArn", world.shares().share(share).arn)
      .set("resourceShareName", world.shares().share(share).name);
  answer.set("associatedEntity", association.entity)
      .set("associationType", name_of(association.type));
  answer.set("status", name_of(association.status));
  if (!association.why.empty()) answer.set("statusMessage", association.why);
  answer.set("lastUpdatedTime", timestamp(world, association.since))
      .set("external", association.external);
  return answer;
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

Needs shares_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShares");
}
Needs associations_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShareAssociations");
}
Needs invitations_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShareInvitations");
}
Needs resources_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListResources");
}

Answer get_shares(Request& r) {
  json::Array items;
  auto const& all = r.world().shares().all();
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (in_view(r, all[i]) && listed(r.input, "resourceShareArns", all[i].arn) &&
        wanted(r.input, "name", all[i].name) &&
        wanted(r.input, "resourceShareStatus", name_of(all[i].status)))
      items.push_back(share_answer(r.world(), {i}));
  return page(r.input, std::move(items), kShares);
}

Answer get_associations(Request& r) {
  json::Array items;
  auto const& all = r.world().shares().all();
  std::string_view type = r.input.string_or_empty("associationType");
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].owner != r.account() || !listed(r.input, "resourceShareArns", all[i].arn)) continue;
    for (world::Association const& a : all[i].associations)
      if (name_of(a.type) == type && wanted(r.input, "associationStatus", name_of(a.status)) &&
          wanted(r.input, type == "PRINCIPAL" ? "principal" : "resourceArn", a.entity))
        items.push_back(association_answer(r.world(), {i}, a));
  }
  return page(r.input, std::move(items), kAssociations);
}

Answer get_invitations(Request& r) {
  // Only the receiver sees an invitation (1.6).
  json::Array items;
  auto const& all = r.world().shares().invitations();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].receiver != r.account() ||
        !listed(r.input, "resourceShareInvitationArns", all[i].arn))
      continue;
    if (listed(r.input, "resourceShareArns", r.world().shares().share(all[i].share).arn))
      items.push_back(invitation_answer(r.world(), {i}));
  }
  return page(r.input, std::move(items), kInvitations);
}

Answer list_resources(Request& r) {
  json::Array items;
  for (world::Share const& share : r.world().shares().all()) {
    if (!in_view(r, share) || !listed(r.input, "resourceShareArns", share.arn)) continue;
    for (world::Association const& a : share.associations) {
      if (a.type != AssociationType::resource || a.status != AssociationStatus::associated)
        continue;
      if (!listed(r.input, "resourceArns", a.entity)) continue;
      json::Value item;
      item.set("arn", a.entity)
          .set("type", "sagemaker:Pipeline")
          .set("resourceShareArn", share.arn);
      item.set("status", "AVAILABLE").set("creationTime", timestamp(r.world(), share.created));
      items.push_back(std::move(item));
    }
  }
  return page(r.input, std::move(items), kResources);
}

}  // namespace rehearse::api::ram
