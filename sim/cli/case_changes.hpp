// The nearest change that turns a decision case: what has to be added to or taken from its
// policies. There is no world around a case, so these are edits of its documents, not calls.
#pragma once

#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"

namespace rehearse::cli {

/// Orders, such as ``add to `/identityPolicies`: {...}``; made one after the other they turn the
/// answer, which was decided again. Empty: nothing was found.
Result<std::vector<std::string>> case_changes(json::Value decision_case);

}  // namespace rehearse::cli
