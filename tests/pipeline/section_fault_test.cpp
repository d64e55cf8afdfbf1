// Faults of what stands around a step's arguments: lengths, metadata, sections, keys beside them
// (sagemaker-pipelines 1.1, 1.4, 1.5).
#include "tests/pipeline/faults.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;
using Catch::Matchers::Contains;

TEST_CASE("faults: lengths count characters, not bytes", "[pipeline]") {
  auto named = [](std::string_view key, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += "ü";
    return step_fault(step("A", "Training", "\"" + std::string(key) + "\": \"" + text + "\""));
  };
  CHECK(named("DisplayName", 256) == "no fault");
  CHECK_THAT(named("DisplayName", 257), Contains("`DisplayName` has 257 characters; at most 256"));
  CHECK(named("Description", 3072) == "no fault");
  CHECK_THAT(named("Description", 3073), Contains("at most 3072 are allowed"));
}

TEST_CASE("faults: metadata and the configurations beside the steps", "[pipeline]") {
  auto top = [](std::string_view section) {
    return fault("{" + std::string(section) + ", \"Steps\": []}");
  };
  CHECK(top(R"("Metadata": {"team-1_A": "x"})") == "no fault");
  CHECK_THAT(top(R"("Metadata": {"a b": "x"})"), Contains("`a b` is no key of metadata"));
  CHECK_THAT(top("\"Metadata\": {\"a\": \"" + std::string(1025, 'x') + "\"}"),
             Contains("`a` has 1025 characters; at most 1024"));
  CHECK(top(R"("PipelineExperimentConfig": null, "MlflowConfig": null)") == "no fault");
  CHECK(
      top(R"("MlflowConfig": {"MlflowResourceArn": "arn:aws:x", "MlflowExperimentName": {"Get": "Execution.PipelineName"}})") ==
      "no fault");
  CHECK_THAT(top(R"("MlflowConfig": {"MlflowResourceArm": "x"})"),
             Contains("unknown property 'MlflowResourceArm'") &&
                 Contains("did you mean `MlflowResourceArn`?"));
  CHECK_THAT(top(R"("MlflowConfig": {"MlflowResourceArn": 5})"),
             Contains("`MlflowResourceArn` must be a string or an expression, not a number"));
}

TEST_CASE("faults: the keys beside Arguments have a kind", "[pipeline]") {
  auto check_step = [](std::string_view more) {
    return step_fault(
        step("Q", "QualityCheck", R"("CheckType": "DATA_QUALITY", )" + std::string(more)));
  };
  CHECK(check_step(R"("SkipCheck": true, "ModelPackageGroupName": null)") == "no fault");
  CHECK(check_step(R"("SkipCheck": {"Get": "Execution.PipelineName"})") == "no fault");
  CHECK_THAT(check_step(R"("SkipCheck": "false")"),
             Contains("`SkipCheck` must be true, false or an expression, not a string"));
  CHECK_THAT(check_step(R"("ModelPackageGroupName": 7)"),
             Contains("`ModelPackageGroupName` must be a string or an expression, not a number"));
  CHECK_THAT(step_fault(step("L", "Lambda", R"("FunctionArn": ["f"])")),
             Contains("`FunctionArn` must be a string or an expression, not an array"));
  CHECK_THAT(step_fault(R"({"Name": "F", "Type": "Fail", "Arguments": {"ErrorMessage": 5}})"),
             Contains("`ErrorMessage` must be a string or an expression, not a number"));
}

TEST_CASE("faults: what is declared is declared once", "[pipeline]") {
  std::string const file = R"({"PropertyFileName": "F", "OutputName": "o", "FilePath": "f"})";
  CHECK_THAT(step_fault(step("P", "Processing", "\"PropertyFiles\": [" + file + "," + file + "]")),
             Contains("the property file `F` is declared twice"));
  std::string const output = R"({"OutputName": "o", "OutputType": "String"})";
  CHECK_THAT(step_fault(step(
                 "L", "Lambda",
                 "\"FunctionArn\": \"f\", \"OutputParameters\": [" + output + "," + output + "]")),
             Contains("the output `o` is declared twice"));
}

TEST_CASE("faults: EMR Serverless, AutoML and jars", "[pipeline]") {
  auto typed = [](std::string_view type, std::string_view arguments) {
    return step_fault("{\"Name\": \"S\", \"Type\": \"" + std::string(type) +
                      "\", \"Arguments\": " + std::string(arguments) + "}");
  };
  CHECK(
      typed("EMRServerless",
            R"({"ExecutionRoleArn": "r", "ApplicationId": "a", "JobConfig": {"jobDriver": {}}})") ==
      "no fault");
  CHECK_THAT(typed("EMRServerless", R"({"ExecutionRoleArn": "r", "ApplicationId": "a"})"),
             Contains("the key `JobConfig` is missing"));
  CHECK_THAT(
      typed("EMRServerless", R"({"ExecutionRoleArn": "r", "ApplicationId": "a", "JobConfig": {}})"),
      Contains("the key `jobDriver` is missing"));
  CHECK_THAT(
      typed(
          "EMRServerless",
          R"({"ExecutionRoleArn": "r", "ApplicationId": "a", "ApplicationConfig": {}, "JobConfig": {"jobDriver": {}}})"),
      Contains("both `ApplicationId` and `ApplicationConfig` given"));
  auto automl = [&](std::string_view config) {
    return typed(
        "AutoML",
        R"({"InputDataConfig": [], "OutputDataConfig": {}, "RoleArn": "r", "AutoMLJobConfig": )" +
            std::string(config) + "}");
  };
  CHECK(automl(R"({"Mode": "ENSEMBLING"})") == "no fault");
  CHECK_THAT(automl(R"({"Mode": "AUTO"})"),
             Contains("the mode of an AutoML step must be `ENSEMBLING` (at "
                      "/Steps/0/Arguments/AutoMLJobConfig/Mode)"));
  CHECK_THAT(automl("{}"), Contains("write `\"Mode\": \"ENSEMBLING\"`"));
  CHECK_THAT(
      typed("EMR",
            R"({"ClusterId": "c", "StepConfig": {"HadoopJarStep": {"Jar": "j", "Arg": []}}})"),
      Contains("unknown property 'Arg'"));
}

TEST_CASE("faults: an address inside Std:JsonGet joins plain parts", "[pipeline]") {
  auto get = [](std::string_view part) {
    return step_fault(
        environment(R"({"Std:JsonGet": {"S3Uri": {"Std:Join": {"On": "/", "Values": ["s3://b", )" +
                    std::string(part) + R"(]}}, "Path": "a"}})"));
  };
  CHECK(get(R"({"Get": "Execution.PipelineName"})") == "no fault");
  CHECK_THAT(get(R"({"Std:Join": {"On": "", "Values": []}})"),
             Contains("`S3Uri` joins a function"));
}

TEST_CASE("faults: a Tuning step exposes its 50 best training jobs", "[pipeline]") {
  auto get = [](std::string_view index) {
    return step_fault(
        R"({"Name": "H", "Type": "Tuning", "Arguments": {"HyperParameterTuningJobConfig": {}}},)" +
        environment("{\"Get\": \"Steps.H.TrainingJobSummaries[" + std::string(index) +
                    "].TrainingJobName\"}"));
  };
  CHECK(get("49") == "no fault");
  CHECK_THAT(get("50"), Contains("is none of the best 50 training jobs"));
}
