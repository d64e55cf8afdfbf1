// What the AWS CLI prints of real runs, and the durations learned from it.
#include "sim/pipeline/learned.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;
using namespace rehearse::pipeline;
using Catch::Matchers::Contains;

namespace {

/// A step that starts at second 1000 and takes so many seconds.
std::string listed(std::string const& name, std::string const& seconds,
                   std::string const& more = {}, std::string const& status = "Succeeded") {
  return R"({"StepName": ")" + name + R"(", "StepStatus": ")" + status +
         R"(", "StartTime": 1000, "EndTime": )" + seconds + ", \"Metadata\": {}" + more + "}";
}

std::string answer(std::vector<std::string> const& steps) {
  std::string out = "{\"PipelineExecutionSteps\": [";
  for (std::string const& step : steps) out += (&step == &steps.front() ? "" : ",\n") + step;
  return out + "]}";
}

std::string training(std::string const& job, std::string const& end, std::string const& type,
                     std::string const& count = "1") {
  return R"({"TrainingJobName": ")" + job +
         R"(", "TrainingJobStatus": "Completed", "CreationTime": 1000, "TrainingStartTime": 1060, "TrainingEndTime": )" +
         end + R"(, "ResourceConfig": {"InstanceType": ")" + type + R"(", "InstanceCount": )" +
         count + "}}";
}

Observed observed(std::vector<std::string> const& texts) {
  Observed out;
  for (std::string const& text : texts) {
    INFO(text);
    Errors faults = observe(text, "f.json", out);
    INFO((faults.empty() ? "" : to_string(faults.front())));
    REQUIRE(faults.empty());
  }
  return out;
}

std::string learned(std::vector<std::string> const& texts) {
  Observed all = observed(texts);
  return to_json(learn(all));
}

std::string fault(std::string const& text) {
  Observed out;
  Errors faults = observe(text, "f.json", out);
  return faults.empty() ? "" : to_string(faults.front());
}

}  // namespace

TEST_CASE("learn: quantiles are nearest ranks: each is one of the runs", "[pipeline][learn]") {
  std::vector<Duration> runs;
  for (int n = 1; n <= 10; ++n) runs.emplace_back(n);
  CHECK(nearest_rank(runs, 10) == Duration{1});
  CHECK(nearest_rank(runs, 50) == Duration{5});
  CHECK(nearest_rank(runs, 90) == Duration{9});
  runs.emplace_back(11);
  CHECK(nearest_rank(runs, 10) == Duration{2});
  CHECK(nearest_rank(runs, 50) == Duration{6});
  CHECK(nearest_rank(runs, 90) == Duration{10});
  runs.resize(2);
  CHECK(nearest_rank(runs, 50) == Duration{1});
  CHECK(nearest_rank(runs, 90) == Duration{2});
  runs.resize(1);
  CHECK(nearest_rank(runs, 10) == Duration{1});
  CHECK(nearest_rank(runs, 100) == Duration{1});
}

TEST_CASE("learn: one run is a duration, more are three quantiles, steps stand in their order",
          "[pipeline][learn]") {
  CHECK(learned({answer({listed("Train", "2500"), listed("Prep", "1060"), listed("Prep", "1120"),
                         listed("Prep", "1180")})}) ==
        "{\n  \"Prep\": [\"1m\", \"2m\", \"3m\"],\n  \"Train\": \"25m\"\n}\n");
}

TEST_CASE("learn: the order of files and steps changes nothing", "[pipeline][learn]") {
  std::string const one = answer({listed("A", "1060"), listed("B", "1090")});
  std::string const two = answer({listed("A", "1200"), listed("A", "1100")});
  CHECK(learned({one, two}) == learned({two, one}));
  CHECK(learned({"[" + one + "," + two + "]"}) == learned({one, two}));
}

TEST_CASE("learn: times are ISO texts with an offset or seconds, exact to the microsecond",
          "[pipeline][learn]") {
  std::string const text =
      R"({"PipelineExecutionSteps": [{"StepName": "A", "StepStatus": "Succeeded",
          "StartTime": "2026-01-05T09:00:00.250000+01:00", "EndTime": "2026-01-05T08:25:00.500000+00:00"}]})";
  CHECK(learned({text}) == "{\n  \"A\": \"25m250ms\"\n}\n");
  CHECK(learned({R"({"PipelineExecutionSteps": [{"StepName": "A", "StepStatus": "Succeeded",
          "StartTime": 1893456300.1, "EndTime": 1.8934563003e9}]})"}) ==
        "{\n  \"A\": \"200ms\"\n}\n");
}

TEST_CASE("learn: only work that succeeded at once counts, and what does not is counted",
          "[pipeline][learn]") {
  std::string const source =
      R"({"SourcePipelineExecutionArn": "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p/execution/aaaaaaaaaaaa"})";
  Observed all = observed({answer(
      {listed("A", "1060"), listed("A", "1001", R"(, "CacheHitResult": )" + source),
       listed("A", "1002", R"(, "SelectiveExecutionResult": )" + source),
       listed("A", "1003", {}, "Failed"), listed("A", "1004", R"(, "AttemptCount": 3)"),
       listed("A", "1060", R"(, "CacheHitResult": {"SourcePipelineExecutionArn": ""})"),
       listed("A", "1120", R"(, "AttemptCount": 0)"), listed("A", "1120", R"(, "AttemptCount": 1)"),
       R"({"StepName": "A", "StepStatus": "Executing", "StartTime": 1000})"})});
  CHECK(to_json(learn(all)) == "{\n  \"A\": [\"1m\", \"1m\", \"2m\"]\n}\n");
  std::map<std::string, std::uint32_t> const expected{
      {"cache hits", 1},
      {"copies of a selective execution", 1},
      {"given twice", 2},
      {"not succeeded", 2},
      {"steps that were retried: their times span all attempts", 1}};
  CHECK(all.left_out == expected);
}

TEST_CASE("learn: a step and its job are one run: the step's times, the job's instances",
          "[pipeline][learn]") {
  std::string const with_job =
      R"({"StepName": "Train", "StepStatus": "Succeeded", "StartTime": 1000, "EndTime": 2500, "Metadata": {"TrainingJob":
          {"Arn": "arn:aws:sagemaker:eu-west-1:111111111111:training-job/pipelines-aaaaaaaaaaaa-train-abcdefghij"}}})";
  CHECK(learned({answer({with_job}),
                 training("pipelines-aaaaaaaaaaaa-Train-AbCdEfGhIj", "2400", "ml.m5.xlarge"),
                 training("pipelines-bbbbbbbbbbbb-Train-AbCdEfGhIj", "1480", "ml.m5.xlarge", "2"),
                 training("pipelines-cccccccccccc-Train-AbCdEfGhIj", "1540", "ml.m5.xlarge", "2"),
                 answer({listed("Train", "1600")})}) ==
        "{\n  \"Train\": {\n    \"ml.m5.xlarge\": \"25m\",\n"
        "    \"ml.m5.xlarge x2\": [\"8m\", \"8m\", \"9m\"],\n    \"other\": \"10m\"\n  }\n}\n");
}

TEST_CASE("learn: every kind of job is read, from its creation to its end", "[pipeline][learn]") {
  CHECK(
      learned(
          {R"({"ProcessingJobName": "pipelines-aaaaaaaaaaaa-Prep-1234567890", "ProcessingJobStatus": "Completed",
      "ProcessingStartTime": 1060, "ProcessingEndTime": 1120,
      "ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1}}})",
           R"({"TransformJobName": "pipelines-aaaaaaaaaaaa-Batch-1234567890", "TransformJobStatus": "Completed",
      "CreationTime": 1000, "TransformStartTime": 1060, "TransformEndTime": 1120})",
           R"({"HyperParameterTuningJobName": "pipelines-aaaaaaaaaaaa-Tune-1234567890", "HyperParameterTuningJobStatus": "Completed",
      "CreationTime": 1000, "HyperParameterTuningEndTime": 1180})",
           R"({"AutoMLJobName": "pipelines-aaaaaaaaaaaa-Auto-1234567890", "AutoMLJobStatus": "Completed",
      "CreationTime": 1000, "EndTime": 1240})"}) ==
      "{\n  \"Auto\": \"4m\",\n  \"Batch\": \"2m\",\n  \"Prep\": \"1m\",\n  \"Tune\": \"3m\"\n}\n");
}

TEST_CASE("learn: a name that its job cuts to 20 characters is found among the steps",
          "[pipeline][learn]") {
  std::string const cut =
      training("pipelines-aaaaaaaaaaaa-EvaluateTheNewModelA-1234567890", "1060", "ml.m5.large");
  Observed alone = observed({cut});
  CHECK_THAT(to_json(learn(alone)), Contains("\"EvaluateTheNewModelA\""));
  CHECK_THAT(alone.warnings.at(0), Contains("may be the start of a longer name"));
  Observed known = observed({cut, answer({listed("EvaluateTheNewModelAgain", "1120")})});
  CHECK_THAT(to_json(learn(known)),
             Contains("\"EvaluateTheNewModelAgain\": [\"1m\", \"1m\", \"2m\"]"));
  CHECK(known.warnings.empty());
  Observed two = observed({cut, answer({listed("EvaluateTheNewModelAgain", "1120"),
                                        listed("EvaluateTheNewModelAsWell", "1180")})});
  CHECK_THAT(to_json(learn(two)), Contains("\"EvaluateTheNewModelAgain\": \"2m\""));
  CHECK(two.left_out.at("jobs whose name, cut to 20 characters, fits several steps") == 1);
}

TEST_CASE("learn: a job that no pipeline started is left out", "[pipeline][learn]") {
  for (char const* name :
       {"my-job", "pipelines-short-Train-1234567890", "pipelines-aaaaaaaaaaaa-1234567890",
        "pipelines-aaaaaaaaaaaa-Train-12"}) {
    Observed all = observed({training(name, "1060", "ml.m5.large")});
    INFO(name);
    CHECK(learn(all).empty());
    CHECK(all.left_out.at("jobs of no pipeline") == 1);
  }
}

TEST_CASE("learn: what is wrong is said with its place and what would be right",
          "[pipeline][learn]") {
  struct Row {
    std::string text;
    char const* said;
  };
  Row const rows[] = {
      {"{", "f.json:1:2: "},
      {"{\n  \"PipelineExecutionStep\": []}",
       "f.json:1:1: this is neither a list of steps nor the description of a job; it has "
       "`PipelineExecutionStep`: did you mean `PipelineExecutionSteps`?"},
      {"[7]", "f.json:1:2: this is neither a list of steps"},
      {R"({"PipelineExecutionSteps": {}})", "f.json:1:28: `PipelineExecutionSteps` is a list"},
      {answer({"7"}), "f.json:1:29: a step is an object, got a number"},
      {answer({R"({"StepStatus": "Succeeded"})"}), "f.json:1:29: a step needs `StepName`"},
      {answer({R"({"StepName": 7, "StepStatus": "Succeeded"})"}),
       "f.json:1:42: `StepName` is a text, got 7"},
      {answer({R"({"StepName": "A", "StepStatus": "Sucseeded"})"}),
       "f.json:1:61: `Sucseeded` is no StepStatus; did you mean `Succeeded`?"},
      {answer({R"({"StepName": "A", "StepStatus": "Succeeded", "StartTime": 1})"}),
       "f.json:1:29: a step that succeeded needs `EndTime`"},
      {answer({listed("A", "\"yesterday\"")}),
       "`EndTime` is no instant: \"yesterday\"; AWS prints"},
      {answer({listed("A", "\"2026-01-05\"")}), "`EndTime` is no instant"},
      {answer({listed("A", "-5")}), "`EndTime` is no instant: -5"},
      {answer({listed("A", "1e30")}), "`EndTime` is no instant: 1e30"},
      {answer({listed("A", "999")}), "`EndTime` is before `StartTime`"},
      {R"({"TrainingJobName": "j"})",
       "f.json:1:1: the description of a job needs `TrainingJobStatus`"},
  };
  for (Row const& row : rows) {
    INFO(row.text);
    CHECK_THAT(fault(row.text), Contains(row.said));
  }
}

TEST_CASE("learn: every fault of a file is said, not just the first", "[pipeline][learn]") {
  Observed out;
  CHECK(observe(answer({"7", listed("A", "1060"), "8"}), "f.json", out).size() == 2);
}

TEST_CASE("learn: a page of a longer list says so", "[pipeline][learn]") {
  Observed all = observed({R"({"NextToken": "x", "PipelineExecutionSteps": []})"});
  CHECK_THAT(all.warnings.at(0), Contains("one page of a longer list"));
}

TEST_CASE("instances: written as people do, and read from every kind of job", "[pipeline][learn]") {
  CHECK(to_text({"ml.m5.xlarge", 1}) == "ml.m5.xlarge");
  CHECK(parse_instances("ml.m5.xlarge x12") == Instances{"ml.m5.xlarge", 12});
  CHECK(parse_instances("ml.m5.xlarge") == Instances{"ml.m5.xlarge", 1});
  for (char const* bad : {"", " x2", "ml.m5.xlarge x0", "ml.m5.xlarge 2", "ml.m5.xlarge x2 x3",
                          "ml.m5.xlarge x", "ml.m5.xlarge  x2"}) {
    INFO(bad);
    CHECK_FALSE(parse_instances(bad).has_value());
  }
  auto at = [](StepType type, char const* text) { return instances_of(type, *json::parse(text)); };
  constexpr char kTwo[] = R"({"ResourceConfig": {"InstanceType": "a", "InstanceCount": "2"}})";
  CHECK(at(StepType::training, kTwo) == Instances{"a", 2});
  CHECK(at(StepType::transform, kTwo) == std::nullopt);
  CHECK(at(StepType::transform, R"({"TransformResources": {"InstanceType": "a"}})") ==
        Instances{"a", 1});
  CHECK(at(StepType::training, R"({"ResourceConfig": {"InstanceGroups": []}})") == std::nullopt);
  CHECK(at(StepType::training, R"({"ResourceConfig": 7})") == std::nullopt);
  CHECK(at(StepType::training,
           R"({"ResourceConfig": {"InstanceType": "a", "InstanceCount": 0}})") == std::nullopt);
}
