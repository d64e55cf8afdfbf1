#include "sim/calls/pattern.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace rehearse::calls {
namespace {

constexpr std::size_t kStepsMax = 4'000'000;

/// Places between characters, rising, none twice.
using Positions = std::vector<std::uint32_t>;

/// The character at `at`, which moves on. A byte that starts nothing valid stands for itself.
char32_t next_character(std::string_view text, std::size_t& at) {
  auto lead = static_cast<unsigned char>(text[at]);
  std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF8 ? 4 : 1;
  if (length == 1 || at + length > text.size()) return static_cast<unsigned char>(text[at++]);
  char32_t character = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    auto byte = static_cast<unsigned char>(text[at + i]);
    if ((byte & 0xC0) != 0x80) return static_cast<unsigned char>(text[at++]);
    character = character << 6 | (byte & 0x3F);
  }
  at += length;
  return character;
}

bool contains(std::span<CharRange const> ranges, char32_t character) {
  return std::ranges::any_of(
      ranges, [&](CharRange r) { return r.first <= character && character <= r.last; });
}

void merge_into(Positions& all, Positions const& more) {
  if (more.empty()) return;
  if (all.empty() || all.back() < more.front()) {
    all.insert(all.end(), more.begin(), more.end());
    return;
  }
  Positions merged;
  merged.reserve(all.size() + more.size());
  std::ranges::set_union(all, more, std::back_inserter(merged));
  all = std::move(merged);
}

class Matcher {
 public:
  Matcher(std::u32string_view text, std::size_t steps_max) : text_(text), steps_left_(steps_max) {}

  bool exhausted() const { return steps_left_ == 0; }

  /// Where one can be after `node`, having started from any of `from`.
  Positions after(PatternNode const& node, Positions const& from) {
    using Kind = PatternNode::Kind;
    if (!spend(from.size() + 1)) return {};
    switch (node.kind) {
      case Kind::one_of:
        return after_one(node, from);
      case Kind::sequence:
        return after_sequence(node, from);
      case Kind::alternatives:
        return after_any(node, from);
      case Kind::repeat:
        return node.children.front().kind == Kind::one_of ? after_run(node, from)
                                                          : after_repeat(node, from);
      case Kind::begin:
        return filter(from, [](std::uint32_t at) { return at == 0; });
      case Kind::end:
        return filter(from, [&](std::uint32_t at) { return at == text_.size(); });
      case Kind::not_before:
        return filter(from,
                      [&](std::uint32_t at) { return after(node.children.front(), {at}).empty(); });
      case Kind::not_after:
        return filter(from, [&](std::uint32_t at) {
          return at == 0 || !contains(node.ranges, text_[at - 1]);
        });
    }
    return {};
  }

 private:
  bool spend(std::size_t steps) {
    steps_left_ -= std::min(steps, steps_left_);
    return steps_left_ != 0;
  }

  template <class Keep>
  static Positions filter(Positions const& from, Keep keep) {
    Positions kept;
    std::ranges::copy_if(from, std::back_inserter(kept), keep);
    return kept;
  }

  Positions after_one(PatternNode const& node, Positions const& from) const {
    Positions next;
    for (std::uint32_t at : from)
      if (at < text_.size() && contains(node.ranges, text_[at])) next.push_back(at + 1);
    return next;
  }

  Positions after_sequence(PatternNode const& node, Positions from) {
    for (PatternNode const& child : node.children) {
      if (from.empty()) break;
      from = after(child, from);
    }
    return from;
  }

  Positions after_any(PatternNode const& node, Positions const& from) {
    Positions all;
    for (PatternNode const& child : node.children) merge_into(all, after(child, from));
    return all;
  }

  /// A run of characters of one class, the commonest pattern, in one pass over the text.
  Positions after_run(PatternNode const& node, Positions const& from) {
    auto const& ranges = node.children.front().ranges;
    Positions all;
    std::uint32_t run_end = 0;
    std::uint32_t next = 0;  // everything before it is in `all` or unreachable
    for (std::uint32_t at : from) {
      run_end = std::max(run_end, at);
      while (run_end < text_.size() && contains(ranges, text_[run_end])) ++run_end;
      std::uint32_t length = run_end - at;
      if (length < node.min) continue;
      std::uint32_t last = at + std::min(length, node.max);
      for (next = std::max(next, at + node.min); next <= last; ++next) all.push_back(next);
    }
    spend(run_end - from.front() + all.size());
    return all;
  }

  /// Places reached in fewer rounds have more rounds left, so each place is started from once.
  Positions after_repeat(PatternNode const& node, Positions fresh) {
    PatternNode const& child = node.children.front();
    for (std::uint32_t round = 0; round < node.min && !fresh.empty(); ++round)
      fresh = after(child, fresh);
    Positions all = fresh;
    for (std::uint32_t round = node.min; round < node.max && !fresh.empty(); ++round) {
      Positions next = after(child, fresh);
      fresh.clear();
      std::ranges::set_difference(next, all, std::back_inserter(fresh));
      if (!spend(all.back() < (fresh.empty() ? 0 : fresh.front()) ? 1 : all.size())) break;
      merge_into(all, fresh);
    }
    return all;
  }

  std::u32string_view text_;
  std::size_t steps_left_;
};

}  // namespace

bool matches(Pattern const& pattern, std::string_view text) {
  if (pattern.root == nullptr) return true;
  std::u32string characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_character(text, at));
  Matcher matcher(characters, kStepsMax + 16 * characters.size());
  auto const ends = matcher.after(*pattern.root, {0});
  return matcher.exhausted() || (!ends.empty() && ends.back() == characters.size());
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) next_character(text, at);
  return count;
}

}  // namespace rehearse::calls
