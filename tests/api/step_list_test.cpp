// What ListPipelineExecutionSteps shows of each type of step.
#include "sim/world/names.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

/// The step of that name in the list of the first execution.
json::Value listed_step(Sim& sim, std::string const& name) {
  json::Value const answer =
      sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
             in({{"PipelineExecutionArn", world::execution_arn(sim.world, {0})}}));
  for (json::Value const& each : answer.find("PipelineExecutionSteps")->as_array())
    if (each.string_or_empty("StepName") == name) return each;
  return {};
}

/// The only step's Metadata after a run.
std::string metadata_of(std::string const& text, std::string const& parameters = "") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(text, parameters));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  return json::dump(*listed_step(sim, "S").find("Metadata"));
}

}  // namespace

TEST_CASE("step list: metadata of jobs and resources is the ARN of what was created",
          "[api][steplist]") {
  struct Row {
    char const* type;
    char const* key;
    char const* resource;
    char const* more;
  };
  Row const rows[] = {
      {"Processing", "ProcessingJob", "processing-job", ""},
      {"Training", "TrainingJob", "training-job", ""},
      {"Transform", "TransformJob", "transform-job", ""},
      {"Model", "Model", "model",
       R"(, "Arguments": {"ExecutionRoleArn": "arn:aws:iam::111122223333:role/admin",
          "PrimaryContainer": {"Image": "image"}})"},
      {"EndpointConfig", "EndpointConfig", "endpoint-config", ""},
  };
  for (Row const& row : rows) {
    INFO(row.type);
    CHECK_THAT(metadata_of(step("S", row.type, row.more)),
               Catch::StartsWith(std::string(R"({")") + row.key +
                                 R"(":{"Arn":"arn:aws:sagemaker:eu-west-1:111122223333:)" +
                                 row.resource + "/pipelines-"));
  }
}

TEST_CASE("step list: a registered model is shown with the ARN of its version", "[api][steplist]") {
  Sim sim;
  sim.group("staging", "g");
  sim.pipeline(
      "staging", "churn",
      definition(step("S", "RegisterModel", R"(, "Arguments": {"ModelPackageGroupName": "g"})")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(
      json::dump(*listed_step(sim, "S").find("Metadata")) ==
      R"({"RegisterModel":{"Arn":"arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1"}})");
}

TEST_CASE("step list: Lambda, Fail and check steps show what is theirs", "[api][steplist]") {
  CHECK(metadata_of(R"({"Name": "S", "Type": "Lambda", "FunctionArn":
      "arn:aws:lambda:eu-west-1:111122223333:function:notify", "Arguments": {}})") ==
        R"({"Lambda":{"Arn":"arn:aws:lambda:eu-west-1:111122223333:function:notify",)"
        R"("OutputParameters":[]}})");
  CHECK(metadata_of(R"({"Name": "S", "Type": "Fail", "Arguments": {"ErrorMessage": {"Std:Join":
      {"On": " ", "Values": ["rows", {"Get": "Parameters.Rows"}]}}}})",
                    R"({"Name": "Rows", "Type": "Integer", "DefaultValue": 3})") ==
        R"({"Fail":{"ErrorMessage":"rows 3"}})");
  std::string const check =
      metadata_of(R"({"Name": "S", "Type": "QualityCheck", "CheckType":
      "DATA_QUALITY", "ModelPackageGroupName": "g", "SkipCheck": {"Get": "Parameters.Skip"},
      "RegisterNewBaseline": false, "SuppliedBaselineStatistics": "s3://b/statistics.json",
      "Arguments": {}})",
                  R"({"Name": "Skip", "Type": "Boolean", "DefaultValue": true})");
  for (char const* part :
       {R"({"QualityCheck":{"CheckType":"DATA_QUALITY")",
        R"("BaselineUsedForDriftCheckStatistics":"s3://b/statistics.json")",
        R"("ModelPackageGroupName":"g")", R"("SkipCheck":true)", R"("RegisterNewBaseline":false)",
        R"("CheckJobArn":"arn:aws:sagemaker:eu-west-1:111122223333:processing-job/pipelines-)"})
    CHECK_THAT(check, Catch::Contains(part));
}

TEST_CASE("step list: a callback shows its token and queue, and its outputs once it is answered",
          "[api][steplist]") {
  Sim sim;
  PipelineId const churn =
      sim.pipeline("staging", "churn",
                   definition(R"({"Name": "S", "Type": "Callback", "DisplayName": "ask a human",
      "Description": "somebody looks", "SqsQueueUrl":
      "https://sqs.eu-west-1.amazonaws.com/111122223333/gate", "Arguments": {"a": "b"},
      "OutputParameters": [{"OutputName": "decision", "OutputType": "String"}]})"));
  sim.plan(churn, "S").answered_by_scenario = true;
  PrincipalId const admin = sim.admin("staging");
  std::string token;
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(1min, [&] {
    json::Value const shown = listed_step(sim, "S");
    CHECK(shown.string_or_empty("StepDisplayName") == "ask a human");
    CHECK(shown.string_or_empty("StepDescription") == "somebody looks");
    json::Value const& callback = *shown.find("Metadata")->find("Callback");
    token = callback.string_or_empty("CallbackToken");
    CHECK(token.size() == 10);
    CHECK(callback.string_or_empty("SqsQueueUrl") ==
          "https://sqs.eu-west-1.amazonaws.com/111122223333/gate");
    json::Value const answer =
        in({{"CallbackToken", token},
            {"OutputParameters", json::Array{in({{"Name", "decision"}, {"Value", "go"}})}},
            {"ClientRequestToken", std::string(32, 't')}});
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", answer);
    // The same call again is the same answer; without its token it comes too late.
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", answer);
    CHECK(sim.refused(admin, "sagemaker", "SendPipelineExecutionStepSuccess",
                      in({{"CallbackToken", token}}))
              .code == "ConflictException");
  });
  sim.run();
  CHECK(json::dump(
            *listed_step(sim, "S").find("Metadata")->find("Callback")->find("OutputParameters")) ==
        R"([{"Name":"decision","Value":"go"}])");
}

TEST_CASE("step list: a job that ran and failed is still named", "[api][steplist]") {
  Sim sim;
  PipelineId const churn = sim.pipeline("staging", "churn", definition(step("S")));
  sim.plan(churn, "S").failure = "ClientError: AlgorithmError: no data";
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  json::Value const shown = listed_step(sim, "S");
  CHECK(shown.string_or_empty("StepStatus") == "Failed");
  CHECK(shown.find("Metadata")->find("TrainingJob") != nullptr);
}

TEST_CASE("step list: a model that could not be created has no ARN", "[api][steplist]") {
  CHECK(
      metadata_of(
          R"({"Name": "L", "Type": "Lambda", "Arguments": {}, "OutputParameters": [{"OutputName": "image", "OutputType": "String"}],
      "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:notify"},)" +
          step("S", "Model",
               R"(, "Arguments": {"ExecutionRoleArn": "arn:aws:iam::111122223333:role/admin",
          "PrimaryContainer": {"Image": {"Get": "Steps.L.OutputParameters['image']"}}})")) == "{}");
}
