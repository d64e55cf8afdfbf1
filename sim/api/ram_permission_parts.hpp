// What RAM's operations on permissions share: finding one, and how it is shown.
#pragma once

#include "sim/api/ram_parts.hpp"
#include "sim/iam/ram_permissions.hpp"

namespace rehearse::api::ram {

/// `Invalid resource type: {}`. Source: 1.16.
ApiError unknown_type(std::string_view given);
/// What a call on a permission needs, with RAM's keys of it. Source: 5.3.
std::vector<calls::Need> permission_need(World const& world, Caller const& caller,
                                         std::string_view action, std::string const& arn);
/// AWS's or the caller's own, as long as RAM shows it; `member` names it.
std::expected<world::Permission const*, ApiError> shown_permission(
    Request& r, std::string_view member = "permissionArn");
/// The caller's own, in use: AWS's cannot be changed.
std::expected<world::Permission const*, ApiError> own_permission(Request& r);
/// The version that `permissionVersion` names.
std::expected<world::PermissionVersion const*, ApiError> named_version(
    Request const& r, world::Permission const& permission);
/// A permission that can be attached: in use, and in its default version, if one is named.
std::expected<world::Permission const*, ApiError> attachable_permission(
    Request& r, std::string_view member = "permissionArn");

/// Has the caller's account a permission of that name?
bool is_name_taken(Request const& r, std::string_view name);
/// Only what the resource type can be shared for, each named in full. Source: 1.4.
std::optional<ApiError> check_actions(std::vector<std::string> const& actions,
                                      rehearse::iam::RamResourceType const& type);

json::Value permission_summary(World const& world, world::Permission const& permission,
                               world::PermissionVersion const& version);
json::Value permission_detail(World const& world, world::Permission const& permission,
                              world::PermissionVersion const& version);
/// Rows of what was deleted vanish after a while.
bool is_listed(Request& r, world::Permission const& permission);
/// AWS's permissions are everybody's, customer managed ones their owner's, in their Region.
bool is_shown(Request const& r, world::Permission const& permission);
bool is_listed(Request& r, world::PermissionVersion const& version);

}  // namespace rehearse::api::ram
