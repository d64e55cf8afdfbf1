#include "reports/junit.hpp"

#include <fmt/format.h>

#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// Seconds with three places, from whole microseconds.
std::string seconds(Time at) {
  std::int64_t milliseconds = at.time_since_epoch().count() / 1000;
  return fmt::format("{}.{:03}", milliseconds / 1000, milliseconds % 1000);
}

/// An attribute's value: a line break would be read back as a space.
std::string attribute(std::string_view text) {
  std::string out;
  for (char c : escape_xml(text)) c == '\n' ? out += "&#10;" : c == '\t' ? out += "&#9;" : out += c;
  return out;
}

std::string failure(RunModel const& model, Check const& check) {
  std::string reason = check.detail.empty() ? "the check did not hold" : check.detail;
  std::string out = fmt::format("      <failure message=\"{}\" type=\"{}\">", attribute(reason),
                                name_of(check.kind));
  out += escape_xml(fmt::format("{} at {}, {}", reason,
                                format_instant(model.header.epoch, check.at), place(check.where)));
  if (check.call != kNoSeq) out += fmt::format("\nreport.html#call-{}", check.call);
  return out + "</failure>\n";
}

std::string test_case(RunModel const& model, std::string_view suite, Check const& check) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\"",
                                attribute(suite), attribute(check.text), seconds(check.at));
  if (!check.where.file.empty())
    out += fmt::format(" file=\"{}\" line=\"{}\"", attribute(check.where.file), check.where.line);
  if (check.held) return out + "/>\n";
  return out + ">\n" + failure(model, check) + "    </testcase>\n";
}

}  // namespace

std::string render_junit(RunModel const& model) {
  std::string_view suite = scenario_stem(model.header.scenario);
  std::string ending = ending_phrase(model);
  bool whole =
      ending.empty() || (model.header.complete && model.header.reason == trace::EndReason::until);
  std::size_t cases = model.checks.size() + (whole ? 0 : 1);
  std::string counts = fmt::format(
      "name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"", attribute(suite), cases,
      model.failed_checks(), whole ? 0 : 1, seconds(model.header.end));
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts + ">\n";
  std::string start = format_instant(model.header.epoch, Time{});
  out +=
      fmt::format("  <testsuite {} skipped=\"0\" timestamp=\"{}\">\n", counts, start.substr(0, 19));
  out += fmt::format(
      "    <properties>\n      <property name=\"seed\" value=\"{}\"/>\n    </properties>\n",
      model.header.seed);
  for (Check const& check : model.checks) out += test_case(model, suite, check);
  if (!whole)
    out += fmt::format(
        "    <testcase classname=\"{0}\" name=\"the run ends\" time=\"{1}\">\n      <error "
        "message=\"{2}\"/>\n"
        "    </testcase>\n",
        attribute(suite), seconds(model.header.end), attribute(ending));
  return out + "  </testsuite>\n</testsuites>\n";
}

}  // namespace rehearse::reports
