#include "sim/base/rng.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

using namespace rehearse;
using namespace std::chrono_literals;

TEST_CASE("rng: the generator is Philox 4x32-10 (known answer of the Random123 distribution)",
          "[rng]") {
  auto block = philox_block(0, 0, 0);
  CHECK(block == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
}

TEST_CASE("rng: a stream is the same whatever else was drawn", "[rng]") {
  Stream alone(7, "staging/churn/Train/duration");
  Stream other(7, "production/x/y/duration");
  std::uint64_t first = alone.next();
  other.next();
  CHECK(Stream(7, "staging/churn/Train/duration").next() == first);
  CHECK(Stream(8, "staging/churn/Train/duration").next() != first);
}

TEST_CASE("rng: samples stay within the distribution and meet its points", "[rng]") {
  auto quantiles = Quantiles::from_p10_p50_p90(18min, 25min, 60min);
  CHECK(sample(quantiles, 0) == quantiles.points.front().value);
  CHECK(sample(quantiles, 0x80000000U) == 25min);
  CHECK(sample(quantiles, UINT32_MAX) <= quantiles.points.back().value);
  std::vector<Duration> drawn;
  Stream stream(1, "x");
  for (int i = 0; i < 2001; ++i) drawn.push_back(stream.sample(quantiles));
  std::ranges::sort(drawn);
  CHECK(drawn[1000] > 23min);
  CHECK(drawn[1000] < 27min);
  CHECK(sample(Quantiles::fixed(5min), 12345) == 5min);
}

TEST_CASE("rng: a ratio holds about as often as it says", "[rng]") {
  Stream stream(1, "chance");
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) hits += stream.chance({1, 20}) ? 1 : 0;
  CHECK(hits > 420);
  CHECK(hits < 580);
  CHECK(parse_ratio("1/20").value() == Ratio{1, 20});
  CHECK(parse_ratio("5%").value() == Ratio{5, 100});
  for (char const* bad : {"", "2/1", "1/0", "-1/2", "0.5", "101%"}) CHECK_FALSE(parse_ratio(bad));
}
