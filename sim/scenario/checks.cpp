// What must hold: conditions that actors wait for, invariants, deadlines. They look at the world
// when something changed.
#include <lua.hpp>

#include "sim/base/text.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {

namespace {

std::string held_at(Watch const& watch) {
  return "held at " + std::to_string(watch.held) + (watch.held == 1 ? " change" : " changes");
}

}  // namespace

std::string_view word_of(CheckKind kind) {
  if (kind == CheckKind::always) return "always";
  return kind == CheckKind::eventually ? "eventually" : "wait_for";
}

std::unexpected<Error> cannot_wait(Answering const& answering) {
  if (!answering.kind)
    return script::fail(answering.who + " cannot wait",
                        "it is asked at one instant: let it answer from what the step says");
  return script::fail(
      "the condition of `" + std::string(word_of(*answering.kind)) + "` cannot wait",
      "it is asked again whenever something has changed: let it answer at once");
}

void Host::check(CheckKind kind, std::string text, bool held, std::string detail, trace::Seq call,
                 trace::SourceLine where, std::vector<trace::AccessExpected> const& meant) {
  ++checks_;
  if (!held) ++failed_;
  trace::Seq const check = record().record(trace::CheckDone{
      kind, std::move(text), held, std::move(detail), call, current_actor_, std::move(where)});
  if (!held || meant.empty()) return;
  trace::Seq const cause = record().cause();
  record().set_cause(check);
  for (trace::AccessExpected const& each : meant) record().record(each);
  record().set_cause(cause);
}

void Host::add_watch(Watch watch, std::optional<Duration> within) {
  auto index = static_cast<std::uint32_t>(watches_.size());
  if (within)
    watch.deadline = engine().after(
        *within, {static_cast<std::uint16_t>(HostWake::deadline), 0, index, 0}, record().cause());
  watches_.push_back(std::move(watch));
  seen_changes_ = UINT64_MAX;
}

/// The condition's answer, outside of any coroutine and without calls. Nothing when it failed: the
/// run then stops.
std::optional<bool> Host::ask(CheckKind kind, script::LuaRef const& condition,
                              std::string const& text, trace::SourceLine const& where) {
  bool answer = false;
  answering_ = Answering{{}, kind};
  script::Step step = script::call(*lua_, condition, {}, [&](lua_State* lua, int results) {
    answer = results > 0 && lua_toboolean(lua, -results) != 0;
  });
  answering_.reset();
  if (step.state != script::Step::State::failed) return answer;
  Error error = step.error;
  if (error.where.line == 0) error.where = {where.file, static_cast<int>(where.line), 0};
  error.message = std::string(word_of(kind)) + " \"" + shorten(text, 80) + "\": " + error.message;
  stop_with(std::move(error));
  return std::nullopt;
}

void Host::look() {
  // A task that goes on may change the world again, at the same instant.
  while (!fault_ && seen_changes_ != world().epoch_of_changes()) look_once();
}

void Host::look_once() {
  seen_changes_ = world().epoch_of_changes();
  for (std::size_t i = 0; i < watches_.size() && !fault_; ++i) {
    Watch& watch = watches_[i];
    if (watch.done) continue;
    auto answer = ask(watch.kind, watch.condition, watch.text, watch.where);
    if (!answer) return;
    if (watch.kind == CheckKind::always) {
      if (*answer) {
        ++watch.held;
      } else {
        watch.done = true;
        check(watch.kind, watch.text, false, "it " + held_at(watch) + ", then no more",
              trace::kNoSeq, watch.where);
      }
    } else if (*answer) {
      watch.done = true;
      engine().cancel(watch.deadline);
      check(watch.kind, watch.text, true, {}, trace::kNoSeq, watch.where);
    }
  }
  std::uint32_t next = 0;  // a task that goes on may let others wait
  for (auto at = waiting_.begin(); at != waiting_.end() && !fault_;
       at = waiting_.lower_bound(next)) {
    std::uint32_t const index = *at;
    next = index + 1;
    Task const& task = tasks_[index];
    auto answer = ask(CheckKind::wait_for, task.condition, task.waits_for, task.where);
    if (!answer) return;
    if (!*answer) continue;
    engine().cancel(task.timer);
    resume(index, [](lua_State* lua) { return lua_pushboolean(lua, 1), 1; }, std::nullopt);
  }
}

void Host::deadline_reached(std::uint32_t index) {
  Watch& watch = watches_[index];
  if (watch.done) return;
  watch.done = true;
  check(watch.kind, watch.text, false, "it did not come in time", trace::kNoSeq, watch.where);
}

void Host::conclude(bool finished) {
  if (fault_) return;  // the run did not get to what they speak of
  for (Task const& task : tasks_) {
    std::string const& awaited = task.waits_for.empty() ? task.polls_for : task.waits_for;
    if (task.done || awaited.empty()) continue;
    current_actor_ = task.actor;
    check(CheckKind::wait_for, awaited, false, "the run ended while it was waited for",
          trace::kNoSeq, task.where);
  }
  current_actor_ = {};
  for (Watch& watch : watches_) {
    if (watch.done) continue;
    watch.done = true;
    bool invariant = watch.kind == CheckKind::always;
    if (invariant)
      check(watch.kind, watch.text, true, held_at(watch), trace::kNoSeq, watch.where);
    else
      check(watch.kind, watch.text, false,
            finished ? "the run ended without it" : "the run was cut before it came", trace::kNoSeq,
            watch.where);
  }
}

}  // namespace rehearse::scenario
