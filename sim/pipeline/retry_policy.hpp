// When a step is tried again after an exception, and how long that waits.
// Source: sagemaker-pipelines 1.10.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/base/time.hpp"
#include "sim/vocab/faults.hpp"

namespace rehearse::pipeline {

/// INVARIANT: `attempts_max` or `expire_after`, never both; neither means kRetriesDefault.
struct RetryPolicy {
  std::uint8_t exceptions = 0;  // bit n: the n-th ExceptionType
  Duration interval = std::chrono::seconds(1);
  std::int64_t backoff_millionths = 2'000'000;  // BackoffRate, cut to six places
  std::optional<std::uint32_t> attempts_max;    // retries after the first attempt; 0: never
  std::optional<Duration> expire_after;         // since the step's first attempt; 0: never

  bool covers(ExceptionType type) const {
    return (exceptions >> static_cast<unsigned>(type) & 1U) != 0;
  }
  void cover(ExceptionType type) {
    exceptions = static_cast<std::uint8_t>(exceptions | 1U << static_cast<unsigned>(type));
  }
};

inline constexpr std::uint32_t kRetriesDefault = 5;
/// A BackoffRate above this is read as this: by then the wait of a second retry exceeds any run.
inline constexpr std::int64_t kBackoffMax = 1'000'000'000;

/// The policy that decides about an exception: the first that names it (which one wins is not
/// documented), or null.
RetryPolicy const* policy_for(std::span<RetryPolicy const> policies, ExceptionType type);

/// How long the n-th retry waits (1: the first): interval * rate^(n-1). At most kDurationMax.
Duration wait_before(RetryPolicy const& policy, std::uint32_t retry);

/// The same, or nothing when the policy is used up: after `attempts_max` retries, or when the retry
/// would begin later than `expire_after` since the first attempt. `elapsed`: since then.
std::optional<Duration> next_wait(RetryPolicy const& policy, std::uint32_t retry, Duration elapsed);

}  // namespace rehearse::pipeline
