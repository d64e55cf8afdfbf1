// One policy document with one thing changed: what a person might remove or widen by mistake.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/policy.hpp"

namespace rehearse::run {

struct PolicyEdit {
  std::string statement;  // `statement DeployHere`, or `statement 2` without a Sid, from 1
  std::string what;       // `removed`, `Action widened to sagemaker:*`
  std::string text;       // the edited document, compact; valid for its kind
};

/// Statement by statement: removed; an Allow with its Action widened to its services, and with its
/// Resource widened to everything; a Deny without its Condition. Edits that change nothing are left
/// out. A document's only statement is not removed but made to match nothing. Empty when the text
/// is no policy.
std::vector<PolicyEdit> policy_edits(std::string_view text, iam::PolicyKind kind);

}  // namespace rehearse::run
