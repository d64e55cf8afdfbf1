#include "sim/world/access/shares.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::world {

Association const* Share::find(AssociationType type, std::string_view entity) const {
  auto at = std::ranges::find_if(
      associations, [&](Association const& a) { return a.type == type && a.entity == entity; });
  return at == associations.end() ? nullptr : &*at;
}

PinnedPermission const* Share::permission_for(std::string_view resource_type) const {
  auto at = std::ranges::find_if(permissions, [&](PinnedPermission const& p) {
    return equals_ignoring_case(p.type, resource_type);
  });
  return at == permissions.end() ? nullptr : &*at;
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
    if (shares_[i].standard() &&
        shares_[i].find(AssociationType::resource, resource_arn) != nullptr)
      out.push_back({i});
  return out;
}

ShareId Shares::mirror_of(std::string_view resource_arn) const {
  auto at = std::ranges::find_if(shares_, [&](Share const& share) {
    return !share.standard() && share.status == ShareStatus::active &&
           share.find(AssociationType::resource, resource_arn) != nullptr;
  });
  return at == shares_.end() ? ShareId{}
                             : ShareId{static_cast<std::uint32_t>(at - shares_.begin())};
}

PinnedPermission& Shares::pinned(ShareId share, std::string const& type) {
  auto& list = shares_[share.index].permissions;
  auto at = std::ranges::find(list, type, &PinnedPermission::type);
  if (at == list.end()) at = list.insert(at, PinnedPermission{type, {}, 0, {}, 0, {}});
  return *at;
}

void Shares::apply(trace::Entry const& entry, trace::ShareStored const& record) {
  REHEARSE_ASSERT(record.share.index == shares_.size(), "shares are numbered in order");
  Share share;
  share.owner = record.owner;
  share.arn = record.arn;
  share.name = record.name;
  share.allow_external = record.allow_external;
  share.retain = record.retain;
  share.created = share.moved = entry.at;
  shares_.push_back(std::move(share));
}

void Shares::apply(trace::Entry const& entry, trace::ShareUpdated const& record) {
  Share& share = shares_[record.share.index];
  share.name = record.name;
  share.allow_external = record.allow_external;
  share.moved = entry.at;
}

void Shares::apply(trace::Entry const& entry, trace::ShareMoved const& record) {
  Share& share = shares_[record.share.index];
  REHEARSE_ASSERT(may_move(share.status, record.status), "a share follows its state machine");
  share.status = record.status;
  share.moved = entry.at;
}

void Shares::apply(trace::Entry const& entry, trace::FeatureSetMoved const& record) {
  ShareId id = find(record.arn);
  if (!id) return permissions_.apply(entry, record);
  Share& share = shares_[id.index];
  REHEARSE_ASSERT(may_move(share.feature_set, record.to), "a share follows its state machine");
  share.feature_set = record.to;
  share.moved = entry.at;
}

void Shares::apply(trace::Entry const& entry, trace::SharePermissionStored const& record) {
  PinnedPermission& permission = pinned(record.share, record.type);
  permission.arn = record.permission;
  permission.version = record.version;
  permission.since = entry.at;
}

void Shares::apply(trace::Entry const&, trace::SharePermissionInForce const& record) {
  PinnedPermission& permission = pinned(record.share, record.type);
  permission.arn_in_force = record.permission;
  permission.version_in_force = record.version;
}

void Shares::apply(trace::Entry const& entry, trace::AssociationMoved const& record) {
  auto& associations = shares_[record.share.index].associations;
  auto at = std::ranges::find_if(associations, [&](Association const& a) {
    return a.type == record.type && a.entity == record.entity;
  });
  bool is_new = at == associations.end();
  if (is_new) at = associations.insert(at, Association{});
  REHEARSE_ASSERT(is_new || may_move(at->status, record.status),
                  "an association follows its state machine");
  bool anew = is_new || record.status == AssociationStatus::associating;
  at->type = record.type;
  at->entity = record.entity;
  at->status = record.status;
  at->in_force = record.in_force;
  at->external = record.external;
  at->unique_id = record.unique_id;
  at->why = record.why;
  if (anew) {
    at->invited = false;
    at->created = entry.at;
  }
  at->since = entry.at;
  ++at->moves;
}

void Shares::apply(trace::Entry const& entry, trace::InvitationMoved const& record) {
  if (record.invitation.index == invitations_.size()) {
    for (Association& a : shares_[record.share.index].associations)
      if (a.type == AssociationType::principal && a.entity == record.principal) a.invited = true;
    invitations_.push_back(
        {record.share, record.receiver, record.principal, record.arn, record.status, entry.at});
    return;
  }
  Invitation& invitation = invitations_[record.invitation.index];
  REHEARSE_ASSERT(may_move(invitation.status, record.status),
                  "an invitation follows its state machine");
  invitation.status = record.status;
}

void Shares::apply(trace::Entry const& entry, trace::ReplaceWorkMoved const& record) {
  auto at = std::ranges::find(works_, record.id, &ReplaceWork::id);
  if (at == works_.end()) {
    works_.push_back({record.id, record.owner, record.from, record.from_version, record.to,
                      record.to_version, record.status, record.why, entry.at, entry.at});
    return;
  }
  at->status = record.status;
  at->why = record.why;
  at->moved = entry.at;
}

void Shares::apply(trace::Entry const&, trace::AssumptionUsed const& record) {
  if (record.name == "ram_ou_condition") rules_.ou_by_path = record.value == "path";
  if (record.name == "ram_resource_list")
    rules_.lists_executions = record.value == "with_executions";
  if (record.name == "ram_own_account") rules_.own_account_delegates = record.value == "delegation";
}

}  // namespace rehearse::world
