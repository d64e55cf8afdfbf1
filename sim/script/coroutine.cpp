#include "sim/script/coroutine.hpp"

#include <lua.hpp>

#include "sim/script/failure.hpp"

namespace rehearse::script {

Coroutine::Coroutine(LuaState& state, LuaRef const& function) : state_(&state) {
  lua_State* const main = state.get();
  lua_checkstack(main, 2);
  thread_ = lua_newthread(main);
  anchor_ = LuaRef(main, -1);
  lua_pop(main, 1);
  function.push(thread_);
}

Coroutine::~Coroutine() {
  if (!anchor_ || state_->fatal())
    return;  // moved from; or after a limit, where Lua keeps the hook off and closing could hang
  LuaState::Turn const turn(*state_);
  lua_resetthread(thread_);
}

Step Coroutine::resume(Push const& push) {
  lua_checkstack(thread_, LUA_MINSTACK);
  return run(push ? push(thread_) : 0);
}

Step Coroutine::resume_raising(Push const& push) {
  lua_checkstack(thread_, LUA_MINSTACK);
  state_->raise_on_resume = true;
  return run(push(thread_));
}

Step Coroutine::resume_raising(Error const& error) {
  return resume_raising([&](lua_State* lua) {
    push_error(lua, error);
    return 1;
  });
}

Step Coroutine::run(int values) {
  int results = 0;
  int status = LUA_ERRRUN;
  if (!state_->fatal()) {
    LuaState::Turn const turn(*state_);
    status = lua_resume(thread_, nullptr, values, &results);
  }
  if (status == LUA_ERRMEM) state_->set_out_of_memory(thread_);
  if (state_->fatal() || (status != LUA_OK && status != LUA_YIELD)) return failed();
  Step step;
  step.results = results;
  if (status == LUA_YIELD) {
    step.state = Step::State::waiting;
    step.waits_for = std::move(state_->waits_for);
    state_->waits_for.reset();
  }
  return step;
}

Step Coroutine::failed() {
  state_->raise_on_resume = false;
  Step step;
  step.state = Step::State::failed;
  step.calls = call_lines(thread_);
  if (lua_gettop(thread_) == 0) lua_pushnil(thread_);
  step.error = to_error(thread_, -1);
  step.raised = LuaRef(thread_, -1);
  return step;
}

Step call(LuaState& state, LuaRef const& function, Push const& push,
          std::function<void(lua_State*, int results)> const& read) {
  Coroutine coroutine(state, function);
  Step step = coroutine.resume(push);
  if (step.state == Step::State::waiting) {
    step = Step{};
    step.state = Step::State::failed;
    step.calls = call_lines(coroutine.thread());
    step.error = fail("nothing can wait here", "wait inside of an `actor`").error();
    step.error.where = caller(coroutine.thread());
  } else if (step.state == Step::State::done && read) {
    read(coroutine.thread(), step.results);
  }
  return step;
}

std::string traceback(std::vector<Where> const& calls) {
  std::string text;
  for (std::size_t i = 1; i < calls.size(); ++i)
    text += (i == 1 ? "called from " : ", ") + calls[i].file + ":" + std::to_string(calls[i].line);
  return text;
}

}  // namespace rehearse::script
