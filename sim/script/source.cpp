#include "sim/script/source.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace rehearse::script {
namespace {

struct RefusedName {
  std::string_view name;
  std::string_view why;
};
constexpr std::array kRefusedNames = {
    RefusedName{"__gc",
                "finalizers run whenever the collector likes, which would differ from run to run"},
    RefusedName{"__mode",
                "weak tables lose entries whenever the collector likes, which would differ from "
                "run to run"},
    RefusedName{"__pow", "`^` is the sandbox's own"},
    RefusedName{"__power", "`^` is the sandbox's own"},
};

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Walks over the tokens of a text, as far as telling code from strings and comments takes.
class Scanner {
 public:
  Scanner(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  Result<std::string> run() {
    if (text_.starts_with('#'))
      skip_line();  // `#!/usr/bin/env rehearse`: Lua's loader for texts does not know it
    while (at_ < text_.size() && !error_) {
      char const c = text_[at_];
      if (c == '-' && peek(1) == '-') {
        comment();
      } else if (c == '[' && long_level() >= 0) {
        long_bracket();
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (is_name(c)) {
        name();
      } else if (c == '^') {
        out_ += "^__power^";
        ++at_;
      } else {
        take(1);
      }
    }
    if (error_) return std::unexpected(std::move(*error_));
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void take(std::size_t count) {
    count = std::min(count, text_.size() - at_);
    out_ += text_.substr(at_, count);
    at_ += count;
  }
  void skip_line() { at_ = std::min(text_.find('\n'), text_.size()); }

  // The number of `=` in a `[==[` here, or -1.
  int long_level() const {
    std::size_t ahead = 1;
    while (peek(ahead) == '=') ++ahead;
    return peek(ahead) == '[' ? static_cast<int>(ahead) - 1 : -1;
  }
  void long_bracket() {
    std::string const end = "]" + std::string(static_cast<std::size_t>(long_level()), '=') + "]";
    std::size_t const found = text_.find(end, at_ + end.size());
    take(found == std::string_view::npos ? text_.size() : found + end.size() - at_);
  }
  void comment() {
    take(2);
    if (peek(0) == '[' && long_level() >= 0) return long_bracket();
    take(std::min(text_.find('\n', at_), text_.size()) - at_);
  }
  void quoted(char mark) {
    std::size_t const begin = at_;
    take(1);
    while (at_ < text_.size() && text_[at_] != mark && text_[at_] != '\n') {
      if (text_[at_] != '\\') {
        take(1);
      } else if (peek(1) == 'z') {
        take(2);
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n\v\f").find(text_[at_]) != std::string_view::npos)
          take(1);
      } else {
        take(2);
      }
    }
    check(text_.substr(begin + 1, at_ - begin - 1));
    take(1);
  }
  void name() {
    std::size_t const begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) take(1);
    check(text_.substr(begin, at_ - begin));
  }
  void check(std::string_view word) {
    for (RefusedName const& refused : kRefusedNames) {
      if (word != refused.name) continue;
      auto const line =
          std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n') + 1;
      error_ =
          Error{.code = Error::Code::scenario,
                .message = "`" + std::string(word) +
                           "` has no place in a scenario: " + std::string(refused.why),
                .where = {.file = std::string(file_), .line = static_cast<int>(line), .column = 0},
                .hint = {},
                .pointer = {}};
    }
  }

  std::string_view text_;
  std::string_view file_;
  std::size_t at_ = 0;
  std::string out_;
  std::optional<Error> error_;
};

}  // namespace

Result<std::string> prepare_source(std::string_view text, std::string_view file) {
  if (text.starts_with("\x1bLua"))
    return std::unexpected(Error{.code = Error::Code::scenario,
                                 .message = "the file holds compiled Lua, not text",
                                 .where = {.file = std::string(file), .line = 0, .column = 0},
                                 .hint = "give the source the author wrote",
                                 .pointer = {}});
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return Scanner(text, file).run();
}

std::optional<double> exact_power(double base, double exponent) {
  if (exponent == 0.5) return std::sqrt(base);
  if (!(std::fabs(exponent) <= 0x1p62) || exponent != std::floor(exponent)) return std::nullopt;
  auto left = static_cast<std::uint64_t>(std::fabs(exponent));
  double power = 1;
  for (double square = base; left != 0; left >>= 1, square *= square)
    if ((left & 1) != 0) power *= square;
  return exponent < 0 ? 1 / power : power;
}

}  // namespace rehearse::script
