#include "sim/script/failure.hpp"

#include <array>
#include <lua.hpp>
#include <optional>
#include <utility>

#include "sim/base/text.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::script {
namespace {

constexpr std::size_t kCallLinesMax = 20;
constexpr char const* kErrorMeta = "rehearse.error";
constexpr std::array<std::string_view, 8> kCodeNames = {
    "usage", "scenario", "definition", "policy", "trace", "io", "limit", "interrupted"};

struct Sentence {
  char const* lua_text;
  char const* message;
  char const* hint;
};
// What Lua says about depth, in words a scenario's author can use.
constexpr std::array kReworded = {
    Sentence{"stack overflow", "the scenario calls itself too deeply",
             "is there a function that calls itself without an end?"},
    Sentence{"C stack overflow", "the scenario nests calls or brackets too deeply",
             "is there a function that calls itself without an end?"},
};

std::string field(lua_State* lua, int index, char const* key) {
  lua_pushstring(lua, key);
  lua_rawget(lua, index);
  std::string text;
  if (lua_type(lua, -1) == LUA_TSTRING) text = lua_tostring(lua, -1);
  lua_pop(lua, 1);
  return text;
}

/// 0 when there is none.
int number(lua_State* lua, int index, char const* key) {
  lua_pushstring(lua, key);
  lua_rawget(lua, index);
  int const value = lua_isinteger(lua, -1) != 0 ? static_cast<int>(lua_tointeger(lua, -1)) : 0;
  lua_pop(lua, 1);
  return value;
}

// `name:12: what` -> the place and `what`. Lua shortens long names, so the name is taken from the
// stack by the caller.
std::optional<std::pair<int, std::string>> split_place(std::string_view text) {
  for (std::size_t at = text.find(':'); at != std::string_view::npos; at = text.find(':', at + 1)) {
    std::size_t end = at + 1;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == at + 1 || text.substr(end, 2) != ": ") continue;
    auto const line = parse_unsigned<int>(text.substr(at + 1, end - at - 1));
    if (line) return std::pair{*line, std::string(text.substr(end + 2))};
  }
  return std::nullopt;
}

void reword(Error& error) {
  for (Sentence const& sentence : kReworded) {
    if (!error.message.starts_with(sentence.lua_text)) continue;
    error.code = Error::Code::limit;
    error.message = sentence.message;
    error.hint = sentence.hint;
    return;
  }
}

Error from_text(lua_State* lua, std::string_view text) {
  Error error{.code = Error::Code::scenario,
              .message = std::string(text),
              .where = caller(lua),
              .hint = {},
              .pointer = {}};
  for (Where const& at : call_lines(lua)) {
    auto const place = split_place(text);
    if (!place || place->first != at.line) continue;
    error.where = at;
    error.message = place->second;
    break;
  }
  reword(error);
  return error;
}

int error_to_text(lua_State* lua) {
  lua_settop(lua, 1);
  lua_pushliteral(lua, "text");
  if (lua_type(lua, 1) == LUA_TTABLE) {
    lua_rawget(lua, 1);
  }
  return 1;
}

}  // namespace

std::vector<Where> call_lines(lua_State* lua) {
  std::vector<Where> lines;
  lua_Debug frame{};
  for (int level = 0; lines.size() < kCallLinesMax && lua_getstack(lua, level, &frame) != 0;
       ++level) {
    lua_getinfo(lua, "Sl", &frame);
    if (frame.source[0] != kScenarioMark || frame.currentline <= 0) continue;
    lines.push_back({.file = frame.source + 1, .line = frame.currentline, .column = 0});
  }
  return lines;
}

Where caller(lua_State* lua) {
  lua_Debug frame{};
  for (int level = 0; lua_getstack(lua, level, &frame) != 0; ++level) {
    lua_getinfo(lua, "Sl", &frame);
    if (frame.source[0] == kScenarioMark && frame.currentline > 0)
      return {.file = frame.source + 1, .line = frame.currentline, .column = 0};
  }
  return {};
}

std::string_view code_name(Error::Code code) { return kCodeNames[static_cast<std::size_t>(code)]; }

void push_error(lua_State* lua, Error const& error) {
  lua_checkstack(lua, 6);
  lua_createtable(lua, 0, 8);
  auto const set = [&](char const* key, std::string_view text) {
    if (text.empty()) return;
    lua_pushlstring(lua, text.data(), text.size());
    lua_setfield(lua, -2, key);
  };
  set("message", error.message);
  set("file", error.where.file);
  set("hint", error.hint);
  set("pointer", error.pointer);
  set("kind", code_name(error.code));
  set("text", to_string(error));
  auto const set_number = [&](char const* key, int number) {
    if (number <= 0) return;
    lua_pushinteger(lua, number);
    lua_setfield(lua, -2, key);
  };
  set_number("line", error.where.line);
  set_number("column", error.where.column);
  if (luaL_newmetatable(lua, kErrorMeta) != 0) {
    lua_pushcfunction(lua, &error_to_text);
    lua_setfield(lua, -2, "__tostring");
    lua_pushliteral(lua, "error");
    lua_setfield(lua, -2, "__metatable");
  }
  lua_setmetatable(lua, -2);
}

Error to_error(lua_State* lua, int index) {
  LuaState& state = LuaState::of(lua);
  if (state.fatal()) return *state.fatal();
  StackGuard const guard(lua);
  index = lua_absindex(lua, index);
  if (lua_type(lua, index) == LUA_TSTRING) {
    std::size_t bytes = 0;
    char const* const text = lua_tolstring(lua, index, &bytes);
    return from_text(lua, {text, bytes});
  }
  if (lua_type(lua, index) != LUA_TTABLE) {
    return {.code = Error::Code::scenario,
            .message = std::string("an error of type ") + luaL_typename(lua, index) + " was raised",
            .where = caller(lua),
            .hint = "raise a text: error(\"what is wrong\")",
            .pointer = {}};
  }
  Error error{.code = Error::Code::scenario,
              .message = field(lua, index, "message"),
              .where = {},
              .hint = field(lua, index, "hint"),
              .pointer = field(lua, index, "pointer")};
  std::string const kind = field(lua, index, "kind");
  for (std::size_t i = 0; i < kCodeNames.size(); ++i)
    if (kind == kCodeNames[i]) error.code = static_cast<Error::Code>(i);
  error.where.file = field(lua, index, "file");
  error.where.line = number(lua, index, "line");
  error.where.column = number(lua, index, "column");
  if (error.where.file.empty()) error.where = caller(lua);
  if (error.message.empty()) error.message = "a table without a `message` was raised as an error";
  return error;
}

Error syntax_error(std::string_view message, std::string_view file) {
  Error error{.code = Error::Code::scenario,
              .message = std::string(message),
              .where = {.file = std::string(file), .line = 0, .column = 0},
              .hint = {},
              .pointer = {}};
  if (auto place = split_place(message)) {
    error.where.line = place->first;
    error.message = std::move(place->second);
  }
  reword(error);
  return error;
}

std::unexpected<Error> fail(std::string message, std::string hint) {
  return std::unexpected(Error{.code = Error::Code::scenario,
                               .message = std::move(message),
                               .where = {},
                               .hint = std::move(hint),
                               .pointer = {}});
}

}  // namespace rehearse::script
