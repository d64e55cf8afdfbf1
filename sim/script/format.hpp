// `string.format`'s directives without the C library's locale. No `%p` (an address) and no `%a`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/result.hpp"

namespace rehearse::script {

/// One directive: `%-08.3f`.
struct Directive {
  bool left = false, plus = false, space = false, zero = false, alternate = false;
  int width = 0;
  int precision = -1;  // -1: not given
  char conversion = 0;
};

/// Reads the directive that starts after a `%` at `at`, and moves `at` behind it.
Result<Directive> parse_directive(std::string_view format, std::size_t& at);
/// `%d %i %x %X %o %c`
std::string format_integer(Directive const& directive, std::int64_t value);
/// `%f %e %E %g %G`
std::string format_float(Directive const& directive, double value);
/// `%s`
std::string format_text(Directive const& directive, std::string_view text);
/// `%q`: a Lua literal of the text.
std::string quote(std::string_view text);

}  // namespace rehearse::script
