// Random draws that do not depend on what ran before: a counter-based generator (Philox 4x32-10,
// Random123) keyed by the run's seed and the entity's own name. Integers only.
//
// DETERMINISM: a stream is keyed by names a scenario wrote ("account/pipeline/step/duration"),
// never by ids or ARNs, which shift when an unrelated entity is added.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace rehearse {

/// A probability as a fraction. INVARIANT: denominator > 0.
struct Ratio {
  std::uint32_t numerator = 0;
  std::uint32_t denominator = 1;
  auto operator<=>(Ratio const&) const = default;
};

/// Reads `1/20`, `0`, `1`, `5%`.
Result<Ratio> parse_ratio(std::string_view text);

/// A distribution given by points: at `permille[i]` thousandths the value is `value[i]`; linear
/// between them. INVARIANT: both lists ascend (values not strictly), the first permille is 0, the
/// last 1000; one point means a fixed value.
struct Quantiles {
  struct Point {
    std::uint32_t permille;
    Duration value;
    auto operator<=>(Point const&) const = default;
  };
  std::vector<Point> points;

  static Quantiles fixed(Duration value) { return {{{0, value}}}; }
  /// From p10, p50 and p90: the ends are reached by running on in the same slope, not below 0.
  static Quantiles from_p10_p50_p90(Duration p10, Duration p50, Duration p90);
  bool is_fixed() const { return points.size() == 1; }
  auto operator<=>(Quantiles const&) const = default;
};

/// One block of random bits: the n-th of a stream.
std::array<std::uint32_t, 4> philox_block(std::uint64_t seed, std::uint64_t key, std::uint64_t n);

/// The value of a distribution at a draw of 32 bits: integer interpolation.
Duration sample(Quantiles const& quantiles, std::uint32_t draw);

/// A sequence of draws. The same (seed, key, n) gives the same n-th draw whatever else was drawn.
class Stream {
 public:
  Stream(std::uint64_t seed, std::string_view key);
  Stream(std::uint64_t seed, std::uint64_t hashed_key) : seed_(seed), key_(hashed_key) {}

  /// The next 64 bits.
  std::uint64_t next();
  /// Even over 0 .. n-1. REQUIRES: n > 0.
  std::uint64_t below(std::uint64_t n);
  bool chance(Ratio ratio);
  Duration sample(Quantiles const& quantiles);
  /// `n` characters of a-z0-9: the random part of an id.
  std::string alphanumeric(std::size_t n);

 private:
  std::uint64_t seed_ = 0;
  std::uint64_t key_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace rehearse
