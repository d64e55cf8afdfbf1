#include "sim/script/pattern.hpp"

#include <cstring>
#include <string>

#include "sim/script/failure.hpp"

namespace rehearse::script {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr std::size_t kOpen = static_cast<std::size_t>(-2);
constexpr std::size_t kCapturesMax = 32;
constexpr int kMatchDepthMax = 200;

bool in_range(unsigned char c, char low, char high) {
  return c >= static_cast<unsigned char>(low) && c <= static_cast<unsigned char>(high);
}

// ASCII only, whatever the locale.
bool in_class(unsigned char c, char letter) {
  bool const upper = in_range(c, 'A', 'Z'), lower = in_range(c, 'a', 'z'),
             digit = in_range(c, '0', '9');
  bool const graph = c > 32 && c < 127;
  bool yes = false;
  switch (letter | 0x20) {
    case 'a':
      yes = upper || lower;
      break;
    case 'c':
      yes = c < 32 || c == 127;
      break;
    case 'd':
      yes = digit;
      break;
    case 'g':
      yes = graph;
      break;
    case 'l':
      yes = lower;
      break;
    case 'p':
      yes = graph && !upper && !lower && !digit;
      break;
    case 's':
      yes = c == 32 || (c >= 9 && c <= 13);
      break;
    case 'u':
      yes = upper;
      break;
    case 'w':
      yes = upper || lower || digit;
      break;
    case 'x':
      yes = digit || in_range(c, 'a', 'f') || in_range(c, 'A', 'F');
      break;
    default:
      return c == static_cast<unsigned char>(letter);
  }
  return in_range(static_cast<unsigned char>(letter), 'A', 'Z') ? !yes : yes;
}

// Matches a pattern from one position by backtracking. `at` is in the text, `p` in the pattern;
// kNone is "no match".
class Matcher {
 public:
  Matcher(std::string_view text, std::string_view pattern, std::uint64_t steps_max)
      : text_(text), pattern_(pattern), steps_max_(steps_max) {}

  std::size_t run(std::size_t at) {
    captures_.clear();
    return match(at, 0, 0);
  }
  bool stopped() const { return spent_ || fault_ != nullptr; }
  bool spent() const { return spent_; }
  char const* fault() const { return fault_; }
  std::uint64_t steps() const { return steps_; }
  std::vector<Capture> const& captures() const { return captures_; }

 private:
  std::size_t stop(char const* fault) {
    if (fault_ == nullptr) fault_ = fault;
    return kNone;
  }
  bool step() {
    if (++steps_ > steps_max_) spent_ = true;
    return !stopped();
  }
  char peek(std::size_t p) const { return p < pattern_.size() ? pattern_[p] : '\0'; }

  std::size_t match(std::size_t at, std::size_t p, int depth) {
    if (depth > kMatchDepthMax) return stop("the pattern is too complex");
    while (step()) {
      if (p == pattern_.size()) return at;
      char const c = pattern_[p];
      if (c == '(') return open(at, p, depth);
      if (c == ')') return close(at, p + 1, depth);
      if (c == '$' && p + 1 == pattern_.size()) return at == text_.size() ? at : kNone;
      if (c == '%' && peek(p + 1) == 'b') {
        at = balanced(at, p + 2);
        if (at == kNone) return kNone;
        p += 4;
        continue;
      }
      if (c == '%' && peek(p + 1) == 'f') {
        p += 2;
        if (peek(p) != '[') return stop("`[` is missing after `%f` in the pattern");
        std::size_t const after = item_end(p);
        if (after == kNone) return kNone;
        auto const before_char = static_cast<unsigned char>(at == 0 ? '\0' : text_[at - 1]);
        auto const here = static_cast<unsigned char>(at < text_.size() ? text_[at] : '\0');
        if (in_set(before_char, p, after) || !in_set(here, p, after)) return kNone;
        p = after;
        continue;
      }
      if (c == '%' && peek(p + 1) >= '0' && peek(p + 1) <= '9') {
        at = same_again(at, peek(p + 1));
        if (at == kNone) return kNone;
        p += 2;
        continue;
      }
      std::size_t const after = item_end(p);
      if (after == kNone) return kNone;
      switch (peek(after)) {
        case '?':
          if (fits(at, p, after)) {
            std::size_t const end = match(at + 1, after + 1, depth + 1);
            if (end != kNone || stopped()) return end;
          }
          p = after + 1;
          continue;
        case '+':
          return fits(at, p, after) ? longest(at + 1, p, after, depth) : kNone;
        case '*':
          return longest(at, p, after, depth);
        case '-':
          return shortest(at, p, after, depth);
        default:
          if (!fits(at, p, after)) return kNone;
          ++at;
          p = after;
      }
    }
    return kNone;
  }

  std::size_t longest(std::size_t at, std::size_t p, std::size_t after, int depth) {
    std::size_t count = 0;
    while (step() && fits(at + count, p, after)) ++count;
    for (;; --count) {
      std::size_t const end = match(at + count, after + 1, depth + 1);
      if (end != kNone || count == 0 || stopped()) return end;
    }
  }

  std::size_t shortest(std::size_t at, std::size_t p, std::size_t after, int depth) {
    while (true) {
      std::size_t const end = match(at, after + 1, depth + 1);
      if (end != kNone || stopped()) return end;
      if (!fits(at, p, after)) return kNone;
      ++at;
    }
  }

  std::size_t open(std::size_t at, std::size_t p, int depth) {
    if (captures_.size() >= kCapturesMax) return stop("the pattern has more than 32 captures");
    bool const position = peek(p + 1) == ')';
    captures_.push_back({at, position ? 0 : kOpen, position});
    std::size_t const size = captures_.size();
    std::size_t const end = match(at, position ? p + 2 : p + 1, depth + 1);
    if (end == kNone) captures_.resize(size - 1);
    return end;
  }

  std::size_t close(std::size_t at, std::size_t p, int depth) {
    std::size_t i = captures_.size();
    while (i > 0 && (captures_[i - 1].is_position || captures_[i - 1].length != kOpen)) --i;
    if (i == 0) return stop("the pattern closes a capture that is not open");
    captures_[i - 1].length = at - captures_[i - 1].begin;
    std::size_t const end = match(at, p, depth + 1);
    if (end == kNone && i <= captures_.size()) captures_[i - 1].length = kOpen;
    return end;
  }

  std::size_t balanced(std::size_t at, std::size_t p) {
    if (p + 1 >= pattern_.size()) return stop("`%b` wants two characters in the pattern");
    if (at >= text_.size() || text_[at] != pattern_[p]) return kNone;
    std::size_t depth = 1;
    for (std::size_t i = at + 1; i < text_.size() && step(); ++i) {
      if (text_[i] == pattern_[p + 1]) {
        if (--depth == 0) return i + 1;
      } else if (text_[i] == pattern_[p]) {
        ++depth;
      }
    }
    return kNone;
  }

  std::size_t same_again(std::size_t at, char digit) {
    auto const i = static_cast<std::size_t>(digit - '1');
    if (digit == '0' || i >= captures_.size() || captures_[i].length == kOpen)
      return stop("the pattern names a capture that is not complete");
    if (captures_[i].is_position) return kNone;  // a position is no text that could come again
    std::size_t const length = captures_[i].length;
    steps_ += length;
    if (length > text_.size() - at) return kNone;
    return text_.compare(at, length, text_, captures_[i].begin, length) == 0 ? at + length : kNone;
  }

  // Where the single-character item that starts at `p` ends.
  std::size_t item_end(std::size_t p) {
    char const c = pattern_[p++];
    if (c == '%') {
      if (p >= pattern_.size()) return stop("the pattern ends with `%`");
      return p + 1;
    }
    if (c != '[') return p;
    if (peek(p) == '^') ++p;
    do {
      if (p >= pattern_.size()) return stop("`]` is missing in the pattern");
      if (pattern_[p++] == '%') ++p;
    } while (peek(p) != ']' || p >= pattern_.size());
    return p + 1;
  }

  bool fits(std::size_t at, std::size_t p, std::size_t after) {
    if (at >= text_.size()) return false;
    auto const c = static_cast<unsigned char>(text_[at]);
    switch (pattern_[p]) {
      case '.':
        return true;
      case '%':
        return in_class(c, pattern_[p + 1]);
      case '[':
        return in_set(c, p, after);
      default:
        return static_cast<unsigned char>(pattern_[p]) == c;
    }
  }

  // `[set]` from its bracket to just behind the closing one.
  bool in_set(unsigned char c, std::size_t p, std::size_t after) {
    std::size_t const last = after - 1;
    steps_ += (after - p) / 8;
    bool const complement = peek(++p) == '^';
    if (complement) ++p;
    for (; p < last; ++p) {
      if (pattern_[p] == '%') {
        if (in_class(c, pattern_[++p])) return !complement;
      } else if (p + 2 < last && pattern_[p + 1] == '-') {
        if (in_range(c, pattern_[p], pattern_[p + 2])) return !complement;
        p += 2;
      } else if (static_cast<unsigned char>(pattern_[p]) == c) {
        return !complement;
      }
    }
    return complement;
  }

  std::string_view text_;
  std::string_view pattern_;
  std::uint64_t steps_max_;
  std::uint64_t steps_ = 0;
  bool spent_ = false;
  char const* fault_ = nullptr;
  std::vector<Capture> captures_;
};

}  // namespace

Result<PatternResult> search_pattern(std::string_view text, std::string_view pattern,
                                     PatternSearch const& search) {
  Matcher matcher(text, pattern, search.steps_max);
  PatternResult result;
  for (std::size_t at = search.from; at <= text.size(); ++at) {
    std::size_t const end = matcher.run(at);
    if (matcher.fault() != nullptr)
      return fail(std::string(matcher.fault()) + ": `" + std::string(pattern.substr(0, 80)) + "`");
    if (matcher.spent()) break;
    if (end != kNone && end != search.not_ending) {
      for (Capture const& capture : matcher.captures())
        if (capture.length == kOpen)
          return fail("the pattern does not close a capture: `" +
                      std::string(pattern.substr(0, 80)) + "`");
      result.match = PatternMatch{at, end, matcher.captures()};
      break;
    }
    if (search.anchored) break;
  }
  result.steps = matcher.steps();
  result.spent = matcher.spent();
  return result;
}

}  // namespace rehearse::script
