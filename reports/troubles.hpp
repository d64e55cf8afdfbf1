// What went wrong with steps, and what would have helped: for people who look ten seconds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

/// A step that failed, with what led there.
struct Trouble {
  std::uint32_t execution = 0;  // its position in the model
  StepFault const* fault = nullptr;
  std::string step;         // its name
  std::uint32_t tries = 0;  // attempts that failed, this one counted
  std::string_view remedy;  // one sentence; empty where nobody but the job's owner can tell
};

/// The steps that failed for good, in the order of the run. A Fail step is not among them: it does
/// what it is for.
std::vector<Trouble> troubles(RunModel const& model);

/// Where a fault of the scenario strikes, in words: `capacity, step Train, 1 in 20`.
std::string fault_phrase(RunModel const& model, Fault const& fault);

}  // namespace rehearse::reports
