// Traces to test reports with: a promotion from staging to production told record by record, and a
// large run.
#pragma once

#include <cstdint>
#include <string>

#include "reports/model.hpp"
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

/// A run in which nothing happens.
trace::Trace empty_run();
/// A run with `checks` checks and nothing else; every fourth fails.
trace::Trace checks_only(std::uint32_t checks);
/// A run that a fault of its scenario stops: an account, an actor that failed, no check.
trace::Trace faulted();
/// Two accounts change their units; one of two actors makes no call.
trace::Trace reorganization();

/// A check for a model that a test makes by hand.
Check check(bool held, std::string text, Time at = {});

}  // namespace rehearse::reports::testing
