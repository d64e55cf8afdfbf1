// A sandbox with a host for tests: `wait(x)` waits, `out` lines are kept.
#pragma once

#include <lua.hpp>
#include <string>
#include <vector>

#include "sim/script/coroutine.hpp"
#include "sim/script/sandbox.hpp"

namespace rehearse::script {

struct Machine {
  explicit Machine(ScriptLimits const& limits = {}, FileRoot* files = nullptr)
      : state(limits),
        sandbox(state,
                {.print = [this](std::string_view line) { printed += std::string(line) + "\n"; },
                 .random_below = [this](std::uint64_t n) { return draws++ % n; },
                 .files = files}) {
    state.set_host(*this);
    sandbox.add_word<&Machine::wait>("wait");
  }

  // wait(text): yields the text; the resumer gives the result.
  static Outcome wait(Machine&, lua_State* lua) {
    return Outcome::wait(std::string(lua_tostring(lua, 1)));
  }

  /// Runs a text to its end; what it printed, or `error: ...`.
  std::string run(std::string_view source, std::string_view file = "a.lua") {
    printed.clear();
    auto const chunk = sandbox.load(source, file);
    if (!chunk) return "error: " + to_string(chunk.error());
    step = call(state, *chunk);
    if (step.state == Step::State::failed) return "error: " + to_string(step.error);
    return printed;
  }
  /// The same for one expression.
  std::string eval(std::string const& expression) { return run("print(" + expression + ")"); }

  std::string printed;
  std::uint64_t draws = 0;
  LuaState state;
  Sandbox sandbox;
  Step step;
};

}  // namespace rehearse::script
