// Lua's patterns, with a step budget: Lua's own matcher runs where no instruction limit reaches,
// and backtracks without bound. The pattern language is that of the Lua 5.4 manual, section 6.4.1.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"

namespace rehearse::script {

struct Capture {
  std::size_t begin = 0;
  std::size_t length = 0;
  bool is_position = false;  // `()`: only begin counts
};

struct PatternMatch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::vector<Capture> captures;
};

struct PatternSearch {
  std::size_t from = 0;
  bool anchored = false;                  // only at `from`
  std::optional<std::size_t> not_ending;  // skip a match that ends here (the last one's end)
  std::uint64_t steps_max = 0;
};

struct PatternResult {
  std::optional<PatternMatch> match;
  std::uint64_t steps = 0;
  bool spent = false;  // the budget ended it
};

/// The first match at or after `from`. An Error for a malformed pattern.
Result<PatternResult> search_pattern(std::string_view text, std::string_view pattern,
                                     PatternSearch const& search);

}  // namespace rehearse::script
