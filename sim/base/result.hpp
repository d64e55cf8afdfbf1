// How a function says that a user's input is wrong: Result<T>, with the place and the remedy.
//
// Three kinds of failure never mix: a bug of ours is REHEARSE_ASSERT, a user's mistake is an Error
// in a Result, a simulated failure (AccessDenied, a job that failed) is ordinary data in the trace.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace rehearse {

/// A place in a text that a user wrote. Lines and columns count from 1; 0 means unknown.
struct Where {
  std::string file;
  int line = 0;
  int column = 0;
  auto operator<=>(Where const&) const = default;
};

/// A user's mistake: what is wrong (lower case, no period, input in backticks), where, and what
/// would be right.
struct Error {
  enum class Code { usage, scenario, definition, policy, trace, io, limit, interrupted };
  Code code{};
  std::string message;
  Where where;
  std::string hint;     // what would be right; may be empty
  std::string pointer;  // JSON pointer inside a document; may be empty
  auto operator<=>(Error const&) const = default;
};

/// `file:line:column: message (at /pointer); hint`, leaving out what is not known.
std::string to_string(Error const& error);

template <class T>
using Result = std::expected<T, Error>;

/// Every fault of a document, not just the first.
using Errors = std::vector<Error>;

}  // namespace rehearse
