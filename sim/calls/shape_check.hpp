// Is the input of a call what the operation's shape says? The first gate of every call, before
// anybody is judged.
#pragma once

#include <optional>
#include <string>

#include "sim/base/json.hpp"
#include "sim/calls/shapes.hpp"
#include "sim/vocab/api_error.hpp"

namespace rehearse::calls {

struct InputFault {
  /// True: no client would have sent this (an unknown member): raise it at the line that wrote it.
  /// False: what the service answers, an outcome of the simulation like any other.
  bool users_mistake;
  ApiError error;
  std::string hint;  // what would be right; may be empty
};

/// Nothing when the input is right. Null counts as absent, and an idempotency token may be left
/// out, as by a client. An unknown member comes first, then a value of the wrong type, then all
/// other faults in one message (at most 10): `1 validation error detected: Value '-x' at
/// 'pipelineName' failed to satisfy constraint: Member must ...`. Source: sagemaker-pipelines 3.1.
std::optional<InputFault> check_input(Operation const& operation, json::Value const& input);

}  // namespace rehearse::calls
