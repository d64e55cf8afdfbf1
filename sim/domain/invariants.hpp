// What must hold in every run, whatever a scenario does: looked at from the trace alone, by a
// reader that shares no code with the rules that made it. Source: sagemaker-pipelines 1.7, 1.11,
// 2, 4.1, 5.1.
//
//   - statuses move as the state machines say, an execution ends after all its steps, and times
//     never go back
//   - no step starts before what it waits for has succeeded, nor in a branch that was not taken
//   - parallelism and quotas hold
//   - nothing runs twice but for a retry, and nothing runs, produces or takes up instances after
//     its end
//   - what is started from another account belongs to the pipeline's account, and so do its calls
#pragma once

#include <string>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::domain {

/// The invariants that the trace breaks, one sentence each, with the record's number; empty for a
/// sound trace. At most one: behind the first nothing can be relied on.
std::vector<std::string> broken_invariants(trace::Trace const& trace);

}  // namespace rehearse::domain
