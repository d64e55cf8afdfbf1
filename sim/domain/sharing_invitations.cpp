// Invitations: who needs one, how one comes, is answered, and ends. Source: sharing-and-access 1.6.
#include <fmt/format.h>

#include "sim/domain/sharing.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {
namespace {

using namespace std::chrono_literals;

/// Invitations for pipelines and model package groups live 12 hours, not the 7 days of folklore
/// (sharing-and-access 1.6).
constexpr Duration kInvitationLife = 12h;

}  // namespace

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
  if (is_external(share, principal) || !c_.world.organization().ram_sharing()) return true;
  return at(share).retain || assume_.is(Assumption::ram_inside_invitation, "always");
}

void Sharing::invitation_visible(ShareId share, std::uint16_t entity, std::uint64_t payload) {
  world::Association const association = at(share).associations[entity];
  if (payload >> 8 != association.moves) return;
  world::Organization const& organization = c_.world.organization();
  AccountId receiver = organization.find_account(account_of_principal(association.entity));
  if (!receiver) return;  // an account outside the scenario: nobody will ever answer
  InvitationId id{static_cast<std::uint32_t>(c_.world.shares().invitations().size())};
  world::Account const& sender = organization.account(at(share).owner);
  std::string key = fmt::format("invitation/{}/{}/{}", at(share).arn, association.entity,
                                association.since.time_since_epoch().count());
  std::string arn =
      fmt::format("arn:aws:ram:{}:{}:resource-share-invitation/{}",
                  ArnView::split(at(share).arn)->region, sender.id, uuid_of(key, c_.world.seed()));
  trace::Seq seq = c_.record.record(trace::InvitationMoved{id, share, receiver, association.entity,
                                                           arn, InvitationStatus::pending});
  c_.engine.after_in_background(kInvitationLife, make_wake(WakeKind::invitation_expires, id.index),
                                seq);
}

void Sharing::accept(InvitationId invitation) {
  world::Invitation const i = c_.world.shares().invitation(invitation);
  c_.record.record(trace::InvitationMoved{invitation, i.share, i.receiver, i.principal, i.arn,
                                          InvitationStatus::accepted});
  later(Assumption::ram_accept_delay, i.share, AssociationType::principal, i.principal,
        AssociationStatus::associated);
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
    move(i.share, AssociationType::principal, i.principal, AssociationStatus::disassociated, false,
         why);
  c_.record.set_cause(cause);
}

/// Whoever was invited and is taken out, or whose share is deleted, is invited no more.
void Sharing::end_invitations(ShareId share, std::string const& principal, std::string const& why) {
  auto const& all = c_.world.shares().invitations();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].share != share || all[i].principal != principal ||
        all[i].status != InvitationStatus::pending)
      continue;
    bool expired = assume_.is(Assumption::ram_withdrawn_invitation, "EXPIRED");
    end_invitation({static_cast<std::uint32_t>(i)},
                   expired ? InvitationStatus::expired : InvitationStatus::rejected, why);
  }
}

void Sharing::reject(InvitationId invitation) {
  end_invitation(invitation, InvitationStatus::rejected, "the invitation was rejected");
}

void Sharing::invitation_expires(InvitationId invitation) {
  end_invitation(invitation, InvitationStatus::expired, "the invitation expired after 12 hours");
}

}  // namespace rehearse::domain
