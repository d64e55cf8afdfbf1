// What real runs left behind, as the AWS CLI prints it: the steps of an execution and the jobs that
// they started.
// Source: sagemaker-pipelines 2.2, 2.3, 3.3.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/base/time.hpp"
#include "sim/pipeline/instances.hpp"

namespace rehearse::pipeline {

/// From when to when, in microseconds since 1970. INVARIANT: end >= begin.
struct Span {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  Duration length() const { return Duration{end - begin}; }
  auto operator<=>(Span const&) const = default;
};

/// A step of ListPipelineExecutionSteps that succeeded at its first attempt and did its work
/// itself.
struct ObservedStep {
  std::string name;
  Span span;
  std::string job;  // the name of its job in lower case, as ARNs have it; or empty
  auto operator<=>(ObservedStep const&) const = default;
};

/// A job that completed. It takes from its creation (its start, where the creation is not told) to
/// its end.
struct ObservedJob {
  std::string name;
  Span span;
  std::optional<Instances> instances;
  auto operator<=>(ObservedJob const&) const = default;
};

struct Observed {
  std::vector<ObservedStep> steps;
  std::vector<ObservedJob> jobs;
  std::map<std::string, std::uint32_t> left_out;  // why -> how many
  std::vector<std::string> warnings;
};

/// Adds what a file holds: the answer of list-pipeline-execution-steps, of a describe-*-job, or a
/// list of such answers. Every fault with file, line and column; after one `out` is of no use.
Errors observe(std::string_view text, std::string const& file, Observed& out);

}  // namespace rehearse::pipeline
