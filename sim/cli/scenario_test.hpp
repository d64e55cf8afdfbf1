// A scenario as a test: its checks hold, two runs are the same, and it behaves as its approved
// trace says.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/junit.hpp"

namespace rehearse::cli {

struct TestJob {
  std::string path;  // of the scenario
  std::string name;  // what it is called on its line
  std::uint64_t seed = 1;
  bool compare = true;  // with the approved trace; else only the checks are tested
  bool update = false;  // approve what differs
  bool ci = false;      // an approved trace must be there
};

/// In falling order of how well it went.
enum class Verdict : std::uint8_t { passed, failed, bad_input, interrupted };

struct TestResult {
  Verdict verdict = Verdict::passed;
  std::string span;   // virtual time: `6h12m`
  std::string state;  // of the approved trace
  std::size_t checks = 0;
  std::vector<std::string> details;  // what went wrong, line by line
  reports::JunitSuite junit;
};

/// Runs the scenario twice. Several may run on several threads.
TestResult test_scenario(TestJob const& job, std::atomic<bool> const& interrupted);

/// `scenarios/hello.lua` -> `scenarios/hello.approved.jsonl`.
std::string approved_path(std::string const& scenario);

}  // namespace rehearse::cli
