// Reads the elements of a statement, each into its compiled form. Internal to the compiler.
#pragma once

#include <vector>

#include "sim/iam/faults.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/rules.hpp"

namespace rehearse::iam {

/// What the readers of a document share.
struct Reading {
  KindRules const& rules;
  PolicyKind kind;
  Checks checks;
  bool variables = false;  // the document's version has them
  Faults& faults;
};

std::vector<ActionPattern> read_actions(Reading& reading, Node const& node);
std::vector<ResourcePattern> read_resources(Reading& reading, Node const& node);
std::vector<PrincipalEntry> read_principals(Reading& reading, Node const& node);
std::vector<Condition> read_conditions(Reading& reading, Node const& node);

}  // namespace rehearse::iam
