// The functions of the bare language: walking tables in order, names instead of addresses, `pcall`
// that lets limits through, metatables without finalizers, `import`.
#include <algorithm>
#include <lua.hpp>

#include "sim/script/keys.hpp"
#include "sim/script/sandbox.hpp"

namespace rehearse::script {
namespace {

// One step of a walk. Upvalues: the table, its sorted keys, the position. No object with a
// destructor: not bound.
int walk_step(lua_State* lua) {
  lua_Integer position = lua_tointeger(lua, lua_upvalueindex(3));
  while (true) {
    if (lua_rawgeti(lua, lua_upvalueindex(2), ++position) == LUA_TNIL) return 1;
    lua_pushvalue(lua, -1);
    if (lua_rawget(lua, lua_upvalueindex(1)) != LUA_TNIL) break;
    lua_pop(lua, 2);  // removed during the walk
  }
  lua_pushinteger(lua, position);
  lua_replace(lua, lua_upvalueindex(3));
  return 2;
}

// walk(table) -> iterator
Outcome walk(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE)
    return fail(std::string("`pairs` wants a table, got ") + luaL_typename(lua, 1));
  auto const keys = sorted_keys(lua, 1);
  if (!keys) return std::unexpected(keys.error());
  if (!LuaState::of(lua).charge(lua, keys->size())) return 0;  // bind.cpp raises the limit
  lua_settop(lua, 1);
  lua_createtable(lua, static_cast<int>(keys->size()), 0);
  lua_Integer position = 0;
  for (Key const& key : *keys) {
    push_key(lua, key);
    lua_rawseti(lua, 2, ++position);
  }
  lua_pushinteger(lua, 0);
  lua_pushcclosure(lua, &walk_step, 3);
  return 1;
}

// next(table, key): the smallest key above. Linear: `pairs` is for loops.
Outcome next_key(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE)
    return fail(std::string("`next` wants a table, got ") + luaL_typename(lua, 1));
  lua_settop(lua, 2);
  auto const keys = sorted_keys(lua, 1);
  if (!keys) return std::unexpected(keys.error());
  if (!LuaState::of(lua).charge(lua, keys->size())) return 0;
  auto at = keys->begin();
  if (lua_type(lua, 2) != LUA_TNIL) {
    if (lua_type(lua, 2) == LUA_TNUMBER) {  // 1.0 is the key 1
      int whole = 0;
      lua_Integer const number = lua_tointegerx(lua, 2, &whole);
      if (whole != 0) {
        lua_pushinteger(lua, number);
        lua_replace(lua, 2);
      }
    }
    auto const last = read_key(lua, 2);
    if (!last) return std::unexpected(last.error());
    at = std::upper_bound(keys->begin(), keys->end(), *last, key_less);
  }
  if (at == keys->end()) {
    lua_pushnil(lua);
    return 1;
  }
  push_key(lua, *at);
  lua_pushvalue(lua, -1);
  lua_rawget(lua, 1);
  return 2;
}

// name(object) -> `table#3`, numbered by first use.
Outcome name_of(Sandbox& sandbox, lua_State* lua) {
  if (lua_type(lua, 1) == LUA_TLIGHTUSERDATA) {
    lua_pushliteral(lua, "null");
    return 1;
  }
  sandbox.names().push(lua);
  lua_pushvalue(lua, 1);
  if (lua_rawget(lua, -2) != LUA_TNIL) return 1;
  lua_pop(lua, 1);
  std::string const name =
      std::string(luaL_typename(lua, 1)) + "#" + std::to_string(sandbox.next_number());
  lua_pushlstring(lua, name.data(), name.size());
  lua_pushvalue(lua, 1);
  lua_pushvalue(lua, -2);
  lua_rawset(lua, -4);
  return 1;
}

// metafield(object, name) -> the field, past any `__metatable`, or nil
Outcome metafield(lua_State* lua) {
  if (lua_getmetatable(lua, 1) == 0) {
    lua_pushnil(lua);
    return 1;
  }
  lua_pushvalue(lua, 2);
  lua_rawget(lua, -2);
  return 1;
}

Outcome set_metatable(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE ||
      (lua_type(lua, 2) != LUA_TTABLE && lua_type(lua, 2) != LUA_TNIL))
    return fail("`setmetatable` wants a table and a metatable");
  if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL)
    return fail("this table's metatable is locked");
  lua_settop(lua, 2);
  for (char const* field : {"__gc", "__mode", "__pow"}) {
    if (lua_isnil(lua, 2)) break;
    lua_pushstring(lua, field);
    if (lua_rawget(lua, 2) != LUA_TNIL)
      return fail(std::string("`") + field + "` has no place in a metatable here",
                  "when it runs depends on the collector, so two runs would differ");
    lua_pop(lua, 1);
  }
  lua_setmetatable(lua, 1);
  return 1;
}

Outcome raw_set(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TTABLE || lua_isnoneornil(lua, 2))
    return fail("`rawset` wants a table, a key and a value");
  if (lua_tonumber(lua, 2) != lua_tonumber(lua, 2)) return fail("nan cannot be a key");
  if (luaL_getmetafield(lua, 1, "__metatable") != LUA_TNIL) return fail("this table is locked");
  lua_settop(lua, 3);
  lua_rawset(lua, 1);
  return 1;
}

// fail(message, hint): raises an error at the scenario's line.
Outcome raise(lua_State* lua) {
  auto const text = [&](int index) {
    return lua_type(lua, index) == LUA_TSTRING ? std::string(lua_tostring(lua, index))
                                               : std::string();
  };
  return fail(text(1), text(2));
}

Outcome print(Sandbox& sandbox, lua_State* lua) {
  std::size_t bytes = 0;
  char const* const text = lua_tolstring(lua, 1, &bytes);
  if (!LuaState::of(lua).charge(lua, 1 + bytes / 64)) return 0;
  if (sandbox.hooks().print) sandbox.hooks().print({text, bytes});
  return 0;
}

// normal(path) -> the name a file is known by
Outcome normal_path(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TSTRING)
    return fail("`import` wants a path, got " + std::string(luaL_typename(lua, 1)),
                "import \"lib/steps.lua\"");
  std::string const name = FileRoot::normal(lua_tostring(lua, 1));
  lua_pushlstring(lua, name.data(), name.size());
  return 1;
}

// load(path) -> the function of the file's top level
Outcome load_file(Sandbox& sandbox, lua_State* lua) {
  std::string const path = lua_tostring(lua, 1);
  if (sandbox.hooks().files == nullptr) return fail("no file can be imported in this run");
  auto const text = sandbox.hooks().files->read(path);
  if (!text) return std::unexpected(text.error());
  auto const chunk = sandbox.load(*text, path);
  if (!chunk) return std::unexpected(chunk.error());
  chunk->push(lua);
  return 1;
}

// A limit ends the run: no pcall of a scenario takes it. No object with a destructor may live in
// these three frames.
int caught(lua_State* lua, int status, lua_KContext) {
  bool const failed = status != LUA_OK && status != LUA_YIELD;
  LuaState& state = LuaState::of(lua);
  if (status == LUA_ERRMEM) state.set_out_of_memory(lua);
  if (failed && state.fatal()) return lua_error(lua);
  lua_pushboolean(lua, failed ? 0 : 1);
  lua_replace(lua, 1);
  return lua_gettop(lua);
}

// pcall(f, ...) -> true, results | false, error
int protected_call(lua_State* lua) {
  if (lua_gettop(lua) == 0) lua_pushnil(lua);
  lua_pushboolean(lua, 1);
  lua_insert(lua, 1);
  return caught(lua, lua_pcallk(lua, lua_gettop(lua) - 2, LUA_MULTRET, 0, 0, &caught), 0);
}

// The hook is off while a message handler of a limit runs: the scenario's own is not called then,
// it could hang.
int handle(lua_State* lua) {
  if (LuaState::of(lua).fatal()) return 1;
  lua_pushvalue(lua, lua_upvalueindex(1));
  lua_insert(lua, 1);
  lua_callk(lua, lua_gettop(lua) - 1, 1, 0, nullptr);
  return 1;
}

// xpcall(f, handler, ...)
int protected_call_handled(lua_State* lua) {
  int const arguments = lua_gettop(lua) - 2;
  if (arguments < 0) return bind<&raise>(lua);
  lua_pushvalue(lua, 2);
  lua_pushcclosure(lua, &handle, 1);
  lua_replace(lua, 2);  // f, handle, ...
  lua_pushboolean(lua, 1);
  lua_insert(lua, 1);  // true, f, handle, ...
  lua_pushvalue(lua, 2);
  lua_remove(lua, 2);  // true, handle, ..., f
  lua_insert(lua, 3);  // true, handle, f, ...
  int const status =
      lua_pcallk(lua, arguments, LUA_MULTRET, 2, 1, [](lua_State* thread, int end, lua_KContext) {
        lua_remove(thread, 2);
        return caught(thread, end, 0);
      });
  lua_remove(lua, 2);
  return caught(lua, status, 0);
}

}  // namespace

void open_base(lua_State* lua) {
  // Kept as they are.
  luaL_requiref(lua, LUA_GNAME, luaopen_base, 0);
  for (char const* name : {"assert", "error", "getmetatable", "ipairs", "rawequal", "rawget",
                           "rawlen", "select", "tonumber", "tostring", "type"}) {
    lua_getfield(lua, -1, name);
    lua_setfield(lua, -3, name);
  }
  lua_pop(lua, 1);
  set_function(lua, "walk", &bind<&walk>);
  set_function(lua, "next", &bind<&next_key>);
  set_function(lua, "name", &bind<&name_of>);
  set_function(lua, "metafield", &bind<&metafield>);
  set_function(lua, "setmetatable", &bind<&set_metatable>);
  set_function(lua, "rawset", &bind<&raw_set>);
  set_function(lua, "fail", &bind<&raise>);
  set_function(lua, "print", &bind<&print>);
  set_function(lua, "normal", &bind<&normal_path>);
  set_function(lua, "load", &bind<&load_file>);
  set_function(lua, "pcall", &protected_call);
  set_function(lua, "xpcall", &protected_call_handled);
}

}  // namespace rehearse::script
