#include "sim/iam/open_rules.hpp"

#include <algorithm>

#include "sim/iam/policy.hpp"

namespace rehearse::iam {

bool asks_any_value_if_exists(Policy const& policy) {
  return std::ranges::any_of(policy.statements, [](Statement const& statement) {
    return std::ranges::any_of(statement.conditions, [](Condition const& condition) {
      return condition.op.if_exists && condition.op.set == SetOperator::for_any_value;
    });
  });
}

}  // namespace rehearse::iam
