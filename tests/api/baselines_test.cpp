// The baselines of QualityCheck and ClarifyCheck steps: supplied, of the registry, their own.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kOutput[] =
    R"("Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": "s3://b/new"}}]}})";

std::string check_step(std::string const& type, std::string const& check, std::string const& more) {
  return definition(R"({"Name": "Check", "Type": ")" + type + R"(", "CheckType": ")" + check +
                    R"(", "ModelPackageGroupName": "churn-models", )" + more + kOutput + "}");
}

void run_check(Sim& sim) {
  sim.at(1h, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
}

/// The Metadata of the step in ListPipelineExecutionSteps.
json::Value check_metadata(Sim& sim, std::string const& key) {
  std::string const arn = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutions",
                                 in({{"PipelineName", "churn"}}))
                              .find("PipelineExecutionSummaries")
                              ->as_array()
                              .front()
                              .find("PipelineExecutionArn")
                              ->as_string();
  json::Value const steps = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
                                   in({{"PipelineExecutionArn", arn}}));
  return *steps.find("PipelineExecutionSteps")->as_array().front().find("Metadata")->find(key);
}

/// Two approved versions and a later one that nobody has approved; each with its own baselines.
void register_versions(Sim& sim) {
  sim.group("staging", "churn-models");
  for (auto [approval, name] : {std::pair{"Approved", "first"}, std::pair{"Approved", "second"},
                                std::pair{"PendingManualApproval", "third"}}) {
    std::string const at = std::string("s3://b/") + name;
    auto file = [&](char const* end) { return in({{"S3Uri", at + end}, {"ContentType", "json"}}); };
    json::Value const baselines =
        in({{"ModelDataQuality", in({{"Constraints", file("/data-constraints.json")},
                                     {"Statistics", file("/data-statistics.json")}})},
            {"Bias", in({{"PostTrainingConstraints", file("/bias.json")}})}});
    sim.ok(sim.admin("staging"), "sagemaker", "CreateModelPackage",
           in({{"ModelPackageGroupName", "churn-models"},
               {"ModelApprovalStatus", approval},
               {"DriftCheckBaselines", baselines}}));
  }
}

}  // namespace

TEST_CASE("check: without one supplied, the latest approved version's baseline is used", "[api]") {
  Sim sim;
  register_versions(sim);
  sim.pipeline("staging", "churn", check_step("QualityCheck", "DATA_QUALITY", ""));
  run_check(sim);
  CHECK(sim.status() == "Succeeded");
  json::Value const quality = check_metadata(sim, "QualityCheck");
  CHECK(quality.string_or_empty("BaselineUsedForDriftCheckConstraints") ==
        "s3://b/second/data-constraints.json");
  CHECK(quality.string_or_empty("BaselineUsedForDriftCheckStatistics") ==
        "s3://b/second/data-statistics.json");
  CHECK(quality.string_or_empty("CalculatedBaselineConstraints") == "s3://b/new/constraints.json");
  CHECK(quality.string_or_empty("CalculatedBaselineStatistics") == "s3://b/new/statistics.json");
}

TEST_CASE("check: a supplied baseline goes before the registry's, and one's own before both",
          "[api]") {
  for (auto [more, used] :
       {std::pair{R"("SuppliedBaselineConstraints": "s3://b/mine.json", )", "s3://b/mine.json"},
        std::pair{R"("SuppliedBaselineConstraints": "", )", "s3://b/second/bias.json"},
        std::pair{R"("RegisterNewBaseline": true, )", "s3://b/new/analysis.json"}}) {
    Sim sim;
    register_versions(sim);
    sim.pipeline("staging", "churn", check_step("ClarifyCheck", "MODEL_BIAS", more));
    run_check(sim);
    CHECK(check_metadata(sim, "ClarifyCheck")
              .string_or_empty("BaselineUsedForDriftCheckConstraints") == used);
  }
}

TEST_CASE("check: the first run of a group has no baseline to hold against", "[api]") {
  for (auto [more, fails] :
       {std::pair{"", true}, std::pair{R"("SkipCheck": true, )", true},
        std::pair{R"("RegisterNewBaseline": true, )", true},
        std::pair{R"("SkipCheck": true, "RegisterNewBaseline": true, )", false}}) {
    Sim sim;
    sim.pipeline("staging", "churn", check_step("QualityCheck", "MODEL_QUALITY", more));
    run_check(sim);
    INFO(more);
    CHECK((sim.status() == "Failed") == fails);
    if (fails)
      CHECK_THAT(sim.reason("Check"), Catch::Contains("No previous baseline of MODEL_QUALITY"));
  }
}

TEST_CASE("check: switches may be parameters, and a drift leaves its report", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn",
               R"({"Version": "2020-12-01",
      "Parameters": [{"Name": "Skip", "Type": "String", "DefaultValue": "False"},
                     {"Name": "Fail", "Type": "Boolean", "DefaultValue": false}],
      "Steps": [{"Name": "Check", "Type": "QualityCheck", "CheckType": "DATA_QUALITY",
                 "SkipCheck": {"Get": "Parameters.Skip"}, "FailOnViolation": {"Get": "Parameters.Fail"},
                 "SuppliedBaselineConstraints": "s3://b/mine.json", )" +
                   std::string(kOutput) + "}]}");
  sim.fault(FaultKind::drift);
  run_check(sim);
  CHECK(sim.status() == "Succeeded");
  CHECK(check_metadata(sim, "QualityCheck").string_or_empty("ViolationReport") ==
        "s3://b/new/constraint_violations.json");
}

TEST_CASE("check: a drift that fails the step shows what it was held against", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn",
               check_step("QualityCheck", "DATA_QUALITY",
                          R"("SuppliedBaselineConstraints": "s3://b/mine.json", )"));
  sim.fault(FaultKind::drift);
  run_check(sim);
  CHECK(sim.status() == "Failed");
  json::Value const quality = check_metadata(sim, "QualityCheck");
  CHECK(quality.string_or_empty("ViolationReport") == "s3://b/new/constraint_violations.json");
  CHECK(quality.string_or_empty("BaselineUsedForDriftCheckConstraints") == "s3://b/mine.json");
  CHECK(quality.string_or_empty("CalculatedBaselineConstraints") == "s3://b/new/constraints.json");
}
