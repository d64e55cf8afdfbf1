// What an organization's changes do to shares: accounts that leave, join or move, and sharing with
// the organization switched on and off. Source: sharing-and-access 1.9, 1.10.
#include "sim/domain/sharing.hpp"

namespace rehearse::domain {

/// Out at once: RAM follows with its own lag, which is over by now.
void Sharing::drop(ShareId share, world::Association const& given, std::string const& why) {
  world::Association const a = given;
  if (!a.present()) return;
  bool suspends = a.status == AssociationStatus::associated &&
                  assume_.is(Assumption::ram_suspended, "account_left");
  if (suspends) {
    move(share, a.type, a.entity, AssociationStatus::suspending, false, why);
    move(share, a.type, a.entity, AssociationStatus::suspended, false, why);
    return;
  }
  if (a.status != AssociationStatus::disassociating)
    move(share, a.type, a.entity, AssociationStatus::disassociating, false, why);
  move(share, a.type, a.entity, AssociationStatus::disassociated, false, why);
  end_invitations(share, a.entity, why);
}

void Sharing::restore(ShareId share, world::Association const& given) {
  world::Association const a = given;
  if (a.status != AssociationStatus::suspended) return;
  move(share, a.type, a.entity, AssociationStatus::restoring, false);
  later(Assumption::ram_association_delay, share, a.type, a.entity, AssociationStatus::associated);
}

/// The share's owner is in no organization any more: it shares with no unit, and its direct grants
/// to members, which nobody accepted, end as well.
void Sharing::owner_left(ShareId share) {
  for (std::size_t i = 0; i < at(share).associations.size(); ++i) {
    world::Association const& a = at(share).associations[i];
    std::string_view account = account_of_principal(a.entity);
    bool own = account == c_.world.organization().account(at(share).owner).id;
    if (a.type == AssociationType::principal && !a.invited && !a.external && !own)
      drop(share, a, "the owner left the organization");
  }
}

void Sharing::membership_changed(AccountId account) {
  world::Account const& moved = c_.world.organization().account(account);
  for (std::uint32_t i = 0; i < c_.world.shares().all().size(); ++i) {
    ShareId share{i};
    if (at(share).status != ShareStatus::active || !at(share).standard()) continue;
    if (at(share).owner == account) {
      if (!moved.ou_in_force) owner_left(share);
      continue;
    }
    for (std::size_t k = 0; k < at(share).associations.size(); ++k) {
      world::Association const& a = at(share).associations[k];
      if (a.type != AssociationType::principal || account_of_principal(a.entity) != moved.id)
        continue;
      // What it accepted itself, it keeps: from outside, or from a share that retains.
      if (moved.ou_in_force)
        restore(share, a);
      else if (!a.invited && !a.external)
        drop(share, a, "the account left the organization");
    }
  }
}

void Sharing::organization_sharing_on() {
  c_.record.record(trace::RamSharingMoved{RamSharing::on});
}

void Sharing::organization_sharing_off() {
  c_.record.record(trace::RamSharingMoved{RamSharing::off});
  for (std::uint32_t i = 0; i < c_.world.shares().all().size(); ++i) {
    ShareId share{i};
    if (at(share).status != ShareStatus::active) continue;
    for (std::size_t k = 0; k < at(share).associations.size(); ++k) {
      world::Association const& a = at(share).associations[k];
      if (a.type == AssociationType::principal && account_of_principal(a.entity).empty())
        drop(share, a, "sharing with the organization was switched off");
    }
  }
}

}  // namespace rehearse::domain
