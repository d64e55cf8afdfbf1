// Which condition keys the judge fills. A policy whose answer hangs on another is refused by name:
// a condition that can never be met, or never missed, would make green checks lie.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/iam/policy.hpp"

namespace rehearse::world {

/// Each once; a trailing `*` stands for a tag's key.
std::span<std::string_view const> filled_keys();
/// Case counts not.
bool is_filled(std::string_view key);
/// The first condition key that the judge never fills, in a statement that speaks of a service
/// whose calls are judged; empty when there is none.
std::string_view unfilled_key(iam::Policy const& policy);

/// A hint: the filled key that is spelt most like this one, else all of them.
std::string filled_keys_hint(std::string_view key);

}  // namespace rehearse::world
