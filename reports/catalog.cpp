#include "reports/catalog.hpp"

#include <algorithm>

#include "reports/html.hpp"
#include "reports/junit.hpp"
#include "reports/text.hpp"

namespace rehearse::reports {
namespace {

std::string plain_text(RunModel const& model) {
  return render_text(model, {.explain = true, .trace = "trace.jsonl"});
}

constexpr Report kReports[] = {
    {"text", "report.txt", "the summary as the terminal shows it", plain_text},
    {"html", "report.html", "one page to open in a browser: timeline, graphs, calls, shares",
     render_html},
    {"junit", "junit.xml", "the checks, for test runners", render_junit},
};

}  // namespace

std::span<Report const> catalog() { return kReports; }

Report const* find_report(std::string_view name) {
  auto found = std::ranges::find(kReports, name, &Report::name);
  return found == std::end(kReports) ? nullptr : &*found;
}

std::string page_path(std::span<Report const* const> written, std::string_view folder) {
  Report const* page = find_report("html");
  if (std::ranges::find(written, page) == written.end()) return {};
  return std::string(folder) + "/" + std::string(page->file);
}

std::vector<std::string_view> report_names() {
  std::vector<std::string_view> names;
  for (Report const& report : kReports) names.push_back(report.name);
  return names;
}

}  // namespace rehearse::reports
