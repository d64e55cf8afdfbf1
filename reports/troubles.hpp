// What went wrong with steps, and what would have helped: for people who look ten seconds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

/// A step that failed for good, with what led there.
struct Trouble {
  std::uint32_t execution = 0;  // its position in the model
  StepFault const* fault = nullptr;
  PipelineId pipeline;
  std::string step;         // its name
  std::string run;          // `execution legwozri2q24, started by Release of production`
  std::uint32_t tries = 0;  // attempts since the execution (re)started, this one counted
  std::string remedy;       // one sentence; empty where nobody but the job's owner can tell
  std::string likeness;     // the reason's first line without the words that name its execution
};

/// The steps that failed for good, in the order of the run. A Fail step is not among them: it does
/// what it is for.
std::vector<Trouble> troubles(RunModel const& model);

/// Failures of one step of a pipeline that are alike, in the order of the run.
struct AlikeTroubles {
  Trouble first;
  std::vector<Trouble> others{};

  std::size_t count() const { return 1 + others.size(); }
  Time last() const { return (others.empty() ? first : others.back()).fault->at; }
};
/// In the order of the first of each.
std::vector<AlikeTroubles> alike(std::vector<Trouble> troubles);
/// The first line of a failure's text: what follows is the service's note on retries.
std::string_view first_line(StepFault const& fault);

/// Where a fault of the scenario strikes, in words: `capacity, step Train, 1 in 20`.
std::string fault_phrase(RunModel const& model, Fault const& fault);

}  // namespace rehearse::reports
