// C++ functions that Lua calls: bind<fn>.
//
// The one place that calls lua_error and lua_yield, from a frame without destructors, so that
// neither build of Lua leaks or jumps over anything. A bound function has the form
//
//   Outcome sleep(Host& host, lua_State* lua);     // or without the host
//
// and ends with `return 2;` (that many results on the stack), `return fail("what is wrong", "what
// would be right")`, or `return Outcome::wait(WhatFor{...})`. It uses raw access only: no API call
// that may run a metamethod. The host is what LuaState::set_host was given; its type is taken on
// trust.
#pragma once

#include <any>
#include <concepts>
#include <utility>

#include "sim/base/result.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::script {

/// How a bound function ends.
class Outcome {
 public:
  enum class Kind { results, wait, fail, raise };

  /// So many results, the topmost of the stack.
  Outcome(int results) : results_(results) {}
  Outcome(std::unexpected<Error> error) : kind_(Kind::fail), error_(std::move(error).error()) {}
  Outcome(Result<int> result) {
    if (result) {
      results_ = *result;
    } else {
      kind_ = Kind::fail;
      error_ = std::move(result).error();
    }
  }
  /// The coroutine waits; whoever resumes it gives the results of this call. Outside of a coroutine
  /// it is an error.
  static Outcome wait(std::any what) {
    Outcome outcome(0);
    outcome.kind_ = Kind::wait;
    outcome.what_ = std::move(what);
    return outcome;
  }
  /// Raises the value on top of the stack: an error table with the host's own fields.
  static Outcome raise_top() {
    Outcome outcome(0);
    outcome.kind_ = Kind::raise;
    return outcome;
  }

  Kind kind() const { return kind_; }
  int results() const { return results_; }
  Error& error() { return error_; }
  std::any& what() { return what_; }

 private:
  Kind kind_ = Kind::results;
  int results_ = 0;
  Error error_;
  std::any what_;
};

namespace detail {

using Thunk = Outcome (*)(LuaState&, lua_State*);
/// Runs a thunk, catches everything, and leaves what finish() needs on the stack.
int invoke(lua_State* lua, Thunk thunk);
/// Returns, raises or yields.
int finish(lua_State* lua, int code);

template <class Host>
Host& host_of(LuaState& state) {
  if constexpr (std::same_as<Host, Sandbox>) {
    return *state.sandbox();
  } else {
    return *static_cast<Host*>(state.host());
  }
}

template <auto fn>
struct Thunks;
template <class R, R (*fn)(lua_State*)>
struct Thunks<fn> {
  static Outcome call(LuaState&, lua_State* lua) { return fn(lua); }
};
template <class R, class Host, R (*fn)(Host&, lua_State*)>
struct Thunks<fn> {
  static Outcome call(LuaState& state, lua_State* lua) { return fn(host_of<Host>(state), lua); }
};

}  // namespace detail

/// The lua_CFunction of a C++ function.
template <auto fn>
int bind(lua_State* lua) {
  return detail::finish(lua, detail::invoke(lua, &detail::Thunks<fn>::call));
}

/// Pushes a bound function.
void push_function(lua_State* lua, int (*function)(lua_State*));
/// Sets a member of the table on top of the stack.
void set_function(lua_State* lua, char const* name, int (*function)(lua_State*));

}  // namespace rehearse::script
