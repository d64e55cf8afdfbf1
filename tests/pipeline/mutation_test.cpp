// Damaged definitions: whatever is done to the text, the answer is a definition or errors with a
// place.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "sim/pipeline/lint.hpp"
#include "sim/pipeline/outline.hpp"
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
{"Name": "Train", "Type": "Training", "Arguments": {"InputDataConfig": [{"ChannelName": "c", "DataSource": {"S3DataSource": {"S3Uri": {"Get": "Steps.Eval.ProcessingOutputConfig.Outputs['r'].S3Output.S3Uri"}}}}], "RoleArn": "arn:aws:iam::111111111111:role/R"},
  "CacheConfig": {"Enabled": true, "ExpireAfter": "PT1H"}},
{"Name": "Make", "Type": "Model", "Arguments": {"ExecutionRoleArn": "r", "PrimaryContainer": {"ModelDataUrl": {"Get": "Steps.Train.ModelArtifacts.S3ModelArtifacts"}}}},
{"Name": "Score", "Type": "Transform", "Arguments": {"ModelName": {"Get": "Steps.Make.ModelName"}}, "CacheConfig": {"Enabled": true, "ExpireAfter": "30d"}},
{"Name": "Check", "Type": "QualityCheck", "CheckType": "DATA_QUALITY", "SkipCheck": false, "Arguments": {}},
{"Name": "Auto", "Type": "AutoML", "Arguments": {"AutoMLJobConfig": {"Mode": "ENSEMBLING"}, "InputDataConfig": [], "OutputDataConfig": {}, "RoleArn": "r"}},
{"Name": "Tune", "Type": "Tuning", "Arguments": {"HyperParameterTuningJobConfig": {}}},
{"Name": "Spark", "Type": "EMRServerless", "Arguments": {"ApplicationId": "a", "ExecutionRoleArn": "r", "JobConfig": {"jobDriver": {}}}},
{"Name": "Line", "Type": "Lineage", "Arguments": {"Actions": []}},
{"Name": "Emr", "Type": "EMR", "Arguments": {"StepConfig": {"HadoopJarStep": {"Jar": "j"}}, "ClusterConfig": {"Instances": {"InstanceGroups": []}}}})",
      R"({"Name": "B", "Type": "String", "DefaultValue": "b", "EnumValues": ["b"]})");
}

/// Reads a text; errors must have a place and a message.
void try_text(std::string const& text) {
  auto definition = parse_definition(text, "m.json");
  if (definition) {
    auto compiled = compile(std::move(*definition));
    REQUIRE(compiled);
    Warnings warnings(*(*compiled)->definition());
    lint(**compiled, "111111111111", warnings);
    for (Warning const& warning : warnings.take()) CHECK(warning.what.where.line > 0);
    CHECK(outline_of(**compiled).steps.size() == (*compiled)->step_count());
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

/// Puts `other` in the place of a value, for one try.
void try_instead(json::Value& root, json::Value& one, json::Value other) {
  std::swap(one, other);
  try_text(json::dump(root));
  std::swap(one, other);
}

/// Takes the i-th member of an object away, for one try.
void try_without(json::Value& root, json::Value& object, std::size_t i) {
  auto& members = object.as_object();
  auto removed = members[i];
  members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
  try_text(json::dump(root));
  members.insert(members.begin() + static_cast<std::ptrdiff_t>(i), std::move(removed));
}

/// Other names, other forms, nothing at all.
std::vector<std::string> broken_references(std::string const& get) {
  return {get + "x",
          get.substr(0, get.size() / 2),
          "Steps." + get,
          get.substr(get.find('.') + 1),
          "Steps.Gate.Outcome",
          "Steps.No.ErrorMessage",
          "",
          get + "[",
          get + ".PropertyFiles.F"};
}

std::vector<std::filesystem::path> corpus_files() {
  std::vector<std::filesystem::path> out;
  std::filesystem::path const folder = std::filesystem::path(REHEARSE_CORPUS_DIR) / "pipelines";
  if (!std::filesystem::exists(folder)) return out;
  for (auto const& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().filename() != "manifest.json" && entry.file_size() < 100'000)
      out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

std::string text_of_file(std::filesystem::path const& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
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
    for (std::size_t i = 0; i < one.as_object().size(); ++i) try_without(root, one, i);
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
    for (json::Value const& other : others) try_instead(root, one, other);
  });
  CHECK(root == value(sample()));
}

TEST_CASE("mutation: every reference broken, in several ways", "[pipeline]") {
  json::Value root = value(sample());
  std::size_t count = 0;
  each_value(root, [&](json::Value& one) {
    if (!one.is_object() || one.find("Get") == nullptr) return;
    json::Value& get = one.as_object().front().second;
    for (std::string& broken : broken_references(get.as_string()))
      try_instead(root, get, json::Value(std::move(broken))), ++count;
  });
  CHECK(count > 50);
}

// Some damage a file, spread over it: a whole walk over each would take minutes.
TEST_CASE("mutation: real definitions, damaged in many places", "[pipeline][corpus]") {
  constexpr std::size_t kTries = 24;
  auto const files = corpus_files();
  if (files.empty()) {
    WARN("skipped: no corpus (configure with REHEARSE_CORPUS)");
    return;
  }
  for (auto const& path : files) {
    INFO(path.filename().string());
    std::string const text = text_of_file(path);
    for (std::size_t i = 1; i < kTries; ++i) try_text(text.substr(0, text.size() * i / kTries));
    json::Value root = value(text);
    std::size_t size = 0, seen = 0;
    each_value(root, [&](json::Value&) { ++size; });
    std::size_t const stride = std::max<std::size_t>(size / kTries, 1);
    each_value(root, [&](json::Value& one) {
      std::size_t const number = seen++;
      if (number % stride != 0) return;
      if (one.is_object() && !one.as_object().empty())
        try_without(root, one, number % one.as_object().size());
      try_instead(root, one, one.is_array() ? json::Value("word") : json::Value(json::Array{}));
      if (one.is_string())
        for (std::string& broken : broken_references(one.as_string()))
          try_instead(root, one, json::Value(std::move(broken)));
    });
    CHECK(root == value(text));
  }
}
