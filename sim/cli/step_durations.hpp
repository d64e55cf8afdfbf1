// Step durations from a file, as `rehearse learn` writes them:
//
//   {"Train": ["18m", "25m", "1h"], "Register": "2s"}       p10, p50, p90; or always the same
#pragma once

#include <string>

#include "sim/base/result.hpp"
#include "sim/pipeline/outline.hpp"

namespace rehearse::cli {

/// The median of each step. Error: with line and column in the file.
Result<pipeline::StepDurations> read_step_durations(std::string const& path);

/// Says on standard error which names of the file look like a step of the definition and are none.
/// Others pass: one file serves several pipelines.
void warn_of_unknown_steps(pipeline::StepDurations const& durations,
                           pipeline::Definition const& definition, std::string const& path);

}  // namespace rehearse::cli
