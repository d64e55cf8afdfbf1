#include "sim/world/access/shares.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::world {

Association const* Share::find(AssociationType type, std::string_view entity) const {
  auto at = std::ranges::find_if(
      associations, [&](Association const& a) { return a.type == type && a.entity == entity; });
  return at == associations.end() ? nullptr : &*at;
}

ShareId Shares::find(std::string_view arn) const {
  auto at = std::ranges::find(shares_, arn, &Share::arn);
  return at == shares_.end() ? ShareId{}
                             : ShareId{static_cast<std::uint32_t>(at - shares_.begin())};
}

InvitationId Shares::find_invitation(std::string_view arn) const {
  auto at = std::ranges::find(invitations_, arn, &Invitation::arn);
  return at == invitations_.end()
             ? InvitationId{}
             : InvitationId{static_cast<std::uint32_t>(at - invitations_.begin())};
}

std::vector<ShareId> Shares::holding(std::string_view resource_arn) const {
  std::vector<ShareId> out;
  for (std::uint32_t i = 0; i < shares_.size(); ++i)
    if (shares_[i].find(AssociationType::resource, resource_arn) != nullptr) out.push_back({i});
  return out;
}

void Shares::apply(trace::Entry const& entry, trace::ShareStored const& record) {
  REHEARSE_ASSERT(record.share.index == shares_.size(), "shares are numbered in order");
  Share share;
  share.owner = record.owner;
  share.arn = record.arn;
  share.name = record.name;
  share.allow_external = record.allow_external;
  share.created = share.moved = entry.at;
  shares_.push_back(std::move(share));
}

void Shares::apply(trace::Entry const& entry, trace::ShareMoved const& record) {
  Share& share = shares_[record.share.index];
  REHEARSE_ASSERT(may_move(share.status, record.status), "a share follows its state machine");
  share.status = record.status;
  share.moved = entry.at;
}

void Shares::apply(trace::Entry const&, trace::SharePermissionStored const& record) {
  shares_[record.share.index].permission = record.permission;
}

void Shares::apply(trace::Entry const&, trace::SharePermissionInForce const& record) {
  shares_[record.share.index].permission_in_force = record.permission;
}

void Shares::apply(trace::Entry const& entry, trace::AssociationMoved const& record) {
  auto& associations = shares_[record.share.index].associations;
  auto at = std::ranges::find_if(associations, [&](Association const& a) {
    return a.type == record.type && a.entity == record.entity;
  });
  if (at == associations.end()) {
    associations.push_back(
        {record.type, record.entity, record.status, record.external, record.why, entry.at});
    return;
  }
  REHEARSE_ASSERT(may_move(at->status, record.status), "an association follows its state machine");
  at->status = record.status;
  at->why = record.why;
  at->since = entry.at;
}

void Shares::apply(trace::Entry const& entry, trace::InvitationMoved const& record) {
  if (record.invitation.index == invitations_.size()) {
    invitations_.push_back(
        {record.share, record.receiver, record.principal, record.arn, record.status, entry.at});
    return;
  }
  Invitation& invitation = invitations_[record.invitation.index];
  REHEARSE_ASSERT(may_move(invitation.status, record.status),
                  "an invitation follows its state machine");
  invitation.status = record.status;
}

}  // namespace rehearse::world
