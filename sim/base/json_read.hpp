// The quick reader behind json::parse. Internal to sim/base.
#pragma once

#include <string_view>

#include "sim/base/json.hpp"

namespace rehearse::json {

/// Reads the document over what `out` holds. False when anything about it is unusual: what is wrong
/// with it, if anything, is for the thorough reader to say. REQUIRES: UTF-8.
bool read_quickly(Value& out, std::string_view text, Limits const& limits);

/// Remembers the keys of an object, so that one given twice is noticed in bounded time.
bool has_key_twice(Object const& object);

}  // namespace rehearse::json
