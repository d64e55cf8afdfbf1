#include "sim/iam/values.hpp"

#include "sim/base/text.hpp"
#include "sim/base/time.hpp"

namespace rehearse::iam {
namespace {

constexpr std::string_view kDigits = "0123456789";

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of(kDigits) == std::string_view::npos;
}

std::optional<std::array<std::uint8_t, 4>> parse_v4(std::string_view text) {
  std::array<std::uint8_t, 4> out{};
  for (std::size_t i = 0; i < 4; ++i) {
    auto dot = text.find('.');
    if ((dot == std::string_view::npos) != (i == 3)) return std::nullopt;
    std::string_view part = text.substr(0, dot);
    auto byte = part.size() <= 3 ? parse_unsigned<std::uint8_t>(part) : std::nullopt;
    if (!byte) return std::nullopt;
    out[i] = *byte;
    if (i < 3) text.remove_prefix(dot + 1);
  }
  return out;
}

/// Groups of hex digits and perhaps a dotted tail, appended to `out` at `at`. False when it does
/// not fit.
bool read_groups(std::string_view text, std::array<std::uint8_t, 16>& out, std::size_t& at) {
  while (!text.empty()) {
    auto colon = text.find(':');
    std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      auto v4 = parse_v4(group);
      if (!v4 || at + 4 > 16) return false;
      for (std::uint8_t byte : *v4) out[at++] = byte;
      return true;
    }
    std::uint16_t value = 0;
    auto [end, fault] = std::from_chars(group.data(), group.data() + group.size(), value, 16);
    if (group.empty() || group.size() > 4 || fault != std::errc{} ||
        end != group.data() + group.size())
      return false;
    if (at + 2 > 16) return false;
    out[at++] = static_cast<std::uint8_t>(value >> 8);
    out[at++] = static_cast<std::uint8_t>(value & 0xFF);
    if (colon == std::string_view::npos) return true;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;  // a colon at the end
  }
  return true;
}

std::optional<std::array<std::uint8_t, 16>> parse_v6(std::string_view text) {
  std::array<std::uint8_t, 16> head{}, tail{};
  std::size_t head_size = 0, tail_size = 0;
  auto gap = text.find("::");
  if (!read_groups(text.substr(0, gap), head, head_size)) return std::nullopt;
  if (gap == std::string_view::npos) {
    if (head_size != 16) return std::nullopt;
    return head;
  }
  if (!read_groups(text.substr(gap + 2), tail, tail_size) || head_size + tail_size > 14)
    return std::nullopt;
  for (std::size_t i = 0; i < tail_size; ++i) head[16 - tail_size + i] = tail[i];
  return head;
}

}  // namespace

std::optional<Network> parse_network(std::string_view text) {
  Network out;
  auto slash = text.find('/');
  std::string_view address = text.substr(0, slash);
  if (auto v4 = parse_v4(address)) {
    std::copy(v4->begin(), v4->end(), out.bytes.begin());
  } else if (auto v6 = parse_v6(address)) {
    out.bytes = *v6;
    out.v6 = true;
  } else {
    return std::nullopt;
  }
  out.prefix_bits = out.v6 ? 128 : 32;
  if (slash == std::string_view::npos) return out;
  auto bits = all_digits(text.substr(slash + 1)) ? parse_unsigned<int>(text.substr(slash + 1))
                                                 : std::nullopt;
  if (!bits || *bits > out.prefix_bits) return std::nullopt;
  out.prefix_bits = *bits;
  return out;
}

bool Network::contains(Network const& address) const {
  if (v6 != address.v6 || address.prefix_bits < prefix_bits) return false;
  int left = prefix_bits;
  for (std::size_t i = 0; left > 0; ++i, left -= 8) {
    int mask = left >= 8 ? 0xFF : (0xFF << (8 - left)) & 0xFF;
    if (((bytes[i] ^ address.bytes[i]) & mask) != 0) return false;
  }
  return true;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
  std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  std::string_view whole = digits.substr(0, digits.find('.'));
  if (all_digits(whole)) {  // epoch seconds
    auto seconds = parse_unsigned<std::int64_t>(whole);
    constexpr std::int64_t kSecondsMax = std::int64_t{1} << 40;
    if (!seconds || *seconds > kSecondsMax) return std::nullopt;
    std::int64_t fraction = 0;
    if (whole.size() < digits.size()) {
      std::string_view written = digits.substr(whole.size() + 1);
      if (!all_digits(written)) return std::nullopt;
      for (std::size_t i = 0; i < 6; ++i)
        fraction = fraction * 10 + (i < written.size() ? written[i] - '0' : 0);
    }
    std::int64_t micros = *seconds * 1'000'000 + fraction;
    return text.starts_with('-') ? -micros : micros;
  }
  constexpr std::size_t kMonthSize = 7;  // `2024-07` is its first day
  auto instant =
      text.size() == kMonthSize ? parse_instant(std::string(text) + "-01") : parse_instant(text);
  if (!instant) return std::nullopt;
  return *instant;
}

std::optional<bool> parse_truth(std::string_view text) {
  if (equals_ignoring_case(text, "true")) return true;
  if (equals_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<std::string> parse_base64(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  text.remove_suffix(padding);
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (char c : text) {
    auto value = kAlphabet.find(c);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6 | static_cast<std::uint32_t>(value)) & 0xFFFF;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>(bits >> count & 0xFF));
  }
  return out;
}

}  // namespace rehearse::iam
