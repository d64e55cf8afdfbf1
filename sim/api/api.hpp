// Calling an operation: gate and handler joined.
#pragma once

#include "sim/api/table.hpp"

namespace rehearse::api {

/// Makes one call. `operation` has a row in the table. What was refused is an answer, not a failure
/// of ours.
calls::CallResult call(domain::Domain& domain, calls::Operation const& operation,
                       calls::Caller const& caller, json::Value const& input);

}  // namespace rehearse::api
