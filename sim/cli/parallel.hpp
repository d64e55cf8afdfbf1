// Independent pieces of work on several threads, their results taken in order as they become
// available.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace rehearse::cli {

/// Calls `work(i)` for i = 0 .. count-1 on `threads` threads and `take(i, result)` on this one, in
/// order. When `take` returns false nothing new is started.
template <class Result, class Work, class Take>
void in_parallel(std::size_t count, std::size_t threads, Work const& work, Take const& take) {
  std::vector<std::optional<Result>> results(count);
  std::mutex mutex;
  std::condition_variable arrived;
  std::atomic<std::size_t> next = 0;
  std::vector<std::jthread> pool;
  for (std::size_t t = 0; t < threads; ++t)
    pool.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) {
        Result result = work(i);
        std::scoped_lock lock(mutex);
        results[i] = std::move(result);
        arrived.notify_one();
      }
    });
  for (std::size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    arrived.wait(lock, [&] { return results[i].has_value(); });
    Result result = std::move(*results[i]);
    results[i].reset();
    lock.unlock();
    if (take(i, result)) continue;
    next = count;
    return;
  }
}

}  // namespace rehearse::cli
