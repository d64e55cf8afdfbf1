// What one call costs: the median of repeated batches, and how often it allocates.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <vector>

namespace rehearse::bench {

/// How often this process has allocated.
std::size_t allocations();

inline double now_ns() {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(
                                 std::chrono::steady_clock::now().time_since_epoch())
                                 .count());
}

/// The median time of one call, in nanoseconds, over that many batches.
template <class Call>
double median_ns(std::size_t batches, std::size_t batch, Call call) {
  std::vector<double> times;
  for (std::size_t b = 0; b < batches; ++b) {
    double start = now_ns();
    for (std::size_t i = 0; i < batch; ++i) call();
    times.push_back((now_ns() - start) / static_cast<double>(batch));
  }
  std::ranges::sort(times);
  return times[batches / 2];
}

/// Prints the median time of one call over 31 batches, and its allocations.
template <class Call>
void measure(std::string_view what, double limit_ns, std::size_t batch, Call call) {
  call();
  std::size_t before = allocations();
  call();
  std::size_t allocated = allocations() - before;
  fmt::print("{:<58} {:>9.0f} ns  (at most {:>6.0f}), {} allocations\n", what,
             median_ns(31, batch, call), limit_ns, allocated);
}

/// Prints the median time of one call over 5 runs, in milliseconds.
template <class Call>
void measure_once(std::string_view what, double limit_ms, Call call) {
  call();
  fmt::print("{:<58} {:>9.1f} ms  (at most {:>6.0f})\n", what, median_ns(5, 1, call) / 1e6,
             limit_ms);
}

}  // namespace rehearse::bench
