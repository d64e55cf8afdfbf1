// `rehearse validate --graph`: which forms of a definition's graph are wanted, and where they go.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/result.hpp"
#include "sim/pipeline/outline.hpp"

namespace rehearse::cli {

/// As written on the command line; empty = not given.
struct GraphOptions {
  std::string formats;    // `dot,json`
  std::string durations;  // a file
  std::string folder;
};

class GraphOutput {
 public:
  /// Error: a format that there is not, a file of durations that is none, a folder without graphs,
  /// two definitions that would be written to one place.
  static Result<GraphOutput> create(GraphOptions const& options,
                                    std::span<std::string const> paths);

  /// One format of one file, and no folder.
  bool takes_standard_output() const { return to_standard_output_; }
  /// Writes the graphs of a definition; `pipeline` is null for a policy, which has none.
  Result<void> draw(std::string const& path, pipeline::Compiled const* pipeline);
  /// Once all are drawn: the durations that were of no step. One file may serve several pipelines.
  void warn_of_unused_durations() const;

 private:
  std::string folder_of(std::string const& path) const;

  std::vector<std::string_view> formats_;  // rows of the table, by name
  pipeline::StepDurations durations_;
  std::string durations_file_;
  std::set<std::string> steps_;  // of all that was drawn
  std::string folder_;
  bool to_standard_output_ = false;
  bool several_ = false;
};

}  // namespace rehearse::cli
