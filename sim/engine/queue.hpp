// The pending events: a 4-ary implicit heap of 128-bit keys, ordered by time, then by the order of
// scheduling.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/base/assert.hpp"
#include "sim/base/time.hpp"

namespace rehearse::engine {

/// time:56 | order:44 | slot:28 in one number, so that one comparison orders two events.
/// `order` counts schedulings: events of one instant come first in, first out.
class Key {
 public:
  Key() = default;
  Key(Time at, std::uint64_t order, std::uint32_t slot)
      : bits_(static_cast<Wide>(static_cast<std::uint64_t>(at.time_since_epoch().count())) << 72 |
              static_cast<Wide>(order) << 28 | slot) {}
  Time at() const {
    return Time{Duration{static_cast<std::int64_t>(static_cast<std::uint64_t>(bits_ >> 72))}};
  }
  std::uint64_t order() const {
    return static_cast<std::uint64_t>(bits_ >> 28) & ((std::uint64_t{1} << 44) - 1);
  }
  std::uint32_t slot() const { return static_cast<std::uint32_t>(bits_) & ((1U << 28) - 1); }
  bool operator<(Key const& other) const { return bits_ < other.bits_; }

 private:
  __extension__ using Wide = unsigned __int128;
  Wide bits_ = 0;
};

/// INVARIANT: parent(i) = (i - 1) / 4 is not later than i. While the earliest event is being
/// handled its place stays open (`take`), so that the event it schedules usually costs one sift
/// instead of two.
class Queue {
 public:
  bool empty() const { return heap_.size() == (open_ ? 1U : 0U); }
  std::size_t size() const { return heap_.size() - (open_ ? 1U : 0U); }

  /// REQUIRES: not empty.
  Key const& top() {
    close();
    return heap_.front();
  }
  /// The earliest event; its place stays open until the next push, top or take.
  Key take() {
    close();
    open_ = true;
    return heap_.front();
  }
  /// The events that may be next, at most four; the first is, unless an earlier one is pushed.
  /// REQUIRES: take() was the last call, not empty.
  std::array<std::uint32_t, 4> after_taken(std::size_t& count) const {
    std::array<std::uint32_t, 4> slots;
    std::size_t const least = least_child(1, heap_.size());
    slots[0] = heap_[least].slot();
    count = 1;
    for (std::size_t i = 1; i < 5 && i < heap_.size(); ++i)
      if (i != least) slots[count++] = heap_[i].slot();
    return slots;
  }
  void push(Key key) {
    if (open_) {
      open_ = false;
      sift_down(key);
      return;
    }
    std::size_t at = heap_.size();
    heap_.push_back(key);
    while (at > 0) {
      std::size_t parent = (at - 1) / 4;
      if (!(key < heap_[parent])) break;
      heap_[at] = heap_[parent];
      at = parent;
    }
    heap_[at] = key;
  }

 private:
  void close() {
    if (!open_) return;
    open_ = false;
    Key last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) sift_down(last);
  }
  /// The earliest of the up to four from `first` on.
  std::size_t least_child(std::size_t first, std::size_t size) const {
    std::size_t const end = first + 4 < size ? first + 4 : size;
    std::size_t least = first;
    for (std::size_t i = first + 1; i < end; ++i)
      if (heap_[i] < heap_[least]) least = i;
    return least;
  }
  /// Puts `key` where the root was.
  void sift_down(Key key) {
    std::size_t const size = heap_.size();
    std::size_t at = 0;
    for (;;) {
      std::size_t child = 4 * at + 1;
      if (child >= size) break;
      std::size_t const least = least_child(child, size);
      if (!(heap_[least] < key)) break;
      heap_[at] = heap_[least];
      at = least;
    }
    heap_[at] = key;
  }

  std::vector<Key> heap_;
  bool open_ = false;
};

}  // namespace rehearse::engine
