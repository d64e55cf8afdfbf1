// Durations of steps, learned from real runs: the file that `pipeline { durations = "..." }` takes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/pipeline/observed.hpp"

namespace rehearse::pipeline {

/// Runs of one step on the same instances, in the order of their length.
struct LearnedRow {
  std::optional<Instances> instances;  // nothing: not known
  std::vector<Duration> runs;
  auto operator<=>(LearnedRow const&) const = default;
};

/// INVARIANT: rows ascend by instances, the unknown ones last; one row where the instances are the
/// same or unknown.
struct LearnedStep {
  std::string name;
  std::vector<LearnedRow> rows;
  std::size_t runs() const;
};

/// Puts steps and their jobs together, by the job's ARN or by its name
/// (`pipelines-<execution>-<step cut to 20>-<10 characters>`), and counts what is given twice once.
/// A step's own times count before its job's. What belongs to no step is added to
/// `observed.left_out`. In the order of the names, whatever the order of the files.
std::vector<LearnedStep> learn(Observed& observed);

/// The nearest-rank quantile: the shortest of the runs that at least `percent` of a hundred do not
/// exceed. REQUIRES: not empty, ascending; 0 < percent <= 100.
Duration nearest_rank(std::vector<Duration> const& runs, unsigned percent);

/// `"25m"` where p10, p50 and p90 are the same, else `["18m", "25m", "60m"]`; by instances where
/// there are several rows. One step a line.
std::string to_json(std::vector<LearnedStep> const& steps);

}  // namespace rehearse::pipeline
