#include "sim/pipeline/definition.hpp"

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;

TEST_CASE("definition: the sections that SDKs emit as null are accepted", "[pipeline]") {
  auto d = parsed(
      R"({"Version": "2020-12-01", "Metadata": {}, "Parameters": [], "PipelineExperimentConfig": null,
                      "MlflowConfig": null, "Steps": []})");
  CHECK(d.experiment.disabled);
  CHECK(d.steps.empty());
  CHECK_FALSE(parsed(R"({"Steps": []})").experiment.disabled);
}

TEST_CASE("definition: steps are flat, in document order, and know their branch and place",
          "[pipeline]") {
  std::string text = with_steps(step("A") + R"(,
{"Name": "If", "Type": "Condition", "Arguments": {"Conditions": [], "IfSteps": [)" +
                                step("B") + R"(], "ElseSteps": [)" + step("C", "Fail") + "]}},\n" +
                                step("D", "Training", "\"DependsOn\": [\"A\", \"A\"]"));
  auto d = parsed(text);
  REQUIRE(d.steps.size() == 5);
  CHECK(d.steps[2].name == "B");
  CHECK(d.steps[2].branch == Branch{1, true});
  CHECK(d.steps[3].branch == Branch{1, false});
  CHECK(d.steps[3].pointer == "/Steps/1/Arguments/ElseSteps/0");
  CHECK(d.where(d.steps[4].offset) == Where{"d.json", 5, 1});
  CHECK(d.steps[4].depends_on == std::vector<StepIndex>{0});
  CHECK(json::dump(d.steps[1].arguments) == R"({"Conditions":[]})");
  CHECK(d.find_step("D") == StepIndex{4});
  CHECK_FALSE(d.find_step("E"));
}

TEST_CASE("definition: a callback keeps its queue, outputs and references", "[pipeline]") {
  auto d = parsed(with_steps(step("Reg", "RegisterModel") + R"(,
    {"Name": "Gate", "Type": "Callback", "DisplayName": "The gate", "SqsQueueUrl": {"Get": "Parameters.Q"},
     "Arguments": {"model": {"Get": "Steps.Reg.ModelPackageArn"}}, "OutputParameters": [{"OutputName": "ok", "OutputType": "Boolean"}]},
    {"Name": "Use", "Type": "Lambda", "FunctionArn": "f", "Arguments": {"x": {"Get": "Steps.Gate.OutputParameters['ok']"}}})",
                             R"({"Name": "Q", "Type": "String"})"));
  Step const& gate = d.steps[1];
  CHECK(gate.display_name == "The gate");
  CHECK(gate.siblings.find("SqsQueueUrl") != nullptr);
  REQUIRE(gate.output_parameters.size() == 1);
  CHECK(gate.output_parameters[0].type == ParameterType::boolean);
  REQUIRE(gate.references.size() == 2);
  CHECK(gate.references[0].kind == ReferenceKind::parameter);
  CHECK(gate.references[1].path == "ModelPackageArn");
}

TEST_CASE(
    "definition: a condition's outcome may be referred to, and DependsOn on it takes a switch",
    "[pipeline]") {
  std::string condition =
      R"({"Name": "If", "Type": "Condition", "Arguments": {"Conditions": []}},)";
  auto d = parsed(with_steps(
      condition +
      R"({"Name": "T", "Type": "Training", "Arguments": {"Environment": {"o": {"Get": "Steps.If.Outcome"}}}})"));
  CHECK(d.steps[1].references[0].kind == ReferenceKind::outcome);
  auto depends = with_steps(condition + step("T", "Training", "\"DependsOn\": [\"If\"]"));
  CHECK_FALSE(parse_definition(depends));
  CHECK(parsed(depends, {.depends_on_condition = true}).steps[1].depends_on ==
        std::vector<StepIndex>{0});
}

TEST_CASE("definition: cache and retry sections are read", "[pipeline]") {
  using namespace std::chrono_literals;
  auto d = parsed(
      with_steps(step("A", "Training", R"("CacheConfig": {"Enabled": true, "ExpireAfter": "30dT5h"},
      "RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "MaxAttempts": 3, "BackoffRate": 1.5},
        {"ExceptionType": "SageMaker.CAPACITY_ERROR", "IntervalSeconds": 30, "ExpireAfterMin": 60}])")));
  CHECK(d.steps[0].cached_for == Duration{30 * 24h + 5h});
  REQUIRE(d.steps[0].retries.size() == 2);
  RetryPolicy const& first = d.steps[0].retries[0];
  CHECK(first.covers(ExceptionType::throttling));
  CHECK_FALSE(first.covers(ExceptionType::capacity_error));
  CHECK(first.interval == 1s);
  CHECK(first.backoff_millionths == 1'500'000);
  CHECK(first.attempts_max == 3U);
  CHECK(d.steps[0].retries[1].interval == 30s);
  CHECK(d.steps[0].retries[1].expire_after == Duration{1h});
}

TEST_CASE("definition: a cache that is off, or of a type without a key, keeps nothing",
          "[pipeline]") {
  auto off = parsed(with_steps(
      step("A", "Training", R"("CacheConfig": {"Enabled": false, "ExpireAfter": "P1D"})")));
  CHECK_FALSE(off.steps[0].cached_for);
  auto lambda = parsed(with_steps(
      R"({"Name": "L", "Type": "Lambda", "FunctionArn": "f", "Arguments": {}, "CacheConfig": {"Enabled": true, "ExpireAfter": "P1D"}})"));
  CHECK_FALSE(lambda.steps[0].cached_for);
}

TEST_CASE("definition: arguments that the table does not know pass unless they look misspelt",
          "[pipeline]") {
  CHECK(parse_definition(
      with_steps(R"({"Name": "A", "Type": "Training", "Arguments": {"BrandNewFeature": 1}})")));
  CHECK_FALSE(parse_definition(
      with_steps(R"({"Name": "A", "Type": "Training", "Arguments": {"HyperParameter": {}}})")));
}
