// Lua values to documents and back.
//
// A table with the keys 1..n is an array, one with string keys an object (keys sorted), `null` is
// null. Integers stay integers; floats enter by their shortest spelling. Refused with the path of
// the place: nan and inf, text that is not UTF-8, functions, cycles, more than 100 levels, more
// than a million values, a table that mixes both kinds of keys.
#pragma once

#include <functional>
#include <optional>

#include "sim/base/json.hpp"

struct lua_State;

namespace rehearse::script {

struct ToJson {
  enum class Empty { object, array };
  Empty empty = Empty::object;  // what `{}` means
  std::string path;             // what to call the value in messages: `policies`
  /// What a userdata of the host turns into (an ARN); nothing when it is none of the host's.
  std::function<std::optional<Result<json::Value>>(lua_State*, int)> handle;
};

/// The document at an index of the stack.
Result<json::Value> to_json(lua_State* lua, int index, ToJson const& options = {});

/// Pushes a document. A number beyond a double's range is pushed as its text.
void push_json(lua_State* lua, json::Value const& value);

/// Pushes the value that stands for JSON's null; the scenario calls it `null`.
/// What a scenario's author calls a value that is no text, number, boolean or table: `an account`
/// (what the host names by a metafield `__kind`, a C function), `a function`.
std::string kind_of_object(lua_State* lua, int index);

void push_null(lua_State* lua);
bool is_null(lua_State* lua, int index);

}  // namespace rehearse::script
