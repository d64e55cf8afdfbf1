// rehearse diff: where two runs first part, then what came out differently.
#include <cstdio>

#include <fmt/format.h>

#include "reports/diff.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {
namespace {

/// A trace that is whole: half a run cannot be compared.
Result<trace::Trace> read_whole(std::string const& path) {
  auto trace = trace::read_jsonl(path);
  if (trace && !trace->complete())
    return std::unexpected(
        Error{Error::Code::trace,
              "the trace is incomplete: it was cut off, or its run was interrupted",
              {path, 0, 0},
              "make it again with `rehearse run`",
              {}});
  return trace;
}

void print_section(std::string_view title, std::vector<std::string> const& lines) {
  if (lines.empty()) return;
  fmt::print("\n{}\n", title);
  for (std::string const& line : lines) fmt::print("  {}\n", line);
}

}  // namespace

ExitCode command_diff(std::vector<std::string> const& arguments) {
  std::string path_a, path_b;
  Arguments parser("diff",
                   "Compares two traces by behaviour: where they first part, then the decisions, "
                   "executions and checks that came out differently.",
                   "rehearse diff out/promotion/trace.jsonl out/narrower/trace.jsonl");
  parser.positional("TRACE_A", path_a, "a trace.jsonl")
      .positional("TRACE_B", path_b, "the one to compare with it");
  if (auto done = parser.parse(arguments)) return *done;
  auto trace_a = read_whole(path_a);
  if (!trace_a) return complain(trace_a.error());
  auto trace_b = read_whole(path_b);
  if (!trace_b) return complain(trace_b.error());
  reports::RunModel a = reports::fold(*trace_a), b = reports::fold(*trace_b);
  std::vector<std::string> inputs = reports::changed_inputs(a, b);
  std::vector<std::string> parting =
      reports::divergence({*trace_a, a, "A"}, {*trace_b, b, "B"}, inputs.empty() ? 0 : 1);
  if (inputs.empty() && parting.empty()) {
    fmt::print("no difference in behaviour\n");
    return ExitCode::well;
  }
  fmt::print("A {}\nB {}\n", path_a, path_b);
  print_section("inputs that differ", inputs);
  if (parting.empty())
    fmt::print("\nno difference in behaviour beside the inputs\n");
  else
    print_section(parting.front(), {parting.begin() + 1, parting.end()});
  print_section("decisions that flipped", reports::flipped_decisions(a, b));
  print_section("calls that only one of them makes", reports::one_sided_calls(a, b));
  print_section("executions", reports::changed_executions(a, b));
  print_section("checks that turned", reports::turned_checks(a, b));
  return ExitCode::check_failed;
}

}  // namespace rehearse::cli
