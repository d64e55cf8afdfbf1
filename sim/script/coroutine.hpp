// One actor: a Lua function that runs until it waits, fails or ends.
//
//   Coroutine actor(state, function);
//   Step step = actor.resume();                       // waiting: step.waits_for is what
//   Outcome::wait was given step = actor.resume([](lua_State* lua) { lua_pushinteger(lua, 7);
//   return 1; });   // the waiting call returns 7
#pragma once

#include <any>
#include <functional>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/script/lua_ref.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::script {

/// Where a coroutine stands after a resume.
struct Step {
  enum class State { waiting, done, failed };
  State state = State::done;
  std::any waits_for;        // waiting
  int results = 0;           // done: so many values on top of the coroutine's stack
  Error error;               // failed: what, and the scenario line
  std::vector<Where> calls;  // failed: every scenario line on the stack, innermost first
  LuaRef raised;             // failed: the error value itself, with the host's own fields
};

/// Pushes values and returns how many.
using Push = std::function<int(lua_State*)>;

/// REQUIRES: destroyed before its LuaState. Dropping it midway closes its pending `<close>`
/// variables.
class Coroutine {
 public:
  Coroutine(LuaState& state, LuaRef const& function);
  ~Coroutine();
  Coroutine(Coroutine&&) noexcept = default;
  Coroutine& operator=(Coroutine&&) = delete;

  /// Starts it with arguments, or goes on with the results of the call that waits. A fresh turn of
  /// steps. REQUIRES: not done, not failed.
  Step resume(Push const& push = {});
  /// Goes on by raising the value that `push` leaves: the call that waited fails. REQUIRES: it
  /// waits.
  Step resume_raising(Push const& push);
  Step resume_raising(Error const& error);

  lua_State* thread() const { return thread_; }

 private:
  Step run(int values);
  Step failed();

  LuaState* state_;
  LuaRef anchor_;  // keeps the thread from the collector
  lua_State* thread_ = nullptr;
};

/// Runs a function that may not wait (a check, a duration, an event's target) to its end. `read`
/// sees its results on top of the stack. The Step is done or failed.
Step call(LuaState& state, LuaRef const& function, Push const& push = {},
          std::function<void(lua_State*, int results)> const& read = {});

/// `called from a.lua:12, a.lua:30`: the lines outside of the first, or an empty text.
std::string traceback(std::vector<Where> const& calls);

}  // namespace rehearse::script
