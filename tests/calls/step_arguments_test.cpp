// The arguments of steps against the shapes of the requests they become.
#include "sim/calls/step_arguments.hpp"

#include <catch2/catch.hpp>

#include "sim/calls/names.hpp"
#include "sim/pipeline/compiled.hpp"

using namespace rehearse;
using namespace rehearse::calls;
using Catch::Matchers::Contains;

namespace {

std::string definition_of(std::string_view type, std::string_view arguments) {
  return "{\"Steps\": [\n{\"Name\": \"S\", \"Type\": \"" + std::string(type) +
         "\", \"Arguments\":\n" + std::string(arguments) + "}]}";
}

/// Every fault, a line each.
std::string faults(std::string_view type, std::string_view arguments) {
  auto read =
      pipeline::parse_definition(definition_of(type, arguments), "d.json", definition_options());
  std::string out;
  if (!read)
    for (Error const& fault : read.error()) out += to_string(fault) + "\n";
  return out.empty() ? "no fault" : out;
}

/// Every warning of a definition without faults.
std::string doubts(std::string_view type, std::string_view arguments) {
  auto read =
      pipeline::parse_definition(definition_of(type, arguments), "d.json", definition_options());
  if (!read) return "fault: " + to_string(read.error().front());
  pipeline::Warnings warnings(*read);
  warn_of_step_arguments(*read, warnings);
  std::string out;
  for (pipeline::Warning const& warning : warnings.take())
    out += std::string(warning.row->id) + " " + to_string(warning.what) + "\n";
  return out.empty() ? "nothing" : out;
}

constexpr std::string_view kUnable = "Unable to parse pipeline definition. ";

std::string cluster(std::string_view inside) {
  return R"({"ProcessingResources": {"ClusterConfig": {)" + std::string(inside) + "}}}";
}

}  // namespace

TEST_CASE("step arguments: a word that the job's API does not have, in the service's words",
          "[calls][arguments]") {
  std::string const said = faults("Processing", cluster("\n\"InstanceType\": \"ml.m5.xlrage\""));
  CHECK_THAT(said, Catch::Matchers::StartsWith(
                       "d.json:4:17: " + std::string(kUnable) +
                       "Model Validation failed: Value 'ml.m5.xlrage' for 'ProcessingInstanceType' "
                       "failed to satisfy enum value set: [ml.t3.medium, ") &&
                       Contains("(at /Steps/0/Arguments/ProcessingResources/ClusterConfig/"
                                "InstanceType); did you mean `ml.m5.xlarge`?"));
  CHECK(faults("Processing", cluster(R"("InstanceType": "ml.m5.xlarge")")) == "no fault");
  CHECK_THAT(
      faults("RegisterModel", R"({"ModelApprovalStatus": "approved"})"),
      Contains("Value 'approved' for 'ModelApprovalStatus' failed to satisfy enum value set: "
               "[Approved, Rejected, PendingManualApproval]"));
}

TEST_CASE("step arguments: bounds, patterns, lengths and types", "[calls][arguments]") {
  CHECK_THAT(
      faults("Processing", cluster(R"("InstanceCount": 0)")),
      Contains("Value '0' for 'ProcessingInstanceCount' failed to satisfy constraint: Member "
               "must have value greater than or equal to 1"));
  CHECK_THAT(faults("Training", R"({"InputDataConfig": [{"ChannelName": "a b"}]})"),
             Contains("for 'ChannelName' failed to satisfy constraint: Member must satisfy regular "
                      "expression pattern"));
  CHECK_THAT(faults("Processing", cluster(R"("InstanceCount": "2")")),
             Contains(std::string(kUnable) + "STRING_VALUE can not be converted to an Integer") &&
                 Contains("`InstanceCount` must be a whole number of 32 bits, not a string"));
  CHECK_THAT(faults("Training", R"({"HyperParameters": {"epochs": 10}})"),
             Contains("NUMBER_VALUE can not be converted to a String"));
  CHECK_THAT(faults("Training", R"({"InputDataConfig": {}})"),
             Contains(std::string(kUnable) + "Expecting start of Json Array."));
  CHECK_THAT(faults("Training", R"({"ResourceConfig": []})"),
             Contains(std::string(kUnable) + "Expecting start of Json Object."));
  std::string key(513, 'k');
  CHECK_THAT(faults("Training", "{\"Environment\": {\"" + key + "\": \"v\"}}"),
             Contains("for 'TrainingEnvironmentKey' failed to satisfy constraint"));
}

TEST_CASE("step arguments: all faults of a step are told", "[calls][arguments]") {
  std::string const said = faults(
      "Training",
      R"({"EnableNetworkIsolation": "yes", "ResourceConfig": {"InstanceType": "ml.x", "InstanceCount": -1},
 "Tags": [{"Key": 5}]})");
  CHECK_THAT(said, Contains("EnableNetworkIsolation") && Contains("'TrainingInstanceType'") &&
                       Contains("'TrainingInstanceCount'") && Contains("/Tags/0/Key"));
}

TEST_CASE("step arguments: a misspelt member is a fault at every depth", "[calls][arguments]") {
  CHECK_THAT(
      faults("Processing", cluster(R"("InstanceTyp": "ml.m5.xlarge")")),
      Contains(std::string(kUnable) + "Cannot parse object, unknown property 'InstanceTyp'.") &&
          Contains("did you mean `InstanceType`?"));
  std::string const top = faults("Training", R"({"RoleAm": "r"})");
  CHECK(top.find("unknown property 'RoleAm'") == top.rfind("unknown property 'RoleAm'"));
}

TEST_CASE("step arguments: expressions and null are taken as right", "[calls][arguments]") {
  CHECK(
      faults(
          "Processing",
          cluster(
              R"("InstanceType": {"Get": "Execution.PipelineName"}, "InstanceCount": {"Std:Join": {"On": "", "Values": []}})")) ==
      "no fault");
  CHECK(faults("Training",
               R"({"InputDataConfig": {"Get": "Execution.PipelineName"}, "VpcConfig": null})") ==
        "no fault");
  CHECK(doubts("Training", R"({"RoleArn": {"Get": "Execution.PipelineName"}})") == "nothing");
}

TEST_CASE("step arguments: what only the job's own call refuses is a warning",
          "[calls][arguments]") {
  CHECK(doubts("Training", R"({"RoleArn": "DummyRole"})") ==
        "refused-by-job d.json:3:13: Value 'DummyRole' for 'RoleArn' failed to satisfy constraint: "
        "Member must have length greater than or equal to 20 (at /Steps/0/Arguments/RoleArn); "
        "`arn:aws:iam::111111111111:role/NAME`\n");
  CHECK_THAT(doubts("Training", R"({"OutputDataConfig": {"S3OutputPath": "bucket/key"}})"),
             Contains("refused-by-job") && Contains("`s3://BUCKET/KEY`"));
  CHECK_THAT(doubts("Training", R"({"ResourceConfig": {"InstanceType": "${InstanceType}"}})"),
             Contains("refused-by-job"));
  CHECK_THAT(
      doubts(
          "AutoML",
          R"({"AutoMLJobConfig": {"Mode": "ENSEMBLING"}, "InputDataConfig": [], "OutputDataConfig": {}, "RoleArn": "arn:aws:iam::111111111111:role/R", "Tags": [{"Name": "x", "Value": "y"}]})"),
      Contains("fault: "));  // AutoML takes at least one channel
  CHECK_THAT(doubts("Training", R"({"Tags": [{"Name": "x", "Value": "y"}], "input_data": 5})"),
             Contains("`Tag` of the job's API has no member `Name`") &&
                 Contains("known: `Key`, `Value`") && Contains("has no member `input_data`"));
  CHECK(doubts("Training", R"({"RoleArn": "arn:aws:iam::111111111111:role/R"})") == "nothing");
}

TEST_CASE("step arguments: a parameter's default is held against what it is used for",
          "[calls][arguments]") {
  auto with_default = [](std::string_view value) {
    std::string const text =
        "{\"Parameters\": [{\"Name\": \"Type\", \"Type\": \"String\", \"DefaultValue\":\n\"" +
        std::string(value) +
        "\"}], \"Steps\": [{\"Name\": \"S\", \"Type\": \"Processing\", \"Arguments\": " +
        cluster(R"("InstanceType": {"Get": "Parameters.Type"})") + "}]}";
    auto read = pipeline::parse_definition(text, "d.json", definition_options());
    REQUIRE(read);
    pipeline::Warnings warnings(*read);
    warn_of_step_arguments(*read, warnings);
    auto found = warnings.take();
    return found.empty() ? "nothing" : to_string(found.front().what);
  };
  CHECK(with_default("ml.m5.xlarge") == "nothing");
  CHECK(with_default("") == "nothing");
  CHECK_THAT(with_default("ml.m5.xlrage"),
             Catch::Matchers::StartsWith("d.json:2:1: Value 'ml.m5.xlrage'") &&
                 Contains("as `S` is given by default (at /Parameters/0/DefaultValue); "
                          "did you mean `ml.m5.xlarge`?"));
}

TEST_CASE("step arguments: every type that makes a SageMaker request is checked",
          "[calls][arguments]") {
  for (pipeline::StepTypeRow const& row : pipeline::step_types()) {
    if (!row.create_action.starts_with("sagemaker:Create") || row.name == "Job") continue;
    INFO(row.name);
    Shape const* shape = find_request("sagemaker", row.create_action.substr(10));
    REQUIRE(shape != nullptr);
    // The names that the step type knows are the request's.
    for (std::string_view argument : row.arguments) {
      INFO(argument);
      CHECK(shape->find(argument) != nullptr);
    }
  }
  CHECK(find_request("sagemaker", "CreateNothing") == nullptr);
}

TEST_CASE("step properties: what a description does not have is a warning", "[calls][arguments]") {
  auto reads = [](std::string_view type, std::string_view path) {
    std::string const text =
        "{\"Steps\": [{\"Name\": \"A\", \"Type\": \"" + std::string(type) +
        "\", \"Arguments\": {}},\n{\"Name\": \"B\", \"Type\": \"Training\", \"Arguments\": "
        "{\"Environment\": {\"x\": {\"Get\": \"Steps.A." +
        std::string(path) + "\"}}}}]}";
    auto read = pipeline::parse_definition(text, "d.json", definition_options());
    if (!read) return "fault: " + to_string(read.error().front());
    pipeline::Warnings warnings(*read);
    warn_of_step_properties(*read, warnings);
    std::string out;
    for (pipeline::Warning const& warning : warnings.take()) out += to_string(warning.what) + "\n";
    return out.empty() ? "nothing" : out;
  };
  for (char const* right :
       {"ModelArtifacts.S3ModelArtifacts", "FinalMetricDataList['loss'].Value",
        "HyperParameters.eta", "InputDataConfig[0].DataSource.S3DataSource.S3Uri",
        "HyperParameters['eta']"}) {
    INFO(right);
    CHECK(reads("Training", right) == "nothing");
  }
  CHECK(reads("Training", "ModelArtifacts.S3ModelArtifact") ==
        "d.json:2:78: `Steps.A.ModelArtifacts.S3ModelArtifact`: there is no `S3ModelArtifact` in "
        "`ModelArtifacts` (at /Steps/1); did you mean `S3ModelArtifacts`?\n");
  CHECK_THAT(reads("Processing", "ProcessingOutputConfig.Outputs.train.S3Output.S3Uri"),
             Contains("there is no `train` in `ProcessingOutputs`") && Contains("it is a list"));
  CHECK_THAT(reads("Processing", "ProcessingJobName.x"), Contains("there is no `x` in"));
}
