// A check that would have noticed a change of access, as an author can paste it into a scenario.
#pragma once

#include <string>
#include <string_view>

#include "sim/run/observed.hpp"

namespace rehearse::cli {

/// `ReleaseManager` -> `release_manager`: what an author may have called a role or a pipeline.
std::string variable_of(std::string_view name);
/// `ReleaseManager of staging may sagemaker:UpdatePipeline churn`.
std::string cell_words(run::Observed const& plain, run::Cell const& cell);

/// One line of Lua that holds in the run and not in its mutant. Where the answer is the same during
/// the whole run an `always`, else an actor that looks once everything is over.
std::string pasted_check(trace::Trace const& trace, run::Observed const& plain,
                         run::Cell const& cell);

}  // namespace rehearse::cli
