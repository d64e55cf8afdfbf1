// EventBridge's pattern language, and what a scenario may not write in it.
#include "sim/world/runs/rules.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;
using namespace rehearse::world;

namespace {

constexpr char kEvent[] = R"({"source": "aws.sagemaker", "resources": ["arn:a", "arn:b"],
    "detail": {"status": "Approved", "version": 3, "ratio": 0.50, "note": null, "ok": true}})";

bool matches(std::string const& pattern) {
  return event_matches(json::parse(pattern).value(), json::parse(kEvent).value());
}

Errors faults(std::string const& pattern) {
  return check_event_pattern(json::parse(pattern).value());
}

}  // namespace

TEST_CASE("pattern: every field must match, any value of a list will do", "[world]") {
  CHECK(matches(R"({"source": ["aws.sagemaker", "aws.ram"]})"));
  CHECK_FALSE(matches(R"({"source": ["aws.ram"]})"));
  CHECK(matches(R"({"resources": ["arn:b"]})"));
  CHECK(matches(
      R"({"source": ["aws.sagemaker"], "detail": {"status": ["Approved"], "version": [3]}})"));
  CHECK_FALSE(matches(R"({"source": ["aws.sagemaker"], "detail": {"status": ["Rejected"]}})"));
  CHECK(matches(R"({"detail": {"ratio": [0.5], "note": [null], "ok": [true]}})"));
  CHECK_FALSE(matches(R"({"detail": {"missing": ["x"]}})"));
  CHECK_FALSE(matches(R"({"detail": {"version": ["3"]}})"));
  CHECK_FALSE(matches(R"({"source": []})"));
}

TEST_CASE("pattern: each operator, held and not", "[world]") {
  struct Row {
    char const* held;
    char const* missed;
  };
  Row const row = GENERATE(
      Row{R"([{"prefix": "App"}])", R"([{"prefix": "app"}])"},
      Row{R"([{"suffix": "ved"}])", R"([{"suffix": "vet"}])"},
      Row{R"([{"anything-but": "Rejected"}])", R"([{"anything-but": ["Approved", "x"]}])"},
      Row{R"([{"anything-but": {"prefix": "Rej"}}])", R"([{"anything-but": {"prefix": "App"}}])"},
      Row{R"([{"exists": true}])", R"([{"exists": false}])"},
      Row{R"([{"equals-ignore-case": "approved"}])", R"([{"equals-ignore-case": "approve"}])"},
      Row{R"([{"wildcard": "A*d"}])", R"([{"wildcard": "A*x"}])"});
  INFO(row.held);
  CHECK(matches(std::string(R"({"detail": {"status": )") + row.held + "}}"));
  CHECK_FALSE(matches(std::string(R"({"detail": {"status": )") + row.missed + "}}"));
}

TEST_CASE("pattern: numbers compare exactly, absence is a fact, and $or is one of several",
          "[world]") {
  CHECK(matches(R"({"detail": {"version": [{"numeric": [">", 2, "<=", 3]}]}})"));
  CHECK_FALSE(matches(R"({"detail": {"version": [{"numeric": [">", 3]}]}})"));
  CHECK_FALSE(matches(R"({"detail": {"version": [{"numeric": [">"]}]}})"));
  CHECK(matches(R"({"detail": {"missing": [{"exists": false}]}})"));
  CHECK_FALSE(matches(R"({"detail": {"missing": [{"anything-but": "x"}]}})"));
  CHECK(matches(R"({"$or": [{"source": ["aws.ram"]}, {"detail": {"version": [3]}}]})"));
  CHECK_FALSE(matches(R"({"$or": [{"source": ["aws.ram"]}, {"detail": {"version": [4]}}]})"));
}

TEST_CASE("pattern: faults name the place and what would be right", "[world]") {
  CHECK(faults(R"({"source": ["x"], "$or": [{"detail": {"a": [{"prefix": "b"}]}}]})").empty());
  Errors errors = faults(R"({"detail": {"status": [{"prefx": "x"}], "version": 3}})");
  REQUIRE(errors.size() == 2);
  CHECK(errors[0].message == "`prefx` is no operator of event patterns");
  CHECK(errors[0].hint == "did you mean `prefix`?");
  CHECK(errors[0].pointer == "/detail/status/0");
  CHECK(errors[1].message == "`version` of an event pattern is a number");
  CHECK(errors[1].pointer == "/detail/version");
  CHECK(faults("{}").size() == 1);
  CHECK(faults("[]").size() == 1);
}
