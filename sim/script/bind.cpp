#include "sim/script/bind.hpp"

#include <exception>
#include <lua.hpp>

namespace rehearse::script {
namespace {

constexpr int kRaise = -1;
constexpr int kYield = -2;

// A coroutine goes on: what the resumer pushed is the result of the call, or the error it raises.
int resumed(lua_State* lua, int, lua_KContext top_before) {
  LuaState& state = LuaState::of(lua);
  if (state.raise_on_resume) {
    state.raise_on_resume = false;
    return lua_error(lua);
  }
  return lua_gettop(lua) - static_cast<int>(top_before);
}

int settle(LuaState& state, lua_State* lua, Outcome outcome) {
  switch (outcome.kind()) {
    case Outcome::Kind::results:
      return outcome.results();
    case Outcome::Kind::raise:
      return kRaise;
    case Outcome::Kind::wait:
      if (lua_isyieldable(lua) != 0) {
        state.waits_for = std::move(outcome.what());
        return kYield;
      }
      outcome.error() = fail("nothing can wait here", "wait inside of an `actor`").error();
      [[fallthrough]];
    case Outcome::Kind::fail:
      if (outcome.error().where.file.empty()) outcome.error().where = caller(lua);
      push_error(lua, outcome.error());
      return kRaise;
  }
  return kRaise;
}

int guarded(LuaState& state, lua_State* lua, detail::Thunk thunk) {
  try {
    return settle(state, lua, thunk(state, lua));
  } catch (std::exception const& fault) {
    return settle(state, lua,
                  fail(std::string("the simulator failed inside this call: ") + fault.what()));
  } catch (...) {
    return settle(state, lua, fail("the simulator failed inside this call"));
  }
}

}  // namespace

namespace detail {

int invoke(lua_State* lua, Thunk thunk) {
  LuaState& state = LuaState::of(lua);
  LuaState::Lenient const lenient(state);
  lua_checkstack(lua, LUA_MINSTACK);
  int const code = guarded(state, lua, thunk);
  if (!state.fatal() && state.reserve(lua, 0)) return code;
  lua_pushlightuserdata(lua, nullptr);
  return kRaise;
}

int finish(lua_State* lua, int code) {
  if (code == kRaise) return lua_error(lua);
  if (code == kYield) return lua_yieldk(lua, 0, lua_gettop(lua), &resumed);
  return code;
}

}  // namespace detail

void push_function(lua_State* lua, int (*function)(lua_State*)) {
  lua_pushcfunction(lua, function);
}

void set_function(lua_State* lua, char const* name, int (*function)(lua_State*)) {
  lua_pushcfunction(lua, function);
  lua_setfield(lua, -2, name);
}

}  // namespace rehearse::script
