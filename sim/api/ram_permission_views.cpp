// What RAM shows of permissions, and who has which. Source: sharing-and-access 1.4, 1.14, 1.15.
#include <fmt/format.h>

#include "sim/api/ram_permission_parts.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/ram_permissions.hpp"

namespace rehearse::api::ram {
namespace {

/// Case counts not. Source: 1.15.
bool has_type(json::Value const& input, std::string_view type) {
  json::Value const* given = input.find("resourceType");
  return given == nullptr || equals_ignoring_case(given->as_string(), type);
}

bool has_kind(json::Value const& input, world::Permission const& permission) {
  std::string_view kind = input.string_or_empty("permissionType");
  if (kind.empty() || kind == "ALL") return true;
  return permission.aws_managed() == (kind == "AWS_MANAGED" || kind == "AWS");
}

std::optional<ApiError> check_type(json::Value const& input) {
  json::Value const* given = input.find("resourceType");
  if (given == nullptr || rehearse::iam::find_ram_resource_type(given->as_string()) != nullptr)
    return std::nullopt;
  return unknown_type(given->as_string());
}

/// The association that a permission and a share have.
json::Value pinned_answer(World const& world, world::Share const& share,
                          world::PinnedPermission const& pinned) {
  world::Permission const* permission = world.shares().permissions().find(pinned.arn);
  bool settled = pinned.arn == pinned.arn_in_force && pinned.version == pinned.version_in_force;
  json::Value out;
  out.set("arn", pinned.arn).set("permissionVersion", std::to_string(pinned.version));
  out.set("defaultVersion", permission->default_version == pinned.version);
  out.set("resourceType", pinned.type);
  out.set("status", settled ? "ASSOCIATED" : "ASSOCIATING");
  out.set("featureSet", name_of(share.feature_set));
  return out.set("lastUpdatedTime", timestamp(world, pinned.since))
      .set("resourceShareArn", share.arn);
}

}  // namespace

Needs get_permission_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:GetPermission", text_of(in, "permissionArn"));
}
Needs permission_versions_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListPermissionVersions");
}
Needs permissions_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListPermissions");
}
Needs permission_associations_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListPermissionAssociations");
}
/// A consumer asks as well: its own policies decide whether it may ask.
Needs share_permissions_needs(World const& w, Caller const& c, json::Value const& in) {
  calls::Need list = share_need(w, "ram:ListResourceSharePermissions", in);
  list.owner = account_of(w, c);
  return std::vector<calls::Need>{std::move(list)};
}

Answer get_permission(Request& r) {
  auto permission = shown_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::PermissionVersion const* version = &(*permission)->standard();
  if (r.input.find("permissionVersion") != nullptr) {
    auto named = named_version(r, **permission);
    if (!named) return std::unexpected(named.error());
    version = *named;
  }
  return json::Value{}.set("permission", permission_detail(r.world(), **permission, *version));
}

Answer list_permissions(Request& r) {
  if (auto refused = check_type(r.input)) return std::unexpected(*refused);
  json::Array items;
  for (world::Permission const& p : r.world().shares().permissions().all())
    if (is_shown(r, p) && is_listed(r, p) && has_type(r.input, p.type) && has_kind(r.input, p))
      items.push_back(permission_summary(r.world(), p, p.standard()));
  return page_of(r, "permissions", std::move(items));
}

Answer list_permission_versions(Request& r) {
  auto permission = shown_permission(r);
  if (!permission) return std::unexpected(permission.error());
  json::Array items;
  for (world::PermissionVersion const& version : (*permission)->versions)
    if (is_listed(r, version))
      items.push_back(permission_summary(r.world(), **permission, version));
  return page_of(r, "permissions", std::move(items));
}

Answer list_permission_associations(Request& r) {
  json::Value const* arn = r.input.find("permissionArn");
  if (arn != nullptr)
    if (auto bad = check_arn(arn->as_string(), "permission/")) return std::unexpected(*bad);
  if (auto refused = check_type(r.input)) return std::unexpected(*refused);
  json::Value const* version = r.input.find("permissionVersion");
  auto number = version == nullptr ? std::nullopt : version->as_integer();
  if (number && arn == nullptr)
    return std::unexpected(
        invalid_parameter("You must specify a permission ARN with a permission version."));
  json::Array items;
  for (world::Share const& share : r.world().shares().all()) {
    if (share.owner != r.account() || !is_here(r, share.arn) || share.status != ShareStatus::active)
      continue;
    for (world::PinnedPermission const& pinned : share.permissions) {
      if (pinned.arn.empty() || !has_type(r.input, pinned.type)) continue;
      json::Value item = pinned_answer(r.world(), share, pinned);
      bool standard = item.find("defaultVersion")->as_bool();
      if (wanted(r.input, "permissionArn", pinned.arn) && (!number || *number == pinned.version) &&
          wanted(r.input, "associationStatus", item.string_or_empty("status")) &&
          wanted(r.input, "featureSet", name_of(share.feature_set)) &&
          flag_of(r.input, "defaultVersion", standard) == standard)
        items.push_back(std::move(item));
    }
  }
  return page_of(r, "permissions", std::move(items));
}

Answer list_share_permissions(Request& r) {
  std::string arn = text_of(r.input, "resourceShareArn");
  if (auto bad = check_arn(arn, "resource-share/")) return std::unexpected(*bad);
  ShareId id = r.world().shares().find(arn);
  if (!id || !is_here(r, arn)) return std::unexpected(unknown_share(arn));
  world::Share const& share = r.world().shares().share(id);
  bool own = share.owner == r.account() && share.status != ShareStatus::deleted;
  if (!own && !reaches(r.world(), share, r.account())) return std::unexpected(unknown_share(arn));
  if (!own && !r.domain.assume.is(domain::Assumption::ram_consumer_sees_permissions, "yes"))
    return std::unexpected(
        not_permitted("You are not authorized to list the permissions of this resource share."));
  json::Array items;
  for (world::PinnedPermission const& pinned : share.permissions) {
    world::Permission const* p = r.world().shares().permissions().find(pinned.arn);
    if (p != nullptr) items.push_back(permission_summary(r.world(), *p, *p->find(pinned.version)));
  }
  return page_of(r, "permissions", std::move(items));
}

}  // namespace rehearse::api::ram
