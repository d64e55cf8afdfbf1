// What the fuzz targets share: cutting an input into lines, and saying that a property is broken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace fuzz {

/// Ends the run with the words: libFuzzer keeps the input.
inline void require(bool holds, char const* property) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", property);
  std::abort();
}

inline std::string_view view_of(std::uint8_t const* data, std::size_t size) {
  return {reinterpret_cast<char const*>(data), size};
}

/// Takes the text before the next line's end off; all when there is none.
inline std::string_view take_line(std::string_view& rest) {
  auto end = rest.find('\n');
  std::string_view out = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return out;
}

}  // namespace fuzz
