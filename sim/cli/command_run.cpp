// rehearse run: one run, its summary on standard output, its trace and reports in a folder.
#include <cstdio>

#include <fmt/format.h>

#include "reports/catalog.hpp"
#include "reports/explain.hpp"
#include "reports/text.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/scenario_file.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/run.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

struct RunArguments {
  std::string scenario;
  std::uint64_t seed = 1;
  std::vector<std::string> set;
  std::string until, schedule, root, out, report = "html", trace;
};

ExitCode exit_code(run::RunResult const& result) {
  if (result.reason == trace::EndReason::interrupted) return ExitCode::interrupted;
  if (result.fault) return ExitCode::bad_input;
  return result.failed > 0 ? ExitCode::check_failed : ExitCode::well;
}

/// The reports that `--report` names, or an error with the nearest name.
Result<std::vector<reports::Report const*>> chosen_reports(std::string const& names) {
  std::vector<reports::Report const*> out;
  for (std::string_view name : split(names, ',')) {
    if (name.empty()) continue;
    reports::Report const* report = reports::find_report(name);
    if (report == nullptr) return std::unexpected(no_such_report(name));
    out.push_back(report);
  }
  return out;
}

ExitCode run_one(RunArguments const& options) {
  auto spec = read_scenario(options.scenario, options.root);
  if (!spec) return complain(spec.error());
  spec->seed = options.seed;
  spec->schedule = options.schedule;
  if (auto set = read_parameters(options.set); !set)
    return complain(set.error());
  else
    spec->parameters = std::move(*set);
  if (!options.until.empty()) {
    auto until = parse_duration(options.until);
    if (!until) return complain(until.error());
    spec->until = *until;
  }
  auto reports = chosen_reports(options.report);
  if (!reports) return complain(reports.error());

  std::string folder = options.out.empty() ? "out/" + stem_of(options.scenario) : options.out;
  std::string trace_path = options.trace.empty() ? folder + "/trace.jsonl" : options.trace;
  trace::Trace trace;
  std::optional<trace::JsonlWriter> lines;
  run::RunOptions run_options;
  run_options.keep = &trace;
  run_options.interrupted = &interrupted();
  run_options.open_lines = [&]() -> Result<trace::JsonlWriter*> {
    if (auto made = make_folder(folder); !made) return std::unexpected(made.error());
    auto file = trace::LineFile::create(trace_path);
    if (!file) return std::unexpected(file.error());
    lines.emplace(std::move(*file));
    return &*lines;
  };
  RunProgress progress;
  run_options.progress = [&](Time now, std::uint64_t events) {
    progress.show(fmt::format("{}  {} events", format_instant(Epoch{}, now), events));
  };
  catch_interrupts();
  auto result = run::run(*spec, run_options);
  progress.clear();
  if (!result) return complain(result.error());
  if (auto finished = lines->file().finish(); !finished) return complain(finished.error());

  reports::WorldExplainer explainer;
  reports::RunModel model = reports::fold(trace, explainer);
  for (reports::Report const* report : *reports)
    if (auto written = write_file(folder + "/" + std::string(report->file), report->render(model));
        !written)
      return complain(written.error());
  Terminal terminal = look_at_terminal();
  std::fputs(reports::render_text(model, {.colour = terminal.colour,
                                          .width = terminal.width,
                                          .trace = trace_path,
                                          .page = reports::page_path(*reports, folder)})
                 .c_str(),
             stdout);
  for (reports::Report const* report : *reports)
    fmt::print("report  {}/{}\n", folder, report->file);
  fmt::print("trace digest: {}\n", to_hex(result->digest));
  std::fflush(stdout);
  // Where both go to one screen, the summary has said it.
  if (result->fault && !terminal.one_place) complain(*result->fault);
  return exit_code(*result);
}

}  // namespace

Error no_such_report(std::string_view name) {
  return {Error::Code::usage,
          "there is no report `" + shorten(name, 40) + "`",
          {},
          did_you_mean_or(name, reports::report_names(), "there are"),
          {}};
}

ExitCode command_run(std::vector<std::string> const& arguments) {
  RunArguments options;
  Arguments parser("run",
                   "Runs one scenario and prints its checks; writes DIR/trace.jsonl, "
                   "DIR/report.html and what --report names.",
                   "rehearse run scenarios/promotion.lua --seed 7 --set approval_wait=2h");
  parser.positional("SCENARIO", options.scenario, "the scenario's file")
      .option("--seed", options.seed, "N", "the seed of all draws (1)")
      .option("--set", options.set, "KEY=VALUE",
              "a parameter of the scenario; may be given several times")
      .option("--until", options.until, "DURATION", "cut the run at this virtual time: 36h")
      .option("--schedule", options.schedule, "S",
              "which of simultaneous events comes first: 2.0.1, or random:7")
      .option("--root", options.root, "DIR", "files are read only below it (the scenario's folder)")
      .option("--out", options.out, "DIR", "where to write (out/NAME)")
      .option("--report", options.report, "NAME,...", "which reports to write (html)")
      .option("--trace", options.trace, "FILE", "where to write the trace (DIR/trace.jsonl)");
  if (auto done = parser.parse(arguments)) return *done;
  return run_one(options);
}

}  // namespace rehearse::cli
