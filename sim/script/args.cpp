#include "sim/script/args.hpp"

#include <algorithm>
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/keys.hpp"
#include "sim/script/lua_state.hpp"
#include "sim/script/value.hpp"

namespace rehearse::script {
namespace {

// What a scenario's author calls the types.
std::string kind_of(lua_State* lua, int index) {
  switch (lua_type(lua, index)) {
    case LUA_TNONE:
    case LUA_TNIL:
      return "nothing";
    case LUA_TSTRING:
      return "the text `" + shorten(lua_tostring(lua, index), 40) + "`";
    case LUA_TNUMBER:
      return "a number";
    case LUA_TBOOLEAN:
      return "a boolean";
    case LUA_TTABLE:
      return "a table";
    default:
      return is_null(lua, index) ? "null" : kind_of_object(lua, index);
  }
}

std::string key_text(Key const& key) {
  if (auto const* text = std::get_if<std::string_view>(&key)) return std::string(*text);
  if (auto const* whole = std::get_if<std::int64_t>(&key))
    return "[" + std::to_string(*whole) + "]";
  return std::holds_alternative<bool>(key) ? "[boolean]" : "[number]";
}

}  // namespace

std::unexpected<Error> wrong_type(Slot const& slot, std::string_view wanted) {
  return fail("`" + slot.path + "` wants " + std::string(wanted) + ", got " +
              kind_of(slot.lua, slot.index));
}

Result<void> read_value(Slot const& slot, bool& out) {
  if (lua_type(slot.lua, slot.index) != LUA_TBOOLEAN) return wrong_type(slot, "true or false");
  out = lua_toboolean(slot.lua, slot.index) != 0;
  return {};
}

Result<void> read_value(Slot const& slot, std::int64_t& out) {
  int whole = 0;
  if (lua_type(slot.lua, slot.index) == LUA_TNUMBER)
    out = lua_tointegerx(slot.lua, slot.index, &whole);
  if (whole == 0) return wrong_type(slot, "a whole number");
  return {};
}

Result<void> read_value(Slot const& slot, std::string& out) {
  if (lua_type(slot.lua, slot.index) != LUA_TSTRING) return wrong_type(slot, "a text");
  std::size_t bytes = 0;
  char const* const text = lua_tolstring(slot.lua, slot.index, &bytes);
  if (!is_utf8({text, bytes})) return fail("`" + slot.path + "` is not UTF-8");
  out.assign(text, bytes);
  return {};
}

Result<void> read_value(Slot const& slot, Duration& out) {
  if (lua_type(slot.lua, slot.index) != LUA_TSTRING)
    return wrong_type(slot, "a duration such as \"1h30m\"");
  auto duration = parse_duration(lua_tostring(slot.lua, slot.index));
  if (!duration)
    return fail("`" + slot.path + "`: " + duration.error().message, duration.error().hint);
  out = *duration;
  return {};
}

Result<void> read_value(Slot const& slot, json::Value& out) {
  auto value = to_json(slot.lua, slot.index,
                       {.empty = ToJson::Empty::object, .path = slot.path, .handle = {}});
  if (!value) return std::unexpected(std::move(value).error());
  out = std::move(*value);
  return {};
}

Result<void> read_value(Slot const& slot, LuaRef& out) {
  if (lua_type(slot.lua, slot.index) != LUA_TFUNCTION) return wrong_type(slot, "a function");
  out = LuaRef(slot.lua, slot.index);
  return {};
}

Result<void> read_list(Slot const& slot, std::function<Result<void>(Slot const&)> const& item) {
  if (lua_type(slot.lua, slot.index) != LUA_TTABLE) return wrong_type(slot, "a list");
  StackGuard const guard(slot.lua);
  lua_checkstack(slot.lua, 4);
  int const table = lua_absindex(slot.lua, slot.index);
  auto keys = sorted_keys(slot.lua, table);
  if (!keys) return std::unexpected(std::move(keys).error());
  std::int64_t position = 0;
  for (Key const& key : *keys) {
    auto const* at = std::get_if<std::int64_t>(&key);
    if (at == nullptr || *at != ++position)
      return fail(
          "`" + slot.path + "` wants a list, got a table with the key `" + key_text(key) + "`",
          "write it as { \"a\", \"b\" }");
    lua_rawgeti(slot.lua, table, position);
    auto read = item({slot.lua, -1, slot.path + "[" + std::to_string(position) + "]"});
    lua_pop(slot.lua, 1);
    if (!read) return read;
  }
  return {};
}

namespace detail {

Result<void> check_keys(lua_State* lua, int index, std::string_view word, std::string_view example,
                        std::vector<Name> const& names) {
  std::string const name(word);
  std::string const would_do = "for example: " + std::string(example);
  if (lua_type(lua, index) != LUA_TTABLE)
    return fail("`" + name + "` wants a table, got " + kind_of(lua, index), would_do);
  auto keys = sorted_keys(lua, index);
  if (!keys) return fail("`" + name + "`: " + keys.error().message, would_do);
  std::vector<std::string_view> known;
  for (Name const& field : names) known.push_back(field.key);
  for (Key const& key : *keys) {
    std::string const text = key_text(key);
    if (std::find(known.begin(), known.end(), text) != known.end()) continue;
    std::string hint = did_you_mean(text, known);
    return fail("`" + name + "` does not know the key `" + text + "`",
                hint.empty() ? would_do : hint);
  }
  for (Name const& field : names) {
    if (!field.is_required) continue;
    if (!push_member(lua, index, field.key))
      return fail("`" + name + "` needs `" + std::string(field.key) + "`", would_do);
    pop(lua);
  }
  return {};
}

bool push_member(lua_State* lua, int index, std::string_view key) {
  lua_checkstack(lua, 2);
  index = lua_absindex(lua, index);
  lua_pushlstring(lua, key.data(), key.size());
  lua_rawget(lua, index);
  if (lua_type(lua, -1) != LUA_TNIL) return true;
  lua_pop(lua, 1);
  return false;
}

void pop(lua_State* lua) { lua_pop(lua, 1); }

}  // namespace detail
}  // namespace rehearse::script
