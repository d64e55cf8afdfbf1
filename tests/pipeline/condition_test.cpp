#include "sim/pipeline/condition.hpp"

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

namespace {

/// The outcome of one condition with these two operands, or the text of its failure.
std::string outcome(std::string_view type, std::string_view left, std::string_view right) {
  FixedResolver resolver;
  auto verdict = evaluate(
      value("[{\"Type\": \"" + std::string(type) + "\", \"LeftValue\": " + std::string(left) +
            ", \"RightValue\": " + std::string(right) + "}]"),
      resolver);
  return verdict ? (*verdict ? "true" : "false") : verdict.error();
}

std::string outcome(std::string_view conditions) {
  FixedResolver resolver;
  resolver.known = {{"Parameters.Stage", value("\"test\"")},
                    {"Steps.C.Outcome", value("\"true\"")}};
  auto verdict = evaluate(value(conditions), resolver);
  return verdict ? (*verdict ? "true" : "false") : verdict.error();
}

}  // namespace

TEST_CASE("condition: numbers compare exactly, as decimals", "[pipeline]") {
  CHECK(outcome("Equals", "0.90", "0.9") == "true");
  CHECK(outcome("Equals", "1e3", "1000") == "true");
  CHECK(outcome("LessThan", "9007199254740992", "9007199254740993") == "true");
  CHECK(outcome("Equals", "0.1000000000000000000001", "0.1") == "false");
  CHECK(outcome("LessThanOrEqualTo", "6", "6.0") == "true");
  CHECK(outcome("GreaterThanOrEqualTo", "-1", "0") == "false");
  CHECK(outcome("GreaterThan", "10", "9") == "true");
  CHECK(outcome("NotEquals", "1", "2") == "true");
}

TEST_CASE("condition: texts compare in byte order", "[pipeline]") {
  CHECK(outcome("GreaterThan", "\"1\"", "\"3\"") == "false");
  CHECK(outcome("GreaterThan", "\"1\"", "\"0\"") == "true");
  CHECK(outcome("LessThan", "\"10\"", "\"9\"") == "true");
  CHECK(outcome("Equals", "\"a\"", "\"A\"") == "false");
}

TEST_CASE("condition: operands of different types fail the step", "[pipeline]") {
  CHECK(outcome("Equals", "\"1\"", "1") ==
        "LeftValue [1] and RightValue [1] are not of the same type.");
  CHECK(outcome("LessThan", "true", "1") ==
        "LeftValue [true] and RightValue [1] are not of the same type.");
  CHECK(outcome("LessThan", "true", "false") ==
        "LessThan not supported between boolean and boolean");
  CHECK(outcome("Equals", "true", "true") == "true");
}

TEST_CASE("condition: a list holds when all hold, Or when one does, Not and In as they say",
          "[pipeline]") {
  CHECK(outcome("[]") == "true");
  std::string const yes = R"({"Type": "Equals", "LeftValue": 1, "RightValue": 1})";
  std::string const no = R"({"Type": "Equals", "LeftValue": 1, "RightValue": 2})";
  CHECK(outcome("[" + yes + "," + yes + "]") == "true");
  CHECK(outcome("[" + yes + "," + no + "]") == "false");
  CHECK(outcome(R"([{"Type": "Or", "Conditions": [)" + no + "," + yes + "]}]") == "true");
  CHECK(outcome(R"([{"Type": "Or", "Conditions": []}])") == "false");
  CHECK(outcome(R"([{"Type": "Not", "Condition": )" + no + "}]") == "true");
  CHECK(
      outcome(
          R"([{"Type": "In", "QueryValue": {"Get": "Parameters.Stage"}, "Values": ["dry-run", "test"]}])") ==
      "true");
  CHECK(outcome(R"([{"Type": "In", "Value": "x", "In": [1, "y"]}])") == "false");
  CHECK(outcome(R"([{"Type": "NotIn", "QueryValue": "x", "Values": ["y"]}])") == "true");
  CHECK(
      outcome(
          R"([{"Type": "Equals", "LeftValue": {"Get": "Steps.C.Outcome"}, "RightValue": "true"}])") ==
      "true");
  CHECK(outcome(
            R"([{"Type": "Equals", "LeftValue": {"Get": "Parameters.None"}, "RightValue": 1}])") ==
        "no value for Parameters.None");
}

TEST_CASE("condition: a malformed list is an error, never a crash", "[pipeline]") {
  CHECK(outcome("{}") == "Conditions is no list");
  CHECK(outcome(R"([{"Type": "And"}])") == "unknown condition type 'And'");
  CHECK(outcome(R"([{"Type": "Equals"}])") == "the condition lacks an operand");
}
