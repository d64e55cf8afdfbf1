// Memory for what a run piles up and never gives back: taken in blocks that grow, so that a small
// run touches little and a large one stands on few large pages.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace rehearse {

/// Hands out zeroed memory that stays where it is until the arena ends.
class Arena {
 public:
  Arena() = default;
  Arena(Arena const&) = delete;
  Arena& operator=(Arena const&) = delete;
  ~Arena();

  /// `n` zeroed items side by side. Throws std::bad_alloc when the machine has no more.
  template <class T>
    requires std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>
  T* take(std::size_t n) {
    std::size_t const bytes = (n * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
    if (bytes > left_) add_block(bytes);
    left_ -= bytes;
    return reinterpret_cast<T*>(std::exchange(next_, next_ + bytes));
  }

 private:
  static constexpr std::size_t kAlignment = 64;  // a cache line

  struct Block {
    void* memory;
    std::size_t bytes;
  };
  void add_block(std::size_t bytes);

  std::vector<Block> blocks_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
};

/// A list that only grows and whose items never move.
template <class T>
class StableList {
 public:
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return blocks_[i / kBlock][i % kBlock]; }
  T const& operator[](std::size_t i) const { return blocks_[i / kBlock][i % kBlock]; }
  T& push_back(T const& item) {
    if (size_ % kBlock == 0) blocks_.push_back(arena_.take<T>(kBlock));
    return (*this)[size_++] = item;
  }

 private:
  static constexpr std::size_t kBlock = 1024;

  Arena arena_;
  std::vector<T*> blocks_;
  std::size_t size_ = 0;
};

}  // namespace rehearse
