// Which steps of a graph a selective execution runs, which it takes from an earlier execution, and
// which it leaves out. Source: sagemaker-pipelines 1.13.
#pragma once

#include <expected>
#include <span>
#include <string>
#include <vector>

#include "sim/pipeline/compiled.hpp"

namespace rehearse::pipeline {

/// Each list ascends. INVARIANT: no path leads from a selected step through another one back to a
/// selected one.
struct Selection {
  std::vector<StepIndex> selected;
  std::vector<StepIndex> upstream;  // not selected, and a selected one waits for it
  std::vector<StepIndex> left_out;  // all others
  std::vector<StepIndex> needed;    // of upstream: a selected step refers to what it produces
};

/// Error: the sentence that says why this cannot be selected: no such step, a step in between that
/// is missing.
std::expected<Selection, std::string> select_steps(Compiled const& graph,
                                                   std::span<std::string const> names);

}  // namespace rehearse::pipeline
