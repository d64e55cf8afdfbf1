// What `table` needs from C++. `concat`, `pack` and `unpack` are Lua's own (their sizes are bounded
// by memory and the stack); whatever loops or compares is in prelude.lua, where instructions are
// counted.
#include <lua.hpp>

#include "sim/script/sandbox.hpp"

namespace rehearse::script {
namespace {

Outcome refuse_change(lua_State*) {
  return fail("the library's tables cannot be changed", "keep your functions in a `local` table");
}

// lock(table) -> a table that reads like it and cannot be written
Outcome lock(lua_State* lua) {
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
