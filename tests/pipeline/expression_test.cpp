#include "sim/pipeline/expression.hpp"

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

TEST_CASE("expression: a Get names its kind, its owner and its path", "[pipeline]") {
  using enum ReferenceKind;
  CHECK(parse_reference("Parameters.Rows") == Reference{parameter, "Rows", "", 0});
  CHECK(parse_reference("Execution.StartDateTime") == Reference{execution, "StartDateTime", "", 0});
  CHECK(parse_reference("Steps.A.Outcome") == Reference{outcome, "A", "", 0});
  CHECK(parse_reference("Steps.A.PropertyFiles.F") == Reference{property_file, "A", "F", 0});
  CHECK(parse_reference("PipelineExperimentConfig.TrialName") ==
        Reference{experiment, "TrialName", "", 0});
  CHECK(parse_reference("Steps.A.Out.Outputs['x.y'].Uri") ==
        Reference{step_property, "A", "Out.Outputs['x.y'].Uri", 0});
  for (auto bad :
       {"", "Steps", "Steps.A", "Steps.A.", "Steps..x", "Steps.A.b[", "Steps.A.PropertyFiles.",
        "Parameter.X", "Parameters.", "Parameters.a.b", "steps.A.b"})
    CHECK_FALSE(parse_reference(bad));
}

TEST_CASE("expression: references are found at any depth, in the order of the text", "[pipeline]") {
  auto found =
      references_in(value(R"({"a": [{"Std:Join": {"On": "", "Values": [{"Get": "Steps.B.x"}, 1]}}],
      "b": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.C.PropertyFiles.F"}, "Path": "p"}}, "c": {"Get": "Parameters.P"}})"));
  REQUIRE(found.size() == 3);
  CHECK(found[0].name == "B");
  CHECK(found[1].path == "F");
  CHECK(found[2].kind == ReferenceKind::parameter);
  CHECK(found[2].offset > found[1].offset);
}

TEST_CASE("expression: values are resolved inside whatever holds them", "[pipeline]") {
  FixedResolver resolver;
  resolver.known = {{"Parameters.P", value("0.90")},
                    {"Steps.A.x[0]", value("\"u\"")},
                    {"E/F:m.v", value("7")},
                    {"s3://b/k:m", value("[1]")},
                    {"ExperimentName", value("\"exp\"")}};
  auto resolved =
      resolve(value(R"({"a": [{"Get": "Parameters.P"}, true], "b": {"Get": "Steps.A.x[0]"},
      "c": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.E.PropertyFiles.F"}, "Path": "m.v"}},
      "d": {"Std:JsonGet": {"S3Uri": {"Std:Join": {"On": "/", "Values": ["s3://b", "k"]}}, "Path": "m"}},
      "e": {"Get": "PipelineExperimentConfig.ExperimentName"}})"),
              resolver);
  REQUIRE(resolved);
  CHECK(json::dump(*resolved) == R"({"a":[0.90,true],"b":"u","c":7,"d":[1],"e":"exp"})");
}

TEST_CASE("expression: a join yields text, numbers as written and booleans in lower case",
          "[pipeline]") {
  FixedResolver resolver;
  resolver.known = {{"Parameters.P", value("6.0")}, {"Parameters.L", value("[1]")}};
  auto joined = resolve(
      value(R"({"Std:Join": {"On": "-", "Values": ["a", {"Get": "Parameters.P"}, true, 1e3]}})"),
      resolver);
  REQUIRE(joined);
  CHECK(joined->as_string() == "a-6.0-true-1e3");
  CHECK(resolve(value(R"({"Std:Join": {"On": "-", "Values": []}})"), resolver)->as_string() == "");
  CHECK(resolve(value(R"({"Std:Join": {"On": "", "Values": [{"Get": "Parameters.L"}]}})"), resolver)
            .error() == "Std:Join cannot join a value of kind array");
  CHECK(resolve(value(R"([{"Get": "Parameters.Missing"}])"), resolver).error() ==
        "no value for Parameters.Missing");
}

TEST_CASE("path: names, keys and indices lead to the value, lists of named things read as maps",
          "[pipeline]") {
  auto root = value(
      R"({"Outputs": [{"OutputName": "train", "S3": {"Uri": "s3://t"}}, {"OutputName": "te.st", "S3": {"Uri": "s3://e"}}],
      "List": [[1, 2], [3]], "Map": {"a b": true}, "FinalMetricDataList": [{"MetricName": "f1", "Value": 0.5}]})");
  auto at = [&](std::string_view path) { return json::dump(**lookup(root, path)); };
  CHECK(at("Outputs['train'].S3.Uri") == "\"s3://t\"");
  CHECK(at("Outputs['te.st'].S3.Uri") == "\"s3://e\"");
  CHECK(at("Outputs[1].OutputName") == "\"te.st\"");
  CHECK(at("List[0][1]") == "2");
  CHECK(at("Map['a b']") == "true");
  CHECK(at("['Map'][\"a b\"]") == "true");
  CHECK(at("FinalMetricDataList['f1'].Value") == "0.5");
  for (auto bad : {"", ".", "a.", "Outputs['none']", "List[9]", "List[x]", "List[", "List[0]x",
                   "Outputs['']", "Map.none", "a..b", "List[-1]", "List[99999999999]"}) {
    INFO(bad);
    REQUIRE_FALSE(lookup(root, bad));
    CHECK(lookup(root, bad).error() == "Invalid json path '" + std::string(bad) + "'");
  }
}
