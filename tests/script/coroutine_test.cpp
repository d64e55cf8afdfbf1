#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse;
using namespace rehearse::script;
using Catch::Contains;

namespace {

Step run_with_answers(Coroutine& actor, std::vector<std::string>& waits) {
  Step step = actor.resume();
  while (step.state == Step::State::waiting) {
    waits.push_back(std::any_cast<std::string>(step.waits_for));
    step = actor.resume([&](lua_State* lua) {
      lua_pushinteger(lua, static_cast<lua_Integer>(waits.size()));
      return 1;
    });
  }
  return step;
}

Coroutine start(Machine& m, std::string_view source) {
  auto const chunk = m.sandbox.load(source, "a.lua");
  REQUIRE(chunk);
  return Coroutine(m.state, *chunk);
}

}  // namespace

TEST_CASE("coroutine: a wait carries its value and returns what the resumer gives", "[script]") {
  Machine m;
  Coroutine actor = start(m, "print(wait('a'), wait('b'))");
  std::vector<std::string> waits;
  CHECK(run_with_answers(actor, waits).state == Step::State::done);
  CHECK(waits == std::vector<std::string>{"a", "b"});
  CHECK(m.printed == "1\t2\n");
}

TEST_CASE("coroutine: waiting works inside pcall, xpcall, sort, gsub, pairs and metamethods",
          "[script]") {
  Machine m;
  Coroutine actor = start(m, R"(
    print(pcall(function() return wait('pcall') end))
    print(xpcall(function() local x = wait('xpcall') error('after ' .. x, 0) end, function(e) return 'handled ' .. e end))
    local t = { 2, 1 }
    table.sort(t, function(a, b) wait('sort') return a < b end)
    print(('x'):gsub('x', function() return wait('gsub') end))
    for k in pairs { a = 1 } do print(k, wait('pairs')) end
    print(setmetatable({}, { __index = function() return wait('index') end }).x)
  )");
  std::vector<std::string> waits;
  Step const step = run_with_answers(actor, waits);
  CHECK(to_string(step.error) == "");
  CHECK(waits == std::vector<std::string>{"pcall", "xpcall", "sort", "gsub", "pairs", "index"});
  CHECK(m.printed == "true\t1\nfalse\thandled after 2\n4\t1\na\t5\n6\n");
}

TEST_CASE("coroutine: a resumer may make the waiting call fail", "[script]") {
  Machine m;
  Coroutine actor =
      start(m, "local ok, e = pcall(wait, 'x') print(ok, e, e.kind, e.message)\nwait('y')");
  REQUIRE(actor.resume().state == Step::State::waiting);
  Error const refused{.code = Error::Code::scenario,
                      .message = "refused",
                      .where = {},
                      .hint = "ask",
                      .pointer = {}};
  REQUIRE(actor.resume_raising(refused).state == Step::State::waiting);
  CHECK(m.printed == "false\trefused; ask\tscenario\trefused\n");
  Step const step = actor.resume_raising(refused);
  REQUIRE(step.state == Step::State::failed);
  CHECK(to_string(step.error) == "a.lua:2: refused; ask");
}

TEST_CASE("coroutine: an error has a traceback in scenario lines only", "[script]") {
  Machine m;
  Coroutine actor =
      start(m,
            "local function inner()\n  local x = nil\n  return x.y + 0\nend\nlocal function "
            "outer() local r = inner() return r end\ntable.sort({ 1, 2 }, function() outer() end)");
  Step const step = actor.resume();
  REQUIRE(step.state == Step::State::failed);
  CHECK(to_string(step.error) == "a.lua:3: attempt to index a nil value (local 'x')");
  CHECK(traceback(step.calls) == "called from a.lua:5, a.lua:6, a.lua:6");
}

TEST_CASE("coroutine: raised values arrive as errors", "[script]") {
  Machine m;
  CHECK(m.run("\nerror('plain')") == "error: a.lua:2: plain");
  CHECK(m.run("\nerror({ message = 'm', hint = 'h' })") == "error: a.lua:2: m; h");
  CHECK_THAT(m.run("error()"), Contains("an error of type nil"));
  CHECK_THAT(m.run("error({})"), Contains("without a `message`"));
  CHECK_THAT(m.run("assert(false, 'no')"), Contains("a.lua:1: no"));
}

TEST_CASE("coroutine: a check that waits fails with its line", "[script]") {
  Machine m;
  CHECK(m.run("\nwait('x')") == "error: a.lua:2: nothing can wait here; wait inside of an `actor`");
}

TEST_CASE("coroutine: one that is dropped midway closes its variables", "[script]") {
  Machine m;
  {
    Coroutine actor = start(m,
                            "local c <close> = setmetatable({}, { __close = function() "
                            "print('closed') end })\nwait('x')");
    REQUIRE(actor.resume().state == Step::State::waiting);
  }
  CHECK(m.printed == "closed\n");
}
