#include <catch2/catch.hpp>
#include <stdexcept>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {

int destroyed = 0;
struct Witness {
  ~Witness() { ++destroyed; }
};

Outcome refuses(lua_State*) {
  Witness const witness;
  return fail("it is refused", "ask first");
}
Outcome throws(Machine&, lua_State*) {
  Witness const witness;
  throw std::runtime_error("broken");
}
Result<int> answers(lua_State* lua) {
  lua_pushinteger(lua, 42);
  return 1;
}
Outcome raises(lua_State* lua) {
  push_error(lua, fail("denied").error());
  lua_pushliteral(lua, "AccessDenied");
  lua_setfield(lua, -2, "code");
  return Outcome::raise_top();
}

}  // namespace

TEST_CASE("bind: an Error becomes a table that pcall can look at, and destructors run",
          "[script]") {
  Machine m;
  m.sandbox.add_word<&refuses>("refuses");
  destroyed = 0;
  CHECK(m.run("\nlocal ok, e = pcall(refuses) print(ok, e) print(e.message, e.hint, e.file, "
              "e.line, e.kind)") ==
        "false\ta.lua:2: it is refused; ask first\nit is refused\task first\ta.lua\t2\tscenario\n");
  CHECK(m.run("\nrefuses()") == "error: a.lua:2: it is refused; ask first");
  CHECK(destroyed == 2);
}

TEST_CASE("bind: a C++ exception does not cross Lua", "[script]") {
  Machine m;
  m.sandbox.add_word<&throws>("throws");
  destroyed = 0;
  CHECK_THAT(m.run("throws()"), Contains("a.lua:1: the simulator failed inside this call: broken"));
  CHECK(destroyed == 1);
}

TEST_CASE("bind: results, and values with the host's own fields", "[script]") {
  Machine m;
  m.sandbox.add_word<&answers>("answers");
  m.sandbox.add_word<&raises>("raises");
  CHECK(m.eval("answers()") == "42\n");
  CHECK(m.run("local ok, e = pcall(raises) print(ok, e.code, e.message)") ==
        "false\tAccessDenied\tdenied\n");
}

TEST_CASE("bind: a host's prelude defines words, and its lines are in no message", "[script]") {
  Machine m;
  m.sandbox.add_core<&refuses>("refuses");
  REQUIRE(m.sandbox.run_prelude("host",
                                "local core = ...\nfunction wish() return (core.refuses()) end"));
  CHECK(m.run("\nwish()") == "error: a.lua:2: it is refused; ask first");
  CHECK_THAT(to_string(m.sandbox.run_prelude("host", "x x").error()),
             Contains("host:1: syntax error"));
}
