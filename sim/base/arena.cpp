#include "sim/base/arena.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <memory>
#include <new>

namespace rehearse {
namespace {

constexpr std::size_t kFirstBlock = std::size_t{256} << 10;
constexpr std::size_t kLargePage = std::size_t{2} << 20;
constexpr std::size_t kLargestBlock = 2 * kLargePage;

std::size_t up_to(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

void* map(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  return memory;
}

/// Memory that starts on a large page, and the wish that the system uses some.
void* map_large(std::size_t bytes) {
  std::size_t left = bytes + kLargePage;
  void* const mapped = map(left);
  void* memory = mapped;
  std::align(kLargePage, bytes, memory, left);
  std::size_t const before = bytes + kLargePage - left;
  if (before > 0) munmap(mapped, before);
  if (left > bytes) munmap(static_cast<std::byte*>(memory) + bytes, left - bytes);
  madvise(memory, bytes, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

Arena::~Arena() {
  for (Block const& block : blocks_) munmap(block.memory, block.bytes);
}

/// Pages that nobody touches cost nothing: a block may be larger than what is asked for.
void Arena::add_block(std::size_t bytes) {
  std::size_t size =
      blocks_.empty() ? kFirstBlock : std::min(2 * blocks_.back().bytes, kLargestBlock);
  size = up_to(std::max(size, bytes), size >= kLargePage ? kLargePage : kFirstBlock);
  void* memory = size >= kLargePage ? map_large(size) : map(size);
  blocks_.push_back({memory, size});
  next_ = static_cast<std::byte*>(memory);
  left_ = size;
}

}  // namespace rehearse
