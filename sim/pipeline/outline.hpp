// A definition's graph under given durations: when each step can start at the earliest, and the
// longest way through.
//
//   Outline const plan = outline_of(*compiled, {{"Train", 25min}});
//   for (StepIndex step : plan.critical_path) use(plan.steps[step]);
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/pipeline/compiled.hpp"

namespace rehearse::pipeline {

/// How long a step lasts, by its name. One that is not there lasts as its type does: the median.
using StepDurations = std::map<std::string, Duration, std::less<>>;

struct OutlineStep {
  Duration duration{};
  Duration start{};  // after everything it waits for, when nothing else holds it up
  Duration end{};
  bool never_runs = false;  // needs steps of both branches of a condition
  bool critical = false;
};

/// Positions are the definition's. Of the branches of a condition both are counted: the critical
/// path is the longest that any outcome can lead to.
struct Outline {
  std::vector<OutlineStep> steps;
  std::vector<std::vector<StepIndex>> layers;  // by the longest way that leads there, in steps
  std::vector<StepIndex> critical_path;        // first to last; empty when nothing runs
  Duration length{};                           // of the critical path
};

/// REQUIRES: `pipeline` was compiled from a definition.
Outline outline_of(Compiled const& pipeline, StepDurations const& durations = {});

}  // namespace rehearse::pipeline
