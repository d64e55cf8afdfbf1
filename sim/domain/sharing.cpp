#include "sim/domain/sharing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {
namespace {

using namespace std::chrono_literals;

/// Invitations for pipelines live 12 hours, not the 7 days of folklore (sharing-and-access 1.6).
constexpr Duration kInvitationLife = 12h;

/// A UUID that follows from names, not from counters.
std::string uuid(std::string_view key, std::uint64_t seed) {
  return to_uuid(hash_bytes(key, seed), hash_bytes(key, seed + 1));
}

std::uint64_t permission_index(std::string_view arn) {
  auto permissions = iam::ram_permissions();
  auto at = std::ranges::find(permissions, arn, &iam::RamPermission::arn);
  return static_cast<std::uint64_t>(at - permissions.begin());
}

}  // namespace

std::string_view account_of_principal(std::string_view principal) {
  if (is_account_id(principal)) return principal;
  auto arn = ArnView::split(principal);
  return arn && arn->service == "iam" ? arn->account : std::string_view{};
}

ShareId Sharing::create(AccountId owner, std::string const& name, std::string const& permission,
                        bool allow_external) {
  world::Account const& account = c_.world.organization().account(owner);
  ShareId id{static_cast<std::uint32_t>(c_.world.shares().all().size())};
  auto earlier = std::ranges::count_if(c_.world.shares().all(), [&](world::Share const& s) {
    return s.owner == owner && s.name == name;
  });
  std::string key = fmt::format("share/{}/{}/{}", account.name, name, earlier);
  std::string arn = fmt::format("arn:aws:ram:{}:{}:resource-share/{}", account.region, account.id,
                                uuid(key, c_.world.seed()));
  c_.record.record(trace::ShareStored{id, owner, arn, name, allow_external});
  c_.record.record(trace::SharePermissionStored{id, permission});
  c_.record.record(trace::SharePermissionInForce{id, permission});
  c_.record.record(trace::ShareMoved{id, ShareStatus::active});
  return id;
}

bool Sharing::is_external(ShareId share, std::string const& principal) const {
  std::string_view account = account_of_principal(principal);
  if (account.empty()) return false;
  world::Organization const& organization = c_.world.organization();
  AccountId known = organization.find_account(account);
  bool inside = known && organization.account(known).ou && organization.account(at(share).owner).ou;
  return !inside && known != at(share).owner;
}

bool Sharing::needs_invitation(ShareId share, std::string const& principal) const {
  std::string_view account = account_of_principal(principal);
  if (account.empty()) return false;  // organizations and OUs are never invited
  if (account == c_.world.organization().account(at(share).owner).id) return false;
  return is_external(share, principal) || !c_.world.organization().ram_sharing();
}

std::uint16_t Sharing::position(ShareId share, AssociationType type,
                                std::string const& entity) const {
  auto const& list = at(share).associations;
  auto found = std::ranges::find_if(
      list, [&](world::Association const& a) { return a.type == type && a.entity == entity; });
  return static_cast<std::uint16_t>(found - list.begin());
}

void Sharing::move(ShareId share, AssociationType type, std::string const& entity,
                   AssociationStatus status, std::string why) {
  bool external = type == AssociationType::principal && is_external(share, entity);
  c_.record.record(trace::AssociationMoved{share, type, entity, status, external, std::move(why)});
}

void Sharing::associate(ShareId share, AssociationType type, std::string const& entity) {
  move(share, type, entity, AssociationStatus::associating);
  trace::Seq seq = c_.record.next_seq() - 1;
  std::uint16_t index = position(share, type, entity);
  if (type == AssociationType::principal && needs_invitation(share, entity)) {
    c_.engine.after(assume_(Assumption::ram_invitation_delay),
                    make_wake(WakeKind::invitation_visible, share.index, 0, index), seq);
    return;
  }
  c_.engine.after(assume_(Assumption::ram_association_delay),
                  make_wake(WakeKind::association, share.index,
                            static_cast<std::uint64_t>(AssociationStatus::associated), index),
                  seq);
}

void Sharing::disassociate(ShareId share, AssociationType type, std::string const& entity) {
  world::Association const* association = at(share).find(type, entity);
  if (association == nullptr || association->status == AssociationStatus::disassociated ||
      association->status == AssociationStatus::disassociating)
    return;
  move(share, type, entity, AssociationStatus::disassociating);
  trace::Seq seq = c_.record.next_seq() - 1;
  if (type == AssociationType::principal)
    end_invitations(share, entity, "the sender took the principal out");
  c_.engine.after(assume_(Assumption::ram_revocation_delay),
                  make_wake(WakeKind::association, share.index,
                            static_cast<std::uint64_t>(AssociationStatus::disassociated),
                            position(share, type, entity)),
                  seq);
}

void Sharing::association_done(ShareId share, std::uint16_t entity, std::uint64_t target) {
  world::Association const association = at(share).associations[entity];
  auto to = static_cast<AssociationStatus>(target);
  bool expected = to == AssociationStatus::associated
                      ? association.status == AssociationStatus::associating
                      : association.status == AssociationStatus::disassociating;
  if (expected) move(share, association.type, association.entity, to);
}

void Sharing::replace_permission(ShareId share, std::string const& permission) {
  trace::Seq seq = c_.record.record(trace::SharePermissionStored{share, permission});
  c_.engine.after(assume_(Assumption::ram_permission_delay),
                  make_wake(WakeKind::share_permission, share.index, permission_index(permission)),
                  seq);
}

void Sharing::permission_in_force(ShareId share, std::uint64_t permission) {
  c_.record.record(
      trace::SharePermissionInForce{share, std::string(iam::ram_permissions()[permission].arn)});
}

void Sharing::remove(ShareId share) {
  trace::Seq seq = c_.record.record(trace::ShareMoved{share, ShareStatus::deleting});
  // Every principal loses access; the rows go with the share.
  for (std::size_t i = 0; i < at(share).associations.size(); ++i) {
    world::Association const association = at(share).associations[i];
    disassociate(share, association.type, association.entity);
  }
  c_.engine.after(assume_(Assumption::ram_revocation_delay),
                  make_wake(WakeKind::share_deleted, share.index), seq);
}

void Sharing::share_deleted(ShareId share) {
  c_.record.record(trace::ShareMoved{share, ShareStatus::deleted});
}

void Sharing::invitation_visible(ShareId share, std::uint16_t entity) {
  world::Association const association = at(share).associations[entity];
  if (association.status != AssociationStatus::associating) return;
  world::Organization const& organization = c_.world.organization();
  AccountId receiver = organization.find_account(account_of_principal(association.entity));
  if (!receiver) return;  // an account outside the scenario: nobody will ever answer
  InvitationId id{static_cast<std::uint32_t>(c_.world.shares().invitations().size())};
  world::Account const& sender = organization.account(at(share).owner);
  std::string key = fmt::format("invitation/{}/{}/{}", at(share).arn, association.entity,
                                association.since.time_since_epoch().count());
  std::string arn = fmt::format("arn:aws:ram:{}:{}:resource-share-invitation/{}", sender.region,
                                sender.id, uuid(key, c_.world.seed()));
  trace::Seq seq = c_.record.record(trace::InvitationMoved{id, share, receiver, association.entity,
                                                           arn, InvitationStatus::pending});
  c_.engine.after_in_background(kInvitationLife, make_wake(WakeKind::invitation_expires, id.index),
                                seq);
}

void Sharing::accept(InvitationId invitation) {
  world::Invitation const i = c_.world.shares().invitation(invitation);
  trace::Seq seq = c_.record.record(trace::InvitationMoved{
      invitation, i.share, i.receiver, i.principal, i.arn, InvitationStatus::accepted});
  c_.engine.after(assume_(Assumption::ram_accept_delay),
                  make_wake(WakeKind::association, i.share.index,
                            static_cast<std::uint64_t>(AssociationStatus::associated),
                            position(i.share, AssociationType::principal, i.principal)),
                  seq);
}

void Sharing::end_invitation(InvitationId invitation, InvitationStatus status,
                             std::string const& why) {
  world::Invitation const i = c_.world.shares().invitation(invitation);
  if (i.status != InvitationStatus::pending) return;
  trace::Seq const cause = c_.record.cause();
  c_.record.set_cause(c_.record.record(
      trace::InvitationMoved{invitation, i.share, i.receiver, i.principal, i.arn, status}));
  world::Association const* association = at(i.share).find(AssociationType::principal, i.principal);
  if (association != nullptr && association->status == AssociationStatus::associating)
    move(i.share, AssociationType::principal, i.principal, AssociationStatus::disassociated, why);
  c_.record.set_cause(cause);
}

/// Whoever was invited and is taken out, or whose share is deleted, is invited no more. The sources
/// do not say what the invitation then shows: EXPIRED is the one of its states that fits.
void Sharing::end_invitations(ShareId share, std::string const& principal, std::string const& why) {
  auto const& all = c_.world.shares().invitations();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].share == share && all[i].principal == principal)
      end_invitation({static_cast<std::uint32_t>(i)}, InvitationStatus::expired, why);
}

void Sharing::resource_gone(std::string const& resource) {
  for (ShareId share : c_.world.shares().holding(resource)) {
    auto const status = at(share).find(AssociationType::resource, resource)->status;
    if (status == AssociationStatus::disassociated || status == AssociationStatus::failed) continue;
    if (status != AssociationStatus::disassociating)
      move(share, AssociationType::resource, resource, AssociationStatus::disassociating,
           "the resource was deleted");
    move(share, AssociationType::resource, resource, AssociationStatus::disassociated,
         "the resource was deleted");
  }
}

void Sharing::reject(InvitationId invitation) {
  end_invitation(invitation, InvitationStatus::rejected, "the invitation was rejected");
}

void Sharing::invitation_expires(InvitationId invitation) {
  end_invitation(invitation, InvitationStatus::expired, "the invitation expired after 12 hours");
}

}  // namespace rehearse::domain
