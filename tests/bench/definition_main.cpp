// rehearse_definition_bench: what `validate` does with a definition, without starting the program:
// reading, the checks, compiling, the warnings.
//
//   rehearse_definition_bench             one of 50 steps as an SDK writes them, one of 300
//   rehearse_definition_bench FILE...     these
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "sim/calls/step_arguments.hpp"
#include "tests/bench/measure.hpp"

namespace rehearse::bench {
namespace {

/// A chain of Processing and Training steps by turns, each reading the one before it.
std::string make_definition(std::size_t steps) {
  std::string out = R"({"Version": "2020-12-01", "Metadata": {}, "Parameters": [
  {"Name": "InstanceType", "Type": "String", "DefaultValue": "ml.m5.xlarge"}], "PipelineExperimentConfig": null, "Steps": [)";
  for (std::size_t i = 0; i < steps; ++i) {
    std::string const uri =
        i == 0
            ? R"("s3://bucket/input")"
            : fmt::format(
                  R"({{"Std:Join": {{"On": "/", "Values": ["s3://bucket", {{"Get": "Steps.Step{}.{}"}}, "part"]}}}})",
                  i - 1, i % 2 == 1 ? "ProcessingJobName" : "TrainingJobName");
    out += i == 0 ? "\n" : ",\n";
    out += i % 2 == 0 ? fmt::format(
                            R"({{"Name": "Step{0}", "Type": "Processing", "Arguments": {{
  "ProcessingResources": {{"ClusterConfig": {{"InstanceType": {{"Get": "Parameters.InstanceType"}}, "InstanceCount": 1, "VolumeSizeInGB": 30}}}},
  "AppSpecification": {{"ImageUri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/sklearn:1.2-1", "ContainerEntrypoint": ["python3", "/opt/ml/processing/input/code/run.py"]}},
  "RoleArn": "arn:aws:iam::123456789012:role/SageMakerRole", "Environment": {{"STEP": "{0}", "MODE": "full"}},
  "ProcessingInputs": [{{"InputName": "input-1", "AppManaged": false, "S3Input": {{"S3Uri": {1}, "LocalPath": "/opt/ml/processing/input", "S3DataType": "S3Prefix", "S3InputMode": "File"}}}}],
  "ProcessingOutputConfig": {{"Outputs": [{{"OutputName": "train", "AppManaged": false, "S3Output": {{"S3Uri": "s3://bucket/out/{0}", "LocalPath": "/opt/ml/processing/train", "S3UploadMode": "EndOfJob"}}}}]}}}}}})",
                            i, uri)
                      : fmt::format(
                            R"({{"Name": "Step{0}", "Type": "Training", "Arguments": {{
  "AlgorithmSpecification": {{"TrainingInputMode": "File", "TrainingImage": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/xgboost:1.7-1"}},
  "OutputDataConfig": {{"S3OutputPath": "s3://bucket/models/{0}"}}, "StoppingCondition": {{"MaxRuntimeInSeconds": 86400}},
  "ResourceConfig": {{"VolumeSizeInGB": 30, "InstanceCount": 1, "InstanceType": "ml.m5.xlarge"}}, "RoleArn": "arn:aws:iam::123456789012:role/SageMakerRole",
  "HyperParameters": {{"objective": "reg:linear", "num_round": "50", "max_depth": "5", "eta": "0.2"}},
  "InputDataConfig": [{{"DataSource": {{"S3DataSource": {{"S3DataType": "S3Prefix", "S3Uri": {1}, "S3DataDistributionType": "FullyReplicated"}}}}, "ContentType": "text/csv", "ChannelName": "train"}}]}},
  "CacheConfig": {{"Enabled": true, "ExpireAfter": "P30D"}}}})",
                            i, uri);
  }
  return out + "]}\n";
}

/// As the command does it, but for the quota of steps. Returns how many warnings there are.
std::size_t validate(std::string const& text) {
  pipeline::Options options = calls::definition_options();
  options.steps_max = pipeline::kStepsLimit;
  auto definition = pipeline::parse_definition(text, "definition.json", options);
  if (!definition) {
    fmt::print(stderr, "{}\n", to_string(definition.error().front()));
    std::exit(1);
  }
  auto compiled = pipeline::compile(std::move(*definition));
  if (!compiled) std::exit(1);
  return calls::warnings_of(**compiled, {}).size();
}

void measure_definition(std::string const& what, std::string const& text, double limit_ms) {
  std::size_t found = 0;
  measure_once(fmt::format("validate {} ({} kB)", what, text.size() / 1000), limit_ms,
               [&] { found = validate(text); });
  fmt::print("{} warnings\n", found);
}

int main_of(int count, char** values) {
  constexpr double kSmallLimit = 3, kLargeLimit = 30;
  for (int i = 1; i < count; ++i) {
    std::ifstream file(values[i], std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    measure_definition(values[i], text.str(), kLargeLimit);
  }
  if (count > 1) return 0;
  measure_definition("50 steps", make_definition(50), kSmallLimit);
  measure_definition("300 steps, past the quota", make_definition(300), kLargeLimit);
  return 0;
}

}  // namespace
}  // namespace rehearse::bench

int main(int count, char** values) { return rehearse::bench::main_of(count, values); }
