#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {
constexpr ScriptLimits kSmall{
    .memory_bytes = std::size_t{8} << 20, .steps_per_turn = 2'000'000, .steps_total = 20'000'000};
}

TEST_CASE("limits: each way to run without an end ends with the line", "[script]") {
  auto const source =
      GENERATE(as<std::string>{}, "\nwhile true do end",
               "\nwhile true do pcall(function() while true do end end) end",
               "\nwhile true do xpcall(function() while true do end end, function() while true do "
               "end end) end",
               "\nlocal f = function() return pcall(error) end while true do f() end",
               "\nlocal c <close> = setmetatable({}, { __close = function() while true do end end "
               "}) while true do end",
               "\nstring.find(('a'):rep(5000), ('a*'):rep(30) .. 'b')",
               "\nstring.match(('a'):rep(100000), '.-.-.-b')",
               "\nlocal s = ('x'):rep(1000000) while true do s:upper() end",
               "\nlocal t = {} for i = 1, 1000 do t[i] = i end while true do for _ in pairs(t) do "
               "break end end",
               "\ntable.move({}, 1, math.maxinteger - 1, 2, {})",
               "\ntable.insert(setmetatable({}, { __len = function() return 1 << 60 end }), 1, 1)");
  CAPTURE(source);
  Machine m(kSmall);
  CHECK_THAT(m.run(source),
             Contains("error: a.lua:2: the scenario ran 2000000 steps without waiting"));
  REQUIRE(m.state.fatal());
  CHECK(m.step.error.code == Error::Code::limit);
  CHECK_THAT(m.eval("1"), Contains("a.lua:2: the scenario ran"));  // nothing runs any more
}

TEST_CASE("limits: each way to eat memory ends with the line", "[script]") {
  auto const source =
      GENERATE(as<std::string>{}, "\nlocal t = {} for i = 1, 1e9 do t[i] = i end",
               "\nlocal s = 'x' while true do s = s .. s end", "\nlocal s = ('x'):rep(1e9)",
               "\nwhile true do pcall(function() local s = ('x'):rep(1e9) end) end",
               "\nlocal t = {} for i = 1, 1e9 do t[i] = 'some text ' .. i end",
               "\nlocal t = {} for i = 1, 1e9 do t[i] = string.format('%99d', i) end",
               "\nlocal function f() pcall(f) pcall(f) end f()",
               "\nprint(('x'):rep(100000):gsub('x', ('y'):rep(1000)))");
  CAPTURE(source);
  Machine m({.memory_bytes = std::size_t{8} << 20,
             .steps_per_turn = 200'000'000,
             .steps_total = 400'000'000});
  CHECK_THAT(m.run(source),
             Contains("error: a.lua:2: the scenario uses more than 8 MiB of memory"));
  CHECK(m.state.memory_used_bytes() < (std::size_t{32} << 20));
}

TEST_CASE("limits: deep recursion is an error that says so", "[script]") {
  Machine m;
  CHECK_THAT(m.run("\nlocal function f() return 1 + f() end\nf()"),
             Contains("a.lua:2: the scenario calls itself too deeply"));
  CHECK_THAT(m.run("\nlocal t = setmetatable({}, {}) getmetatable(t).__index = function(s, k) "
                   "return s[k] end\nreturn t.x"),
             Contains("too deeply"));
  CHECK_THAT(m.run(std::string(100000, '(')),
             Contains("a.lua: the scenario nests calls or brackets too deeply"));
}

TEST_CASE("limits: a turn begins anew after each wait, the total does not", "[script]") {
  Machine m(kSmall);
  auto const chunk =
      m.sandbox.load("while true do for i = 1, 500000 do end wait('x') end", "a.lua");
  REQUIRE(chunk);
  Coroutine actor(m.state, *chunk);
  Step step = actor.resume();
  int turns = 1;
  while (step.state == Step::State::waiting) {
    step = actor.resume();
    ++turns;
  }
  CHECK(turns > 20);
  CHECK_THAT(to_string(step.error), Contains("20000000 steps in all"));
}
