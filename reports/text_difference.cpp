#include "reports/text_difference.hpp"

#include <algorithm>

#include "reports/layout.hpp"
#include "sim/base/json.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

constexpr std::size_t kShownBytesMax = 80;
constexpr std::size_t kBeforeBytes = 24;  // of what both have, so that the place is known again

std::string quoted_value(json::Value const* value) {
  return value == nullptr ? "nothing"
                          : "`" + one_line(shorten(json::dump(*value), kShownBytesMax)) + "`";
}

/// Goes down while both sides are of one kind. Depth is bounded by what the reader of JSON takes.
bool descend(json::Value const& a, json::Value const& b, std::string const& pointer,
             TextDifference& out) {
  auto differ = [&](json::Value const* in_a, json::Value const* in_b, std::string const& place) {
    if (in_a != nullptr && in_b != nullptr) return descend(*in_a, *in_b, place, out);
    out = {one_line(place), quoted_value(in_a), quoted_value(in_b)};
    return true;
  };
  if (a.is_object() && b.is_object()) {
    for (auto const& [key, value] : a.as_object())
      if (differ(&value, b.find(key), json::pointer_step(pointer, key))) return true;
    for (auto const& [key, value] : b.as_object())
      if (a.find(key) == nullptr) return differ(nullptr, &value, json::pointer_step(pointer, key));
    return false;
  }
  if (a.is_array() && b.is_array()) {
    auto const &in_a = a.as_array(), &in_b = b.as_array();
    for (std::size_t i = 0; i < std::max(in_a.size(), in_b.size()); ++i)
      if (differ(i < in_a.size() ? &in_a[i] : nullptr, i < in_b.size() ? &in_b[i] : nullptr,
                 json::pointer_step(pointer, i)))
        return true;
    return false;
  }
  if (a == b) return false;
  out = {one_line(pointer), quoted_value(&a), quoted_value(&b)};
  return true;
}

/// The text from a little before `at` on, cut at characters.
std::string around(std::string_view text, std::size_t at) {
  std::size_t from = at > kBeforeBytes ? at - kBeforeBytes : 0;
  while (from < text.size() && from > 0 && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80)
    ++from;
  if (from >= text.size()) return "nothing";
  return "`" + std::string(from > 0 ? "..." : "") +
         one_line(shorten(text.substr(from), kShownBytesMax)) + "`";
}

}  // namespace

TextDifference first_difference(std::string_view a, std::string_view b) {
  TextDifference out;
  auto in_a = json::parse(a), in_b = json::parse(b);
  if (in_a && in_b && descend(*in_a, *in_b, {}, out)) return out;
  auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return {{}, around(a, at), around(b, at)};
}

}  // namespace rehearse::reports
