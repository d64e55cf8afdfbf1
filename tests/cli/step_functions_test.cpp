// Outputs of steps as data: fixed, drawn, computed by a function of the scenario; and what the
// program says when they are wrong.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;
using Catch::Matchers::Contains;

namespace {

/// A training step whose metric and a Lambda whose answer decide.
constexpr char kDefinition[] =
    R"({"Version": "2020-12-01", "Metadata": {}, "Parameters": [{"Name": "Rounds", "Type": "Integer", "DefaultValue": 100}],
 "Steps": [
  {"Name": "Train", "Type": "Training", "Arguments": {"HyperParameters": {"rounds": {"Std:Join": {"On": "", "Values": [{"Get": "Parameters.Rounds"}]}}}}},
  {"Name": "Ask", "Type": "Lambda", "FunctionArn": "arn:aws:lambda:us-east-1:111111111111:function:ask", "Arguments": {},
   "OutputParameters": [{"OutputName": "limit", "OutputType": "Float"}]},
  {"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "GreaterThanOrEqualTo",
    "LeftValue": {"Get": "Steps.Train.FinalMetricDataList['auc'].Value"}, "RightValue": {"Get": "Steps.Ask.OutputParameters['limit']"}}],
    "IfSteps": [], "ElseSteps": [{"Name": "Bad", "Type": "Fail", "Arguments": {"ErrorMessage": "bad"}}]}}]})";

Ended run_judged(Folder const& folder, std::string const& outputs, std::string const& more = "",
                 std::string const& start = "") {
  folder.write("definition.json", kDefinition);
  folder.write("s.lua", world("\n" + outputs) + more + R"(actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  local run = sagemaker:start_pipeline_execution { PipelineName = p)" +
                            start + R"( }
  local function status() return sagemaker:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the end", function() return status() ~= "Executing" end, { poll = "1m" })
  expect.equal("it is good", status(), "Succeeded")
end)
)");
  return folder.rehearse("run s.lua");
}

std::string outputs(std::string const& train, std::string const& ask = "{ limit = 0.9 }") {
  return "outputs = { Train = " + train + ", Ask = " + ask + " }";
}

}  // namespace

TEST_CASE("outputs: metrics and output parameters, fixed, drawn or computed, decide a condition",
          "[cli][outputs]") {
  struct Row {
    char const *train, *ask;
    int code;
  };
  Row const rows[] = {
      {"{ metrics = { auc = 0.91 } }", "{ limit = 0.9 }", 0},
      {"{ metrics = { auc = 0.89 } }", "{ limit = 0.9 }", 1},
      {"{ FinalMetricDataList = { { MetricName = \"auc\", Value = 0.91 } } }", "{ limit = 0.9 }",
       0},
      {"{ metrics = { auc = draw.uniform(0.90, 0.95) } }", "{ limit = 0.9 }", 0},
      {"{ metrics = { auc = draw.uniform(0.80, 0.89) } }", "{ limit = 0.9 }", 1},
      {"{ metrics = { auc = draw.one_of { 0.91, 0.92 } } }",
       "{ limit = draw.chance(\"1/2\", 0.9, 0.8) }", 0},
      {"function(step) return { metrics = { auc = tonumber(step.arguments.HyperParameters.rounds) "
       "/ 100 } } end",
       "function() return { limit = 1 } end", 0},
      {"function(step) return { metrics = { auc = step.attempt } } end", "{ limit = 1 }", 0},
      {"function(step) return { metrics = { auc = draw.uniform(1, 6) + math.random(1, 6) } } end",
       "{ limit = 2 }", 0},
      {"function(step) return { metrics = { auc = step.name == \"Train\" and step.type == "
       "\"Training\" and "
       "step.pipeline == \"p\" and step.execution:find(\"pipeline/p/execution/\", 1, true) and 1 "
       "or 0 } } end",
       "{ limit = 1 }", 0},
  };
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run_judged(folder, outputs(row.train, row.ask));
    INFO(row.train << "\n" << ended.out << ended.err);
    CHECK(ended.code == row.code);
  }
}

TEST_CASE("outputs: what a property says reaches who refers to it", "[cli][outputs]") {
  Folder folder;
  Ended ended = run_judged(
      folder, outputs("{ FinalMetricDataList = { { MetricName = \"auc\", Value = 0.95 } }, "
                      "ModelArtifacts = { S3ModelArtifacts = \"s3://models/best\" } }"));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK_THAT(folder.read("out/s/trace.jsonl"), Contains("s3://models/best"));
}

TEST_CASE("outputs: a function may look at who may what", "[cli][outputs]") {
  Folder folder;
  Ended ended = run_judged(
      folder, outputs("function(step) return look() end"),
      "function look() return { metrics = { auc = access(engineer, \"sagemaker:DescribePipeline\", "
      "p) and 1 or 0 } } end\n");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("outputs: what a function computed stands in the trace, which needs no Lua",
          "[cli][outputs]") {
  Folder folder;
  std::string const computed = outputs(
      "function(step) return { metrics = { auc = tonumber(step.arguments.HyperParameters.rounds) / "
      "100 } } end",
      "{ limit = 0.5 }");
  Ended ended = run_judged(folder, computed, "",
                           ", PipelineParameters = { { Name = \"Rounds\", Value = \"75\" } }");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK_THAT(
      folder.read("out/s/trace.jsonl"),
      Contains("\"type\":\"StepProduced\"") &&
          Contains(R"("name":"FinalMetricDataList","value":[{"MetricName":"auc","Value":0.75}])"));
  CHECK(folder.rehearse("report out/s/trace.jsonl --format text --out again").code == 0);
}

TEST_CASE("outputs: draws of a step do not depend on what else the scenario draws",
          "[cli][outputs]") {
  auto produced = [](std::string const& more) {
    Folder folder;
    run_judged(folder,
               outputs("function() return { metrics = { auc = math.random(1, 1000000) } } end",
                       "{ limit = draw.uniform(1, 1000000) }"),
               more);
    std::string trace = folder.read("out/s/trace.jsonl"), out;
    for (std::size_t at = 0; (at = trace.find("\"kind\":\"", at)) != std::string::npos; ++at)
      if (trace.substr(trace.rfind('\n', at), at).contains("StepProduced"))
        out += trace.substr(at, trace.find('\n', at) - at);
    return out;
  };
  std::string const once = produced("");
  CHECK_THAT(once, Contains("auc"));
  CHECK(produced("local n = math.random(1, 6)\n") == once);
}

TEST_CASE("outputs: a function that calls, waits or fails ends the run and names its line",
          "[cli][outputs]") {
  struct Row {
    char const *body, *said;
  };
  Row const rows[] = {
      {"sleep \"1m\"", "s.lua:8: `outputs.Train` cannot wait"},
      {"wait_for(\"x\", function() return true end)", "s.lua:8: `outputs.Train` cannot wait"},
      {"engineer:client(\"sagemaker\"):list_pipelines {}",
       "s.lua:8: `outputs.Train` cannot make calls"},
      {"error \"no report\"", "s.lua:8: `outputs.Train`: no report"},
      {"return nil + 1", "s.lua:8: `outputs.Train`: attempt to perform arithmetic"},
      {"local x = 1", "s.lua:7: `outputs.Train`: it returned nothing"},
      {"return 7", "s.lua:7: `outputs.Train` is a table"},
      {"return { metrcs = {} }",
       "s.lua:7: `outputs.Train`: the step has no property file or property "
       "`metrcs`; did you mean `metrics`?"},
      {"return { metrics = { auc = \"0.9\" } }",
       "s.lua:7: `outputs.Train.metrics`: the metric `auc` is a number, got \"0.9\""},
      {"return { metrics = print }", "s.lua:7: `outputs.Train.metrics`"},
      {"return { TrainingJobName = \"x\" }", "the run itself makes that name"},
      {"while true do end", "s.lua:8: `outputs.Train`: the scenario ran 100000000 steps"},
  };
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run_judged(folder, outputs(std::string("function(step)\n") + row.body + "\nend"));
    INFO(row.body << "\n" << ended.out << ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(flat(ended.err), Contains(row.said));
    CHECK_THAT(folder.read("out/s/trace.jsonl"),
               Contains("\"type\":\"RunEnded\",\"reason\":\"fault\"") ||
                   Contains("\"type\":\"RunEnded\",\"reason\":\"limit\""));
  }
  Folder folder;
  Ended ended = run_judged(folder, outputs("{ metrics = { auc = 1 } }") +
                                       ", durations = { Train = function() return \"soon\" end }");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK_THAT(flat(ended.err), Contains("s.lua:7: `durations.Train`: "));
}

TEST_CASE("outputs: what a table says wrong is told before the run, with the nearest",
          "[cli][outputs]") {
  struct Row {
    std::string text;
    char const* said;
  };
  Row const rows[] = {
      {outputs("{ metrcs = {} }"), "did you mean `metrics`?"},
      {outputs("{ metrics = 7 }"),
       "`outputs.Train.metrics` is a table: the metric's name -> a number"},
      {outputs("{ metrics = { auc = draw.uniform(\"0.8\", \"0.9\") } }"),
       "the metric `auc` is a number, got \"0.8\""},
      {outputs("{ metrics = {}, FinalMetricDataList = {} }"), "are the same"},
      {outputs("{ TrainingJobArn = \"x\" }"), "the run itself makes that name"},
      {outputs("{}", "{ limit = \"high\" }"), "`outputs.Ask.limit` is a Float, got \"high\""},
      {outputs("{}", "{ limit = draw.one_of { 1, \"high\" } }"),
       "`outputs.Ask.limit` is a Float, got \"high\""},
      {outputs("{}", "{ metrics = {} }"), "it has limit"},
      {"outputs = { Good = { Outcome = true } }", "`outputs.Good`: the step has no property file"},
      {"outputs = { Trian = {} }", "the definition has no step `Trian`; did you mean `Train`?"},
      {"durations = { Somewhere = \"1m\" }",
       "the definition has no step `Somewhere`; its steps are "},
      {"outputs = \"outputs.json\"", "`pipeline.outputs` is a table by step"},
      {"outputs = { \"Train\" }", "`pipeline.outputs` is a table by step, and not a list"},
      {"outputs = 7", "`pipeline.outputs` is a table by step"},
      {"durations = { Ask = { [\"ml.m5.large\"] = \"1m\" } }",
       "`durations.Ask` is by instance type, and a Lambda step names none"},
      {outputs("{ metrics = { auc = draw.uniform(0.9, 0.8) } }"), "the wrong way round"},
      {outputs("{ metrics = { auc = draw.one_of {} } }"),
       "`draw.one_of` wants a list of alternatives"},
      {outputs("{ metrics = { auc = draw.chance(\"2\", 1, 2) } }"), "`2` is not a probability"},
      {outputs("{ metrics = { auc = draw.chance(\"1/2\", 1) } }"), "`draw.chance` lacks a value"},
      {outputs("{ metrics = { auc = draw.uniformly(1, 2) } }"), "uniformly"},
  };
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run_judged(folder, row.text);
    INFO(row.text << "\n" << ended.out << ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(flat(ended.err), Contains(row.said));
    CHECK_FALSE(folder.has("out/s/trace.jsonl"));
  }
}
