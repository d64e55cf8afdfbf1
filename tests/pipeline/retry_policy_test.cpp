// Retry policies and cache keys: sagemaker-pipelines 1.9, 1.10.
#include "sim/pipeline/retry_policy.hpp"
#include "sim/pipeline/cache_key.hpp"
#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;
using namespace std::chrono_literals;

namespace {

RetryPolicy policy_of(Duration interval, std::int64_t backoff_millionths = 2'000'000) {
  RetryPolicy policy;
  policy.interval = interval;
  policy.backoff_millionths = backoff_millionths;
  return policy;
}

}  // namespace

TEST_CASE("retry: each wait is the interval times the rate once more", "[pipeline]") {
  RetryPolicy policy = policy_of(10s, 1'500'000);
  CHECK(wait_before(policy, 1) == 10s);
  CHECK(wait_before(policy, 2) == 15s);
  CHECK(wait_before(policy, 3) == 22'500ms);
  policy.backoff_millionths = 0;
  CHECK(wait_before(policy, 1) == 10s);
  CHECK(wait_before(policy, 2) == 0s);
  policy = policy_of(43'200s, kBackoffMax);
  CHECK(wait_before(policy, 20) == kDurationMax);
}

TEST_CASE("retry: attempts and minutes run out", "[pipeline]") {
  RetryPolicy policy = policy_of(1s, 1'000'000);
  CHECK(next_wait(policy, kRetriesDefault, 1h));
  CHECK_FALSE(next_wait(policy, kRetriesDefault + 1, 1h));
  policy.attempts_max = 0;
  CHECK_FALSE(next_wait(policy, 1, 0s));
  policy.attempts_max.reset();
  policy.expire_after = 5min;
  CHECK(next_wait(policy, 1000, 4min));
  CHECK_FALSE(next_wait(policy, 1, 5min));
  policy.expire_after = 0s;
  CHECK_FALSE(next_wait(policy, 1, 0s));
}

TEST_CASE("retry: the first policy that names the exception decides", "[pipeline]") {
  RetryPolicy first = policy_of(1s), second = policy_of(2s);
  first.cover(ExceptionType::throttling);
  second.cover(ExceptionType::throttling);
  second.cover(ExceptionType::capacity_error);
  std::vector<RetryPolicy> const policies{first, second};
  CHECK(policy_for(policies, ExceptionType::throttling)->interval == 1s);
  CHECK(policy_for(policies, ExceptionType::capacity_error)->interval == 2s);
  CHECK(policy_for(policies, ExceptionType::resource_limit) == nullptr);
}

TEST_CASE("cache: every spelling of ExpireAfter, and M before and after the T", "[pipeline]") {
  CHECK(parse_expiry("P30D") == Duration{720h});
  CHECK(parse_expiry("p30d") == Duration{720h});
  CHECK(parse_expiry("30d") == Duration{720h});
  CHECK(parse_expiry("PT1H") == Duration{1h});
  CHECK(parse_expiry("P4DT12H") == Duration{108h});
  CHECK(parse_expiry("5y") == Duration{5 * 365 * 24h});
  CHECK(parse_expiry("T16m") == Duration{16min});
  CHECK(parse_expiry("30dT5h") == Duration{725h});
  CHECK(parse_expiry("T12H") == Duration{12h});
  CHECK(parse_expiry("P30M") == Duration{900 * 24h});
  CHECK(parse_expiry("PT30M") == Duration{30min});
  CHECK(parse_expiry("2w") == Duration{14 * 24h});
  CHECK(parse_expiry("999999999y") == kDurationMax);
  for (char const* wrong : {"", "P", "30", "P30", "30h", "T3d", "1dTT2h", "-1d", "1.5d", "1d2"})
    CHECK_FALSE(parse_expiry(wrong));
}

TEST_CASE("cache: the key is made of its attributes and of nothing else", "[pipeline]") {
  auto key = [](char const* arguments) {
    return cache_key(StepType::training, *json::parse(arguments), json::Value{json::Object{}});
  };
  auto const plain = key(R"({"HyperParameters": {"a": "1", "b": "2"}, "RoleArn": "x"})");
  CHECK(key(R"({"RoleArn": "y", "HyperParameters": {"b": "2", "a": "1"}, "ResourceConfig": {}})") ==
        plain);
  CHECK(key(R"({"HyperParameters": {"a": "1", "b": "3"}, "RoleArn": "x"})") != plain);
  CHECK(key(R"({"HyperParameters": {"a": "1", "b": "2"}, "Environment": {}, "RoleArn": "x"})") !=
        plain);
}
