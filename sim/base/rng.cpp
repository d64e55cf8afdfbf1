#include "sim/base/rng.hpp"

#include <algorithm>

#include <Random123/philox.h>

#include "sim/base/assert.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"

namespace rehearse {
namespace {

std::uint64_t multiply_high(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((Wide{a} * Wide{b}) >> 64);
}

}  // namespace

Result<Ratio> parse_ratio(std::string_view text) {
  auto bad = [&] {
    return std::unexpected(Error{Error::Code::scenario,
                                 "`" + std::string(text) + "` is not a probability",
                                 {},
                                 "write a fraction such as `1/20`, or `5%`",
                                 {}});
  };
  std::string_view numerator = text;
  std::uint32_t denominator = 1;
  if (text.ends_with('%')) {
    numerator = text.substr(0, text.size() - 1);
    denominator = 100;
  } else if (auto slash = text.find('/'); slash != std::string_view::npos) {
    numerator = text.substr(0, slash);
    auto parsed = parse_unsigned<std::uint32_t>(text.substr(slash + 1));
    if (!parsed || *parsed == 0) return bad();
    denominator = *parsed;
  }
  auto parsed = parse_unsigned<std::uint32_t>(numerator);
  if (!parsed || *parsed > denominator) return bad();
  return Ratio{*parsed, denominator};
}

Quantiles Quantiles::from_p10_p50_p90(Duration p10, Duration p50, Duration p90) {
  // A tenth lies beyond each outer point, a quarter of the distance to the middle one.
  Duration low = std::max(Duration{0}, p10 - (p50 - p10) / 4);
  Duration high = p90 + (p90 - p50) / 4;
  return {{{0, low}, {100, p10}, {500, p50}, {900, p90}, {1000, high}}};
}

std::array<std::uint32_t, 4> philox_block(std::uint64_t seed, std::uint64_t key, std::uint64_t n) {
  r123::Philox4x32 generator;
  r123::Philox4x32::ctr_type counter = {
      {static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(n >> 32),
       static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)}};
  r123::Philox4x32::key_type philox_key = {
      {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}};
  auto block = generator(counter, philox_key);
  return {block[0], block[1], block[2], block[3]};
}

Duration sample(Quantiles const& quantiles, std::uint32_t draw) {
  auto const& points = quantiles.points;
  REHEARSE_ASSERT(!points.empty(), "a distribution has at least one point");
  if (points.size() == 1) return points.front().value;
  // The draw as a position between 0 and 1000 thousandths, in 32.32 fixed point.
  std::uint64_t position = std::uint64_t{draw} * 1000;
  std::size_t upper = 1;
  while (upper + 1 < points.size() && position >= std::uint64_t{points[upper].permille} << 32)
    ++upper;
  auto const& low = points[upper - 1];
  auto const& high = points[upper];
  std::uint64_t width = std::uint64_t{high.permille - low.permille} << 32;
  std::uint64_t into = position - (std::uint64_t{low.permille} << 32);
  if (width == 0) return high.value;
  auto rise = static_cast<std::uint64_t>((high.value - low.value).count());
  __extension__ using Wide = unsigned __int128;
  auto part = static_cast<std::uint64_t>(Wide{rise} * Wide{into} / Wide{width});
  return low.value + Duration{static_cast<std::int64_t>(part)};
}

Stream::Stream(std::uint64_t seed, std::string_view key) : seed_(seed), key_(hash_bytes(key)) {}

std::uint64_t Stream::next() {
  auto block = philox_block(seed_, key_, count_++);
  return std::uint64_t{block[1]} << 32 | block[0];
}

std::uint64_t Stream::below(std::uint64_t n) {
  REHEARSE_ASSERT(n > 0, "a draw needs something to choose from");
  // Multiply and keep the high half: the bias is below n / 2^64.
  return multiply_high(next(), n);
}

bool Stream::chance(Ratio ratio) { return below(ratio.denominator) < ratio.numerator; }

Duration Stream::sample(Quantiles const& quantiles) {
  return rehearse::sample(quantiles, static_cast<std::uint32_t>(next()));
}

std::string Stream::alphanumeric(std::size_t n) {
  static constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text(n, ' ');
  for (char& c : text) c = kAlphabet[below(kAlphabet.size())];
  return text;
}

}  // namespace rehearse
