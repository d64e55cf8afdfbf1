#include "sim/base/json_fault.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/text.hpp"

namespace rehearse::json {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kWordShown = 40;

constexpr bool digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool hex_digit(char c) {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool part_of_word(char c) {
  return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
constexpr bool part_of_number(char c) {
  return part_of_word(c) || c == '+' || c == '-' || c == '.';
}

/// What other languages write, and what JSON has instead.
struct Foreign {
  std::string_view start;
  std::string_view hint;
};
constexpr std::array kForeign{
    Foreign{"//", "JSON has no comments: take it out"},
    Foreign{"/*", "JSON has no comments: take it out"},
    Foreign{"#", "JSON has no comments: take it out"},
    Foreign{"'", "strings stand between `\"`, not between `'`"},
    Foreign{"\u201C", "strings stand between `\"`, not between typographic quotes"},
    Foreign{"\u201D", "strings stand between `\"`, not between typographic quotes"},
    Foreign{"NaN", "JSON has no such number: write `null` or a string"},
    Foreign{"nan", "JSON has no such number: write `null` or a string"},
    Foreign{"Infinity", "JSON has no such number: write `null` or a string"},
    Foreign{"-Infinity", "JSON has no such number: write `null` or a string"},
    Foreign{"inf", "JSON has no such number: write `null` or a string"},
    Foreign{"-inf", "JSON has no such number: write `null` or a string"},
    Foreign{"True", "write `true`"},
    Foreign{"TRUE", "write `true`"},
    Foreign{"False", "write `false`"},
    Foreign{"FALSE", "write `false`"},
    Foreign{"None", "write `null`"},
    Foreign{"Null", "write `null`"},
    Foreign{"NULL", "write `null`"},
    Foreign{"undefined", "write `null`, or leave the member out"},
    Foreign{"+", "a number has no `+` before it"},
    Foreign{".", "a number starts with a digit: `0.5`"}};

/// Walks through the text with a stack of what is open. Every step is false once a fault is found.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) at_ = kByteOrderMark.size();
  }

  std::optional<SyntaxFault> run() {
    while (!done_ && value_or_end()) {
    }
    return std::move(fault_);
  }

 private:
  struct Open {
    char bracket;
    std::size_t offset;
  };

  bool at(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool ended() const { return at_ >= text_.size(); }
  void skip_space() {
    while (at(' ') || at('\n') || at('\r') || at('\t')) ++at_;
  }
  std::string_view run_of(bool (*part)(char), std::size_t from) const {
    std::size_t end = from;
    while (end < text_.size() && part(text_[end])) ++end;
    return text_.substr(from, end - from);
  }

  /// What stands at an offset: a word, or one character.
  std::string found(std::size_t offset) const {
    if (offset >= text_.size()) return "the end of the text";
    char const c = text_[offset];
    if (c == '-' || part_of_word(c))
      return "`" + shorten(run_of(part_of_number, offset), kWordShown) + "`";
    if (text_.substr(offset).starts_with("//") || text_.substr(offset).starts_with("/*"))
      return "`" + std::string(text_.substr(offset, 2)) + "`";
    return c == '`' ? "a backtick" : "`" + character(offset) + "`";
  }
  std::string character(std::size_t offset) const {
    std::size_t end = offset + 1;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;
    return escape_controls(text_.substr(offset, end - offset));
  }

  bool stop(std::size_t offset, std::string message, std::string hint = {}) {
    fault_ = SyntaxFault{offset, std::move(message), std::move(hint)};
    return false;
  }
  /// `expected ..., found ...` at the current place.
  bool unexpected(std::string_view expected, std::string hint = {}) {
    std::string_view const rest = text_.substr(std::min(at_, text_.size()));
    for (Foreign const& foreign : kForeign)
      if (rest.starts_with(foreign.start)) hint = foreign.hint;
    return stop(at_, "expected " + std::string(expected) + ", found " + found(at_),
                std::move(hint));
  }
  /// Of a text that ends, or closes another bracket than the last one opened.
  std::string still_open() const {
    if (open_.empty() || !(ended() || at('}') || at(']'))) return {};
    Where const where = locate(text_, static_cast<std::uint32_t>(open_.back().offset));
    return "the `" + std::string(1, open_.back().bracket) + "` of line " +
           std::to_string(where.line) + ", column " + std::to_string(where.column) + " is open";
  }

  /// A value and all that closes behind it, up to where the next value starts.
  bool value_or_end() {
    skip_space();
    if (at('{') || at('[')) {
      open_.push_back({text_[at_], at_});
      ++at_;
      skip_space();
      if (at_close()) return behind_value();
      return open_.back().bracket == '[' || key();
    }
    return scalar() && behind_value();
  }

  bool at_close() const { return at(open_.back().bracket == '{' ? '}' : ']'); }

  bool behind_value() {
    for (skip_space(); !open_.empty() && at_close(); skip_space()) {
      ++at_;
      open_.pop_back();
    }
    if (open_.empty()) {
      done_ = true;
      return ended() || unexpected("the end of the text", "a document is one value");
    }
    bool const object = open_.back().bracket == '{';
    if (!at(','))
      return unexpected(object ? "`,` or `}` after a member" : "`,` or `]` after an element",
                        hint_behind_value());
    ++at_;
    skip_space();
    if (at('}') || at(']'))
      return unexpected(object ? "a member after `,`" : "an element after `,`",
                        "no comma stands behind the last one");
    return !object || key();
  }

  std::string hint_behind_value() const {
    if (at('"') || at('{') || at('[') || at('-') || (!ended() && part_of_word(text_[at_])))
      return "a comma is missing";
    return still_open();
  }

  bool key() {
    if (!at('"')) {
      std::string const word(run_of(part_of_word, at_));
      std::string hint =
          word.empty() ? still_open() : "write `\"" + shorten(word, kWordShown) + "\"`";
      return unexpected("a key in double quotes", std::move(hint));
    }
    if (!string()) return false;
    skip_space();
    if (!at(':')) return unexpected("`:` after a key");
    ++at_;
    return true;
  }

  bool scalar() {
    if (at('"')) return string();
    if (!ended() && (digit(text_[at_]) || (at('-') && at_ + 1 < text_.size() &&
                                           text_[at_ + 1] != 'I' && text_[at_ + 1] != 'i')))
      return number();
    std::string_view const word = run_of(part_of_word, at_);
    if (word == "true" || word == "false" || word == "null") {
      at_ += word.size();
      return true;
    }
    return unexpected("a value", word.empty() ? still_open() : "strings stand in double quotes");
  }

  bool number() {
    std::size_t const start = at_;
    std::string_view const all = run_of(part_of_number, start);
    auto bad = [&](std::string hint) {
      return stop(start, "`" + shorten(all, kWordShown) + "` is no number", std::move(hint));
    };
    if (at('-')) ++at_;
    if (at('0') && at_ + 1 < text_.size() && digit(text_[at_ + 1]))
      return bad("no zeros stand before a number");
    if (!digits()) return bad("`-` stands before a digit");
    if (at('.')) {
      ++at_;
      if (!digits()) return bad("digits stand behind `.`");
    }
    if (at('e') || at('E')) {
      ++at_;
      if (at('+') || at('-')) ++at_;
      if (!digits()) return bad("digits stand behind `e`");
    }
    if (at_ != start + all.size()) return bad("strings stand in double quotes");
    return true;
  }
  bool digits() {
    std::size_t const start = at_;
    while (at_ < text_.size() && digit(text_[at_])) ++at_;
    return at_ != start;
  }

  bool string() {
    std::size_t const start = at_++;
    while (!ended()) {
      char const c = text_[at_];
      if (c == '"') return ++at_, true;
      if (c == '\n' || c == '\r')
        return stop(start, "a string without its closing `\"` on the line",
                    "close it, or write a line break as `\\n`");
      if (static_cast<unsigned char>(c) < 0x20)
        return stop(at_, "a control character in a string",
                    "write it as `" + escape_controls(text_.substr(at_, 1)) + "`");
      if (c != '\\')
        ++at_;
      else if (!escape())
        return false;
    }
    return stop(start, "a string without its closing `\"`", "close it");
  }

  bool escape() {
    std::size_t const start = at_++;
    if (ended()) return true;  // the string has no end
    if (at('u')) return code_unit(start);
    if (std::string_view("\"\\/bfnrt").find(text_[at_]) == std::string_view::npos)
      return stop(start, "`\\" + character(at_) + "` is no escape",
                  "a backslash is `\\\\`; there are `\\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX`");
    ++at_;
    return true;
  }

  /// The digits of the `\uXXXX` at an offset: four, or those that are there.
  std::string_view unit_digits(std::size_t offset) const {
    return run_of(hex_digit, offset + 2).substr(0, 4);
  }
  static bool is_half(std::string_view digits, std::string_view second) {
    return (digits[0] == 'd' || digits[0] == 'D') && second.contains(digits[1]);
  }

  /// `\uXXXX` at `start`; of a character beyond U+FFFF both halves.
  bool code_unit(std::size_t start) {
    constexpr std::string_view kFirst = "89abAB", kSecond = "cdefCDEF";
    std::string_view const digits = unit_digits(start);
    if (digits.size() < 4)
      return stop(start, "`\\u" + std::string(digits) + "` is no escape",
                  "four hexadecimal digits stand behind `\\u`");
    at_ = start + 6;
    bool const first = is_half(digits, kFirst);
    bool whole = !first && !is_half(digits, kSecond);
    if (first && text_.substr(at_).starts_with("\\u")) {
      std::string_view const next = unit_digits(at_);
      whole = next.size() == 4 && is_half(next, kSecond);
      at_ += 6;
    }
    return whole || stop(start, "`\\u" + std::string(digits) + "` is half a character",
                         "both halves are written, as in `\\ud83d\\ude00`");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool done_ = false;
  std::vector<Open> open_;
  std::optional<SyntaxFault> fault_;
};

}  // namespace

std::optional<SyntaxFault> find_syntax_fault(std::string_view text) { return Scanner(text).run(); }

}  // namespace rehearse::json
