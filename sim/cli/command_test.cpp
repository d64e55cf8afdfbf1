// rehearse test: every scenario below a folder as a test, several at once, one line each.
#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/find_scenarios.hpp"
#include "sim/cli/mutate_policies.hpp"
#include "sim/cli/parallel.hpp"
#include "sim/cli/scenario_file.hpp"
#include "sim/cli/scenario_test.hpp"
#include "sim/cli/terminal.hpp"

namespace rehearse::cli {
namespace {

struct TestArguments {
  std::vector<std::string> paths;
  std::string filter, junit, seeds;
  bool update = false, ci = false, mutate_policies = false;
};

struct Seeds {
  std::uint64_t first = 1, last = 1;
  std::size_t count() const { return static_cast<std::size_t>(last - first) + 1; }
};

std::unexpected<Error> usage(std::string message, std::string hint) {
  return std::unexpected(Error{Error::Code::usage, std::move(message), {}, std::move(hint), {}});
}

Result<Seeds> read_seeds(std::string const& text) {
  constexpr std::size_t kSeedsMax = 1'000'000;
  if (text.empty()) return Seeds{};
  std::size_t dots = text.find("..");
  auto first = parse_unsigned<std::uint64_t>(std::string_view(text).substr(0, dots));
  auto last = dots == std::string::npos
                  ? std::nullopt
                  : parse_unsigned<std::uint64_t>(std::string_view(text).substr(dots + 2));
  if (!first || !last || *first > *last)
    return usage("`" + shorten(text, 40) + "` is no range of seeds", "write --seeds 1..20");
  if (*last - *first >= kSeedsMax)
    return usage("`" + text + "` are too many seeds", fmt::format("at most {}", kSeedsMax));
  return Seeds{*first, *last};
}

/// The scenarios that PATH and --filter name, each once.
Result<std::vector<std::string>> chosen_scenarios(TestArguments const& options) {
  std::vector<std::string> out;
  for (std::string const& path : options.paths) {
    auto found = find_scenarios(path);
    if (!found) return std::unexpected(found.error());
    out.insert(out.end(), found->begin(), found->end());
  }
  if (out.empty())
    return usage("there is no scenario below `" + options.paths.front() + "`",
                 "a scenario is a file `*.lua` that is not in a folder `lib`");
  std::ranges::sort(out);
  auto doubled = std::ranges::unique(out);
  out.erase(doubled.begin(), doubled.end());
  std::erase_if(
      out, [&](std::string const& path) { return path.find(options.filter) == std::string::npos; });
  if (out.empty())
    return usage("no scenario's path contains `" + shorten(options.filter, 60) + "`",
                 "`rehearse test` without --filter shows them all");
  return out;
}

/// Adds the seeds of a scenario up to one line, and the lines to a summary.
class Printer {
 public:
  Printer(std::vector<std::string> const& scenarios, Seeds const& seeds, bool many_seeds)
      : seeds_(seeds),
        many_seeds_(many_seeds),
        terminal_(look_at_terminal()),
        left_(scenarios.size()) {
    for (std::string const& path : scenarios)
      width_ = std::max(width_, name_of_scenario(path).size());
  }

  /// Results come by scenario, then by seed.
  void take(TestJob const& job, TestResult& result) {
    if (job.seed == seeds_.first) line_ = {};
    line_.verdict = std::max(line_.verdict, result.verdict);
    line_.checks += result.checks;
    line_.span = result.span;
    line_.state =
        many_seeds_ ? fmt::format("seeds {}..{}", seeds_.first, seeds_.last) : result.state;
    if (many_seeds_ && result.verdict != Verdict::passed)
      line_.details.push_back(fmt::format("seed {}:", job.seed));
    line_.details.insert(line_.details.end(), result.details.begin(), result.details.end());
    worst_ = std::max(worst_, result.verdict);
    if (result.verdict != Verdict::interrupted) suites_.push_back(std::move(result.junit));
    if (job.seed != seeds_.last || result.verdict == Verdict::interrupted) return;
    print(job.name);
  }

  Verdict worst() const { return worst_; }
  std::vector<reports::JunitSuite> const& suites() const { return suites_; }

  void finish() const {
    if (worst_ == Verdict::interrupted)
      fmt::print("interrupted: {} of {} scenarios were not tested\n", left_, done_ + left_);
    else if (failed_ > 0)
      fmt::print("{} of {} failed\n", failed_, done_);
    else if (done_ == 1)
      fmt::print("the scenario is as it should be\n");
    else
      fmt::print("all {} scenarios are as they should be\n", done_);
  }

 private:
  void print(std::string const& name) {
    bool passed = line_.verdict == Verdict::passed;
    ++done_;
    --left_;
    if (!passed) ++failed_;
    std::string mark = passed ? "ok  " : "FAIL";
    if (terminal_.colour) mark = fmt::format("\x1b[{}m{}\x1b[0m", passed ? 32 : 31, mark);
    std::string checks =
        line_.span.empty() ? ""
                           : fmt::format("{} check{}", line_.checks, line_.checks == 1 ? "" : "s");
    std::string row = fmt::format("{}  {:<{}}  {:<14}  {:<10}  {}", mark, name, width_, line_.span,
                                  checks, line_.state);
    row.erase(row.find_last_not_of(' ') + 1);
    fmt::print("{}\n", row);
    for (std::string const& detail : line_.details) fmt::print("        {}\n", detail);
    std::fflush(stdout);
  }

  Seeds seeds_;
  bool many_seeds_;
  Terminal terminal_;
  std::size_t width_ = 0, done_ = 0, failed_ = 0, left_ = 0;
  Verdict worst_ = Verdict::passed;
  TestResult line_;
  std::vector<reports::JunitSuite> suites_;
};

ExitCode exit_code(Verdict worst) {
  constexpr std::array kCodes = {ExitCode::well, ExitCode::check_failed, ExitCode::bad_input,
                                 ExitCode::interrupted};
  return kCodes[static_cast<std::size_t>(worst)];
}

ExitCode mutate_all(TestArguments const& options) {
  if (options.update || options.ci || !options.seeds.empty())
    return complain(
        "--mutate-policies asks whether the checks notice a change, of seed 1 and without approved "
        "traces; leave out --update, --ci and --seeds");
  auto scenarios = chosen_scenarios(options);
  if (!scenarios) return complain(scenarios.error());
  return mutate_policies(*scenarios, options.junit);
}

ExitCode test_all(TestArguments const& options) {
  if (options.update && options.ci)
    return complain(
        "--ci refuses --update: a trace is approved by a person; leave one of them out");
  if (options.update && !options.seeds.empty())
    return complain(
        "--update and --seeds do not go together: what is approved is the run of seed 1");
  auto seeds = read_seeds(options.seeds);
  if (!seeds) return complain(seeds.error());
  auto scenarios = chosen_scenarios(options);
  if (!scenarios) return complain(scenarios.error());
  auto job_of = [&](std::size_t i) {
    std::string const& path = (*scenarios)[i / seeds->count()];
    return TestJob{path,
                   name_of_scenario(path),
                   seeds->first + i % seeds->count(),
                   options.seeds.empty(),
                   options.update,
                   options.ci};
  };
  catch_interrupts();
  Printer printer(*scenarios, *seeds, !options.seeds.empty());
  std::size_t count = scenarios->size() * seeds->count();
  Progress progress(count);
  in_parallel<TestResult>(
      count, std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency())),
      [&](std::size_t i) { return test_scenario(job_of(i), interrupted()); },
      [&](std::size_t i, TestResult& result) {
        progress.clear();
        printer.take(job_of(i), result);
        progress.show(i + 1);
        return result.verdict != Verdict::interrupted;
      });
  progress.clear();
  printer.finish();
  if (!options.junit.empty() && printer.worst() != Verdict::interrupted)
    if (auto written =
            write_file(options.junit, reports::junit_document("rehearse test", printer.suites()));
        !written)
      return complain(written.error());
  return exit_code(printer.worst());
}

}  // namespace

ExitCode command_test(std::vector<std::string> const& arguments) {
  TestArguments options;
  Arguments parser("test",
                   "Runs scenarios as tests: their checks, and whether they behave as their "
                   "approved traces say. One line each.",
                   "rehearse test scenarios --filter promotion\n  rehearse test --mutate-policies "
                   "scenarios/hello.lua");
  parser.positionals("PATH", options.paths, false, "scenarios, or folders of them (scenarios)")
      .option("--filter", options.filter, "TEXT", "only scenarios whose path contains it")
      .option("--junit", options.junit, "FILE", "write the results as JUnit XML, too")
      .option("--seeds", options.seeds, "A..B",
              "test the checks of each seed; approved traces are left aside")
      .flag("--update", options.update,
            "approve what differs: writes NAME.approved.jsonl beside the scenario")
      .flag("--ci", options.ci, "a scenario without an approved trace fails")
      .flag("--mutate-policies", options.mutate_policies,
            "would the checks notice? changes each statement, share and control policy in turn "
            "and lists what no check noticed");
  if (auto done = parser.parse(arguments)) return *done;
  if (options.paths.empty()) options.paths.emplace_back("scenarios");
  return options.mutate_policies ? mutate_all(options) : test_all(options);
}

}  // namespace rehearse::cli
