// What `table` needs from C++. `concat`, `pack` and `unpack` are Lua's own (their sizes are bounded
// by memory and the stack); whatever loops or compares is in prelude.lua, where instructions are
// counted.
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/keys.hpp"
#include "sim/script/sandbox.hpp"

namespace rehearse::script {
namespace {

Outcome refuse_change(lua_State*) {
  return fail("the library's tables cannot be changed", "keep your functions in a `local` table");
}

constexpr std::uint64_t kLookSteps = 1000;  // looking for the nearest name costs about as much

// What a locked table does not have: the nearest it has.
Outcome unknown_member(lua_State* lua) {
  if (!LuaState::of(lua).charge(lua, kLookSteps)) return 0;
  std::string table =
      luaL_getmetafield(lua, 1, "__name") == LUA_TSTRING ? lua_tostring(lua, -1) : "?";
  std::string member = lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "[...]";
  std::vector<std::string_view> known;
  std::vector<std::string> all;
  if (auto keys = sorted_keys(lua, 1))
    for (Key const& key : *keys)
      if (auto const* text = std::get_if<std::string_view>(&key)) known.push_back(*text);
  for (std::string_view name : known) all.push_back(table + "." + std::string(name));
  std::string_view near = nearest(member, known);
  return fail("`" + table + "` has no `" + shorten(member, 40) + "`",
              near.empty() ? "it has " + join(all, ", ")
                           : "did you mean `" + table + "." + std::string(near) + "`?");
}

// lock(table, name) -> a table that reads like it and cannot be written; what neither has is an
// error
Outcome lock(lua_State* lua) {
  lua_settop(lua, 2);
  lua_newtable(lua);
  set_function(lua, "__index", &bind<&unknown_member>);
  lua_pushvalue(lua, 2);
  lua_setfield(lua, -2, "__name");
  lua_pushliteral(lua, "locked");
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, 1);
  lua_settop(lua, 1);
  lua_newtable(lua);
  lua_newtable(lua);
  lua_pushvalue(lua, 1);
  lua_setfield(lua, -2, "__index");
  lua_pushliteral(lua, "locked");
  lua_setfield(lua, -2, "__metatable");
  set_function(lua, "__newindex", &bind<&refuse_change>);
  lua_setmetatable(lua, -2);
  return 1;
}

}  // namespace

void open_table(lua_State* lua) {
  luaL_requiref(lua, LUA_TABLIBNAME, luaopen_table, 0);
  lua_setfield(lua, -2, "table");
  set_function(lua, "lock", &bind<&lock>);
}

}  // namespace rehearse::script
