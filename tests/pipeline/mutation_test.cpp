// Damaged definitions: whatever is done to the text, the answer is a definition or errors with a
// place.
#include "sim/pipeline/compiled.hpp"
#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

namespace {

std::string sample() {
  return with_steps(
      R"({"Name": "Eval", "Type": "Processing", "DisplayName": "d", "Description": "e",
  "Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "r", "S3Output": {"S3Uri": {"Std:Join": {"On": "/", "Values": ["s3:/", {"Get": "Parameters.B"}, 1]}}}}]}},
  "CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"}, "PropertyFiles": [{"PropertyFileName": "F", "OutputName": "r", "FilePath": "f.json"}],
  "RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 2, "IntervalSeconds": 1, "BackoffRate": 2.0}]},
{"Name": "Gate", "Type": "Condition", "DependsOn": ["Eval"], "Arguments": {"Conditions": [
    {"Type": "LessThan", "LeftValue": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Eval.PropertyFiles.F"}, "Path": "a.b[0]"}}, "RightValue": 5},
    {"Type": "Or", "Conditions": [{"Type": "Not", "Condition": {"Type": "In", "QueryValue": "x", "Values": ["y"]}}]}],
  "IfSteps": [{"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "q", "Arguments": {}, "OutputParameters": [{"OutputName": "o", "OutputType": "String"}]},
              {"Name": "Use", "Type": "Lambda", "FunctionArn": "f", "Arguments": {"o": {"Get": "Steps.Ask.OutputParameters['o']"}}, "OutputParameters": []}],
  "ElseSteps": [{"Name": "No", "Type": "Fail", "Arguments": {"ErrorMessage": "no"}}]}},
{"Name": "Emr", "Type": "EMR", "Arguments": {"StepConfig": {"HadoopJarStep": {"Jar": "j"}}, "ClusterConfig": {"Instances": {"InstanceGroups": []}}}})",
      R"({"Name": "B", "Type": "String", "DefaultValue": "b", "EnumValues": ["b"]})");
}

/// Reads a text; errors must have a place and a message.
void try_text(std::string const& text) {
  auto definition = parse_definition(text, "m.json");
  if (definition) {
    CHECK(compile(std::move(*definition)));
    return;
  }
  REQUIRE_FALSE(definition.error().empty());
  for (Error const& error : definition.error()) {
    INFO(to_string(error));
    CHECK(error.where.line > 0);
    CHECK(error.where.column > 0);
    CHECK_FALSE(error.message.empty());
  }
}

/// Calls `visit(value)` with every value below, each time with the tree intact but for what `visit`
/// does and undoes.
template <class Visit>
void each_value(json::Value& value, Visit const& visit) {
  if (value.is_object())
    for (auto& [key, member] : value.as_object()) each_value(member, visit);
  else if (value.is_array())
    for (json::Value& element : value.as_array()) each_value(element, visit);
  visit(value);
}

}  // namespace

TEST_CASE("mutation: a text cut anywhere is an error with a place", "[pipeline]") {
  std::string text = sample();
  REQUIRE(parse_definition(text));
  for (std::size_t at = 0; at < text.size(); at += 97) try_text(text.substr(0, at));
}

TEST_CASE("mutation: every key removed, one at a time", "[pipeline]") {
  json::Value root = value(sample());
  each_value(root, [&](json::Value& one) {
    if (!one.is_object()) return;
    for (std::size_t i = 0; i < one.as_object().size(); ++i) {
      auto& members = one.as_object();
      auto removed = members[i];
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
      try_text(json::dump(root));
      members.insert(members.begin() + static_cast<std::ptrdiff_t>(i), std::move(removed));
    }
  });
  CHECK(root == value(sample()));
}

TEST_CASE("mutation: every value replaced by one of each other kind", "[pipeline]") {
  json::Value root = value(sample());
  std::vector<json::Value> const others{nullptr,
                                        true,
                                        7,
                                        "word",
                                        json::Array{},
                                        json::Object{},
                                        value("[[{}]]"),
                                        value(R"({"Get": "Steps.Gate.Outcome"})")};
  each_value(root, [&](json::Value& one) {
    json::Value kept = one;
    for (json::Value const& other : others) {
      one = other;
      try_text(json::dump(root));
    }
    one = std::move(kept);
  });
  CHECK(root == value(sample()));
}
