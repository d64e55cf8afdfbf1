// Traces to test reports with: a promotion from staging to production told record by record, and a
// large run.
#pragma once

#include <cstdint>
#include <string>

#include "sim/trace/trace.hpp"

namespace rehearse::reports::testing {

/// What a test may want to see instead: every name and text of the story goes through this.
struct StoryText {
  std::string account = "staging";
  std::string check = "a read-only share cannot start it";
  std::string note =
      "Production can look at the pipeline, and only look: the share carries the read permission.";
  std::string waits_for = "production can see the pipeline";
};

/// The promotion: 2 accounts in acme, a refused start, a widened share, a run with a dropped
/// branch, an approval, an event, an endpoint, a revocation while a second run is in flight, one
/// failed check.
trace::Trace promotion(StoryText const& text = {});

/// `executions` runs of one pipeline of 9 steps, each started by a call; every 17th fails.
trace::Trace many_executions(std::uint32_t executions);

}  // namespace rehearse::reports::testing
