#include "reports/junit.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/reasons.hpp"
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

/// The best of the changes that would turn a call's answer.
std::string nearest_text(Call const& call) {
  NearestChange const& best = call.why.nearest.front();
  std::string out, lead = fmt::format("\n{}: ", nearest_heading(call));
  for (NearestChange::Edit const& edit : best.edits) {
    out += std::exchange(lead, "\n    and ") + edit.what;
    if (!edit.paste.empty()) out += "\n    " + edit.paste;
  }
  for (std::string const& each : side_effects(best)) out += "\n    " + each;
  return out;
}

/// The call that a check speaks of: where the trace has it, and why it came out so, layer by layer.
std::string refusal(RunModel const& model, Check const& check) {
  std::string out = fmt::format("\ncall: seq {} of the trace", check.call);
  Call const* call = model.call_of(check);
  if (call == nullptr) return out;
  bool const refused = call->result == CallResult::refused;
  if (refused && !call->why.summary.empty() && !check.detail.contains(call->why.summary))
    out += "\n" + call->why.summary;
  for (Reason const& reason : reasons_of(*call, check.detail)) {
    out += fmt::format("\n{} {}", mark_of(reason.verdict), reason.heading);
    for (std::string const& each : reason.statements) out += "\n    " + each;
  }
  for (std::string const& each : call->why.decided_by) out += "\n" + each;
  if (!call->why.nearest.empty()) out += nearest_text(*call);
  if (!call->message.empty()) out += fmt::format("\n{}: {}", call->code, call->message);
  return out;
}

std::string failure(RunModel const& model, Check const& check) {
  std::string reason = check.detail.empty() ? "the check did not hold" : check.detail;
  std::string out = fmt::format("      <failure message=\"{}\" type=\"{}\">", attribute(reason),
                                name_of(check.kind));
  out += escape_xml(fmt::format("{} at {}, {}", reason,
                                format_instant(model.header.epoch, check.at), place(check.where)));
  if (check.call != kNoSeq) out += escape_xml(refusal(model, check));
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

std::string more_case(std::string_view suite, JunitCase const& each) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", attribute(suite),
                                attribute(each.name));
  if (each.failure.empty()) return out + "/>\n";
  return out + fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n",
                           attribute(each.failure));
}

/// A case that is no check: the run itself did not come to its end.
std::string error_case(std::string_view suite, std::string_view name, Time at,
                       std::string_view message) {
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{}\" time=\"{}\">\n      <error message=\"{}\"/>\n    "
      "</testcase>\n",
      attribute(suite), attribute(name), seconds(at), attribute(message));
}

std::string counts(std::string_view name, JunitSuite const& suite) {
  return fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{}\"",
                     attribute(name), suite.tests, suite.failures, suite.errors,
                     seconds(suite.span));
}

}  // namespace

JunitSuite junit_suite(RunModel const& model, std::string_view name,
                       std::span<JunitCase const> more) {
  std::string ending = ending_phrase(model);
  bool whole =
      ending.empty() || (model.header.complete && model.header.reason == trace::EndReason::until);
  JunitSuite suite;
  suite.tests = model.checks.size() + more.size() + (whole ? 0 : 1);
  suite.failures = model.failed_checks();
  for (JunitCase const& each : more) suite.failures += each.failure.empty() ? 0 : 1;
  suite.errors = whole ? 0 : 1;
  suite.span = model.header.end;
  std::string start = format_instant(model.header.epoch, Time{});
  suite.xml = fmt::format("  <testsuite {} skipped=\"0\" timestamp=\"{}\">\n", counts(name, suite),
                          start.substr(0, 19));
  suite.xml += fmt::format(
      "    <properties>\n      <property name=\"seed\" value=\"{}\"/>\n    </properties>\n",
      model.header.seed);
  for (Check const& check : model.checks) suite.xml += test_case(model, name, check);
  for (JunitCase const& each : more) suite.xml += more_case(name, each);
  if (!whole) suite.xml += error_case(name, "the run ends", model.header.end, ending);
  suite.xml += "  </testsuite>\n";
  return suite;
}

JunitSuite junit_error(std::string_view name, std::string_view message) {
  JunitSuite suite{{}, 1, 0, 1, {}};
  suite.xml = fmt::format("  <testsuite {}>\n", counts(name, suite));
  suite.xml += error_case(name, "the scenario can be run", Time{}, message) + "  </testsuite>\n";
  return suite;
}

std::string junit_document(std::string_view name, std::span<JunitSuite const> suites) {
  JunitSuite all;
  for (JunitSuite const& suite : suites) {
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
    all.span += suite.span.time_since_epoch();
    all.xml += suite.xml;
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + counts(name, all) + ">\n" +
         all.xml + "</testsuites>\n";
}

std::string render_junit(RunModel const& model) {
  std::string_view name = scenario_stem(model.header.scenario);
  JunitSuite suite = junit_suite(model, name);
  return junit_document(name, std::span(&suite, 1));
}

}  // namespace rehearse::reports
