#include "sim/iam/pattern.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/iam/request.hpp"

namespace rehearse::iam {
namespace {

constexpr char16_t kStar = 0x100;
constexpr char16_t kAnyOne = 0x101;
constexpr char16_t kFirstVariable = 0x200;
constexpr std::size_t kVariablesMax = 1'000;  // more are taken as plain text

constexpr char16_t code_of(char c) { return static_cast<unsigned char>(c); }
constexpr bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}
constexpr char16_t lower(char16_t c) {
  return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c;
}

std::size_t next_character(std::string_view text, std::size_t at) {
  do ++at;
  while (at < text.size() && continues_character(text[at]));
  return at;
}

/// Greedy with one point to come back to, the last star: linear in pattern x text.
template <bool ignoring_case>
bool glob(std::u16string_view pattern, std::string_view text) {
  auto same = [](char16_t a, char16_t b) { return ignoring_case ? lower(a) == lower(b) : a == b; };
  std::size_t p = 0, t = 0, star = std::u16string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == kStar) {
      star = p++;
      if (p == pattern.size()) return true;
      mark = t;
    } else if (p < pattern.size() && pattern[p] == kAnyOne) {
      t = next_character(text, t);
      ++p;
    } else if (p < pattern.size() && same(pattern[p], code_of(text[t]))) {
      ++p, ++t;
    } else if (star != std::u16string_view::npos) {
      p = star + 1;
      t = mark = next_character(text, mark);
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == kStar) ++p;
  return p == pattern.size();
}

/// Cuts the field before the next colon off; the sixth field is the rest.
template <class View>
std::optional<View> take_field(View& rest, int field) {
  if (field == 5) return rest;
  auto colon = rest.find(typename View::value_type(':'));
  if (colon == View::npos) return std::nullopt;
  View out = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  return out;
}

bool match_fields(std::u16string_view pattern, std::string_view arn) {
  for (int field = 0; field < 6; ++field) {
    auto wanted = take_field(pattern, field);
    auto given = take_field(arn, field);
    if (!wanted || !given || !glob<false>(*wanted, *given)) return false;
  }
  return true;
}

}  // namespace

/// The codes with every variable replaced by its value's plain characters.
class Pattern::Expansion {
 public:
  /// Nothing when a variable has neither value nor default.
  std::optional<std::u16string_view> of(Pattern const& pattern, Context const& context) {
    if (!pattern.has_variables()) return std::u16string_view(pattern.codes_);
    for (char16_t code : pattern.codes_) {
      if (code < kFirstVariable) {
        push(code);
        continue;
      }
      Variable const& variable = pattern.variables_[code - kFirstVariable];
      auto const* entry = context.find(variable.key, variable.mark);
      bool has_value = entry != nullptr &&
                       !entry->multivalued;  // only single-valued keys, sharing-and-access 3.4
      if (!has_value && !variable.fallback) return std::nullopt;
      for (char c : has_value ? entry->value : std::string_view(*variable.fallback))
        push(code_of(c));
    }
    return large_.empty() ? std::u16string_view(small_.data(), size_) : std::u16string_view(large_);
  }

 private:
  void push(char16_t code) {
    if (large_.empty() && size_ < small_.size()) {
      small_[size_++] = code;
      return;
    }
    if (large_.empty()) large_.assign(small_.data(), size_);
    large_.push_back(code);
  }

  std::array<char16_t, 1'000> small_;  // not initialized: it is large, and size_ says what counts
  std::size_t size_ = 0;
  std::u16string large_;
};

Pattern::Pattern(std::string_view text, PatternSyntax syntax) {
  std::size_t special = syntax.wildcards ? find_wildcard(text) : std::string_view::npos;
  if (syntax.variables) special = std::min(special, text.find("${"));
  start_ = text.substr(0, special);
  if (special >= text.size()) return;  // literal
  std::string_view rest = text.substr(special);
  if (syntax.wildcards && rest == "*") {
    form_ = Form::prefix;
    return;
  }
  form_ = Form::codes;
  codes_.reserve(text.size());
  read(text, syntax);
  start_.clear();
  for (char16_t code : codes_) {
    if (code >= kStar) return;
    start_.push_back(static_cast<char>(code));
  }
  form_ = Form::literal;  // only `${*}` and the like
}

void Pattern::read(std::string_view text, PatternSyntax syntax) {
  while (!text.empty()) {
    std::size_t taken = syntax.variables && text.starts_with("${") ? read_variable(text) : 0;
    if (taken == 0) {
      char c = text.front();
      codes_.push_back(!syntax.wildcards ? code_of(c)
                       : c == '*'        ? kStar
                       : c == '?'        ? kAnyOne
                                         : code_of(c));
      taken = 1;
    }
    text.remove_prefix(taken);
  }
}

/// Reads `${...}` at the start of the text and returns its length, or 0 when it is no variable
/// (then it is plain text).
std::size_t Pattern::read_variable(std::string_view text) {
  auto end = text.find('}');
  if (end == std::string_view::npos || end == 2 || variables_.size() == kVariablesMax) return 0;
  std::string_view inside = text.substr(2, end - 2);
  if (inside == "*" || inside == "?" || inside == "$") {
    codes_.push_back(code_of(inside.front()));
    return end + 1;
  }
  Variable variable{std::string(inside), key_mark(inside), std::nullopt};
  if (auto comma = inside.find(", '"); comma != std::string_view::npos) {
    // The default may hold a brace, so it ends at the first quote with a brace behind it.
    auto close = text.find("'}", 2 + comma + 3);
    if (close == std::string_view::npos) return 0;
    std::string_view key = inside.substr(0, comma);
    variable = {std::string(key), key_mark(key),
                std::string(text.substr(comma + 5, close - comma - 5))};
    end = close + 1;
  }
  codes_.push_back(static_cast<char16_t>(kFirstVariable + variables_.size()));
  variables_.push_back(std::move(variable));
  return end + 1;
}

bool Pattern::matches(std::string_view text, Context const& context) const {
  if (form_ == Form::literal) return text == start_;
  if (!text.starts_with(start_)) return false;
  if (form_ == Form::prefix) return true;
  if (variables_.empty()) return glob<false>(codes_, text);
  Expansion expansion;
  auto codes = expansion.of(*this, context);
  return codes && glob<false>(*codes, text);
}

bool Pattern::matches_ignoring_case(std::string_view text, Context const& context) const {
  if (text.size() < start_.size() || (form_ == Form::literal && text.size() != start_.size()))
    return false;
  if (!equals_ignoring_case(text.substr(0, start_.size()), start_)) return false;
  if (form_ != Form::codes) return true;
  if (variables_.empty()) return glob<true>(codes_, text);
  Expansion expansion;
  auto codes = expansion.of(*this, context);
  return codes && glob<true>(*codes, text);
}

bool Pattern::matches_arn(std::string_view arn, Context const& context) const {
  if (form_ != Form::codes) {
    bool whole = std::ranges::count(start_, ':') >= 5;  // then a star at the end is in the sixth
    return whole && (form_ == Form::prefix ? arn.starts_with(start_) : arn == start_);
  }
  if (variables_.empty()) return match_fields(codes_, arn);
  Expansion expansion;
  auto codes = expansion.of(*this, context);
  return codes && match_fields(*codes, arn);
}

}  // namespace rehearse::iam
