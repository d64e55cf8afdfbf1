// The keys of a Lua table in an order that is the same in every process.
//
// DETERMINISM: Lua's own order follows a hash seed made from the clock and addresses.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/base/result.hpp"

struct lua_State;

namespace rehearse::script {

/// A key that has an order: booleans, then numbers, then strings (by byte). A string's bytes belong
/// to the table.
using Key = std::variant<bool, std::int64_t, double, std::string_view>;

/// Does `a` come before `b`?
bool key_less(Key const& a, Key const& b);
/// The key at an index of the stack. An Error for a table, function or handle: they have no order
/// but their address.
Result<Key> read_key(lua_State* lua, int index);
/// All keys of the table at an index, in order.
Result<std::vector<Key>> sorted_keys(lua_State* lua, int index);
void push_key(lua_State* lua, Key const& key);

}  // namespace rehearse::script
