#include "sim/pipeline/cache_key.hpp"

#include <algorithm>

#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::pipeline {
namespace {

/// The same value with the members of every object in the order of their names.
json::Value sorted(json::Value const& value) {
  json::Value out = value;
  if (out.is_array()) {
    for (json::Value& each : out.as_array()) each = sorted(each);
  } else if (out.is_object()) {
    for (auto& [key, member] : out.as_object()) member = sorted(member);
    std::ranges::sort(out.as_object(), {}, [](auto const& member) { return member.first; });
  }
  return out;
}

json::Value const* attribute(json::Value const& root, std::string_view path) {
  auto const found = lookup(root, path);
  return found ? *found : nullptr;
}

/// Days of one unit before the T, minutes of one after it.
Duration unit_of(char unit, bool after_t) {
  using namespace std::chrono_literals;
  if (after_t) return unit == 'h' ? Duration{1h} : Duration{1min};
  switch (unit) {
    case 'y':
      return Duration{24h * 365};
    case 'm':
      return Duration{24h * 30};
    case 'w':
      return Duration{24h * 7};
    default:
      return Duration{24h};
  }
}

}  // namespace

std::optional<Duration> parse_expiry(std::string_view written) {
  std::string const text = to_lower(written);
  std::string_view rest = text;
  if (rest.starts_with('p')) rest.remove_prefix(1);
  if (rest.empty()) return std::nullopt;
  bool after_t = false;
  Duration out{0};
  while (!rest.empty()) {
    if (rest.front() == 't') {
      if (after_t) return std::nullopt;
      after_t = true;
      rest.remove_prefix(1);
    }
    std::size_t const digits = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (digits == 0 || digits > 9 || digits == rest.size()) return std::nullopt;
    char const unit = rest[digits];
    if (std::string_view(after_t ? "hm" : "ymwd").find(unit) == std::string_view::npos)
      return std::nullopt;
    auto const count = parse_unsigned<std::int64_t>(rest.substr(0, digits));
    Duration const one = unit_of(unit, after_t);
    if (*count > (kDurationMax - out) / one) return kDurationMax;
    out += *count * one;
    rest.remove_prefix(digits + 1);
  }
  return out;
}

std::uint64_t cache_key(StepType type, json::Value const& arguments, json::Value const& siblings) {
  json::Value key{json::Object{}};
  for (std::string_view path : row_of(type).cache_key) {
    json::Value const* value = attribute(arguments, path);
    if (value == nullptr) value = attribute(siblings, path);
    if (value != nullptr) key.set(path, sorted(*value));
  }
  return hash_bytes(json::dump(key));
}

}  // namespace rehearse::pipeline
