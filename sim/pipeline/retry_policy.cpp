#include "sim/pipeline/retry_policy.hpp"

#include <algorithm>

namespace rehearse::pipeline {

RetryPolicy const* policy_for(std::span<RetryPolicy const> policies, ExceptionType type) {
  auto at = std::ranges::find_if(policies, [&](RetryPolicy const& p) { return p.covers(type); });
  return at == policies.end() ? nullptr : &*at;
}

Duration wait_before(RetryPolicy const& policy, std::uint32_t retry) {
  constexpr std::int64_t kMillionth = 1'000'000;
  std::int64_t const rate = policy.backoff_millionths;
  std::int64_t wait = policy.interval.count();
  for (std::uint32_t n = 1; n < retry && rate != kMillionth && wait != 0; ++n) {
    // Whole seconds and the rest apart, so that no product leaves 64 bits.
    std::int64_t const whole = wait / kMillionth, rest = wait % kMillionth;
    if (rate != 0 && whole > kDurationMax.count() / rate) return kDurationMax;
    wait = std::min(whole * rate + rest * rate / kMillionth, kDurationMax.count());
  }
  return Duration{wait};
}

std::optional<Duration> next_wait(RetryPolicy const& policy, std::uint32_t retry,
                                  Duration elapsed) {
  Duration const wait = wait_before(policy, retry);
  if (policy.expire_after) {
    if (*policy.expire_after == Duration{0} || elapsed + wait > *policy.expire_after)
      return std::nullopt;
    return wait;
  }
  if (retry > policy.attempts_max.value_or(kRetriesDefault)) return std::nullopt;
  return wait;
}

}  // namespace rehearse::pipeline
