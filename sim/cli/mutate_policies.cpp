#include "sim/cli/mutate_policies.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <thread>

#include <fmt/format.h>

#include "reports/junit.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/parallel.hpp"
#include "sim/cli/scenario_file.hpp"
#include "sim/cli/scenario_mutation.hpp"
#include "sim/cli/terminal.hpp"

namespace rehearse::cli {
namespace {

/// How many changes had which fate.
struct Tally {
  std::array<std::size_t, 3> of{};  // by Fate

  std::size_t all() const { return of[0] + of[1] + of[2]; }
  void add(Tally const& other) {
    for (std::size_t i = 0; i < of.size(); ++i) of[i] += other.of[i];
  }
  /// `41 of 52 changes noticed, 3 make no difference, 8 not noticed`.
  std::string words() const {
    return fmt::format("{} of {} change{} noticed, {} make{} no difference, {} not noticed", of[0],
                       all(), all() == 1 ? "" : "s", of[1], of[1] == 1 ? "s" : "", of[2]);
  }
};

/// Lines for a terminal and cases for JUnit, scenario by scenario.
class MutationPrinter {
 public:
  explicit MutationPrinter(std::vector<std::string> const& scenarios)
      : terminal_(look_at_terminal()) {
    for (std::string const& path : scenarios)
      width_ = std::max(width_, name_of_scenario(path).size());
  }

  void take(world::Mutation const& mutation, MutantResult const& result) {
    ++tally_.of[static_cast<std::size_t>(result.fate)];
    reports::JunitCase each{mutation.where + ": " + mutation.what, {}};
    if (result.fate == Fate::not_noticed) {
      each.failure = "no check noticed";
      details_.push_back(each.name);
      for (std::string const& line : result.effect) {
        details_.push_back("  " + line);
        each.failure += "\n" + line;
      }
      details_.push_back("  check: " + result.check);
      each.failure += "\ncheck: " + result.check;
    }
    cases_.push_back(std::move(each));
  }

  /// All changes of the scenario were taken, or it did not pass.
  void finish(std::string const& path, PlainRun const& plain) {
    std::string const name = name_of_scenario(path);
    bool const passed = plain.state == PlainRun::State::passed;
    line(name, passed && details_.empty(), passed ? tally_.words() : plain.message);
    for (std::string const& detail : details_) fmt::print("        {}\n", detail);
    std::fflush(stdout);
    suites_.push_back(passed ? reports::junit_suite(reports::fold(plain.trace), name, cases_)
                             : reports::junit_error(name, plain.message));
    total_.add(tally_);
    tally_ = {};
    details_.clear();
    cases_.clear();
    ++scenarios_;
  }

  void finish_all() const {
    if (scenarios_ > 1) fmt::print("{}\n", total_.words());
    if (not_noticed() > 0)
      fmt::print(
          "a check calls roles and pipelines as their names suggest: write your own variables\n");
  }
  std::size_t not_noticed() const { return total_.of[static_cast<std::size_t>(Fate::not_noticed)]; }
  std::vector<reports::JunitSuite> const& suites() const { return suites_; }

 private:
  void line(std::string const& name, bool well, std::string const& words) const {
    std::string mark = well ? "ok  " : "FAIL";
    if (terminal_.colour) mark = fmt::format("\x1b[{}m{}\x1b[0m", well ? 32 : 31, mark);
    fmt::print("{}  {:<{}}  {}\n", mark, name, width_, words);
  }

  Terminal terminal_;
  std::size_t width_ = 0, scenarios_ = 0;
  Tally tally_, total_;
  std::vector<std::string> details_;
  std::vector<reports::JunitCase> cases_;
  std::vector<reports::JunitSuite> suites_;
};

std::size_t threads_for(std::size_t jobs) {
  return std::min<std::size_t>(jobs, std::max(1U, std::thread::hardware_concurrency()));
}

/// In the order of `scenarios`.
std::vector<PlainRun> plain_runs(std::vector<std::string> const& scenarios) {
  std::vector<PlainRun> out;
  in_parallel<PlainRun>(
      scenarios.size(), threads_for(scenarios.size()),
      [&](std::size_t i) { return run_plain(scenarios[i], interrupted()); },
      [&](std::size_t, PlainRun& plain) {
        out.push_back(std::move(plain));
        return true;
      });
  return out;
}

/// One mutant of one scenario; or, without a mutant, the scenario's end.
struct MutationJob {
  std::size_t scenario = 0;
  world::Mutation const* mutation = nullptr;
};

std::vector<MutationJob> jobs_of(std::vector<PlainRun> const& plain) {
  std::vector<MutationJob> out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    for (world::Mutation const& mutation : plain[i].mutants) out.push_back({i, &mutation});
    out.push_back({i, nullptr});
  }
  return out;
}

ExitCode exit_code_of(std::vector<PlainRun> const& plain, std::size_t not_noticed) {
  auto any = [&](PlainRun::State state) {
    return std::ranges::find(plain, state, &PlainRun::state) != plain.end();
  };
  if (any(PlainRun::State::bad_input)) return ExitCode::bad_input;
  return not_noticed > 0 || any(PlainRun::State::failed) ? ExitCode::check_failed : ExitCode::well;
}

}  // namespace

ExitCode mutate_policies(std::vector<std::string> const& scenarios, std::string const& junit) {
  catch_interrupts();
  std::vector<PlainRun> const plain = plain_runs(scenarios);
  std::vector<MutationJob> const jobs = jobs_of(plain);
  MutationPrinter printer(scenarios);
  Progress progress(jobs.size());
  in_parallel<MutantResult>(
      jobs.size(), threads_for(jobs.size()),
      [&](std::size_t i) {
        auto const& [scenario, mutation] = jobs[i];
        return mutation == nullptr ? MutantResult{}
                                   : run_mutant(plain[scenario], *mutation, interrupted());
      },
      [&](std::size_t i, MutantResult& result) {
        auto const& [scenario, mutation] = jobs[i];
        if (interrupted()) return false;
        progress.clear();
        if (mutation == nullptr)
          printer.finish(scenarios[scenario], plain[scenario]);
        else
          printer.take(*mutation, result);
        progress.show(i + 1);
        return true;
      });
  progress.clear();
  if (interrupted()) {
    fmt::print("interrupted: not every change was tried\n");
    return ExitCode::interrupted;
  }
  printer.finish_all();
  if (!junit.empty())
    if (auto written = write_file(
            junit, reports::junit_document("rehearse test --mutate-policies", printer.suites()));
        !written)
      return complain(written.error());
  return exit_code_of(plain, printer.not_noticed());
}

}  // namespace rehearse::cli
