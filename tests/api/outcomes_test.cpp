// What a step's plan says once it runs: durations by instance, outputs of every kind, draws.
#include <set>

#include "sim/domain/draws.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

/// A Training step with these resources, then one that ends well when the metric is above 0.9.
std::string judged_training(std::string const& resources) {
  return definition(
      step("Train", "Training", R"(, "Arguments": {"ResourceConfig": )" + resources + "}") +
          R"(,{"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "GreaterThan",
              "LeftValue": {"Get": "Steps.Train.FinalMetricDataList['auc'].Value"}, "RightValue": 0.9}],
              "IfSteps": [], "ElseSteps": [{"Name": "Bad", "Type": "Fail", "Arguments": {"ErrorMessage": "bad"}}]}})",
      R"({"Name": "Type", "Type": "String", "DefaultValue": "ml.m5.xlarge"})");
}

domain::PlannedOutput metric(json::Value value) {
  return {"FinalMetricDataList",
          json::Array{json::Value{}.set("MetricName", "auc").set("Value", std::move(value))},
          trace::ProductKind::property};
}

Duration train_time(Sim& sim) {
  Duration took{-1};
  sim.trace.for_each([&](trace::Entry const& entry, trace::StepMoved const& moved) {
    if (moved.step == 0 && moved.to == StepStatus::succeeded)
      took = entry.at.time_since_epoch() - sim.started("Train");
  });
  return took;
}

}  // namespace

TEST_CASE("duration: the resolved instance type and count choose the row", "[api][outcomes]") {
  struct Row {
    char const* resources;
    Duration expected;
  };
  Row const rows[] = {
      {R"({"InstanceType": {"Get": "Parameters.Type"}, "InstanceCount": 1})", 25min},
      {R"({"InstanceType": {"Get": "Parameters.Type"}})", 25min},
      {R"({"InstanceType": {"Get": "Parameters.Type"}, "InstanceCount": 2})", 14min},
      {R"({"InstanceType": "ml.m5.4xlarge", "InstanceCount": 1})", 40min},  // no row: the others'
      {R"({"InstanceGroups": []})", 40min}};
  for (Row const& row : rows) {
    INFO(row.resources);
    Sim sim;
    PipelineId churn = sim.pipeline("staging", "churn", judged_training(row.resources));
    domain::StepPlan& plan = sim.plan(churn, "Train");
    plan.duration = Quantiles::fixed(40min);
    plan.duration_by_instances = {{{"ml.m5.xlarge", 1}, Quantiles::fixed(25min)},
                                  {{"ml.m5.xlarge", 2}, Quantiles::fixed(14min)}};
    plan.outputs = {metric(json::Number{"0.95"})};
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    CHECK(sim.status() == "Succeeded");
    CHECK(train_time(sim) == row.expected);
  }
}

TEST_CASE("duration: without a row and without others the type's own holds", "[api][outcomes]") {
  auto took = [](bool rows) {
    Sim sim;
    PipelineId churn = sim.pipeline(
        "staging", "churn", judged_training(R"({"InstanceType": "a", "InstanceCount": 1})"));
    if (rows) sim.plan(churn, "Train").duration_by_instances = {{{"b", 1}, Quantiles::fixed(1s)}};
    sim.plan(churn, "Train").outputs = {metric(json::Number{"0.95"})};
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    return train_time(sim);
  };
  CHECK(took(true) == took(false));
  CHECK(took(true) > 1s);
}

TEST_CASE("outputs: a metric of a training job decides the condition", "[api][outcomes]") {
  for (char const* auc : {"0.95", "0.90"}) {
    Sim sim;
    PipelineId churn = sim.pipeline("staging", "churn", judged_training("{}"));
    sim.plan(churn, "Train").outputs = {metric(json::Number{auc})};
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    CHECK(sim.status() == (std::string_view(auc) == "0.95" ? "Succeeded" : "Failed"));
  }
}

TEST_CASE("outputs: what is drawn differs by execution and is the same for the same seed",
          "[api][outcomes]") {
  auto statuses = [](std::uint64_t seed, bool another_output) {
    Sim sim(seed);
    PipelineId churn = sim.pipeline("staging", "churn", judged_training("{}"));
    auto& outputs = sim.plan(churn, "Train").outputs;
    if (another_output)
      outputs.push_back(
          {"ModelArtifacts", domain::draw_one_of({"a", "b"}), trace::ProductKind::property});
    outputs.push_back(
        metric(domain::draw_chance({1, 2}, json::Number{"0.95"}, json::Number{"0.5"})));
    sim.at(0s, [&] {
      for (int i = 0; i < 12; ++i) sim.start(sim.admin("staging"), "churn");
    });
    sim.run();
    std::string out;
    for (std::uint32_t i = 0; i < 12; ++i) out += sim.status(i) == "Succeeded" ? '1' : '0';
    return out;
  };
  std::string const once = statuses(1, false);
  CHECK(once.contains('0'));
  CHECK(once.contains('1'));
  CHECK(statuses(1, false) == once);
  CHECK(statuses(1, true) == once);  // another output moves no draw
  CHECK(statuses(2, false) != once);
}
