// The checks as JUnit XML, for test runners: a suite is a scenario, a case is a check.
#pragma once

#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// Times are virtual: a case's is how long after the epoch it was decided, the suite's is the run's
/// span.
std::string render_junit(RunModel const& model);

}  // namespace rehearse::reports
