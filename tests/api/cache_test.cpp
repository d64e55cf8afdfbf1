// Results that serve again. Source: sagemaker-pipelines 1.9, 2.8.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

/// A cached evaluation whose report decides, and a parameter in its environment.
std::string cached(std::string const& expiry = "P1D", std::string const& instance = "ml.m5.large") {
  return definition(
      R"({"Name": "Eval", "Type": "Processing", "CacheConfig": {"Enabled": true, "ExpireAfter": ")" +
          expiry +
          R"("}, "Arguments": {"Environment": {"ROWS": {"Get": "Parameters.Rows"}},
        "ProcessingResources": {"ClusterConfig": {"InstanceType": ")" +
          instance +
          R"(", "InstanceCount": 1}},
        "ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": "s3://b/e"}}]}},
        "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": "o", "FilePath": "r.json"}]},
      {"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals",
        "LeftValue": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Eval.PropertyFiles.Report"}, "Path": "good"}}, "RightValue": true}],
        "IfSteps": [{"Name": "Yes", "Type": "Training", "Arguments": {"Environment": {"JOB": {"Get": "Steps.Eval.ProcessingJobName"}}}}], "ElseSteps": []}})",
      R"({"Name": "Rows", "Type": "String", "DefaultValue": "100"})");
}

struct Cached {
  explicit Cached(std::string const& text = cached()) {
    churn = sim.pipeline("staging", "churn", text);
    sim.plan(churn, "Eval").outputs = {
        {"Report", *json::parse(R"({"good": true})"), trace::ProductKind::property_file}};
  }
  void start(Duration at, json::Value const& parameters = {}) {
    sim.at(at, [this, parameters] {
      arns.push_back(sim.start(sim.admin("staging"), "churn", parameters));
    });
  }
  bool hit(std::uint32_t execution) const {
    world::StepDetail const* detail = sim.world.executions().detail({execution}, 0);
    return detail != nullptr && detail->source;
  }
  json::Value listed(std::uint32_t execution) {
    json::Value const steps =
        sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
               in({{"PipelineExecutionArn", arns[execution]}, {"SortOrder", "Ascending"}}));
    return steps.find("PipelineExecutionSteps")->as_array().front();
  }

  Sim sim;
  PipelineId churn;
  std::vector<std::string> arns;
};

json::Value rows(std::string const& value) {
  return json::Array{in({{"Name", "Rows"}, {"Value", value}})};
}

}  // namespace

TEST_CASE("cache: the second run has the first one's results and no job of its own", "[api]") {
  Cached c;
  c.start(0s);
  c.start(1h);
  c.sim.run();
  CHECK(c.sim.status(1) == "Succeeded");
  CHECK_FALSE(c.hit(0));
  CHECK(c.hit(1));
  CHECK(c.sim.step_status("Yes", 1) == "Succeeded");  // decided by the report of the first
  CHECK(c.sim.started("Good", 1) == 1h + 1900ms + 1s + 600ms);
  json::Value const first = c.listed(0), second = c.listed(1);
  CHECK(second.find("CacheHitResult")->string_or_empty("SourcePipelineExecutionArn") == c.arns[0]);
  CHECK(first.find("CacheHitResult") == nullptr);
  CHECK(*second.find("Metadata") == *first.find("Metadata"));
}

TEST_CASE("cache: another key, an old result and another pipeline are no hit", "[api]") {
  Cached c;
  PipelineId other = c.sim.pipeline("staging", "other", cached());
  c.sim.plan(other, "Eval").outputs = {
      {"Report", *json::parse(R"({"good": true})"), trace::ProductKind::property_file}};
  c.start(0s, rows("100"));
  c.start(1h, rows("200"));
  c.start(23h);  // the default is what the first gave
  c.start(49h);
  c.sim.at(2h, [&] { c.sim.start(c.sim.admin("staging"), "other"); });
  c.sim.run();
  CHECK_FALSE(c.hit(1));  // another environment
  CHECK_FALSE(c.hit(2));  // of `other`
  CHECK(c.hit(3));
  CHECK_FALSE(c.hit(4));  // a hit makes nothing younger: its result is two days old
}

TEST_CASE("cache: a run that failed, and one that is still under way, never serve", "[api]") {
  Cached c;
  c.sim.plan(c.churn, "Eval").duration = Quantiles::fixed(2h);
  c.start(0s);
  c.start(1h);  // the first is still at it
  c.start(5h);
  c.sim.run();
  CHECK_FALSE(c.hit(1));
  CHECK(c.hit(2));
  CHECK(c.sim.world.executions().detail({2}, 0)->source == ExecutionId{1});  // the most recent

  Cached failing;
  failing.sim.plan(failing.churn, "Eval").failure = "no disk";
  failing.start(0s);
  failing.start(1h);
  failing.sim.run();
  CHECK_FALSE(failing.hit(1));
}

TEST_CASE("cache: an update of what is not in the key still hits", "[api]") {
  Cached c;
  c.start(0s);
  c.sim.at(1h, [&] {
    c.sim.ok(
        c.sim.admin("staging"), "sagemaker", "UpdatePipeline",
        in({{"PipelineName", "churn"}, {"PipelineDefinition", cached("P1D", "ml.m5.xlarge")}}));
  });
  c.start(2h);
  c.sim.run();
  CHECK(c.hit(1));
}
