// Virtual time: a loop that takes the earliest event, sets `now`, and wakes whoever asked for it.
//
//   Engine engine(chooser, limits);
//   engine.after(5min, {.kind = kStepEnds, .subject = execution}, cause);
//   RunResult result = engine.run(sleeper);
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/time.hpp"
#include "sim/engine/chooser.hpp"
#include "sim/engine/queue.hpp"

namespace rehearse::engine {

/// Who is woken and why: a value of 16 bytes, not a closure. The engine gives it no meaning.
struct Wake {
  std::uint16_t kind = 0;
  std::uint16_t detail = 0;
  std::uint32_t subject = 0;
  std::uint64_t payload = 0;
};

/// Implemented by whoever sets timers.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  /// `cause`: what the timer was set with.
  virtual void wake(Wake const& wake, std::uint64_t cause) = 0;
  /// These come soon, the first most likely next: a chance to fetch what they will touch. Changes
  /// nothing.
  virtual void expect(std::span<Wake const* const>) {}
};

/// A handle to cancel with. Stays harmless when the timer has fired.
struct Timer {
  std::uint32_t slot = UINT32_MAX;
  std::uint64_t order = 0;
  explicit operator bool() const { return slot != UINT32_MAX; }
};

struct Limits {
  Time until{kDurationMax};
  std::uint64_t events_max = 50'000'000;
  std::size_t pending_max = 20'000'000;
};

enum class Ended : std::uint8_t {
  drained,  // only background timers are left
  until,    // the next event lies beyond Limits::until
  limit,    // events or pending events: the message says which
  stopped   // somebody called stop()
};

struct RunResult {
  Ended ended{};
  std::string message;
};

class Engine {
 public:
  Engine(Chooser& chooser, Limits limits)
      : chooser_(chooser), limits_(limits), first_(chooser.always_first()) {}

  Time now() const { return now_; }
  std::uint64_t events() const { return events_; }

  /// Sets a timer. A delay below zero counts as zero; beyond the reach of virtual time it never
  /// fires.
  Timer after(Duration delay, Wake wake, std::uint64_t cause) {
    return schedule(delay, wake, cause, false);
  }
  /// A timer that keeps no run alive: an expiry, retention, `every`.
  Timer after_in_background(Duration delay, Wake wake, std::uint64_t cause) {
    return schedule(delay, wake, cause, true);
  }
  /// False when it has fired or was cancelled before.
  bool cancel(Timer timer);

  /// Wakes sleepers until nothing but background timers is left, a limit is reached or stop() is
  /// called.
  RunResult run(Sleeper& sleeper);
  /// Ends run() when the current event is done.
  void stop() { stopped_ = true; }

 private:
  struct Slot {
    Wake wake;
    std::uint64_t cause = 0;
    std::uint64_t order : 44;
    std::uint64_t background : 1;
    std::uint64_t live : 1;  // false: free, or cancelled and still in the heap
  };

  Timer schedule(Duration delay, Wake wake, std::uint64_t cause, bool background);
  Key take_chosen();
  void announce(Sleeper& sleeper) const;
  RunResult at_limit(std::string message) const { return {Ended::limit, std::move(message)}; }

  Chooser& chooser_;
  Limits limits_;
  bool first_;
  bool stopped_ = false;
  Time now_{};
  std::uint64_t events_ = 0;
  std::uint64_t order_ = 0;
  std::size_t foreground_ = 0;  // live timers that keep the run alive
  Queue queue_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::vector<Key> tied_;
};

}  // namespace rehearse::engine
