#include "sim/script/keys.hpp"

#include <algorithm>
#include <cmath>
#include <lua.hpp>

#include "sim/script/failure.hpp"

namespace rehearse::script {
namespace {

int rank(Key const& key) {
  if (std::holds_alternative<bool>(key)) return 0;
  return std::holds_alternative<std::string_view>(key) ? 2 : 1;
}

// A float key is never whole (Lua makes those integers), so the two are never equal.
bool less(std::int64_t whole, double broken) {
  if (broken >= 0x1p63) return true;
  if (broken < -0x1p63) return false;
  return whole <= static_cast<std::int64_t>(std::floor(broken));
}

}  // namespace

bool key_less(Key const& a, Key const& b) {
  if (int const x = rank(a), y = rank(b); x != y) return x < y;
  if (a.index() == b.index()) return a < b;
  if (auto const* whole = std::get_if<std::int64_t>(&a)) return less(*whole, std::get<double>(b));
  return !less(std::get<std::int64_t>(b), std::get<double>(a));
}

Result<Key> read_key(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TBOOLEAN:
      return lua_toboolean(lua, index) != 0;
    case LUA_TNUMBER:
      if (lua_isinteger(lua, index) != 0) return std::int64_t{lua_tointeger(lua, index)};
      return lua_tonumber(lua, index);
    case LUA_TSTRING: {
      std::size_t bytes = 0;
      char const* const text = lua_tolstring(lua, index, &bytes);
      return std::string_view(text, bytes);
    }
    default:
      return fail(std::string("a table with a ") + luaL_typename(lua, index) +
                      " as a key cannot be walked: such keys have no order but their address",
                  "use a text or a number as key");
  }
}

Result<std::vector<Key>> sorted_keys(lua_State* lua, int index) {
  index = lua_absindex(lua, index);
  std::vector<Key> keys;
  lua_pushnil(lua);
  while (lua_next(lua, index) != 0) {
    lua_pop(lua, 1);
    auto key = read_key(lua, -1);
    if (!key) {
      lua_pop(lua, 1);
      return std::unexpected(std::move(key).error());
    }
    keys.push_back(*key);
  }
  if (!std::is_sorted(keys.begin(), keys.end(), key_less))
    std::sort(keys.begin(), keys.end(), key_less);
  return keys;
}

void push_key(lua_State* lua, Key const& key) {
  if (auto const* flag = std::get_if<bool>(&key)) {
    lua_pushboolean(lua, *flag ? 1 : 0);
  } else if (auto const* whole = std::get_if<std::int64_t>(&key)) {
    lua_pushinteger(lua, *whole);
  } else if (auto const* broken = std::get_if<double>(&key)) {
    lua_pushnumber(lua, *broken);
  } else {
    auto const text = std::get<std::string_view>(key);
    lua_pushlstring(lua, text.data(), text.size());
  }
}

}  // namespace rehearse::script
