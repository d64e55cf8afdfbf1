// rehearse learn: durations of steps from what the AWS CLI prints of real runs.
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/pipeline/learned.hpp"

namespace rehearse::cli {
namespace {

/// `Train: 24 runs, ml.m5.xlarge 20, ml.m5.xlarge x2 4`.
std::string rests_on(pipeline::LearnedStep const& step) {
  std::string out =
      fmt::format("{}: {} run{}", step.name, step.runs(), step.runs() == 1 ? "" : "s");
  if (step.rows.size() == 1) return out;
  for (pipeline::LearnedRow const& row : step.rows)
    out +=
        fmt::format(", {} {}", row.instances ? to_text(*row.instances) : "other", row.runs.size());
  return out;
}

/// What each step rests on and what does not count, on standard error.
void tell(std::vector<pipeline::LearnedStep> const& steps, pipeline::Observed const& observed) {
  for (std::string const& warning : observed.warnings) fmt::print(stderr, "warning: {}\n", warning);
  for (pipeline::LearnedStep const& step : steps) fmt::print(stderr, "{}\n", rests_on(step));
  for (auto const& [why, count] : observed.left_out)
    fmt::print(stderr, "left out: {} {}\n", count, why);
}

}  // namespace

ExitCode command_learn(std::vector<std::string> const& arguments) {
  std::vector<std::string> paths;
  Arguments parser(
      "learn",
      "Durations of steps from real runs, as JSON for `pipeline { durations = \"durations.json\" "
      "}`: the 10th, 50th and 90th percentile of each step (nearest rank: each is one of the "
      "runs), "
      "by instance type and count where a step ran on several. Only what succeeded at the first "
      "attempt counts, no cache hits, no copies of a selective execution. A job takes from its "
      "creation to its end. Standard error says on how many runs each step rests and what was left "
      "out.",
      "rehearse learn steps-*.json train-job.json > durations.json");
  parser.positionals("STEPS.json", paths, true,
                     "what `aws sagemaker list-pipeline-execution-steps`, `describe-training-job`, "
                     "`describe-processing-job`, `describe-transform-job`, "
                     "`describe-hyper-parameter-tuning-job` and `describe-auto-ml-job` print; a "
                     "file may hold a list of such answers");
  if (auto done = parser.parse(arguments)) return *done;
  pipeline::Observed observed;
  bool well = true;
  for (std::string const& path : paths) {
    auto text = read_file(path);
    Errors const faults = text ? pipeline::observe(*text, path, observed) : Errors{text.error()};
    for (Error const& fault : faults) complain(fault);
    well &= faults.empty();
  }
  if (!well) return ExitCode::bad_input;
  auto steps = pipeline::learn(observed);
  tell(steps, observed);
  if (steps.empty())
    return complain("nothing to learn: no step of these runs counts; give runs that succeeded");
  fmt::print("{}", to_json(steps));
  return ExitCode::well;
}

}  // namespace rehearse::cli
