// The text patterns of the API models, compiled ahead of time into constant tables and matched
// without backtracking.
//
// scripts/make_shapes turns each regular expression into a small tree of nodes. Matching carries
// the set of all positions that are reachable so far through the tree, so a hostile text cannot
// make it explode, and its recursion is as deep as the pattern is nested. Not std::regex: that
// recurses on the text and needs work at start-up.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rehearse::calls {

/// Both ends count.
struct CharRange {
  char32_t first;
  char32_t last;
};

struct PatternNode {
  enum class Kind : std::uint8_t {
    one_of,        // one character within `ranges`
    sequence,      // all children, one after the other
    alternatives,  // any child
    repeat,        // the one child, `min` to `max` times
    begin,         // the text's start, no character
    end,           // the text's end, no character
    not_before,    // the child does not match from here on, no character
    not_after,     // the last character is not within `ranges`, no character
  };
  Kind kind;
  std::span<PatternNode const> children;
  std::span<CharRange const> ranges;
  std::uint32_t min = 1;
  std::uint32_t max = 1;  // kUnlimited: no limit
};

inline constexpr std::uint32_t kUnlimited = 0xFFFF'FFFF;

/// A regular expression as the model spells it, and its tree. `root` is null when the spelling uses
/// more than is understood here: such a pattern accepts every text.
struct Pattern {
  std::string_view text;
  PatternNode const* root;
};

/// Does the whole of `text` (UTF-8) match? As AWS's own services do it: Java's rules, where `\w`,
/// `\d` and `\s` are ASCII. Unicode properties (`\p{L}`) are exact for ASCII and hold for every
/// other character. A text that would take more than some million steps is accepted unread: a real
/// pattern and a real name never do.
bool matches(Pattern const& pattern, std::string_view text);

/// How many characters (code points) `text` has: what length bounds count. Broken UTF-8 counts a
/// byte as one.
std::size_t character_count(std::string_view text);

}  // namespace rehearse::calls
