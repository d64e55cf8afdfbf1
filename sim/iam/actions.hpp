// The actions the simulator knows: what kind of access they are and what resource they speak of.
// Source: sharing-and-access 5 (service authorization reference, mid 2026).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "sim/vocab/enum_names.hpp"

namespace rehearse::iam {

enum class AccessLevel : std::uint8_t { list, read, write, tagging, permissions };

struct ActionRow {
  std::string_view service;
  std::string_view name;
  AccessLevel level;
  std::string_view
      resource_type;  // `pipeline`, `pipeline-execution`, `role`; `*` when the action has none
  /// Several required resources are each authorized: `endpoint` for CreateEndpoint, and this one
  /// too. Empty: one is all.
  std::string_view second_resource_type = {};
};

std::span<ActionRow const> action_rows();
/// By `service:Name`, case counts not, or null.
ActionRow const* find_action(std::string_view action);
/// `did you mean ...?` for a misspelled action, or an empty string.
std::string nearest_action(std::string_view action);
/// Only `Resource: "*"` matches such an action.
inline bool has_no_resource(ActionRow const& row) { return row.resource_type == "*"; }

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::AccessLevel, "List", "Read", "Write", "Tagging",
                    "Permissions management");
