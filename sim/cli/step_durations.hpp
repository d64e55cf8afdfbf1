// Step durations from a file, as `rehearse learn` writes them:
//
//   {"Train": ["18m", "25m", "1h"], "Register": "2s"}       p10, p50, p90; or always the same
#pragma once

#include <set>
#include <string>

#include "sim/base/result.hpp"
#include "sim/pipeline/outline.hpp"

namespace rehearse::cli {

/// The median of each step. Error: with line and column in the file.
Result<pipeline::StepDurations> read_step_durations(std::string const& path);

/// Says on standard error which names of the file are none of these steps, and the nearest one.
void warn_of_unknown_steps(pipeline::StepDurations const& durations,
                           std::set<std::string> const& steps, std::string const& path);

}  // namespace rehearse::cli
