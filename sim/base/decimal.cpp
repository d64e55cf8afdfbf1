#include "sim/base/decimal.hpp"

#include "sim/base/text.hpp"

namespace rehearse {

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal out;
  if (text.starts_with('-') || text.starts_with('+')) {
    out.negative_ = text.front() == '-';
    text.remove_prefix(1);
  }
  constexpr std::int64_t kExponentMax = 100'000;
  std::int64_t exponent = 0;
  if (auto e = text.find_first_of("eE"); e != std::string_view::npos) {
    std::string_view written = text.substr(e + 1);
    if (written.starts_with('+')) written.remove_prefix(1);
    auto parsed = parse_unsigned<std::int64_t>(written);
    if (!parsed || *parsed > kExponentMax || *parsed < -kExponentMax) return std::nullopt;
    exponent = *parsed;
    text = text.substr(0, e);
  }
  std::string_view whole = text.substr(0, text.find('.'));
  std::string_view fraction =
      whole.size() == text.size() ? std::string_view{} : text.substr(whole.size() + 1);
  if (whole.empty() && fraction.empty()) return std::nullopt;
  for (std::string_view part : {whole, fraction})
    if (part.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  out.digits_ = std::string(whole) + std::string(fraction);
  out.exponent_ = exponent + static_cast<std::int64_t>(whole.size());
  auto leading = out.digits_.find_first_not_of('0');
  if (leading == std::string::npos) return Decimal{};
  out.digits_.erase(0, leading);
  out.exponent_ -= static_cast<std::int64_t>(leading);
  out.digits_.erase(out.digits_.find_last_not_of('0') + 1);
  return out;
}

bool Decimal::is_integer() const {
  return static_cast<std::int64_t>(digits_.size()) <= exponent_ || digits_.empty();
}

std::optional<std::int64_t> Decimal::scaled(int places) const {
  std::int64_t const length = exponent_ + places;  // digits before the point
  if (digits_.empty() || length <= 0) return 0;
  if (length > 19) return std::nullopt;
  std::string whole = digits_.substr(0, static_cast<std::size_t>(length));
  whole.append(static_cast<std::size_t>(length) - whole.size(), '0');
  auto const value = parse_unsigned<std::int64_t>(whole);
  if (!value) return std::nullopt;
  return negative_ ? -*value : *value;
}

std::strong_ordering Decimal::operator<=>(Decimal const& other) const {
  auto sign = [](Decimal const& d) { return d.digits_.empty() ? 0 : d.negative_ ? -1 : 1; };
  if (auto order = sign(*this) <=> sign(other); order != 0) return order;
  std::strong_ordering magnitude = exponent_ <=> other.exponent_;
  if (magnitude == 0) magnitude = digits_.compare(other.digits_) <=> 0;
  return negative_ ? 0 <=> magnitude : magnitude;
}

std::string Decimal::text() const {
  if (digits_.empty()) return "0";
  std::string out = negative_ ? "-" : "";
  auto length = static_cast<std::int64_t>(digits_.size());
  constexpr std::int64_t kPlainMax = 40;
  if (exponent_ > kPlainMax || exponent_ < -kPlainMax)
    return out + "0." + digits_ + "e" + std::to_string(exponent_);
  if (exponent_ <= 0)
    return out + "0." + std::string(static_cast<std::size_t>(-exponent_), '0') + digits_;
  if (exponent_ >= length)
    return out + digits_ + std::string(static_cast<std::size_t>(exponent_ - length), '0');
  return out + digits_.substr(0, static_cast<std::size_t>(exponent_)) + "." +
         digits_.substr(static_cast<std::size_t>(exponent_));
}

}  // namespace rehearse
