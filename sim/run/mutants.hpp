// Would the checks notice? Everything that grants or limits access in a run, with one change each.
#pragma once

#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/mutation.hpp"

namespace rehearse::run {

/// Of a run's trace, in a fixed order: statements of the policies that came into it, then shares,
/// control policies and AWS's own managed policies where they are attached. What AWS keeps itself
/// (its managed policies, FullAWSAccess) is not edited.
std::vector<world::Mutation> mutants(trace::Trace const& trace);

}  // namespace rehearse::run
