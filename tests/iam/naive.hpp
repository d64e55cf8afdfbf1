// A second judge, slow and plain, written from the case format's own rules and sharing no code with
// sim/iam: it works on the JSON itself. Where the two differ, one of them is wrong.
#pragma once

#include <string>

#include "sim/base/json.hpp"

namespace naive {

/// `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied` for a well-formed case.
std::string decide(rehearse::json::Value const& value);

}  // namespace naive
