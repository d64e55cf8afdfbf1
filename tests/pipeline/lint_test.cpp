// Every kind of warning: its place, its words, and the definition without the trap.
#include "sim/pipeline/lint.hpp"

#include <algorithm>
#include <set>

#include "tests/pipeline/support.hpp"

using namespace rehearse;
using namespace rehearse::pipeline;
using Catch::Matchers::Contains;

namespace {

std::vector<Warning> warnings_of(std::string_view text, std::string_view owner = {}) {
  auto compiled = compile(parsed(text));
  REQUIRE(compiled);
  Warnings out(*(*compiled)->definition());
  lint(**compiled, owner, out);
  return out.take();
}

/// A line each: `id place: words; what would be right`.
std::string warned(std::string_view text, std::string_view owner = {}) {
  std::string out;
  for (Warning const& warning : warnings_of(text, owner))
    out += std::string(warning.row->id) + " " + to_string(warning.what) + "\n";
  return out.empty() ? "nothing" : out;
}
/// The same of steps that start on line 3.
std::string warned_steps(std::string_view steps, std::string_view parameters = "") {
  return warned(with_steps(steps, parameters));
}

constexpr std::string_view kCached = R"("CacheConfig": {"Enabled": true, "ExpireAfter": "P30D"})";

std::string cached(std::string_view name, std::string_view type, std::string_view arguments,
                   std::string_view section = kCached) {
  return "{\"Name\": \"" + std::string(name) + "\", \"Type\": \"" + std::string(type) +
         "\", \"Arguments\": " + std::string(arguments) + (section.empty() ? "" : ", ") +
         std::string(section) + "}";
}
std::string channel(std::string_view uri) {
  return R"({"InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": )" + std::string(uri) +
         "}}}]}";
}
std::string output(std::string_view uri) {
  return R"({"ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": )" +
         std::string(uri) + "}}]}}";
}
constexpr std::string_view kById =
    R"({"Std:Join": {"On": "/", "Values": ["s3://b", {"Get": "Execution.PipelineExecutionId"}]}})";
constexpr std::string_view kFromPrep =
    R"({"Get": "Steps.Prep.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri"})";

}  // namespace

TEST_CASE("lint: what differs in each execution defeats the cache where it counts for it",
          "[pipeline][lint]") {
  CHECK(warned_steps(cached("T", "Training", channel(kById))) ==
        "cache-never-hits d.json:3:165: the cache of `T` never hits: its `InputDataConfig` holds "
        "`Execution.PipelineExecutionId`, which differs in each execution (at /Steps/0); keep it "
        "out of what counts for the cache: outputs do not count\n");
  for (char const* variable : {"StartDateTime", "CurrentDateTime", "PipelineExecutionArn"})
    CHECK_THAT(
        warned_steps(cached("T", "Training",
                            channel("{\"Get\": \"Execution." + std::string(variable) + "\"}"))),
        Contains("cache-never-hits"));
  CHECK(warned_steps(cached("T", "Training", channel(R"({"Get": "Execution.PipelineName"})"))) ==
        "nothing");
  CHECK(warned_steps(cached("T", "Training", channel(kById), "")) == "nothing");
  CHECK(warned_steps(cached("T", "Training", channel(kById),
                            R"("CacheConfig": {"Enabled": false})")) == "nothing");
  // Outputs, roles and tags do not count.
  CHECK(warned_steps(cached(
            "T", "Training",
            R"({"OutputDataConfig": {"S3OutputPath": )" + std::string(kById) + "}}")) == "nothing");
  CHECK_THAT(
      warned_steps(cached("Q", "QualityCheck", "{}",
                          std::string(kCached) +
                              R"(, "CheckType": "DATA_QUALITY", "SuppliedBaselineStatistics": )" +
                              std::string(kById))),
      Contains("its `SuppliedBaselineStatistics` holds"));
}

TEST_CASE("lint: a cache behind a step that writes to a new place each time never hits",
          "[pipeline][lint]") {
  std::string const train = cached("T", "Training", channel(kFromPrep));
  CHECK_THAT(warned_steps(cached("Prep", "Processing", output(kById), "") + ",\n" + train),
             Contains("cache-never-hits d.json:4:") &&
                 Contains("holds `Steps.Prep.ProcessingOutputConfig.Outputs['o'].S3Output.S3Uri`, "
                          "and there `Execution.PipelineExecutionId`, which differs"));
  // A hit gives the outputs of the earlier run: then the next step hits as well.
  CHECK(warned_steps(cached("Prep", "Processing", output(kById)) + ",\n" + train) == "nothing");
  CHECK(warned_steps(cached("Prep", "Processing", output("\"s3://b/o\""), "") + ",\n" + train) ==
        "nothing");
  // A step that caches and never hits is no better than one that does not cache.
  std::string const useless =
      cached("Prep", "Processing",
             R"({"Environment": {"run": {"Get": "Execution.PipelineExecutionId"}}, )" +
                 output(kById).substr(1));
  std::string const both = warned_steps(useless + ",\n" + train);
  CHECK_THAT(both, Contains("the cache of `Prep`") && Contains("the cache of `T`"));
  CHECK_THAT(
      warned_steps(
          cached("T", "Training", "{}", "") + ",\n" +
          cached(
              "E", "Processing",
              R"({"ProcessingInputs": [{"InputName": "m", "S3Input": {"S3Uri": {"Get": "Steps.T.ModelArtifacts.S3ModelArtifacts"}}}]})")),
      Contains("holds `Steps.T.ModelArtifacts.S3ModelArtifacts`, which is new each time `T` runs"));
}

TEST_CASE("lint: a Transform after a Model step always runs", "[pipeline][lint]") {
  std::string const model =
      R"({"Name": "M", "Type": "Model", "Arguments": {"ExecutionRoleArn": "arn:aws:iam::111111111111:role/R", "PrimaryContainer": {}}})";
  CHECK_THAT(
      warned_steps(model + ",\n" +
                   cached("X", "Transform", R"({"ModelName": {"Get": "Steps.M.ModelName"}})")),
      Contains("transform-after-model d.json:4:") &&
          Contains("its `ModelName` holds `Steps.M.ModelName`, which is new each time `M` runs") &&
          Contains("take `CacheConfig` away"));
  CHECK(warned_steps(cached("X", "Transform", R"({"ModelName": "m"})")) == "nothing");
}

TEST_CASE("lint: months that were meant as minutes", "[pipeline][lint]") {
  auto expiry = [](std::string_view text) {
    return warned_steps(cached(
        "T", "Training", "{}",
        "\"CacheConfig\": {\"Enabled\": true, \"ExpireAfter\": \"" + std::string(text) + "\"}"));
  };
  CHECK_THAT(expiry("P30M"),
             Contains("months-for-minutes d.json:3:") &&
                 Contains("`P30M` is 30 months (at /Steps/0/CacheConfig/ExpireAfter); "
                          "30 minutes are `PT30M`"));
  CHECK_THAT(expiry("15m"), Contains("`15m` is 15 months"));
  for (char const* right : {"PT30M", "P30D", "P1Y6M", "T16m", "pt30m"})
    CHECK(expiry(right) == "nothing");
}

TEST_CASE("lint: sections that are taken and do nothing", "[pipeline][lint]") {
  CHECK_THAT(
      warned_steps(cached("L", "Lambda", "{}", std::string(kCached) + R"(, "FunctionArn": "f")")),
      Contains("cache-without-effect d.json:3:") &&
          Contains("a Lambda step finds nothing in the cache (at /Steps/0/CacheConfig)"));
  std::string const retry =
      R"("RetryPolicies": [{"ExceptionType": ["SageMaker.JOB_INTERNAL_ERROR"]}])";
  CHECK_THAT(
      warned_steps(cached("Q", "ClarifyCheck", "{}", retry + R"(, "CheckType": "DATA_BIAS")")),
      Contains("retry-undocumented") && Contains("retry policies of ClarifyCheck steps"));
  CHECK(warned_steps(cached("T", "Training", "{}", retry)) == "nothing");
  CHECK_THAT(warned_steps(cached("H", "Tuning", R"({"HyperParameterTuningJobConfig": {}})", retry)),
             Contains("retry-without-effect") &&
                 Contains("(at /Steps/0/RetryPolicies/0/ExceptionType/0)"));
}

TEST_CASE("lint: a step behind both branches never runs, and only the first of a chain is told",
          "[pipeline][lint]") {
  std::string const gate = R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [],
 "IfSteps": [{"Name": "A", "Type": "Training", "Arguments": {}}], "ElseSteps": [{"Name": "B", "Type": "Training", "Arguments": {}}]}},
)";
  CHECK(warned_steps(gate + step("J", "Training", R"("DependsOn": ["A", "B"])") + ",\n" +
                     step("K", "Training", R"("DependsOn": ["J"])")) ==
        "step-never-runs d.json:5:1: `J` needs steps of both branches of `C` and can never run (at "
        "/Steps/1); put a step like it into each branch\n");
  CHECK(warned_steps(gate + step("J", "Training", R"("DependsOn": ["A"])")) == "nothing");
  // Also through another step, and by what a step reads.
  CHECK_THAT(
      warned_steps(
          gate + step("I", "Training", R"("DependsOn": ["B"])") + ",\n" +
          R"({"Name": "J", "Type": "Training", "DependsOn": ["I"], "Arguments": {"Environment": {"x": {"Get": "Steps.A.TrainingJobName"}}}})"),
      Contains("step-never-runs d.json:6:1: `J`"));
}

TEST_CASE("lint: secrets are found by their names and by their looks, and never repeated",
          "[pipeline][lint]") {
  auto variable = [](std::string_view name, std::string_view value) {
    return warned_steps(R"({"Name": "T", "Type": "Training", "Arguments": {"Environment": {")" +
                        std::string(name) + "\": " + std::string(value) + "}}}");
  };
  CHECK(
      variable("DB_PASSWORD", "\"hunter2\"") ==
      "secret-in-definition d.json:3:80: the value of `DB_PASSWORD` is written out, and by its "
      "name it is a secret (at /Steps/0/Arguments/Environment/DB_PASSWORD); give the job the name "
      "of a secret in Secrets Manager, and let it read that\n");
  for (char const* name :
       {"apiKey", "HF_TOKEN", "clientSecret", "aws_secret_access_key", "PGPASSWORD"})
    CHECK_THAT(variable(name, "\"x1\""), Contains("secret-in-definition"));
  for (char const* name : {"max_tokens", "eos_token", "ClientRequestToken", "SecretName", "keys"})
    CHECK(variable(name, "\"x1\"") == "nothing");
  for (char const* value : {"\"\"", "\"arn:aws:secretsmanager:eu-west-1:111111111111:secret:db\"",
                            "\"{{resolve:ssm:x}}\"", "{\"Get\": \"Execution.PipelineName\"}"})
    CHECK(variable("DB_PASSWORD", value) == "nothing");
  std::string const key = "AKIAIOSFODNN7EXAMPLE";
  std::string const found = variable("args", "\"--id " + key + "\"");
  CHECK_THAT(found, Contains("the value of `args` looks like a key"));
  CHECK(found.find(key) == std::string::npos);
  CHECK_THAT(variable("x", R"("-----BEGIN RSA PRIVATE KEY-----\nMIIE")"),
             Contains("looks like a key"));
  CHECK(variable("x", "\"AKIASHORT\"") == "nothing");
  CHECK(variable("x", "\"s3://b/MAKIAIOSFODNN7EXAMPLE\"") == "nothing");
  CHECK_THAT(
      warned_steps(step("T"), R"({"Name": "DbPassword", "Type": "String", "DefaultValue": "p"})"),
      Contains("(at /Parameters/0/DefaultValue)"));
  CHECK(warned_steps(step("T"), R"({"Name": "DbPassword", "Type": "String"})") == "nothing");
}

TEST_CASE("lint: a default that its enumeration lacks", "[pipeline][lint]") {
  CHECK(warned_steps(
            step("T"),
            R"({"Name": "Stage", "EnumValues": ["test", "prod"], "DefaultValue": "tset"})") ==
        "default-outside-enum d.json:1:108: the default `tset` of the parameter `Stage` is none of "
        "its `EnumValues` (at /Parameters/0/DefaultValue); did you mean `test`?\n");
  CHECK(warned_steps(step("T"),
                     R"({"Name": "Stage", "EnumValues": ["test"], "DefaultValue": "test"})") ==
        "nothing");
}

TEST_CASE("lint: roles of two accounts", "[pipeline][lint]") {
  auto role = [](std::string_view name, std::string_view account) {
    return R"({"Name": ")" + std::string(name) +
           R"(", "Type": "Training", "Arguments": {"RoleArn": "arn:aws:iam::)" +
           std::string(account) + R"(:role/R"}})";
  };
  std::string const two = role("A", "111111111111") + ",\n" + role("B", "222222222222");
  CHECK_THAT(warned_steps(two), Contains("role-of-other-account d.json:4:") &&
                                    Contains("is one of the account 222222222222, the definition's "
                                             "first role one of 111111111111 (at "
                                             "/Steps/1/Arguments/RoleArn)"));
  CHECK(warned_steps(role("A", "111111111111") + "," + role("B", "111111111111")) == "nothing");
  // Somebody who knows the owner is told of every foreign role.
  CHECK_THAT(warned(with_steps(role("A", "111111111111")), "222222222222"),
             Contains("the pipeline one of 222222222222"));
}

TEST_CASE("lint: variables and files that have no value there", "[pipeline][lint]") {
  CHECK_THAT(
      warned_steps(
          R"({"Name": "P", "Type": "Processing", "Arguments": {"Environment": {"x": {"Get": "Execution.TrainingJobName"}}}})"),
      Contains("job-name-elsewhere d.json:3:") &&
          Contains("`Execution.TrainingJobName` has no value in a Processing step"));
  CHECK(
      warned_steps(
          R"({"Name": "P", "Type": "Processing", "Arguments": {"Environment": {"x": {"Get": "Execution.ProcessingJobName"}}}})") ==
      "nothing");
  CHECK_THAT(
      warned_steps(
          step("T") + ",\n" +
          R"({"Name": "C", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals", "LeftValue": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.T.PropertyFiles.F"}, "Path": "a"}}, "RightValue": 1}]}})"),
      Contains("file-of-no-processing d.json:4:"));
}

TEST_CASE("lint: an output that the step does not have", "[pipeline][lint]") {
  auto reads = [](std::string_view key) {
    return warned_steps(cached("Prep", "Processing", output("\"s3://b/o\""), "") + ",\n" +
                        cached("T", "Training",
                               channel("{\"Get\": \"Steps.Prep.ProcessingOutputConfig.Outputs['" +
                                       std::string(key) + "'].S3Output.S3Uri\"}"),
                               ""));
  };
  CHECK(reads("o") == "nothing");
  CHECK_THAT(reads("train"),
             Contains("unknown-property d.json:4:") &&
                 Contains("`Prep` has no `train` among its `ProcessingOutputConfig.Outputs` (at "
                          "/Steps/1); known: `o`"));
  // A name that is only known when the step runs may be any.
  CHECK(
      warned_steps(
          cached(
              "Prep", "Processing",
              R"({"ProcessingOutputConfig": {"Outputs": [{"OutputName": {"Get": "Execution.PipelineName"}}]}})",
              "") +
          ",\n" + cached("T", "Training", channel(kFromPrep), "")) == "nothing");
}

TEST_CASE("lint: a text that no call takes inline", "[pipeline][lint]") {
  std::string const filler(1'048'576, ' ');
  CHECK_THAT(warned_steps(step("T") + filler), Contains("too-long-inline d.json:1:1:"));
  CHECK(warned_steps(step("T")) == "nothing");
}

TEST_CASE("lint: ids are unique, in lower case, and each row says where its rule stands",
          "[pipeline][lint]") {
  std::set<std::string_view> ids;
  for (LintRow const& row : lint_rows()) {
    INFO(row.id);
    CHECK(ids.insert(row.id).second);
    CHECK(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
    CHECK_FALSE(row.explanation.empty());
    CHECK(row.source.find("sagemaker-pipelines") + row.source.find("sharing-and-access") !=
          2 * std::string_view::npos);
  }
}

TEST_CASE("lint: at most 100 warnings, by place", "[pipeline][lint]") {
  std::string steps;
  for (int i = 0; i < 50; ++i)
    steps +=
        std::string(i == 0 ? "" : ",\n") + R"({"Name": "T)" + std::to_string(i) +
        R"(", "Type": "Training", "Arguments": {"Environment": {"PASSWORD": "a", "TOKEN": "b", "SECRET": "c"}}})";
  auto warnings = warnings_of(with_steps(steps));
  CHECK(warnings.size() == 100);
  CHECK(std::ranges::is_sorted(warnings, {}, [](Warning const& w) { return w.what.where; }));
}
