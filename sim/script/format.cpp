#include "sim/script/format.hpp"

#include <charconv>
#include <cmath>

#include "sim/base/text.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::script {
namespace {

constexpr std::string_view kConversions = "dixXocfeEgGsq";

int digits(std::string_view format, std::size_t& at) {
  int value = 0;
  for (int n = 0; n < 2 && at < format.size() && format[at] >= '0' && format[at] <= '9'; ++n)
    value = value * 10 + (format[at++] - '0');
  return value;
}

std::string sign(Directive const& directive, bool negative) {
  if (negative) return "-";
  return directive.plus ? "+" : directive.space ? " " : "";
}

// Fills up to the width: blanks left or right, or zeros between the prefix and the rest.
std::string pad(Directive const& directive, std::string prefix, std::string body, bool zeros) {
  std::size_t const length = prefix.size() + body.size();
  auto const width = static_cast<std::size_t>(directive.width);
  std::size_t const missing = width > length ? width - length : 0;
  if (directive.left) return prefix + body + std::string(missing, ' ');
  if (zeros) return prefix + std::string(missing, '0') + body;
  return std::string(missing, ' ') + prefix + body;
}

}  // namespace

Result<Directive> parse_directive(std::string_view format, std::size_t& at) {
  std::size_t const begin = at;
  Directive directive;
  for (; at < format.size(); ++at) {
    char const c = format[at];
    if (c == '-')
      directive.left = true;
    else if (c == '+')
      directive.plus = true;
    else if (c == ' ')
      directive.space = true;
    else if (c == '0')
      directive.zero = true;
    else
      break;
  }
  directive.width = digits(format, at);
  if (at < format.size() && format[at] == '.') directive.precision = digits(format, ++at);
  if (at < format.size()) directive.conversion = format[at++];
  std::string const spelling = "`%" + std::string(format.substr(begin, at - begin)) + "`";
  if (directive.conversion == 'p')
    return fail(spelling + " would print an address", "use %s: it prints `table#1`");
  if (directive.conversion == 0 ||
      kConversions.find(directive.conversion) == std::string_view::npos)
    return fail(spelling + " is no directive of `string.format`",
                "known: %d %x %o %c %f %e %g %s %q %%");
  return directive;
}

std::string format_integer(Directive const& directive, std::int64_t value) {
  if (directive.conversion == 'c')
    return pad(directive, "", std::string(1, static_cast<char>(value)), false);
  char buffer[32];
  bool const decimal = directive.conversion == 'd' || directive.conversion == 'i';
  auto const bits = static_cast<std::uint64_t>(value);
  bool const negative = decimal && value < 0;
  int const base = decimal ? 10 : directive.conversion == 'o' ? 8 : 16;
  std::string body(
      buffer, std::to_chars(buffer, buffer + sizeof buffer, negative ? 0 - bits : bits, base).ptr);
  if (directive.conversion == 'X') body = to_upper(body);
  if (directive.precision == 0 && value == 0) body.clear();
  if (directive.precision > static_cast<int>(body.size()))
    body.insert(0, static_cast<std::size_t>(directive.precision) - body.size(), '0');
  return pad(directive, decimal ? sign(directive, negative) : "", std::move(body),
             directive.zero && directive.precision < 0);
}

std::string format_float(Directive const& directive, double value) {
  std::string const prefix =
      std::isnan(value) ? sign(directive, false) : sign(directive, std::signbit(value));
  bool const upper = directive.conversion == 'E' || directive.conversion == 'G';
  std::string body;
  if (!std::isfinite(value)) {
    body = std::isnan(value) ? "nan" : "inf";
  } else {
    char buffer[512];  // 309 digits before the point, at most 99 after it
    auto const form = directive.conversion == 'f'            ? std::chars_format::fixed
                      : (directive.conversion | 0x20) == 'e' ? std::chars_format::scientific
                                                             : std::chars_format::general;
    int const precision = directive.precision < 0 ? 6 : directive.precision;
    body.assign(
        buffer,
        std::to_chars(buffer, buffer + sizeof buffer, std::fabs(value), form, precision).ptr);
  }
  if (upper) body = to_upper(body);
  return pad(directive, prefix, std::move(body), directive.zero && std::isfinite(value));
}

std::string format_text(Directive const& directive, std::string_view text) {
  if (directive.precision >= 0)
    text = text.substr(0, static_cast<std::size_t>(directive.precision));
  return pad(directive, "", std::string(text), false);
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '"' || c == '\\' || c == '\n') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 32 || c == 127) {
      bool const digit_follows = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
      std::string const code = std::to_string(static_cast<int>(static_cast<unsigned char>(c)));
      out += '\\' + std::string(digit_follows ? 3 - code.size() : 0, '0') + code;
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace rehearse::script
