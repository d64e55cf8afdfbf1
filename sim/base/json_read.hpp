// The quick reader behind json::parse. Internal to sim/base.
#pragma once

#include <optional>
#include <string_view>

#include "sim/base/json.hpp"

namespace rehearse::json {

/// The document, or nothing when anything about it is unusual: what is wrong with it, if anything,
/// is for the thorough reader to say. REQUIRES: UTF-8.
std::optional<Value> read_quickly(std::string_view text, Limits const& limits);

/// Remembers the keys of an object, so that one given twice is noticed in bounded time.
bool has_key_twice(Object const& object);

}  // namespace rehearse::json
