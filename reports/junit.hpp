// The checks as JUnit XML, for test runners: a suite is a scenario, a case is a check.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

/// Times are virtual: a case's is how long after the epoch it was decided, the suite's is the run's
/// span.
std::string render_junit(RunModel const& model);

/// A case beside the run's own checks, for example the comparison with an approved trace.
struct JunitCase {
  std::string name;
  std::string failure;  // empty: it passed
};

/// One `<testsuite>` with its counts.
struct JunitSuite {
  std::string xml;
  std::size_t tests = 0, failures = 0, errors = 0;
  Time span{};
};

JunitSuite junit_suite(RunModel const& model, std::string_view name,
                       std::span<JunitCase const> more = {});
/// The suite of a scenario that could not be run.
JunitSuite junit_error(std::string_view name, std::string_view message);
/// The file: all suites under one root.
std::string junit_document(std::string_view name, std::span<JunitSuite const> suites);

}  // namespace rehearse::reports
