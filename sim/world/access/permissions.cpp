#include "sim/world/access/permissions.hpp"

#include <algorithm>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/ram_permissions.hpp"

namespace rehearse::world {
namespace {

/// `Action` is a text or a list of them.
std::vector<std::string> actions_of(json::Value const& grants) {
  std::vector<std::string> out;
  json::Value const* action = grants.find("Action");
  if (action != nullptr && action->is_string()) out.push_back(action->as_string());
  if (action != nullptr && action->is_array())
    for (json::Value const& each : action->as_array()) out.push_back(each.as_string());
  return out;
}

}  // namespace

json::Value PermissionVersion::grants() const {
  json::Array list;
  for (std::string const& action : actions) list.emplace_back(action);
  json::Value out;
  out.set("Effect", "Allow").set("Action", std::move(list));
  if (!condition.is_null()) out.set("Condition", condition);
  return out;
}

PermissionVersion const* Permission::find(std::uint32_t version) const {
  auto at = std::ranges::find(versions, version, &PermissionVersion::number);
  return at == versions.end() ? nullptr : &*at;
}

PermissionStatus Permission::status_of(PermissionVersion const& version) const {
  if (version.deleted) return PermissionStatus::deleted;
  if (status != PermissionStatus::attachable) return status;
  return version.number == default_version ? PermissionStatus::attachable
                                           : PermissionStatus::unattachable;
}

Permissions::Permissions() {
  for (iam::RamPermission const& row : iam::ram_permissions()) {
    Permission& permission = all_.emplace_back();
    permission.arn = row.arn;
    permission.name = row.name;
    permission.type = row.resource_type;
    permission.default_of_type = row.is_default;
    permission.versions.push_back({1, {row.actions.begin(), row.actions.end()}, {}, false, {}, {}});
  }
}

Permission const* Permissions::find(std::string_view arn) const {
  auto at = std::ranges::find(all_, arn, &Permission::arn);
  return at == all_.end() ? nullptr : &*at;
}

PermissionVersion const* Permissions::find(std::string_view arn, std::uint32_t version) const {
  Permission const* permission = find(arn);
  return permission == nullptr ? nullptr : permission->find(version);
}

Permission const* Permissions::default_of(std::string_view type) const {
  auto at = std::ranges::find_if(all_, [&](Permission const& permission) {
    return permission.default_of_type && equals_ignoring_case(permission.type, type);
  });
  return at == all_.end() ? nullptr : &*at;
}

Permission& Permissions::at(std::string_view arn) {
  auto found = std::ranges::find(all_, arn, &Permission::arn);
  REHEARSE_ASSERT(found != all_.end(), "a permission is created before it changes");
  return *found;
}

void Permissions::apply(trace::Entry const& entry, trace::PermissionMoved const& record) {
  // A name that was used before is free again once its permission is gone.
  auto known = std::ranges::find(all_, record.arn, &Permission::arn);
  bool anew = known != all_.end() && known->status == PermissionStatus::deleted;
  if (known == all_.end() || anew) {
    Permission& made = anew ? *known : all_.emplace_back();
    made = {record.owner,
            record.arn,
            record.name,
            record.type,
            record.status,
            false,
            {},
            1,
            entry.at,
            entry.at,
            ShareFeatureSet::standard};
    return;
  }
  known->status = record.status;
  known->moved = entry.at;
}

void Permissions::apply(trace::Entry const& entry, trace::PermissionVersionStored const& record) {
  Permission& permission = at(record.arn);
  auto grants = json::parse(record.grants.text);
  REHEARSE_ASSERT(grants.has_value(), "templates are stored as JSON");
  json::Value const* condition = grants->find("Condition");
  permission.versions.push_back({record.version, actions_of(*grants),
                                 condition == nullptr ? json::Value{} : *condition, false, entry.at,
                                 entry.at});
  permission.default_version = record.version;
  permission.moved = entry.at;
}

void Permissions::apply(trace::Entry const& entry, trace::PermissionVersionMoved const& record) {
  Permission& permission = at(record.arn);
  permission.moved = entry.at;
  auto version = std::ranges::find(permission.versions, record.version, &PermissionVersion::number);
  REHEARSE_ASSERT(version != permission.versions.end(), "a version is stored before it moves");
  version->moved = entry.at;
  if (record.status == PermissionStatus::deleted)
    version->deleted = true;
  else
    permission.default_version = record.version;
}

void Permissions::apply(trace::Entry const&, trace::FeatureSetMoved const& record) {
  at(record.arn).feature_set = record.to;
}

}  // namespace rehearse::world
