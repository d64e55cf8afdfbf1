// Errors on their way between C++ and Lua: where the scenario stands, and what an error value looks
// like.
//
// An Error becomes a table { message, file, line, hint, kind } that prints as one sentence, so that
// `pcall` and `try` can look at it. A host that needs more adds fields to the table (see
// push_error).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"

struct lua_State;

namespace rehearse::script {

/// Files of scenarios are loaded under names that start with this; a trusted prelude is not, so no
/// place is in one.
inline constexpr char kScenarioMark = '@';

/// The innermost scenario line that is running on this thread, or an empty place.
Where caller(lua_State* lua);
/// Every scenario line on this thread's stack, innermost first, at most 20.
std::vector<Where> call_lines(lua_State* lua);

/// `usage`, `scenario`, `limit` and so on.
std::string_view code_name(Error::Code code);

/// Pushes the table of an Error.
void push_error(lua_State* lua, Error const& error);
/// The Error of any raised value: one of those tables, a string that Lua made (`file:3: attempt to
/// ...`), or another value.
Error to_error(lua_State* lua, int index);
/// The Error of a message of Lua's compiler about a text named `file`.
Error syntax_error(std::string_view message, std::string_view file);

/// `scenario` error without a place: the place is filled in by bind.cpp.
std::unexpected<Error> fail(std::string message, std::string hint = {});

}  // namespace rehearse::script
