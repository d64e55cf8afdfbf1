#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "reports/catalog.hpp"
#include "reports/html.hpp"
#include "reports/junit.hpp"
#include "reports/layout.hpp"
#include "reports/text.hpp"
#include "sim/base/json.hpp"
#include "tests/reports/story.hpp"
#include "tests/reports/xml.hpp"

using namespace rehearse;
using namespace rehearse::reports;
using Catch::Matchers::Contains;
using namespace std::string_literals;

namespace {

constexpr char kHostile[] = "</script><img src=x onerror=alert(1)>";

trace::Trace hostile() {
  return testing::promotion(
      {.account = kHostile, .check = kHostile, .note = kHostile, .waits_for = kHostile});
}

std::string golden_path(std::string_view name) {
  return std::string(REHEARSE_SOURCE_DIR "/tests/reports/golden/") + std::string(name);
}
std::string read_file(std::string const& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The golden files, each with what makes it.
std::vector<std::pair<std::string, std::string>> goldens() {
  RunModel model = fold(testing::promotion());
  return {{"promotion.txt", find_report("text")->render(model)},
          {"promotion.xml", render_junit(model)}};
}

std::string page_json(std::string const& page) {
  std::string open = "<script type=\"application/json\" id=\"model\">";
  std::size_t from = page.find(open) + open.size();
  return page.substr(from, page.find("</script>", from) - from);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; at += what.size())
    ++n;
  return n;
}

}  // namespace

TEST_CASE("golden files: write them anew", "[.update]") {
  for (auto const& [name, text] : goldens())
    std::ofstream(golden_path(name), std::ios::binary) << text;
}

TEST_CASE("text, junit: the promotion reads as approved", "[reports]") {
  for (auto const& [name, text] : goldens()) {
    INFO(name << ": run `reports_tests [.update]` and review the difference");
    CHECK(text == read_file(golden_path(name)));
  }
}

TEST_CASE("text: what failed comes before what held, with the place to look", "[reports]") {
  std::string text = render_text(fold(testing::promotion()), {});
  CHECK(text.find("FAIL") < text.find("  ok"));
}

TEST_CASE("text: links lead to the page that was written, for failures and refusals", "[reports]") {
  RunModel model = fold(testing::promotion());
  TextStyle style{.page = "out/promotion/report.html"};
  CHECK_THAT(render_text(model, style),
             Contains("\n        out/promotion/report.html#call-145\n") &&
                 Contains("grants 7 read actions\n        out/promotion/"
                          "report.html#call-"));
  CHECK_THAT(render_text(model, {}), !Contains("report.html") && !Contains("#call-"));
  model.checks.push_back(testing::check(false, "a number is right"));
  CHECK_THAT(render_text(model, style), Contains("\n        out/promotion/report.html#check-8\n"));
}

TEST_CASE("catalog: the page's path is told only when the page is written", "[reports]") {
  Report const* junit[] = {find_report("junit")};
  Report const* both[] = {find_report("junit"), find_report("html")};
  CHECK(page_path(junit, "out/x").empty());
  CHECK(page_path(both, "out/x") == "out/x/report.html");
}

TEST_CASE("text: assumptions have their values, the report says how to set them", "[reports]") {
  RunModel model = fold(testing::promotion());
  CHECK_THAT(
      render_text(model, {}),
      Contains("\nthis run rests on 2 assumptions: ram_association_delay 30s, events_delay 1s\n"));
  CHECK_THAT(find_report("text")->render(model),
             Contains("  ram_association_delay = 30s\n") &&
                 Contains("`assume { ram_association_delay = \"...\" }`"));
}

TEST_CASE("text: a long name has lines of its own, time and place stay in their columns",
          "[reports]") {
  RunModel model = fold(testing::promotion());
  std::string name =
      "a name that is longer than half a line of a terminal and is told all the same";
  model.checks.push_back(testing::check(true, name));
  model.checks.back().where = {"scenarios/promotion.lua", 7};
  std::string text = render_text(model, {.width = 80});
  std::size_t at = text.find(" promotion.lua:7\n"), other = text.find(" promotion.lua:50");
  REQUIRE(at != std::string::npos);
  CHECK(at - text.rfind('\n', at) == other - text.rfind('\n', other));
  CHECK_THAT(text, Contains("\n  ok    a name that is longer than half a line"));
  for (std::size_t from = 0, end; (end = text.find('\n', from)) != std::string::npos;
       from = end + 1)
    CHECK(columns(text.substr(from, end - from)) <= 80);
}

TEST_CASE("text: many checks cost time in proportion, and a cap says what it leaves out",
          "[reports]") {
  RunModel model;
  model.header.complete = true;
  model.header.reason = trace::EndReason::finished;
  for (int i = 0; i < 200'000; ++i)
    model.checks.push_back(testing::check(i % 4 != 0, "check " + std::to_string(i)));
  // Counting the failed ones again for each line took minutes.
  std::string all = render_text(model, {});
  CHECK(count(all, "\n") == 200'001);
  std::string some = render_text(model, {.checks_max = 3});
  CHECK(count(some, "FAIL") == 3);
  CHECK(count(some, "  ok") == 3);
  CHECK_THAT(some, Contains("  49997 more failed\n") && Contains("  149997 more held\n"));
}

TEST_CASE("html: of many checks the first 1,000 failed and held ones are listed", "[reports]") {
  RunModel model;
  for (int i = 0; i < 5'000; ++i)
    model.checks.push_back(testing::check(i % 2 != 0, "check " + std::to_string(i)));
  std::string page = render_html(model);
  auto data = json::parse(page_json(page));
  REQUIRE(data);
  REQUIRE(data->find("checks")->as_array().size() == 2'000);
  CHECK(data->find("checks")->as_array()[1].as_array()[0].as_integer() == 3);  // its number
  CHECK(data->find("failedLeft")->as_integer() == 1'500);
  CHECK(data->find("heldLeft")->as_integer() == 1'500);
  CHECK(count(page.substr(0, page.find("</noscript>")), "FAIL") == 1'000);
  CHECK_THAT(page, Contains("1500 more failed"));
}

TEST_CASE("text: an explanation is a heading a layer, its statements indented below", "[reports]") {
  RunModel model = fold(testing::promotion());
  auto refused = std::ranges::find(model.calls, Seq{145}, &Call::seq);
  REQUIRE(refused != model.calls.end());
  refused->why.summary = "refused by the resource policy";
  refused->why.layers = {{Verdict::refuses,
                          "no resource policy allows it",
                          {"statement `X` of the policy that RAM wrote would allow it"}},
                         {Verdict::allows, "the identity policy allows it", {}},
                         {Verdict::other, "share `s` has gone", {}}};
  CHECK_THAT(render_text(model, {}),
             Contains("        ✗ no resource policy allows it\n            statement `X` of the "
                      "policy that RAM wrote would allow it\n        ✓ the identity policy allows "
                      "it\n        · share `s` has gone\n"));
  CHECK_THAT(render_junit(model),
             Contains("\nrefused by the resource policy\n✗ no resource policy allows it\n    "
                      "statement `X`") &&
                 Contains("✓ the identity policy allows it\n· share `s` has gone\n"
                          "AccessDeniedException: User: "));
  CHECK_THAT(
      render_html(model),
      Contains("[[1,\"no resource policy allows it\",[\"statement `X` of the policy that RAM "
               "wrote would allow it\"]],[0,\"the identity policy allows it\",[]],[2,"));
}

TEST_CASE("reports: a run that a fault stopped says so first, not that it has no checks",
          "[reports]") {
  trace::Trace trace;
  trace.append(Time{}, trace::kNoSeq, trace::RunStarted{});
  trace.append(Time{}, trace::kNoSeq,
               trace::RunEnded{.reason = trace::EndReason::fault,
                               .message = "x.lua:3: no field `y`",
                               .digest = {},
                               .checks = 0,
                               .failed = 0});
  RunModel model = fold(trace);
  CHECK_THAT(render_text(model, {.colour = true}),
             Contains("\x1b[1;31mstopped by a fault in the scenario: x.lua:3: no field `y`") &&
                 !Contains("no checks"));
  CHECK_THAT(render_html(model),
             Contains("stopped by a fault</title>") && !Contains("o checks</t"));
}

TEST_CASE("text: prose is wrapped to the width it is given", "[reports]") {
  std::string text = render_text(fold(testing::promotion()), {.width = 70, .explain = true});
  std::size_t from = text.find("  note");
  for (std::size_t end; (end = text.find('\n', from)) != std::string::npos; from = end + 1)
    CHECK(end - from <= 70);
}

TEST_CASE("text: colour only when asked, and a user's control characters never reach the terminal",
          "[reports]") {
  RunModel model = fold(testing::promotion({.account = "staging",
                                            .check = "red \x1b[31m and \x07 bell",
                                            .note = "two\nlines",
                                            .waits_for = "x"}));
  CHECK(render_text(model, {}).find('\x1b') == std::string::npos);
  CHECK_THAT(render_text(model, {.colour = true}),
             Contains("\x1b[1;31mFAIL\x1b[0m") && !Contains("[31m and"s + '\x07'));
  CHECK_THAT(render_text(model, {}), Contains("two lines"));
  model.assumptions.push_back({"a\x1b[31m", "b\x1b[31m"});
  CHECK(render_text(model, {.explain = true}).find('\x1b') == std::string::npos);
}

TEST_CASE("text: a run that did not just finish says so", "[reports]") {
  trace::Trace cut = testing::promotion();
  cut.set_complete(false);
  CHECK_THAT(render_text(fold(cut), {}), Contains("incomplete"));
  trace::Trace limited;
  limited.append(Time{}, trace::kNoSeq, trace::RunStarted{});
  limited.append(Time{}, trace::kNoSeq,
                 trace::RunEnded{.reason = trace::EndReason::limit,
                                 .message = "1,000 events",
                                 .digest = {},
                                 .checks = 0,
                                 .failed = 0});
  CHECK_THAT(render_text(fold(limited), {}), Contains("stopped by a limit: 1,000 events"));
  CHECK_THAT(render_junit(fold(limited)),
             Contains("<error message=\"stopped by a limit: 1,000 events\"/>") &&
                 Contains("errors=\"1\""));
}

TEST_CASE("junit: well-formed, also with hostile names", "[reports]") {
  for (trace::Trace const& trace : {testing::promotion(), hostile()}) {
    std::string xml = render_junit(fold(trace));
    CHECK(testing::xml_fault(xml) == "");
    CHECK(count(xml, "<testcase") == 7);
    CHECK(count(xml, "<failure") == 1);
  }
  CHECK(testing::xml_fault("<a><b></a></b>") != "");  // the judge judges
}

TEST_CASE("html: a hostile name is text everywhere", "[reports]") {
  std::string page = render_html(fold(hostile()));
  CHECK(page.find("<img") == std::string::npos);
  CHECK(page.find("onerror") != std::string::npos);
  CHECK(count(page, "<script") == count(render_html(fold(testing::promotion())), "<script"));
  CHECK(count(page, "</script") == 2);
}

TEST_CASE("html: the model inside is JSON and holds every call and check", "[reports]") {
  RunModel model = fold(testing::promotion());
  auto data = json::parse(page_json(render_html(model)));
  REQUIRE(data);
  CHECK(data->find("calls")->as_array().size() == model.calls.size());
  CHECK(data->find("checks")->as_array().size() == model.checks.size());
  CHECK(data->find("executions")->as_array().size() == model.executions.size());
}

TEST_CASE("html: nothing is fetched from anywhere", "[reports]") {
  std::string page = render_html(fold(testing::promotion()));
  CHECK(page.find(" src=") == std::string::npos);
  CHECK(page.find("<link") == std::string::npos);
  CHECK(page.find("@import") == std::string::npos);
  CHECK_THAT(page, Contains("default-src 'none'"));
  CHECK_THAT(page, Contains("Copyright (c) 2017 Jason Miller"));
}

TEST_CASE("html: 1,000 executions stay below 4 MB", "[reports]") {
  std::string page = render_html(fold(testing::many_executions(1000)));
  CHECK(page.size() > 200'000);
  CHECK(page.size() <= 4'000'000);
}

TEST_CASE("reports: the same trace gives the same bytes", "[reports]") {
  for (Report const& report : catalog())
    CHECK(report.render(fold(testing::promotion())) == report.render(fold(testing::promotion())));
}

TEST_CASE("catalog: each report has a name of its own, a file and a line for the help",
          "[reports]") {
  for (Report const& report : catalog()) {
    CHECK(find_report(report.name) == &report);
    CHECK_FALSE(report.file.empty());
    CHECK_FALSE(report.description.empty());
    CHECK_FALSE(report.render(RunModel{}).empty());
  }
  CHECK(find_report("html") != nullptr);
  CHECK(find_report("pdf") == nullptr);
  CHECK(report_names().size() == catalog().size());
}
