// Selective executions. Source: sagemaker-pipelines 1.13.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

/// Prep -> Train -> Eval, where Train refers to Prep, and Eval waits for Train.
std::string chain() {
  return definition(
      step("Prep") +
      R"(,{"Name": "Train", "Type": "Training", "Arguments": {"Environment": {"MODEL": {"Get": "Steps.Prep.ModelArtifacts.S3ModelArtifacts"}}}},)" +
      after("Eval", "Train"));
}

json::Value selective(std::vector<std::string> const& steps, std::string const& source = "") {
  json::Value selected{json::Array{}};
  for (std::string const& name : steps) selected.push(in({{"StepName", name}}));
  json::Value config = in({{"SelectedSteps", selected}});
  if (!source.empty()) config.set("SourcePipelineExecutionArn", source);
  return in({{"PipelineName", "churn"},
             {"ClientRequestToken", std::string(32, 's')},
             {"SelectiveExecutionConfig", config}});
}

}  // namespace

TEST_CASE("selective: what comes before is taken from the source, what comes behind is left out",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", chain());
  std::string first, second;
  sim.at(0s, [&] { first = sim.start(sim.admin("staging"), "churn"); });
  sim.at(5h, [&] {
    second = sim.ok(sim.admin("staging"), "sagemaker", "StartPipelineExecution",
                    selective({"Train"}, first))
                 .find("PipelineExecutionArn")
                 ->as_string();
  });
  sim.run();
  CHECK(sim.status(1) == "Succeeded");
  CHECK(sim.step_status("Prep", 1) == "None");
  CHECK(sim.step_status("Train", 1) == "Succeeded");
  CHECK(sim.step_status("Eval", 1) == "None");
  CHECK(sim.listed_steps(second) == std::vector<std::string>{"Prep", "Train"});
  json::Value const steps = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
                                   in({{"PipelineExecutionArn", second}}));
  json::Value const& prep = steps.find("PipelineExecutionSteps")->as_array().back();
  CHECK(prep.find("SelectiveExecutionResult")->string_or_empty("SourcePipelineExecutionArn") ==
        first);
  CHECK(prep.string_or_empty("StepStatus") == "Succeeded");
}

TEST_CASE("selective: what cannot be selected is refused in the service's words", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", chain());
  sim.pipeline("staging", "other", definition(step("Prep")));
  std::string first, foreign, running;
  sim.at(0s, [&] {
    first = sim.start(sim.admin("staging"), "churn");
    foreign = sim.start(sim.admin("staging"), "other");
  });
  auto refusal = [&](json::Value const& input) {
    return sim.refused(sim.admin("staging"), "sagemaker", "StartPipelineExecution", input).message;
  };
  sim.at(5min, [&] {
    CHECK(refusal(selective({"Train"}, first)).find("Its status is Executing") !=
          std::string::npos);
  });
  sim.at(5h, [&] {
    CHECK(refusal(selective({"Train"})) ==
          "Invalid SourcePipelineExecutionArn: null. The selected steps [Train] have dependencies "
          "on [Prep].");
    CHECK(refusal(selective({"Prep", "Eval"})).find("step Train lies on a path") !=
          std::string::npos);
    CHECK(refusal(selective({"Trane"})) == "Step Trane is undefined.");
    CHECK(refusal(selective({"Train"}, foreign)).find("no execution of this pipeline") !=
          std::string::npos);
    // Eval waits for Train, but takes nothing from it.
    sim.ok(sim.admin("staging"), "sagemaker", "StartPipelineExecution", selective({"Eval"}));
  });
  sim.run();
  CHECK(sim.status(2) == "Succeeded");
}

TEST_CASE("selective: what a step of the source was given follows the source's parameters",
          "[api]") {
  Sim sim;
  sim.pipeline(
      "staging", "churn",
      definition(step("Prep", "Training",
                      R"(, "Arguments": {"Environment": {"WHERE": {"Get": "Parameters.Where"}}})") +
                     "," +
                     step("Train", "Training",
                          R"(, "Arguments": {"Environment": {"OWN": {"Get": "Parameters.Where"},
                       "PREP": {"Get": "Steps.Prep.Environment.WHERE"}}})"),
                 R"({"Name": "Where", "Type": "String"})"));
  auto where = [](std::string const& value) {
    return json::Array{in({{"Name", "Where"}, {"Value", value}})};
  };
  std::string first;
  sim.at(0s, [&] { first = sim.start(sim.admin("staging"), "churn", where("first")); });
  sim.at(5h, [&] {
    json::Value input = selective({"Train"}, first);
    input.set("PipelineParameters", where("second"));
    sim.ok(sim.admin("staging"), "sagemaker", "StartPipelineExecution", input);
  });
  sim.run();
  std::string const latest(sim.ok(sim.admin("staging"), "sagemaker", "ListTrainingJobs",
                                  in({{"SortBy", "CreationTime"}, {"SortOrder", "Descending"}}))
                               .find("TrainingJobSummaries")
                               ->as_array()
                               .front()
                               .string_or_empty("TrainingJobName"));
  json::Value const job = sim.ok(sim.admin("staging"), "sagemaker", "DescribeTrainingJob",
                                 in({{"TrainingJobName", latest}}));
  CHECK(job.find("Environment")->string_or_empty("OWN") == "second");
  CHECK(job.find("Environment")->string_or_empty("PREP") == "first");
}
