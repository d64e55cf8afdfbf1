// Shares that RAM makes from policies which somebody wrote by hand, and their promotion. Until then
// they only show what the policy grants. Source: sharing-and-access 1.13, sagemaker-pipelines 6.2.
#include <algorithm>

#include <fmt/format.h>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/sharing.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::domain {

void Sharing::set_feature_set(std::string const& arn, ShareFeatureSet to) {
  c_.record.record(trace::FeatureSetMoved{arn, to});
}

world::Permission const* Sharing::matching(AccountId owner, std::string_view type,
                                           iam::PolicyMirror const& mirror) const {
  for (world::Permission const& p : c_.world.shares().permissions().all())
    if (p.type == type && p.in_use() && !p.from_policy() && (p.aws_managed() || p.owner == owner) &&
        iam::is_matched_by(mirror, p.standard().actions, p.standard().condition))
      return &p;
  return nullptr;
}

void Sharing::mirror(AccountId owner, std::string const& resource, json::Value const& policy) {
  unmirror(resource);
  iam::PolicyMirror const mirror = iam::mirror_of(policy, resource);
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource);
  if (mirror.actions.empty() || type == nullptr) return;
  world::Place const place = c_.world.organization().place(owner, ArnView::split(resource)->region);
  ShareId share = create(place, std::string(last_name(resource)), true, false);
  set_feature_set(at(share).arn, ShareFeatureSet::created_from_policy);
  world::Permission const* match = matching(owner, type->name, mirror);
  std::string permission = match == nullptr ? std::string{} : match->arn;
  if (permission.empty()) {
    std::string name = fmt::format("CreatedFromPolicy-{}", to_hex(hash_bytes(at(share).arn)));
    permission = create_permission(place, name, std::string(type->name), mirror.grants());
    set_feature_set(permission, ShareFeatureSet::created_from_policy);
  }
  pin(share, permission);
  stand(share, AssociationType::resource, resource);
  for (std::string const& principal : mirror.principals)
    stand(share, AssociationType::principal, principal);
  if (match != nullptr && mirror.obstacle.empty()) promote(share, permission);
}

void Sharing::unmirror(std::string const& resource) {
  ShareId share = c_.world.shares().mirror_of(resource);
  if (!share) return;
  remove(share);
  for (world::PinnedPermission const& pinned : std::vector(at(share).permissions))
    if (permission(pinned.arn).from_policy()) delete_permission(pinned.arn);
}

void Sharing::promote(ShareId share, std::string const& permission) {
  set_feature_set(at(share).arn, ShareFeatureSet::promoting_to_standard);
  std::string const before = at(share).permissions.front().arn;
  if (before != permission) {
    pin(share, permission);
    delete_permission(before);  // nobody else can have it
  }
  promotion_later(share);
}

void Sharing::promotion_later(ShareId share) {
  trace::Seq const promoted = c_.record.next_seq() - 1;
  c_.engine.after(assume_(Assumption::ram_permission_delay, key_of(share) + "/promotion"),
                  make_wake(WakeKind::share_promoted, share.index), promoted);
}

/// Access goes on without a gap: the policy ends at the instant at which the share grants.
void Sharing::share_promoted(ShareId share) {
  world::Share const& promoted = at(share);
  if (promoted.status != ShareStatus::active ||
      promoted.feature_set != ShareFeatureSet::promoting_to_standard)
    return;
  auto held = std::ranges::find(promoted.associations, AssociationType::resource,
                                &world::Association::type);
  std::string const resource = held->entity;
  world::WrittenPolicy const* written = c_.world.access().written_policies().find(resource);
  if (written->stored != written->in_force) return promotion_later(share);
  c_.record.record(trace::ResourcePolicyStored{resource, promoted.owner, {}});
  c_.record.record(trace::ResourcePolicyInForce{resource, {}});
  set_feature_set(promoted.arn, ShareFeatureSet::standard);
}

}  // namespace rehearse::domain
