// Text of a policy that is matched against text of a request: wildcards and `${variables}`,
// compiled once.
//
// A compiled pattern is a row of codes: a byte stands for itself, two codes beyond the bytes are
// `*` and `?`, the rest are variables. So `${*}` is a plain star, and a star inside a tag's value
// never becomes a wildcard. Source: sharing-and-access 3.2, 3.4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rehearse::iam {

class Context;

/// What is special in a text: depends on the element, the operator and the document's version.
struct PatternSyntax {
  bool wildcards = false;  // `*` any run, `?` any one character
  bool variables = false;  // `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}`
};

/// Where the first `*` or `?` stands, or npos.
constexpr std::size_t find_wildcard(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '*' || text[i] == '?') return i;
  return std::string_view::npos;
}

class Pattern {
 public:
  Pattern() = default;
  Pattern(std::string_view text, PatternSyntax syntax);

  /// Does the whole text match? A variable that the request gives no single value for, and that has
  /// no default, makes every match fail. Linear in pattern x text; allocates only when variables
  /// expand beyond 1,000 characters.
  bool matches(std::string_view text, Context const& context) const;
  bool matches_ignoring_case(std::string_view text, Context const& context) const;
  /// As two ARNs: six fields, each matched for itself, so that no wildcard crosses one of the first
  /// five colons.
  bool matches_arn(std::string_view arn, Context const& context) const;

  bool has_variables() const { return !variables_.empty(); }
  bool is_literal() const { return form_ == Form::literal; }
  /// The text before the first wildcard or variable.
  std::string const& literal_start() const { return start_; }

 private:
  enum class Form : std::uint8_t { literal, prefix, codes };
  struct Variable {
    std::string key;
    std::uint64_t mark;  // key_mark(key)
    std::optional<std::string> fallback;
  };
  class Expansion;

  void read(std::string_view text, PatternSyntax syntax);
  std::size_t read_variable(std::string_view text);

  Form form_ = Form::literal;
  std::string start_;
  std::u16string codes_;  // of Form::codes alone
  std::vector<Variable> variables_;
};

}  // namespace rehearse::iam
