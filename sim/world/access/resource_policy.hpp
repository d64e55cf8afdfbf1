// The resource policy that RAM writes onto a shared pipeline or model package group: merged from
// all shares in force that hold it. Source: sharing-and-access 1.8.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/world/access/access.hpp"

namespace rehearse::world {

/// The document as it is in force now, or null when no share grants anything. Statements carry the
/// share's name as Sid. `principal`: only what is granted to this principal of a share; empty: all.
json::Value written_policy(Access const& access, std::string_view resource_arn,
                           std::string_view principal = {});

}  // namespace rehearse::world
