// rehearse report: any report again from a stored trace, the same bytes as at run time.
#include <cstdio>

#include <fmt/format.h>

#include "reports/catalog.hpp"
#include "reports/explain.hpp"
#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/trace/jsonl_writer.hpp"

namespace rehearse::cli {

ExitCode complain_incomplete(std::string_view path) {
  return complain(
      fmt::format("`{}` is incomplete: it was cut off, or its run was interrupted", path));
}

ExitCode command_report(std::vector<std::string> const& arguments) {
  std::string path, formats = "html", out;
  Arguments parser(
      "report", "Makes reports from a stored trace. Without --out, a single report is printed.",
      "rehearse report out/promotion/trace.jsonl --format html,junit --out out/promotion");
  parser.positional("TRACE", path, "a trace.jsonl")
      .option("--format", formats, "NAME,...", "which reports: html, text, junit (html)")
      .option("--out", out, "DIR", "where to write; without it the report goes to standard output");
  if (auto done = parser.parse(arguments)) return *done;
  auto trace = trace::read_jsonl(path);
  if (!trace) return complain(trace.error());
  reports::WorldExplainer explainer;
  reports::RunModel model = reports::fold(*trace, explainer);
  auto names = split(formats, ',');
  if (out.empty() && names.size() != 1)
    return complain("several reports need a folder; name one with --out");
  for (std::string_view name : names) {
    reports::Report const* report = reports::find_report(name);
    if (report == nullptr) return complain(no_such_report(name));
    std::string text = report->render(model);
    if (out.empty()) {
      std::fputs(text.c_str(), stdout);
      continue;
    }
    if (auto made = make_folder(out); !made) return complain(made.error());
    std::string target = out + "/" + std::string(report->file);
    if (auto written = write_file(target, text); !written) return complain(written.error());
    fmt::print("report  {}\n", target);
  }
  if (trace->complete()) return ExitCode::well;
  return complain_incomplete(path);
}

}  // namespace rehearse::cli
