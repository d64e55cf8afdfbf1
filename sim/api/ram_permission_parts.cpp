#include "sim/api/ram_permission_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::ram {

ApiError unknown_type(std::string_view given) {
  return invalid_parameter(fmt::format("Invalid resource type: {}", given));
}

std::vector<calls::Need> permission_need(World const& world, Caller const& caller,
                                         std::string_view action, std::string const& arn) {
  calls::Need need{std::string(action), arn, world::owner_of(world.access(), arn), {}};
  need.context.emplace_back("ram:PermissionArn", arn);
  // AWS's permissions are everybody's: only the caller's own policies decide.
  if (auto parts = ArnView::split(arn); parts && parts->account == "aws")
    need.owner = account_of(world, caller);
  if (world::Permission const* p = world.shares().permissions().find(arn)) {
    need.context.emplace_back("ram:PermissionResourceType", p->type);
  }
  return {std::move(need)};
}

bool is_shown(Request const& r, world::Permission const& permission) {
  return permission.aws_managed() ||
         (permission.owner == r.account() && is_here(r, permission.arn));
}

bool is_listed(Request& r, world::Permission const& permission) {
  return permission.status != PermissionStatus::deleted ||
         r.domain.context().engine.now() <
             permission.moved + r.domain.assume(domain::Assumption::ram_row_kept);
}

bool is_listed(Request& r, world::PermissionVersion const& version) {
  return !version.deleted || r.domain.context().engine.now() <
                                 version.moved + r.domain.assume(domain::Assumption::ram_row_kept);
}

std::expected<world::Permission const*, ApiError> shown_permission(Request& r,
                                                                   std::string_view member) {
  std::string arn = text_of(r.input, member);
  if (auto bad = check_arn(arn, "permission/")) return std::unexpected(*bad);
  world::Permission const* p = r.world().shares().permissions().find(arn);
  if (p == nullptr || !is_shown(r, *p) || !is_listed(r, *p))
    return std::unexpected(unknown_permission(r.world(), arn));
  return p;
}

std::expected<world::Permission const*, ApiError> own_permission(Request& r) {
  auto p = shown_permission(r);
  if (!p) return p;
  if ((*p)->aws_managed())
    return std::unexpected(invalid_parameter("You can change only customer managed permissions."));
  if (!(*p)->in_use()) return std::unexpected(unknown_permission(r.world(), (*p)->arn));
  if ((*p)->from_policy())
    return std::unexpected(not_permitted(
        "You cannot modify a permission that was created from a policy. Promote it first."));
  return p;
}

std::expected<world::PermissionVersion const*, ApiError> named_version(
    Request const& r, world::Permission const& permission) {
  json::Value const* given = r.input.find("permissionVersion");
  auto number = given == nullptr ? std::nullopt : given->as_integer();
  world::PermissionVersion const* version =
      number && *number > 0 ? permission.find(static_cast<std::uint32_t>(*number)) : nullptr;
  if (version == nullptr || version->deleted)
    return std::unexpected(
        unknown_resource(fmt::format("Version {} of permission {} could not be found.",
                                     number ? std::to_string(*number) : "?", permission.arn)));
  return version;
}

std::expected<world::Permission const*, ApiError> attachable_permission(Request& r,
                                                                        std::string_view member) {
  auto p = shown_permission(r, member);
  if (!p) return p;
  if (!(*p)->in_use()) return std::unexpected(unknown_permission(r.world(), (*p)->arn));
  if ((*p)->from_policy())
    return std::unexpected(
        invalid_parameter("A permission that was created from a policy cannot be attached."));
  if (r.input.find("permissionVersion") == nullptr) return p;
  auto version = named_version(r, **p);
  if (!version) return std::unexpected(version.error());
  if ((*version)->number != (*p)->default_version)
    return std::unexpected(invalid_parameter(
        fmt::format("Only the default version of a permission can be attached; that is version {}.",
                    (*p)->default_version)));
  return p;
}

bool is_name_taken(Request const& r, std::string_view name) {
  return std::ranges::any_of(r.world().shares().permissions().all(),
                             [&](world::Permission const& p) {
                               return p.owner == r.account() && is_here(r, p.arn) &&
                                      p.name == name && p.status != PermissionStatus::deleted;
                             });
}

std::optional<ApiError> check_actions(std::vector<std::string> const& actions,
                                      rehearse::iam::RamResourceType const& type) {
  for (std::string const& action : actions) {
    if (std::ranges::any_of(type.actions, [&](std::string_view each) {
          return equals_ignoring_case(each, action);
        }))
      continue;
    std::string const guess = did_you_mean(action, type.actions);
    return invalid_policy(
        fmt::format("The action {} is not supported for the resource type {}.{}{}", action,
                    type.name, guess.empty() ? "" : " ", guess));
  }
  return std::nullopt;
}

json::Value permission_summary(World const& world, world::Permission const& permission,
                               world::PermissionVersion const& version) {
  json::Value out;
  out.set("arn", permission.arn).set("version", std::to_string(version.number));
  out.set("defaultVersion", version.number == permission.default_version);
  out.set("name", permission.name).set("resourceType", permission.type);
  out.set("status", name_of(permission.status_of(version)));
  out.set("creationTime", timestamp(world, version.created))
      .set("lastUpdatedTime", timestamp(world, version.moved));
  out.set("isResourceTypeDefault", permission.default_of_type);
  out.set("permissionType", permission.aws_managed() ? "AWS_MANAGED" : "CUSTOMER_MANAGED");
  out.set("featureSet", name_of(permission.feature_set));
  if (!world.access().written_policies().tags(permission.arn).empty())
    out.set("tags", tags_answer(world, permission.arn));
  return out;
}

json::Value permission_detail(World const& world, world::Permission const& permission,
                              world::PermissionVersion const& version) {
  json::Value out = permission_summary(world, permission, version);
  return out.set("permission", json::dump(version.grants()));
}

}  // namespace rehearse::api::ram
