// What `string` needs from C++: searching with a budget, formatting without addresses or a locale.
#include <lua.hpp>

#include "sim/script/format.hpp"
#include "sim/script/pattern.hpp"
#include "sim/script/sandbox.hpp"

namespace rehearse::script {
namespace {

std::string_view text_at(lua_State* lua, int index) {
  std::size_t bytes = 0;
  char const* const text = lua_tolstring(lua, index, &bytes);
  return {text, bytes};
}

void push_capture(lua_State* lua, std::string_view text, Capture const& capture) {
  if (capture.is_position) {
    lua_pushinteger(lua, static_cast<lua_Integer>(capture.begin) + 1);
  } else {
    lua_pushlstring(lua, text.data() + capture.begin, capture.length);
  }
}

// search(text, pattern, from, anchored, not_ending) -> begin, end, captures... | nil. Positions
// count from 1, the end is the last character's. REQUIRES: texts and integers; from >= 1.
Outcome search(lua_State* lua) {
  LuaState& state = LuaState::of(lua);
  std::string_view const text = text_at(lua, 1);
  std::string_view const pattern = text_at(lua, 2);
  PatternSearch options{.from = static_cast<std::size_t>(lua_tointeger(lua, 3)) - 1,
                        .anchored = lua_toboolean(lua, 4) != 0,
                        .not_ending = std::nullopt,
                        .steps_max = state.steps_left()};
  if (lua_isinteger(lua, 5) != 0)
    options.not_ending = static_cast<std::size_t>(lua_tointeger(lua, 5));
  auto const found = search_pattern(text, pattern, options);
  if (!found) return std::unexpected(found.error());
  if (!state.charge(lua, found->steps + (found->spent ? 1 : 0)) || !found->match) {
    lua_pushnil(lua);
    return 1;
  }
  PatternMatch const& match = *found->match;
  lua_checkstack(lua, 40);
  lua_pushinteger(lua, static_cast<lua_Integer>(match.begin) + 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(match.end));
  for (Capture const& capture : match.captures) push_capture(lua, text, capture);
  return 2 + static_cast<int>(match.captures.size());
}

// plain(text, what, from) -> begin, end | nil
Outcome find_plain(lua_State* lua) {
  std::string_view const text = text_at(lua, 1);
  std::string_view const what = text_at(lua, 2);
  if (!LuaState::of(lua).charge(lua, 1 + text.size() / 16)) return 0;
  std::size_t const at = text.find(what, static_cast<std::size_t>(lua_tointeger(lua, 3)) - 1);
  if (at == std::string_view::npos) {
    lua_pushnil(lua);
    return 1;
  }
  lua_pushinteger(lua, static_cast<lua_Integer>(at) + 1);
  lua_pushinteger(lua, static_cast<lua_Integer>(at + what.size()));
  return 2;
}

Result<std::string> format_one(lua_State* lua, Directive const& directive, int index) {
  std::string const which =
      "argument " + std::to_string(index) + " of `string.format` (`%" + directive.conversion + "`)";
  if (index > lua_gettop(lua)) return fail(which + " is missing");
  if (directive.conversion == 's') {
    if (lua_isboolean(lua, index))
      return format_text(directive, lua_toboolean(lua, index) != 0 ? "true" : "false");
    if (lua_isstring(lua, index) == 0)
      return fail(which + " wants a text");  // the prelude made one of it
    return format_text(directive, text_at(lua, index));
  }
  if (directive.conversion == 'q') {
    if (lua_type(lua, index) == LUA_TSTRING) return quote(text_at(lua, index));
    if (lua_isinteger(lua, index) != 0 || lua_isboolean(lua, index))
      return lua_isboolean(lua, index)
                 ? std::string(lua_toboolean(lua, index) != 0 ? "true" : "false")
                 : std::to_string(lua_tointeger(lua, index));
    return fail(which + " wants a text, a whole number or a boolean");
  }
  int fits = 0;
  if (std::string_view("feEgG").find(directive.conversion) != std::string_view::npos) {
    double const value = lua_tonumberx(lua, index, &fits);
    if (fits == 0) return fail(which + " wants a number, got " + luaL_typename(lua, index));
    return format_float(directive, value);
  }
  lua_Integer const value = lua_tointegerx(lua, index, &fits);
  if (fits == 0) return fail(which + " wants a whole number, got " + luaL_typename(lua, index));
  return format_integer(directive, value);
}

// format(format, ...) with every table already turned into text
Outcome format(lua_State* lua) {
  if (lua_type(lua, 1) != LUA_TSTRING) return fail("`string.format` wants a text first");
  std::string_view const pattern = text_at(lua, 1);
  std::string out;
  int argument = 1;
  for (std::size_t at = 0; at < pattern.size();) {
    if (pattern[at] != '%') {
      out += pattern[at++];
      continue;
    }
    if (++at < pattern.size() && pattern[at] == '%') {
      out += pattern[at++];
      continue;
    }
    auto const directive = parse_directive(pattern, at);
    if (!directive) return std::unexpected(directive.error());
    auto const text = format_one(lua, *directive, ++argument);
    if (!text) return std::unexpected(text.error());
    out += *text;
    if (!LuaState::of(lua).reserve(lua, out.size())) return 0;
  }
  if (!LuaState::of(lua).charge(lua, out.size() / 16)) return 0;
  lua_pushlstring(lua, out.data(), out.size());
  return 1;
}

}  // namespace

void open_string(lua_State* lua) {
  luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string,
                0);  // also makes ("x"):rep(3) work; the prelude replaces its members
  lua_setfield(lua, -2, "string");
  luaL_requiref(lua, LUA_UTF8LIBNAME, luaopen_utf8, 0);
  lua_setfield(lua, -2, "utf8");
  set_function(lua, "search", &bind<&search>);
  set_function(lua, "plain", &bind<&find_plain>);
  set_function(lua, "format", &bind<&format>);

  // The metatable of texts: methods come from a table that no scenario reaches.
  lua_pushliteral(lua, "");
  lua_getmetatable(lua, -1);
  lua_pushliteral(lua, "locked");
  lua_setfield(lua, -2, "__metatable");
  lua_pop(lua, 2);
}

}  // namespace rehearse::script
