#include "sim/script/value.hpp"

#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {

Outcome dump(lua_State* lua) {
  auto const value =
      to_json(lua, 1, {.empty = ToJson::Empty::object, .path = "document", .handle = {}});
  if (!value) return std::unexpected(value.error());
  std::string const text = json::dump(*value);
  lua_pushlstring(lua, text.data(), text.size());
  return 1;
}
Outcome parse(lua_State* lua) {
  auto const value = json::parse(lua_tostring(lua, 1));
  if (!value) return std::unexpected(value.error());
  push_json(lua, *value);
  return 1;
}

struct ValueMachine : Machine {
  ValueMachine() {
    sandbox.add_word<&dump>("dump");
    sandbox.add_word<&parse>("parse");
  }
};

}  // namespace

TEST_CASE("value: Lua to documents", "[script]") {
  ValueMachine m;
  CHECK(m.eval("dump { b = { 1, 'x', true }, a = null, c = {} }") ==
        "{\"a\":null,\"b\":[1,\"x\",true],\"c\":{}}\n");
  CHECK(m.eval("dump { 0.1, 1.0, 1e300, -0.0, 9007199254740993, 1 / 3 }") ==
        "[0.1,1.0,1e+300,-0.0,9007199254740993,0.3333333333333333]\n");
}

TEST_CASE("value: what no document can hold is refused with its path", "[script]") {
  ValueMachine m;
  CHECK_THAT(m.run("dump { a = { 1, print } }"), Contains("`document.a[2]` is a function"));
  CHECK_THAT(m.run("dump { 0 / 0 }"), Contains("`document[1]` is not a finite number"));
  CHECK_THAT(m.run("dump { math.huge }"), Contains("not a finite number"));
  CHECK_THAT(m.run("dump { '\\xff' }"), Contains("not UTF-8"));
  CHECK_THAT(m.run("dump { ['\\xff'] = 1 }"), Contains("key that is not UTF-8"));
  CHECK_THAT(m.run("local t = {} t.t = t dump(t)"), Contains("`document.t` contains itself"));
  CHECK_THAT(m.run("local t = {} for i = 1, 200 do t = { t } end dump(t)"),
             Contains("more than 100 levels"));
  CHECK_THAT(m.run("local t = {} for i = 1, 60 do t = { t, t } end dump(t)"),
             Contains("more than a million values"));
  CHECK_THAT(m.run("dump { 1, [3] = 2 }"), Contains("neither a list"));
  CHECK_THAT(m.run("dump { 1, x = 2 }"), Contains("neither a list"));
}

TEST_CASE("value: documents to Lua and back", "[script]") {
  ValueMachine m;
  CHECK(m.run("local v = parse '{\"a\":[1,2.5,null,\"x\"],\"n\":12345678901234567890}' "
              "print(v.a[1], v.a[2], v.a[3] == null, v.a[4], math.type(v.n))") ==
        "1\t2.5\ttrue\tx\tfloat\n");
  CHECK(m.eval("dump(parse '{\"b\":{\"c\":[{}]},\"a\":false}')") ==
        "{\"a\":false,\"b\":{\"c\":[{}]}}\n");
}
