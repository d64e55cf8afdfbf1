// The actions the simulator knows: what kind of access they are and what resource they speak of.
// Source: sharing-and-access 5 (service authorization reference, mid 2026).
#pragma once

#include <cstdint>
#include <functional>
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
  /// Condition keys of its own, one space between two; one that ends in `/` is a family. `...`: it
  /// has more that are not listed.
  std::string_view keys = {};
};

/// What a resource type's ARNs look like, and the condition keys that its actions have beside.
struct ResourceTypeRow {
  std::string_view service;  // of the actions
  std::string_view name;     // `pipeline-execution`
  std::string_view arn;      // a pattern
  std::string_view keys;
};

std::span<ActionRow const> action_rows();
/// `StartPipelineExecution` of `sagemaker:StartPipelineExecution`.
constexpr std::string_view bare_action(std::string_view action) {
  return action.substr(action.find(':') + 1);
}
/// By `service:Name`, case counts not, or null.
ActionRow const* find_action(std::string_view action);
/// Null for `*` and `any`.
ResourceTypeRow const* find_resource_type(std::string_view service, std::string_view name);
/// Does the test hold for the name of some action of the service? Also of those that have no row.
/// False for services whose actions are not known.
bool any_action(std::string_view service, std::function<bool(std::string_view)> const& test);
bool is_known_service(std::string_view service);
/// `did you mean ...?` for a misspelled action, or an empty string.
std::string nearest_action(std::string_view action);
/// Only `Resource: "*"` matches such an action.
inline bool has_no_resource(ActionRow const& row) { return row.resource_type == "*"; }

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::AccessLevel, "List", "Read", "Write", "Tagging",
                    "Permissions management");
