// rehearse access: who may do what on which pipeline at an instant, and what opened and closed.
#include <cstdio>

#include <fmt/format.h>

#include "reports/access.hpp"
#include "reports/record_words.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

/// `+2h`, `2h` (from the epoch), a clock as reports show it, or an instant of the calendar.
Result<Time> read_time(std::string const& text, Epoch const& epoch) {
  std::string_view given = text;
  if (given.starts_with('+')) given.remove_prefix(1);
  if (auto duration = parse_duration(given)) return Time{*duration};
  if (auto clock = parse_clock(epoch, text)) return *clock;
  auto instant = parse_instant(given);
  if (instant && *instant >= epoch.unix_microseconds)
    return Time{Duration{*instant - epoch.unix_microseconds}};
  return std::unexpected(Error{Error::Code::usage,
                               "`" + shorten(text, 40) + "` is no time of the run",
                               {},
                               "write it like `+2h30m`, `11:30:00` or `2026-01-05T11:30:00Z`",
                               {}});
}

Result<trace::Trace> read_whole(std::string const& path, bool& incomplete) {
  auto trace = trace::read_jsonl(path);
  if (trace) incomplete |= !trace->complete();
  return trace;
}

ExitCode verdict(std::vector<reports::RightChange> const& changes) {
  for (reports::RightChange const& change : changes)
    if (change.unexpected()) return ExitCode::check_failed;
  return ExitCode::well;
}

struct Options {
  std::string path, at, against, format = "table";
  std::vector<std::string> diff;
};

/// The record that made each change, in words.
std::vector<std::string> words_of(trace::Trace const& trace, reports::RunModel const& model,
                                  std::vector<reports::RightChange> const& changes) {
  std::vector<std::string> out;
  for (reports::RightChange const& change : changes)
    out.push_back(change.by < trace.size()
                      ? fmt::format("{} (record {})",
                                    reports::record_phrase(trace, model, change.by), change.by)
                      : std::string{});
  return out;
}

ExitCode show(Options const& options, reports::AccessFormat format) {
  bool incomplete = false;
  auto trace = read_whole(options.path, incomplete);
  if (!trace) return complain(trace.error());
  reports::RunModel const model = reports::fold(*trace);
  std::vector<Time> times;
  for (std::string const& text : options.diff) {
    auto time = read_time(text, model.header.epoch);
    if (!time) return complain(time.error());
    times.push_back(*time);
  }
  std::optional<Time> at;
  if (!options.at.empty()) {
    auto time = read_time(options.at, model.header.epoch);
    if (!time) return complain(time.error());
    at = *time;
  }
  ExitCode code = ExitCode::well;
  std::string text;
  if (!times.empty()) {
    auto changes = reports::changes_between(*trace, times[0], times[1]);
    text = reports::changes_text(changes, words_of(*trace, model, changes), format);
    code = verdict(changes);
  } else if (!options.against.empty()) {
    auto before = read_whole(options.against, incomplete);
    if (!before) return complain(before.error());
    auto changes =
        reports::changes_between(reports::rights_at(*before, at), reports::rights_at(*trace, at));
    reports::mark_expected(*trace, changes);
    text = reports::changes_text(changes, {}, format);
    code = verdict(changes);
  } else {
    text = reports::rights_text(reports::rights_at(*trace, at), format);
  }
  std::fputs(text.c_str(), stdout);
  if (incomplete)
    return complain("a trace is incomplete: it was cut off, or its run was interrupted");
  return code;
}

}  // namespace

ExitCode command_access(std::vector<std::string> const& arguments) {
  Options options;
  Arguments parser("access",
                   "Who may do what on which pipeline at an instant; with --diff or --against what "
                   "opened and what closed, ending with 1 where something opened. With --against "
                   "what a check that held in TRACE names as meant does not count: whom "
                   "expect.only lists, what expect.changed_access says opened, what "
                   "expect.allowed called last.",
                   "rehearse access out/promotion/trace.jsonl --diff +30m +2h");
  parser.positional("TRACE", options.path, "a trace.jsonl")
      .option("--at", options.at, "TIME", "the instant: +2h or 2026-01-05T11:00:00Z (the end)")
      .pair("--diff", options.diff, "T1 T2", "what opened and closed between two instants")
      .option("--against", options.against, "OLD_TRACE",
              "what this run opens and closes compared with an older one, at that instant")
      .option("--format", options.format, "NAME", "table, csv, json or sarif (table)");
  if (auto done = parser.parse(arguments)) return *done;
  using Names = EnumNames<reports::AccessFormat>;
  auto format = std::ranges::find(Names::names, options.format);
  if (format == std::end(Names::names))
    return complain("there is no format `" + shorten(options.format, 40) + "`; " +
                    did_you_mean_or(options.format, Names::names, "there are"));
  if (!options.diff.empty() && !options.against.empty())
    return complain("`--diff` is of one run, `--against` of two; give one of them");
  return show(options, static_cast<reports::AccessFormat>(format - std::begin(Names::names)));
}

}  // namespace rehearse::cli
