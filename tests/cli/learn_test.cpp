// rehearse learn, and the scenario that takes its file.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;
using Catch::Matchers::Contains;

namespace {

constexpr char kSteps[] = R"({"PipelineExecutionSteps": [
  {"StepName": "Wait", "StepStatus": "Succeeded", "StartTime": "2026-01-05T09:00:00+00:00", "EndTime": "2026-01-05T09:25:00+00:00"},
  {"StepName": "Old", "StepStatus": "Succeeded", "StartTime": "2026-01-05T09:00:00+00:00", "EndTime": "2026-01-05T09:01:00+00:00"},
  {"StepName": "Wait", "StepStatus": "Failed", "StartTime": "2026-01-05T09:00:00+00:00", "EndTime": "2026-01-05T09:25:00+00:00"}]})";

/// Starts one execution and says how long it took.
constexpr char kRun[] = R"(actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  local run = sagemaker:start_pipeline_execution { PipelineName = p }
  wait_for("the end", function() return sagemaker:describe_pipeline_execution(run).PipelineExecutionStatus ~= "Executing" end, { poll = "1s" })
  note("over at " .. clock())
end)
)";

Ended run_waiting(Folder const& folder, std::string const& options) {
  folder.write("definition.json", definition());
  folder.write("s.lua", world(options) + kRun);
  return folder.rehearse("run s.lua");
}

}  // namespace

TEST_CASE("learn: results on standard output, what they rest on beside", "[cli][learn]") {
  Folder folder;
  folder.write("steps.json", kSteps);
  Ended ended = folder.rehearse("learn steps.json");
  CHECK(ended.code == 0);
  CHECK(ended.out == "{\n  \"Old\": \"1m\",\n  \"Wait\": \"25m\"\n}\n");
  CHECK(ended.err == "Old: 1 run\nWait: 1 run\nleft out: 1 not succeeded\n");
}

TEST_CASE("learn: bad input says each fault with its place and ends with 2", "[cli][learn]") {
  Folder folder;
  folder.write("steps.json", kSteps);
  folder.write("bad.json", "{\"PipelineExecutionSteps\": [\n  7,\n  8]}");
  Ended ended = folder.rehearse("learn steps.json bad.json missing.json");
  CHECK(ended.code == 2);
  CHECK(ended.out.empty());
  CHECK_THAT(ended.err, Contains("bad.json:2:3: a step is an object") &&
                            Contains("bad.json:3:3: a step is an object") &&
                            Contains("missing.json"));
  folder.write("none.json", "{\"PipelineExecutionSteps\": []}");
  ended = folder.rehearse("learn none.json");
  CHECK(ended.code == 2);
  CHECK_THAT(ended.err, Contains("nothing to learn"));
  CHECK(folder.rehearse("learn").code == 2);
  CHECK_THAT(folder.rehearse("learn --help").out, Contains("example:\n  rehearse learn "));
}

TEST_CASE("durations: a scenario takes the learned file, and says which steps it lacks",
          "[cli][learn]") {
  Folder folder;
  folder.write("steps.json", kSteps);
  REQUIRE(folder.shell("$R learn steps.json > durations.json").code == 0);
  Ended ended = run_waiting(folder, "durations = \"durations.json\"");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  std::string const trace = folder.read("out/s/trace.jsonl");
  CHECK_THAT(trace, Contains("over at 2026-01-05T09:25:"));
  CHECK_THAT(trace,
             Contains("durations.json has durations of steps that the definition lacks, which "
                      "count for nothing: Old"));
  CHECK_THAT(trace, Contains("\"durations.json\""));  // hashed as a source
}

TEST_CASE("durations: what is wrong in a file has its line and column there", "[cli][learn]") {
  struct Row {
    char const *text, *said;
  };
  Row const rows[] = {
      {"{\n  \"Wait\": 25}",
       "durations.json:2:11: `durations.Wait` is a duration or three of them"},
      {"{\n  \"Wait\": [\"1m\", \"2x\", \"3m\"]}", "durations.json:2:18: `durations.Wait`: "},
      {"{\n  \"Wait\": [\"3m\", \"2m\", \"1m\"]}",
       "durations.json:2:11: `durations.Wait` must ascend"},
      {"{\n  \"Wait\": {\"ml.m5.large twice\": \"1m\"}}", "is no instance type with a count"},
      {"{\n  \"Wiat\": \"25m\"}",
       "durations.json:2:11: the definition has none of these steps, not `Wiat` either; did you "
       "mean "
       "`Wait`?"},
      {"[1]", "durations.json:1:1: durations are an object by step, got a JSON array"},
      {"{", "durations.json:1:2: "}};
  for (Row const& row : rows) {
    Folder folder;
    folder.write("durations.json", row.text);
    Ended ended = run_waiting(folder, "durations = \"durations.json\"");
    INFO(row.text << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(flat(ended.err), Contains(row.said));
  }
  Folder folder;
  CHECK_THAT(run_waiting(folder, "durations = \"nowhere.json\"").err, Contains("nowhere.json"));
}

TEST_CASE("durations: by instance type and count, with others, in the table too", "[cli][learn]") {
  struct Row {
    char const *durations, *over;
  };
  Row const rows[] = {{"{ [\"ml.m5.large\"] = \"20m\", other = \"2h\" }", "09:20:"},
                      {"{ [\"ml.m5.large x2\"] = \"20m\", other = \"2h\" }", "11:00:"},
                      {"function(step) return "
                       "step.arguments.ProcessingResources.ClusterConfig.InstanceCount == 1 and "
                       "\"20m\" or \"2h\" end",
                       "09:20:"}};
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run_waiting(folder, std::string("durations = { Wait = ") + row.durations + " }");
    INFO(row.durations << "\n" << ended.out << ended.err);
    CHECK(ended.code == 0);
    CHECK_THAT(folder.read("out/s/trace.jsonl"), Contains(std::string("T") + row.over));
  }
  for (char const* bad : {"{ [\"ml.m5.large x0\"] = \"20m\" }",
                          "{ [\"ml.m5.large\"] = \"20m\", [\"ml.m5.large x1\"] = \"20m\" }",
                          "{ other = 7 }", "{}", "{ \"1m\", \"2m\" }"}) {
    Folder folder;
    Ended ended = run_waiting(folder, std::string("durations = { Wait = ") + bad + " }");
    INFO(bad << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains("s.lua:6: "));
  }
}
