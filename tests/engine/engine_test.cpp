// The loop: order, cancellation, background timers, limits, and ties through the chooser.
#include "sim/engine/engine.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <vector>

using namespace rehearse;
using namespace rehearse::engine;
using namespace std::chrono_literals;

namespace {

/// Notes whom it wakes; `then` may set more timers.
struct Log : Sleeper {
  std::vector<std::uint32_t> woken;
  std::vector<std::uint64_t> causes;
  std::function<void(std::uint32_t)> then;
  void wake(Wake const& wake, std::uint64_t cause) override {
    woken.push_back(wake.subject);
    causes.push_back(cause);
    if (then) then(wake.subject);
  }
};

Wake whom(std::uint32_t subject) {
  return {.kind = 0, .detail = 0, .subject = subject, .payload = 0};
}

using Subjects = std::vector<std::uint32_t>;

/// Five events at one instant and each sets another at the next: ties of two rounds.
Subjects run_with(Chooser& chooser) {
  Engine engine(chooser, {});
  Log log;
  log.then = [&](std::uint32_t subject) {
    if (subject < 10) engine.after(1s, whom(subject + 10), 0);
  };
  for (std::uint32_t i = 0; i < 5; ++i) engine.after(1s, whom(i), 0);
  CHECK(engine.run(log).ended == Ended::drained);
  return log.woken;
}

}  // namespace

TEST_CASE("engine: events come by time, then in the order they were set", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  engine.after(2s, whom(3), 30);
  engine.after(1s, whom(1), 10);
  engine.after(2s, whom(4), 40);
  engine.after(1s, whom(2), 20);
  engine.after(-5s, whom(0), 5);  // the past is now
  CHECK(engine.run(log).ended == Ended::drained);
  CHECK(log.woken == Subjects{0, 1, 2, 3, 4});
  CHECK(log.causes == std::vector<std::uint64_t>{5, 10, 20, 30, 40});
  CHECK(engine.now() == Time{2s});
  CHECK(engine.events() == 5);
}

TEST_CASE("engine: what an event sets for now comes after what was set before", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  log.then = [&](std::uint32_t subject) {
    if (subject == 1) engine.after(0s, whom(9), 0);
  };
  engine.after(1s, whom(1), 0);
  engine.after(1s, whom(2), 0);
  engine.run(log);
  CHECK(log.woken == Subjects{1, 2, 9});
}

TEST_CASE("engine: a cancelled timer wakes nobody, and cancelling again says so", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  engine.after(1s, whom(1), 0);
  Timer second = engine.after(2s, whom(2), 0);
  Timer third = engine.after(3s, whom(3), 0);
  CHECK(engine.cancel(second));
  CHECK_FALSE(engine.cancel(second));
  engine.run(log);
  CHECK(log.woken == Subjects{1, 3});
  CHECK_FALSE(engine.cancel(third));
  CHECK_FALSE(engine.cancel({}));
  // The place of a timer that has fired is used again: the old handle must not hit the new timer.
  engine.after(1s, whom(4), 0);
  engine.after(1s, whom(5), 0);
  engine.after(1s, whom(6), 0);
  for (Timer old : {second, third}) CHECK_FALSE(engine.cancel(old));
  engine.run(log);
  CHECK(log.woken == Subjects{1, 3, 4, 5, 6});
}

TEST_CASE("engine: only cancelled and background timers left is an end", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  engine.cancel(engine.after(1s, whom(1), 0));
  engine.after_in_background(2s, whom(2), 0);
  CHECK(engine.run(log).ended == Ended::drained);
  CHECK(log.woken.empty());
  CHECK(engine.now() == Time{});
}

TEST_CASE("engine: a background timer fires while something else keeps the run alive", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  engine.after_in_background(1s, whom(1), 0);
  engine.after_in_background(3s, whom(3), 0);
  engine.after(2s, whom(2), 0);
  CHECK(engine.run(log).ended == Ended::drained);
  CHECK(log.woken == Subjects{1, 2});
}

TEST_CASE("engine: a timer beyond the reach of virtual time never fires", "[engine]") {
  FifoChooser fifo;
  Engine engine(fifo, {});
  Log log;
  CHECK_FALSE(engine.after(Duration::max(), whom(1), 0));
  CHECK(engine.after(kDurationMax, whom(2), 0));
  CHECK(engine.run(log).ended == Ended::drained);
  CHECK(log.woken == Subjects{2});
  CHECK_FALSE(engine.after(1us, whom(3), 0));
}

TEST_CASE("engine: the limits end a run and say which", "[engine]") {
  FifoChooser fifo;
  Log log;
  SECTION("events") {
    Engine engine(fifo, {.events_max = 10});
    log.then = [&](std::uint32_t) { engine.after(1s, whom(0), 0); };
    engine.after(1s, whom(0), 0);
    RunResult result = engine.run(log);
    CHECK(result.ended == Ended::limit);
    CHECK(result.message == "the run reached its limit of 10 events");
    CHECK(log.woken.size() == 10);
  }
  SECTION("virtual time") {
    Engine engine(fifo, {.until = Time{90s}});
    engine.after(90s, whom(1), 0);
    engine.after(90s + 1us, whom(2), 0);
    CHECK(engine.run(log).ended == Ended::until);
    CHECK(log.woken == Subjects{1});
    CHECK(engine.now() == Time{90s});
  }
  SECTION("pending events") {
    Engine engine(fifo, {.pending_max = 100});
    log.then = [&](std::uint32_t) { engine.after(1s, whom(0), 0), engine.after(1s, whom(0), 0); };
    engine.after(1s, whom(0), 0);
    RunResult result = engine.run(log);
    CHECK(result.ended == Ended::limit);
    CHECK(result.message == "the run reached its limit of 100 pending events");
  }
  SECTION("somebody stops it") {
    Engine engine(fifo, {});
    log.then = [&](std::uint32_t) { engine.stop(); };
    engine.after(1s, whom(1), 0);
    engine.after(2s, whom(2), 0);
    CHECK(engine.run(log).ended == Ended::stopped);
    CHECK(log.woken == Subjects{1});
    log.then = nullptr;
    CHECK(engine.run(log).ended == Ended::drained);  // and it can go on
    CHECK(log.woken == Subjects{1, 2});
  }
}

TEST_CASE("engine: a random chooser reorders ties and nothing else", "[engine]") {
  FifoChooser fifo;
  Subjects const plain = run_with(fifo);
  CHECK(plain == Subjects{0, 1, 2, 3, 4, 10, 11, 12, 13, 14});
  bool differs = false;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RandomChooser random(seed);
    Subjects order = run_with(random);
    differs |= order != plain;
    RandomChooser again(seed);
    CHECK(run_with(again) == order);
    CHECK(std::is_permutation(order.begin(), order.begin() + 5, plain.begin()));
    CHECK(std::is_permutation(order.begin() + 5, order.end(), plain.begin() + 5));
  }
  CHECK(differs);
}

TEST_CASE("engine: a cancelled event is no alternative", "[engine]") {
  RandomChooser random(3);
  RecordingChooser recording(random);
  Engine engine(recording, {});
  Log log;
  Timer gone = engine.after(1s, whom(1), 0);
  engine.after(1s, whom(2), 0);
  Timer gone_too = engine.after(1s, whom(3), 0);
  engine.cancel(gone);
  engine.cancel(gone_too);
  engine.run(log);
  CHECK(log.woken == Subjects{2});
  CHECK(recording.schedule() == "0");
}

TEST_CASE("engine: a recorded schedule replays to the same order", "[engine]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    RandomChooser random(seed);
    RecordingChooser recording(random);
    Subjects const order = run_with(recording);
    auto choices = parse_schedule(recording.schedule());
    REQUIRE(choices.has_value());
    ReplayChooser replay(*choices);
    RecordingChooser recorded_again(replay);
    CHECK(run_with(recorded_again) == order);
    CHECK(recorded_again.schedule() == recording.schedule());
  }
}

TEST_CASE("schedule: trailing zeros are left out, other texts are refused with a hint",
          "[engine]") {
  CHECK(*parse_schedule("2.0.1") == Subjects{2, 0, 1});
  CHECK(*parse_schedule("0") == Subjects{0});
  for (char const* text : {"", "a", "1..2", "1.", "-1", "99999999999"}) {
    auto refused = parse_schedule(text);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().hint == "write choices like `2.0.1`, or `random:7`");
  }
  ReplayChooser replay({9, 1});
  CHECK(replay.choose({Time{}, ChoiceKind::tie, 3}) == 2);  // beyond the options: the last
  CHECK(replay.choose({Time{}, ChoiceKind::scenario, 2}) == 1);
  CHECK(replay.choose({Time{}, ChoiceKind::tie, 2}) == 0);  // after the end: the first
}
