// Warnings about policies that are legal and surely not meant. No warning changes a decision.
//
//   for (Warning const& warning : lint(document, *policy, "policy.json", text)) ...
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/iam/policy.hpp"

namespace rehearse::iam {

/// One kind of warning.
struct LintRow {
  std::string_view id;           // `unknown-action`
  std::string_view explanation;  // what happens, for somebody who meets it first
  std::string_view source;       // `sharing-and-access 3.5`
};

std::span<LintRow const> lint_rows();

/// `what` has the place, the words, and in its hint what would be right.
struct Warning {
  LintRow const* row;
  Error what;
};

/// All warnings of a document, in its order, at most 100. REQUIRES: `policy` was compiled from
/// `document`. `text`: what the document was read from, for lines and columns.
std::vector<Warning> lint(json::Value const& document, Policy const& policy,
                          std::string_view file = {}, std::string_view text = {});

}  // namespace rehearse::iam
