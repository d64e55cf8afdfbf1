// The typed values of conditions: instants, networks, bytes, truth. Reads the spellings that
// policies use. Source: sharing-and-access 3.5.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rehearse::iam {

/// An IPv4 or IPv6 network; a single address is one of full length.
struct Network {
  std::array<std::uint8_t, 16> bytes{};  // IPv4 uses the first four
  bool v6 = false;
  int prefix_bits = 0;

  bool contains(Network const& address) const;
};

/// Reads `10.0.0.0/8`, `10.1.2.3`, `2001:db8::/32`, `::ffff:10.0.0.1`. Bits behind the prefix are
/// ignored.
std::optional<Network> parse_network(std::string_view text);

/// Reads ISO 8601 in the W3C profile (`2024-07`, `2024-07-01`, with time and zone) or epoch
/// seconds, with a fraction where there is one. Microseconds since 1970.
std::optional<std::int64_t> parse_date(std::string_view text);

/// Reads `true` and `false` in any case.
std::optional<bool> parse_truth(std::string_view text);

/// The bytes of base64 text, with its padding.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace rehearse::iam
