// Invitations: accept, reject, and what the receiver sees of them. Source: sharing-and-access 1.6.
#include <fmt/format.h>

#include "sim/api/ram_parts.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::ram {
namespace {

ApiError invitation_not_found(std::string_view arn) {
  return {"ResourceShareInvitationArnNotFoundException",
          fmt::format("ResourceShareInvitation {} could not be found.", arn)};
}

Needs invitation_needs(World const& world, std::string_view action, json::Value const& input) {
  std::string arn = text_of(input, "resourceShareInvitationArn");
  // The invitation's ARN has the sender's account, but it is the receiver's to answer.
  InvitationId id = world.shares().find_invitation(arn);
  if (!id) return need(action, arn, world::owner_of(world.access(), arn));
  world::Invitation const& invitation = world.shares().invitation(id);
  world::Share const& share = world.shares().share(invitation.share);
  return std::vector<calls::Need>{
      {std::string(action),
       arn,
       invitation.receiver,
       {{"ram:ResourceShareName", share.name},
        {"ram:ShareOwnerAccountId", world.organization().account(share.owner).id}}}};
}

/// RAM is Regional: who looks from another Region sees nothing. Source: 1.12.
bool is_receivers(Request const& r, world::Invitation const& invitation) {
  return invitation.receiver == r.account() && is_here(r, invitation.arn);
}

std::expected<InvitationId, ApiError> received_invitation(Request const& r) {
  std::string arn = text_of(r.input, "resourceShareInvitationArn");
  if (auto bad = check_arn(arn, "resource-share-invitation/")) return std::unexpected(*bad);
  InvitationId id = r.world().shares().find_invitation(arn);
  if (!id || !is_receivers(r, r.world().shares().invitation(id)))
    return std::unexpected(invitation_not_found(arn));
  return id;
}

std::optional<ApiError> check_open(InvitationStatus status) {
  switch (status) {
    case InvitationStatus::pending:
      break;
    case InvitationStatus::accepted:
      return ApiError{"ResourceShareInvitationAlreadyAcceptedException",
                      "The invitation was already accepted."};
    case InvitationStatus::rejected:
      return ApiError{"ResourceShareInvitationAlreadyRejectedException",
                      "The invitation was already rejected."};
    case InvitationStatus::expired:
      return ApiError{"ResourceShareInvitationExpiredException", "The invitation has expired."};
  }
  return std::nullopt;
}

std::expected<InvitationId, ApiError> open_invitation(Request const& r) {
  auto id = received_invitation(r);
  if (!id) return id;
  if (auto closed = check_open(r.world().shares().invitation(*id).status))
    return std::unexpected(*closed);
  return id;
}

}  // namespace

Needs accept_needs(World const& w, Caller const&, json::Value const& in) {
  return invitation_needs(w, "ram:AcceptResourceShareInvitation", in);
}
Needs reject_needs(World const& w, Caller const&, json::Value const& in) {
  return invitation_needs(w, "ram:RejectResourceShareInvitation", in);
}
Needs invitations_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShareInvitations");
}
Needs pending_resources_needs(World const& w, Caller const&, json::Value const& in) {
  return invitation_needs(w, "ram:ListPendingInvitationResources", in);
}

Answer accept(Request& r) {
  auto id = open_invitation(r);
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.sharing.accept(*id);
  return json::Value{}.set("resourceShareInvitation", invitation_answer(r.world(), *id));
}

Answer reject(Request& r) {
  auto id = open_invitation(r);
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.sharing.reject(*id);
  return json::Value{}.set("resourceShareInvitation", invitation_answer(r.world(), *id));
}

/// Only the receiver sees an invitation.
Answer get_invitations(Request& r) {
  auto const& all = r.world().shares().invitations();
  for (std::string const& arn : texts(r.input, "resourceShareInvitationArns")) {
    if (auto bad = check_arn(arn, "resource-share-invitation/")) return std::unexpected(*bad);
    InvitationId id = r.world().shares().find_invitation(arn);
    if (!id || !is_receivers(r, all[id.index])) return std::unexpected(invitation_not_found(arn));
  }
  json::Array items;
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (is_receivers(r, all[i]) && listed(r.input, "resourceShareInvitationArns", all[i].arn) &&
        listed(r.input, "resourceShareArns", r.world().shares().share(all[i].share).arn))
      items.push_back(invitation_answer(r.world(), {i}));
  return page_of(r, "resourceShareInvitations", std::move(items));
}

/// What the receiver may look at before it accepts. Source: 1.6.
Answer list_pending_resources(Request& r) {
  auto id = received_invitation(r);
  if (!id) return std::unexpected(id.error());
  world::Invitation const& invitation = r.world().shares().invitation(*id);
  auto closed = check_open(invitation.status);
  // The operation has no error for what was accepted: nothing is pending then.
  bool accepted = invitation.status == InvitationStatus::accepted;
  if (closed && !accepted) return std::unexpected(*closed);
  json::Array items;
  world::Share const& share = r.world().shares().share(invitation.share);
  for (world::Association const& a : share.associations) {
    if (accepted || a.type != AssociationType::resource || !a.present()) continue;
    if (text_of(r.input, "resourceRegionScope") == "GLOBAL") continue;
    json::Value item;
    item.set("arn", a.entity).set("resourceShareArn", share.arn).set("status", "PENDING");
    if (auto const* type = rehearse::iam::ram_resource_type_of(a.entity))
      item.set("type", type->name);
    items.push_back(item.set("resourceRegionScope", "REGIONAL"));
  }
  return page_of(r, "resources", std::move(items));
}

}  // namespace rehearse::api::ram
