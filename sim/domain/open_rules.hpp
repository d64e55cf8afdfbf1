// Policies whose answers rest on what AWS leaves open: said in the trace when one is written.
#pragma once

#include "sim/domain/assume.hpp"
#include "sim/iam/open_rules.hpp"

namespace rehearse::domain {

inline void consult_open_rules(Assume& assume, iam::Policy const& policy) {
  if (iam::asks_any_value_if_exists(policy))
    (void)assume.is(Assumption::iam_any_value_if_exists, "holds");
}

}  // namespace rehearse::domain
