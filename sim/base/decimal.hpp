// Exact decimal numbers from source text: metrics, thresholds, parameters. No binary floating
// point.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace rehearse {

/// sign * 0.digits * 10^exponent. INVARIANT: digits has no leading or trailing zero; zero is ""
/// with exponent 0 and no sign.
class Decimal {
 public:
  Decimal() = default;
  /// Reads `12`, `-0.90`, `1e3`, `+5`. Nothing for anything else, or an exponent beyond +-100,000.
  static std::optional<Decimal> parse(std::string_view text);

  bool is_integer() const;
  /// The value times 10^places, cut towards zero; nothing beyond 64 bits.
  std::optional<std::int64_t> scaled(int places) const;
  bool operator==(Decimal const&) const = default;
  std::strong_ordering operator<=>(Decimal const& other) const;
  /// The shortest plain spelling: `0.9`, `1000`, `-12.5`; with an exponent beyond 40 places.
  std::string text() const;

 private:
  bool negative_ = false;
  std::string digits_;
  std::int64_t exponent_ = 0;
};

}  // namespace rehearse
