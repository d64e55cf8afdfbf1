// What happens to a scenario's text before Lua compiles it.
//
// `a ^ b` calls the C library's pow, whose last bit differs between machines, and no metamethod
// sees it when both are numbers. So `^` becomes `^__power^`: the operator is right-associative,
// `__power ^ b` remembers b and returns
// __power, and `a ^ __power` runs our own power on whole exponents. Lines stay where they are.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/base/result.hpp"

namespace rehearse::script {

/// The text to compile. Errors: compiled bytes instead of text, the names `__gc`, `__mode`, `__pow`
/// or `__power`.
Result<std::string> prepare_source(std::string_view text, std::string_view file);

/// base ^ exponent by multiplications, the same bits everywhere. Nothing unless the exponent is
/// whole or 0.5.
std::optional<double> exact_power(double base, double exponent);

}  // namespace rehearse::script
