#include "sim/engine/engine.hpp"

#include <algorithm>
#include <array>

namespace rehearse::engine {

Timer Engine::schedule(Duration delay, Wake wake, std::uint64_t cause, bool background) {
  Duration const reach = kDurationMax - now_.time_since_epoch();
  if (delay > reach) return {};
  Time at = now_ + std::max(delay, Duration{0});
  std::uint32_t index = 0;
  if (free_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  std::uint64_t order = order_++;
  Slot& slot = slots_[index];
  slot.wake = wake;
  slot.cause = cause;
  slot.order = order & ((std::uint64_t{1} << 44) - 1);
  slot.background = background;
  slot.live = true;
  if (!background) ++foreground_;
  queue_.push(Key(at, order, index));
  return {index, order};
}

bool Engine::cancel(Timer timer) {
  if (timer.slot >= slots_.size()) return false;
  Slot& slot = slots_[timer.slot];
  if (!slot.live || slot.order != timer.order) return false;
  slot.live = false;
  if (!slot.background) --foreground_;
  return true;
}

Key Engine::take_chosen() {
  Key first = queue_.take();
  if (first_ || queue_.empty()) return first;
  // Gather the live events of this instant, oldest first, and let the chooser take one.
  tied_.assign(1, first);
  while (!queue_.empty() && queue_.top().at() == first.at()) {
    Key next = queue_.take();
    if (slots_[next.slot()].live)
      tied_.push_back(next);
    else
      free_.push_back(next.slot());
  }
  std::size_t chosen = 0;
  if (tied_.size() > 1)
    chosen =
        chooser_.choose({first.at(), ChoiceKind::tie, static_cast<std::uint32_t>(tied_.size())});
  for (std::size_t i = 0; i < tied_.size(); ++i)
    if (i != chosen) queue_.push(tied_[i]);
  return tied_[chosen];
}

/// Tells what comes soon.
void Engine::announce(Sleeper& sleeper) const {
  std::size_t count = 0;
  auto const slots = queue_.after_taken(count);
  std::array<Wake const*, 4> wakes;
  for (std::size_t i = 0; i < count; ++i) wakes[i] = &slots_[slots[i]].wake;
  sleeper.expect({wakes.data(), count});
}

RunResult Engine::run(Sleeper& sleeper) {
  stopped_ = false;
  while (foreground_ > 0) {
    if (!slots_[queue_.top().slot()].live) {  // cancelled
      free_.push_back(queue_.take().slot());
      continue;
    }
    if (queue_.top().at() > limits_.until) {
      now_ = limits_.until;
      return {Ended::until, {}};
    }
    if (events_ >= limits_.events_max)
      return at_limit("the run reached its limit of " + std::to_string(limits_.events_max) +
                      " events");
    if (queue_.size() > limits_.pending_max)
      return at_limit("the run reached its limit of " + std::to_string(limits_.pending_max) +
                      " pending events");
    Key key = take_chosen();
    Slot& slot = slots_[key.slot()];
    Wake wake = slot.wake;
    std::uint64_t cause = slot.cause;
    slot.live = false;
    if (!slot.background) --foreground_;
    free_.push_back(key.slot());
    now_ = key.at();
    ++events_;
    if (first_ && !queue_.empty()) announce(sleeper);
    sleeper.wake(wake, cause);
    if (stopped_) return {Ended::stopped, {}};
  }
  return {Ended::drained, {}};
}

}  // namespace rehearse::engine
