// The lives of actors: coroutines that run until they wait, fail or end.
#include <lua.hpp>

#include <utility>

#include "sim/base/text.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

engine::Wake host_wake(HostWake kind, std::uint32_t subject, std::uint64_t payload = 0) {
  return {static_cast<std::uint16_t>(kind), 0, subject, payload};
}

/// A text member of a raised error table.
std::string raised_text(lua_State* lua, script::LuaRef const& raised, char const* key) {
  script::StackGuard guard(lua);
  raised.push(lua);
  if (!lua_istable(lua, -1)) return {};
  lua_pushstring(lua, key);
  lua_rawget(lua, -2);
  return lua_type(lua, -1) == LUA_TSTRING ? lua_tostring(lua, -1) : std::string{};
}

trace::Seq raised_call(lua_State* lua, script::LuaRef const& raised) {
  script::StackGuard guard(lua);
  raised.push(lua);
  if (!lua_istable(lua, -1)) return trace::kNoSeq;
  lua_pushliteral(lua, "call");
  lua_rawget(lua, -2);
  return lua_isinteger(lua, -1) ? static_cast<trace::Seq>(lua_tointeger(lua, -1)) : trace::kNoSeq;
}

}  // namespace

ActorId Host::define_actor(std::string const& name, trace::SourceLine where) {
  ActorId id{static_cast<std::uint32_t>(actors_.size())};
  if (!actors_.emplace(name, id).second) return {};
  record().record(trace::ActorDefined{id, name, std::move(where)});
  return id;
}

void Host::move_actor(ActorId actor, ActorStatus to, std::string what, trace::SourceLine where) {
  record().record(trace::ActorMoved{actor, to, std::move(what), std::move(where)});
}

void Host::add_task(ActorId actor, script::LuaRef const& function, Duration delay,
                    script::Push first) {
  auto index = static_cast<std::uint32_t>(tasks_.size());
  Task task;
  task.actor = actor;
  task.coroutine = std::make_unique<script::Coroutine>(*lua_, function);
  task.first = std::move(first);
  tasks_.push_back(std::move(task));
  engine().after(delay, host_wake(HostWake::resume, index, 0), record().cause());
}

void Host::resume(std::uint32_t index, script::Push const& push, std::optional<Error> raise) {
  Task& task = tasks_[index];
  if (task.done) return;
  ++task.wait;
  task.condition = {};
  waiting_.erase(index);
  current_actor_ = task.actor;
  if (task.wait == 1 || !task.waits_for.empty())
    move_actor(task.actor, ActorStatus::running, {}, task.where);
  task.waits_for.clear();
  last_call_ = task.last_call;
  running_ = &task;
  script::Step step = raise ? task.coroutine->resume_raising(*raise)
                            : task.coroutine->resume(task.wait == 1 ? task.first : push);
  running_ = nullptr;
  task.last_call = last_call_;
  current_actor_ = {};
  if (step.state == script::Step::State::waiting) return waits(index, step.waits_for);
  ended(index, step);
}

std::string Host::poll_for(std::string text) {
  if (running_ != nullptr) std::swap(running_->polls_for, text);
  return text;
}

void Host::waits(std::uint32_t index, std::any const& what) {
  Task& task = tasks_[index];
  task.where = line_of(task.coroutine->thread());
  if (auto const* sleep = std::any_cast<SleepFor>(&what)) {
    engine::Wake wake = host_wake(HostWake::resume, index, task.wait);
    if (sleep->background)
      engine().after_in_background(sleep->duration, wake, record().cause());
    else
      engine().after(sleep->duration, wake, record().cause());
    return;
  }
  auto const* wait = std::any_cast<WaitFor>(&what);
  task.condition = wait->condition;
  waiting_.insert(index);
  task.waits_for = wait->text;
  move_actor(task.actor, ActorStatus::waiting, wait->text, task.where);
  task.timer = engine().after(wait->timeout, host_wake(HostWake::give_up, index, task.wait),
                              record().cause());
  seen_changes_ = UINT64_MAX;  // it may hold already
}

void Host::give_up(std::uint32_t index) {
  Task& task = tasks_[index];
  check(CheckKind::wait_for, task.waits_for, false, "it did not come", trace::kNoSeq, task.where);
  task.done = true;
  task.condition = {};
  waiting_.erase(index);
  move_actor(task.actor, ActorStatus::failed, "gave up waiting for: " + task.waits_for, task.where);
}

void Host::ended(std::uint32_t index, script::Step& step) {
  Task& task = tasks_[index];
  task.done = true;
  if (step.state == script::Step::State::done)
    return move_actor(task.actor, ActorStatus::finished, {}, {});
  lua_State* lua = lua_->get();
  trace::SourceLine where{step.error.where.file, static_cast<std::uint32_t>(step.error.where.line)};
  if (lua_->fatal()) return stop_with(*lua_->fatal());
  std::string code = raised_text(lua, step.raised, "code");
  if (raised_text(lua, step.raised, "kind") == "gave up") {
    move_actor(task.actor, ActorStatus::failed, step.error.message, where);
  } else if (!code.empty()) {
    // A refused call that nobody expected: this actor ends, the others go on.
    std::string operation = raised_text(lua, step.raised, "operation");
    std::string detail = raised_text(lua, step.raised, "summary");
    if (detail.empty()) detail = step.error.message;
    if (!step.error.hint.empty()) detail += "; " + step.error.hint;
    check(CheckKind::refusal, operation + " succeeds", false, code + ": " + detail,
          raised_call(lua, step.raised), where);
    move_actor(task.actor, ActorStatus::failed, code + ": " + step.error.message, where);
  } else {
    move_actor(task.actor, ActorStatus::failed, step.error.message, where);
    Error error = step.error;
    if (std::string trail = script::traceback(step.calls); !trail.empty())
      error.hint += (error.hint.empty() ? "" : "; ") + trail;
    stop_with(std::move(error));
  }
  task.coroutine.reset();
}

}  // namespace rehearse::scenario
