// Where two texts first differ: by a JSON pointer when both are JSON, else around the first
// character.
#pragma once

#include <string>
#include <string_view>

namespace rehearse::reports {

struct TextDifference {
  std::string place;  // `/Statement/0/Action/2`; empty: not JSON, or the whole document
  std::string a, b;   // what stands there, in backticks and short enough to read; or `nothing`
};

/// REQUIRES: the texts differ.
TextDifference first_difference(std::string_view a, std::string_view b);

}  // namespace rehearse::reports
