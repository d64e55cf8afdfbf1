#include "sim/script/pattern.hpp"

#include <catch2/catch.hpp>
#include <lua.hpp>

#include "sim/base/rng.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {

// What Lua's own string.find says: `begin end captures...`, or the word `error`.
std::string oracle(lua_State* lua, std::string const& text, std::string const& pattern) {
  lua_settop(lua, 0);
  lua_getglobal(lua, "string");
  lua_getfield(lua, -1, "find");
  lua_remove(lua, 1);
  lua_pushlstring(lua, text.data(), text.size());
  lua_pushlstring(lua, pattern.data(), pattern.size());
  if (lua_pcall(lua, 2, LUA_MULTRET, 0) != LUA_OK) return "error";
  if (lua_isnil(lua, 1)) return "nil";
  std::string out;
  for (int i = 1; i <= lua_gettop(lua); ++i) out += std::string(lua_tostring(lua, i)) + " ";
  return out;
}

std::string ours(std::string_view text, std::string_view pattern) {
  bool const anchored = pattern.starts_with('^');
  auto const found =
      search_pattern(text, anchored ? pattern.substr(1) : pattern,
                     {.from = 0, .anchored = anchored, .not_ending = {}, .steps_max = 1'000'000});
  if (!found) return "error";
  if (!found->match) return "nil";
  std::string out =
      std::to_string(found->match->begin + 1) + " " + std::to_string(found->match->end) + " ";
  for (Capture const& c : found->match->captures)
    out += c.is_position ? std::to_string(c.begin + 1) + " "
                         : std::string(text.substr(c.begin, c.length)) + " ";
  return out;
}

}  // namespace

TEST_CASE("pattern: 40,000 random patterns match as Lua's own do", "[script]") {
  lua_State* const lua = luaL_newstate();
  luaL_openlibs(lua);
  constexpr std::string_view kPieces[] = {
      "a",    "b",      ".",  "%a", "%d", "%s", "%W", "[ab]", "[^a]", "[a-c%d]",
      "[]x]", "*",      "+",  "-",  "?",  "(",  ")",  "()",   "^",    "$",
      "%bab", "%f[%w]", "%1", "%",  "[",  "1",  " ",  "%.",   "[%w_]"};
  Stream stream(1, "patterns");
  int errors = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string pattern;
    for (auto n = stream.below(7); n > 0; --n) pattern += kPieces[stream.below(std::size(kPieces))];
    if (pattern.find_first_of("^$*+?.([%-") == std::string::npos)
      continue;  // Lua looks for those as plain text
    std::string text;
    for (auto n = stream.below(12); n > 0; --n) text += "aabbc1 ._x"[stream.below(10)];
    std::string const expected = oracle(lua, text, pattern);
    if (expected == "error") ++errors;
    if (expected != ours(text, pattern)) {
      CAPTURE(pattern, text, expected);
      CHECK(expected == ours(text, pattern));
    }
  }
  CHECK(errors > 100);
  lua_close(lua);
}

TEST_CASE("pattern: one that backtracks without end stops at its budget", "[script]") {
  std::string const text(300, 'a');
  auto const found = search_pattern(
      text, ".-.-.-.-.-b", {.from = 0, .anchored = false, .not_ending = {}, .steps_max = 100'000});
  REQUIRE(found);
  CHECK(found->spent);
  CHECK(found->steps <= 100'100);
}

TEST_CASE("pattern: a malformed one says what is wrong", "[script]") {
  CHECK_THAT(
      search_pattern("x", "[a", {.from = 0, .anchored = false, .not_ending = {}, .steps_max = 100})
          .error()
          .message,
      Contains("`]` is missing"));
  CHECK_THAT(
      search_pattern("x", "(x", {.from = 0, .anchored = false, .not_ending = {}, .steps_max = 100})
          .error()
          .message,
      Contains("does not close"));
}
