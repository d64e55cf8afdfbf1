#include "sim/domain/sharing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {
namespace {

/// What a timer of an association carries: where it leads, and the life that it belongs to. One
/// that was taken out and associated anew meanwhile does not hear the earlier life's timers.
std::uint64_t life_of(AssociationStatus target, std::uint32_t moves) {
  return static_cast<std::uint64_t>(moves) << 8 | static_cast<std::uint64_t>(target);
}

}  // namespace

std::string_view account_of_principal(std::string_view principal) {
  if (is_account_id(principal)) return principal;
  auto arn = ArnView::split(principal);
  return arn && arn->service == "iam" ? arn->account : std::string_view{};
}

std::string uuid_of(std::string_view key, std::uint64_t seed) {
  return to_uuid(hash_bytes(key, seed), hash_bytes(key, seed + 1));
}

std::string Sharing::key_of(ShareId share) const {
  auto const& all = c_.world.shares().all();
  auto earlier =
      std::ranges::count_if(std::span(all).first(share.index), [&](world::Share const& s) {
        return s.owner == at(share).owner && s.name == at(share).name;
      });
  return fmt::format("share/{}/{}/{}", c_.world.organization().account(at(share).owner).name,
                     at(share).name, earlier);
}

/// Names only: an account's, and what an ARN says behind its account.
std::string Sharing::stream_of(ShareId share, world::Association const& association) const {
  world::Organization const& organization = c_.world.organization();
  auto arn = ArnView::split(association.entity);
  std::string_view id = arn ? arn->account : std::string_view(association.entity);
  AccountId account = organization.find_account(id);
  return fmt::format("{}/{}/{}/{}", key_of(share),
                     account ? std::string_view(organization.account(account).name) : id,
                     arn ? arn->resource : std::string_view{}, association.moves);
}

ShareId Sharing::create(world::Place const& owner, std::string const& name, bool allow_external,
                        bool retain) {
  world::Account const& account = c_.world.organization().account(owner.account);
  ShareId id{static_cast<std::uint32_t>(c_.world.shares().all().size())};
  auto earlier = std::ranges::count_if(c_.world.shares().all(), [&](world::Share const& s) {
    return s.owner == owner.account && s.name == name;
  });
  std::string key = fmt::format("share/{}/{}/{}", account.name, name, earlier);
  std::string arn = fmt::format("arn:aws:ram:{}:{}:resource-share/{}", owner.region, account.id,
                                uuid_of(key, c_.world.seed()));
  c_.record.record(trace::ShareStored{id, owner.account, arn, name, allow_external, retain});
  c_.record.record(trace::ShareMoved{id, ShareStatus::active});
  return id;
}

void Sharing::update(ShareId share, std::string const& name, bool allow_external) {
  c_.record.record(trace::ShareUpdated{share, name, allow_external});
}

std::uint16_t Sharing::position(ShareId share, AssociationType type,
                                std::string const& entity) const {
  auto const& list = at(share).associations;
  auto found = std::ranges::find_if(
      list, [&](world::Association const& a) { return a.type == type && a.entity == entity; });
  return static_cast<std::uint16_t>(found - list.begin());
}

/// What the policy that RAM writes depends on is said before it is written.
void Sharing::consult_rules(ShareId share, AssociationType type, std::string const& entity) {
  if (type == AssociationType::resource) {
    iam::RamResourceType const* row = iam::ram_resource_type_of(entity);
    if (row != nullptr && row->name == iam::kPipelineType)
      assume_.is(Assumption::ram_resource_list, "with_executions");
  } else if (c_.world.organization().find_ou(entity)) {
    assume_.is(Assumption::ram_ou_condition, "path");
  } else if (entity == c_.world.organization().account(at(share).owner).id) {
    assume_.is(Assumption::ram_own_account, "delegation");
  }
}

void Sharing::move(ShareId share, AssociationType type, std::string const& entity,
                   AssociationStatus status, bool in_force, std::string why) {
  world::Association const* known = at(share).find(type, entity);
  std::string unique_id;
  if (known != nullptr && status != AssociationStatus::associating) {
    unique_id = known->unique_id;
  } else if (PrincipalId role = c_.world.principals().find_arn(entity)) {
    unique_id = c_.world.principals()[role].unique_id;
  }
  bool external = type == AssociationType::principal && is_external(share, entity);
  c_.record.record(trace::AssociationMoved{share, type, entity, status, in_force, external,
                                           std::move(unique_id), std::move(why)});
}

void Sharing::later(Assumption delay, ShareId share, AssociationType type,
                    std::string const& entity, AssociationStatus target) {
  trace::Seq cause = c_.record.next_seq() - 1;
  world::Association const& a = *at(share).find(type, entity);
  WakeKind kind = delay == Assumption::ram_invitation_delay ? WakeKind::invitation_visible
                                                            : WakeKind::association;
  std::uint16_t index = position(share, type, entity);
  std::uint64_t life = life_of(target, a.moves);
  c_.engine.after(assume_(delay, stream_of(share, a)), make_wake(kind, share.index, life, index),
                  cause);
}

void Sharing::associate(ShareId share, AssociationType type, std::string const& entity) {
  consult_rules(share, type, entity);
  bool invited = type == AssociationType::principal && needs_invitation(share, entity);
  move(share, type, entity, AssociationStatus::associating, false);
  later(invited ? Assumption::ram_invitation_delay : Assumption::ram_association_delay, share, type,
        entity, AssociationStatus::associated);
}

void Sharing::stand(ShareId share, AssociationType type, std::string const& entity) {
  consult_rules(share, type, entity);
  move(share, type, entity, AssociationStatus::associating, false);
  move(share, type, entity, AssociationStatus::associated, true);
}

void Sharing::disassociate(ShareId share, AssociationType type, std::string const& entity) {
  world::Association const* association = at(share).find(type, entity);
  if (association == nullptr || !association->present() ||
      association->status == AssociationStatus::disassociating)
    return;
  bool stays =
      association->in_force && assume_.is(Assumption::ram_revocation, "after_disassociating");
  move(share, type, entity, AssociationStatus::disassociating, stays);
  later(Assumption::ram_revocation_delay, share, type, entity, AssociationStatus::disassociated);
  if (type == AssociationType::principal)
    end_invitations(share, entity, "the sender took the principal out");
}

void Sharing::association_done(ShareId share, std::uint16_t entity, std::uint64_t payload) {
  world::Association const a = at(share).associations[entity];
  auto target = static_cast<AssociationStatus>(payload & 0xFF);
  if (payload != life_of(target, a.moves)) return;
  bool reached = target == AssociationStatus::associated;
  move(share, a.type, a.entity, target, reached, reached ? std::string{} : a.why);
}

void Sharing::remove(ShareId share) {
  trace::Seq seq = c_.record.record(trace::ShareMoved{share, ShareStatus::deleting});
  // Every principal loses access; the rows go with the share.
  for (std::size_t i = 0; i < at(share).associations.size(); ++i) {
    world::Association const association = at(share).associations[i];
    disassociate(share, association.type, association.entity);
  }
  c_.engine.after(assume_(Assumption::ram_revocation_delay, key_of(share)),
                  make_wake(WakeKind::share_deleted, share.index), seq);
}

void Sharing::share_deleted(ShareId share) {
  // A drawn delay may be longer than the share's: its associations end with it.
  for (std::size_t i = 0; i < at(share).associations.size(); ++i) {
    world::Association const a = at(share).associations[i];
    if (a.present()) move(share, a.type, a.entity, AssociationStatus::disassociated, false, a.why);
  }
  c_.record.record(trace::ShareMoved{share, ShareStatus::deleted});
}

void Sharing::resource_gone(std::string const& resource) {
  constexpr char kWhy[] = "the resource was deleted";
  for (ShareId share : c_.world.shares().holding(resource)) {
    world::Association const a = *at(share).find(AssociationType::resource, resource);
    if (!a.present() || assume_.is(Assumption::ram_recreated_pipeline, "revived")) continue;
    if (a.status != AssociationStatus::disassociating)
      move(share, a.type, resource, AssociationStatus::disassociating, false, kWhy);
    if (a.status != AssociationStatus::disassociating &&
        assume_.is(Assumption::ram_deleted_resource, "disassociating"))
      later(Assumption::ram_revocation_delay, share, a.type, resource,
            AssociationStatus::disassociated);
    else
      move(share, a.type, resource, AssociationStatus::disassociated, false, kWhy);
  }
}

}  // namespace rehearse::domain
