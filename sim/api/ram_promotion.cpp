// Turning what RAM made from a policy into an ordinary permission and an ordinary share. Source:
// sharing-and-access 1.13, 1.15.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_permission_parts.hpp"
#include "sim/iam/policy.hpp"

namespace rehearse::api::ram {
namespace {

/// What the policy behind a share says. REQUIRES: RAM made the share from a policy.
rehearse::iam::PolicyMirror mirror_behind(World const& world, world::Share const& share) {
  auto held =
      std::ranges::find(share.associations, AssociationType::resource, &world::Association::type);
  world::WrittenPolicy const* written = world.access().written_policies().find(held->entity);
  return rehearse::iam::mirror_of(*json::parse(world.documents()[written->stored].text),
                                  held->entity);
}

ApiError not_promotable(std::string_view why) {
  return not_permitted(fmt::format("The resource policy cannot be promoted: {}.", why));
}

/// The share that RAM made with this permission; null when the permission is of another kind.
world::Share const* share_behind(World const& world, world::Permission const& permission) {
  auto const& all = world.shares().all();
  auto at = std::ranges::find_if(all, [&](world::Share const& share) {
    return share.status == ShareStatus::active && !share.standard() &&
           share.permissions.front().arn == permission.arn;
  });
  return permission.from_policy() && at != all.end() ? &*at : nullptr;
}

}  // namespace

Needs promote_permission_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:PromotePermissionCreatedFromPolicy",
                         text_of(in, "permissionArn"));
}
/// RAM writes the resource's policy anew (1.8).
Needs promote_share_needs(World const& w, Caller const&, json::Value const& in) {
  return std::vector<calls::Need>{share_need(w, "ram:PromoteResourceShareCreatedFromPolicy", in),
                                  put_policy_need()};
}

/// A customer managed permission that grants the same; the share keeps the one it has.
Answer promote_permission(Request& r) {
  auto permission = shown_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::Share const* share = share_behind(r.world(), **permission);
  if (share == nullptr)
    return std::unexpected(invalid_parameter(
        fmt::format("Permission {} was not created from a policy.", (*permission)->arn)));
  std::string name = text_of(r.input, "name");
  if (is_name_taken(r, name))
    return std::unexpected(
        invalid_parameter(fmt::format("The permission {} already exists.", name)));
  auto const mirror = mirror_behind(r.world(), *share);
  if (!mirror.obstacle.empty()) return std::unexpected(not_promotable(mirror.obstacle));
  std::string const type = (*permission)->type;
  if (auto refused = check_actions(mirror.actions, *rehearse::iam::find_ram_resource_type(type)))
    return std::unexpected(*refused);
  auto compiled =
      rehearse::iam::compile(mirror.grants(), rehearse::iam::PolicyKind::ram_permission);
  if (!compiled)
    return std::unexpected(invalid_policy(
        "The policy cannot be a permission: " + compiled.error().front().message + "."));
  r.call.accept();
  std::string arn = r.domain.sharing.create_permission(r.place(), name, type, mirror.grants());
  world::Permission const& made = *r.world().shares().permissions().find(arn);
  return json::Value{}.set("permission", permission_summary(r.world(), made, made.standard()));
}

Answer promote_share(Request& r) {
  auto id = shown_share(r);
  if (!id) return std::unexpected(id.error());
  world::Share const& share = r.world().shares().share(*id);
  if (share.status != ShareStatus::active ||
      share.feature_set != ShareFeatureSet::created_from_policy)
    return std::unexpected(
        wrong_state(fmt::format("The feature set of the resource share is {}, its status {}.",
                                name_of(share.feature_set), name_of(share.status))));
  auto const mirror = mirror_behind(r.world(), share);
  if (!mirror.obstacle.empty()) return std::unexpected(not_promotable(mirror.obstacle));
  world::Permission const* match =
      r.domain.sharing.matching(r.account(), share.permissions.front().type, mirror);
  if (match == nullptr)
    return std::unexpected(ApiError{
        "UnmatchedPolicyPermissionException",
        "There is no managed permission that grants exactly what the resource policy grants."});
  r.call.accept();
  r.domain.sharing.promote(*id, match->arn);
  return json::Value{}.set("returnValue", true);
}

}  // namespace rehearse::api::ram
