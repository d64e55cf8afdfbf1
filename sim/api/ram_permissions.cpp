// Customer managed permissions and their versions: create, change the default, delete, show.
// Source: sharing-and-access 1.4, 1.15.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_permission_parts.hpp"
#include "sim/base/text.hpp"
#include "sim/domain/open_rules.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::api::ram {
namespace {

using Template = std::expected<json::Value, ApiError>;

ApiError malformed(std::string message) {
  return {"MalformedPolicyTemplateException", std::move(message)};
}

/// One statement without principal and resource, that allows. Source: 1.4.
Template read_template(Request const& r, rehearse::iam::RamResourceType const& type) {
  auto parsed = json::parse(text_of(r.input, "policyTemplate"));
  if (!parsed)
    return std::unexpected(
        malformed("The policy template is not valid JSON: " + parsed.error().message));
  if (!parsed->is_object() || parsed->find("Effect") == nullptr ||
      parsed->find("Action") == nullptr)
    return std::unexpected(
        malformed("The policy template must be one statement with Effect and Action."));
  auto compiled = rehearse::iam::compile(*parsed, rehearse::iam::PolicyKind::ram_permission);
  if (!compiled)
    return std::unexpected(invalid_policy(
        "The policy template is not valid: " + compiled.error().front().message + "."));
  json::Value const& given = *parsed->find("Action");
  std::vector<std::string> const actions =
      given.is_array() ? texts(*parsed, "Action") : std::vector{given.as_string()};
  if (auto refused = check_actions(actions, type)) return std::unexpected(*refused);
  if (auto key = world::unfilled_key(*compiled); !key.empty())
    return std::unexpected(
        invalid_policy(fmt::format("The condition key {} is not simulated.", key)));
  domain::consult_open_rules(r.domain.assume, *compiled);
  return std::move(*parsed);
}

std::size_t living_versions(world::Permission const& p) {
  return static_cast<std::size_t>(std::ranges::count_if(
      p.versions, [](world::PermissionVersion const& v) { return !v.deleted; }));
}

/// How many shares have it, in this version (0: any).
bool attached(World const& world, std::string_view arn, std::uint32_t version) {
  return std::ranges::any_of(world.shares().all(), [&](world::Share const& share) {
    return share.status != ShareStatus::deleted &&
           std::ranges::any_of(share.permissions, [&](world::PinnedPermission const& p) {
             return p.arn == arn && (version == 0 || p.version == version);
           });
  });
}

std::optional<ApiError> check_permission_quotas(Request const& r, std::string_view type) {
  std::size_t all = 0, of_type = 0;
  for (world::Permission const& p : r.world().shares().permissions().all()) {
    if (p.owner != r.account() || !is_here(r, p.arn) || !p.in_use() || p.from_policy()) continue;
    ++all;
    if (p.type == type) ++of_type;
  }
  bool too_many =
      all + 1 > quota(r, Quota::permissions) || of_type + 1 > quota(r, Quota::permissions_of_type);
  if (!too_many) return std::nullopt;
  return ApiError{"PermissionLimitExceededException",
                  fmt::format("You can have at most {} customer managed permissions, {} per "
                              "resource type.",
                              quota(r, Quota::permissions), quota(r, Quota::permissions_of_type))};
}

}  // namespace

Needs create_permission_needs(World const& w, Caller const& c, json::Value const& in) {
  world::Account const& account = w.organization().account(account_of(w, c));
  Keys keys{
      {"ram:PermissionArn", fmt::format("arn:aws:ram:{}:{}:permission/{}", place_of(w, c).region,
                                        account.id, text_of(in, "name"))},
      {"ram:PermissionResourceType", text_of(in, "resourceType")}};
  add_tag_keys(tags_of(in, kTagWords), {}, keys);
  return std::vector<calls::Need>{{"ram:CreatePermission", "*", {}, std::move(keys)}};
}
Needs create_version_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:CreatePermissionVersion", text_of(in, "permissionArn"));
}
Needs set_default_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:SetDefaultPermissionVersion", text_of(in, "permissionArn"));
}
Needs delete_permission_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:DeletePermission", text_of(in, "permissionArn"));
}
Needs delete_version_needs(World const& w, Caller const& c, json::Value const& in) {
  return permission_need(w, c, "ram:DeletePermissionVersion", text_of(in, "permissionArn"));
}

Answer create_permission(Request& r) {
  std::string name = text_of(r.input, "name");
  auto const* type = rehearse::iam::find_ram_resource_type(text_of(r.input, "resourceType"));
  if (type == nullptr) return std::unexpected(unknown_type(text_of(r.input, "resourceType")));
  if (is_name_taken(r, name))
    return std::unexpected(ApiError{"PermissionAlreadyExistsException",
                                    fmt::format("The permission {} already exists.", name)});
  auto grants = read_template(r, *type);
  if (!grants) return std::unexpected(grants.error());
  if (auto refused = check_tags(r, {})) return std::unexpected(*refused);
  if (auto refused = check_permission_quotas(r, type->name)) return std::unexpected(*refused);
  r.call.accept();
  std::string arn =
      r.domain.sharing.create_permission(r.place(), name, std::string(type->name), *grants);
  store_tags(r, arn);
  world::Permission const& made = *r.world().shares().permissions().find(arn);
  return json::Value{}.set("permission", permission_summary(r.world(), made, made.standard()));
}

Answer create_version(Request& r) {
  auto permission = own_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::Permission const& p = **permission;
  auto grants = read_template(r, *rehearse::iam::find_ram_resource_type(p.type));
  if (!grants) return std::unexpected(grants.error());
  std::size_t most = quota(r, Quota::permission_versions);
  if (living_versions(p) + 1 > most)
    return std::unexpected(
        ApiError{"PermissionVersionsLimitExceededException",
                 fmt::format("A permission can have at most {} versions.", most)});
  r.call.accept();
  std::uint32_t version = r.domain.sharing.add_version(p.arn, *grants);
  return json::Value{}.set("permission", permission_detail(r.world(), p, *p.find(version)));
}

Answer set_default_version(Request& r) {
  auto permission = own_permission(r);
  if (!permission) return std::unexpected(permission.error());
  auto version = named_version(r, **permission);
  if (!version) return std::unexpected(version.error());
  r.call.accept();
  if ((*permission)->default_version != (*version)->number)
    r.domain.sharing.set_default_version((*permission)->arn, (*version)->number);
  return json::Value{}.set("returnValue", true);
}

Answer delete_version(Request& r) {
  auto permission = own_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::Permission const& p = **permission;
  auto version = named_version(r, p);
  if (!version) return std::unexpected(version.error());
  std::uint32_t number = (*version)->number;
  if (living_versions(p) == 1)
    return std::unexpected(not_permitted("You cannot delete the only version of a permission."));
  if (p.default_version == number)
    return std::unexpected(not_permitted("You cannot delete the default version of a permission."));
  if (attached(r.world(), p.arn, number))
    return std::unexpected(not_permitted(fmt::format(
        "Version {} of permission {} is attached to a resource share.", number, p.arn)));
  r.call.accept();
  r.domain.sharing.delete_version(p.arn, number);
  return json::Value{}.set("returnValue", true).set("permissionStatus", "DELETED");
}

Answer delete_permission(Request& r) {
  auto permission = own_permission(r);
  if (!permission) return std::unexpected(permission.error());
  std::string arn = (*permission)->arn;
  if (attached(r.world(), arn, 0))
    return std::unexpected(
        not_permitted(fmt::format("Permission {} is attached to a resource share.", arn)));
  r.call.accept();
  r.domain.sharing.delete_permission(arn);
  return json::Value{}.set("returnValue", true).set("permissionStatus", "DELETING");
}

}  // namespace rehearse::api::ram
