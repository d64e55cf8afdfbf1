// The bad day: what each kind of fault does, where and when it strikes.
#include "tests/api/harness.hpp"

#include "sim/domain/faults.hpp"

using namespace rehearse;

namespace {

constexpr char kGate[] =
    R"({"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/gate", "Arguments": {}, "OutputParameters": []})";

std::string check(std::string const& more = "") {
  return definition(
      R"({"Name": "Drift", "Type": "QualityCheck", "CheckType": "DATA_QUALITY", "SuppliedBaselineConstraints": "s3://b/c.json")" +
      more +
      R"(, "Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "o", "S3Output": {"S3Uri": "s3://b/quality"}}]}}})");
}

std::string run_once(Sim& sim) {
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  return arn;
}

}  // namespace

TEST_CASE("fault: a job's own failure is told in its words", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("Train")));
  sim.fault(FaultKind::job_failure, [](trace::FaultDefined& f) {
    f.message = "ClientError: AlgorithmError: no such column";
  });
  run_once(sim);
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("Train") == "ClientError: AlgorithmError: no such column");
  CHECK(sim.world.faults()[FaultId{0}].hits == 1);
}

TEST_CASE("fault: it strikes by account, pipeline, step, type and window alone", "[api]") {
  struct Row {
    char const* what;
    std::function<void(Sim&, trace::FaultDefined&)> narrow;
    bool strikes;
  };
  std::vector<Row> const rows = {
      {"nothing", [](Sim&, trace::FaultDefined&) {}, true},
      {"account", [](Sim& s, trace::FaultDefined& f) { f.account = s.account("staging"); }, true},
      {"other account", [](Sim& s, trace::FaultDefined& f) { f.account = s.account("partner"); },
       false},
      {"region", [](Sim&, trace::FaultDefined& f) { f.region = "eu-west-1"; }, true},
      {"other region", [](Sim&, trace::FaultDefined& f) { f.region = "us-east-1"; }, false},
      {"pipeline", [](Sim&, trace::FaultDefined& f) { f.pipeline = PipelineId{0}; }, true},
      {"other pipeline", [](Sim&, trace::FaultDefined& f) { f.pipeline = PipelineId{1}; }, false},
      {"step", [](Sim&, trace::FaultDefined& f) { f.step = "Train"; }, true},
      {"other step", [](Sim&, trace::FaultDefined& f) { f.step = "Eval"; }, false},
      {"type", [](Sim&, trace::FaultDefined& f) { f.step_type = "Training"; }, true},
      {"other type", [](Sim&, trace::FaultDefined& f) { f.step_type = "Processing"; }, false},
      {"window", [](Sim&, trace::FaultDefined& f) { f.from = 1s, f.until = 2s; }, true},
      {"later", [](Sim&, trace::FaultDefined& f) { f.from = 2s; }, false},
      {"earlier", [](Sim&, trace::FaultDefined& f) { f.until = 1s; }, false},
      {"never", [](Sim&, trace::FaultDefined& f) { f.numerator = 0; }, false},
  };
  for (Row const& row : rows) {
    Sim sim;
    sim.pipeline("staging", "churn", definition(step("Train")));
    sim.pipeline("staging", "other", definition(step("Train")));
    sim.fault(FaultKind::job_failure, [&](trace::FaultDefined& f) { row.narrow(sim, f); });
    run_once(sim);
    INFO(row.what);
    CHECK((sim.status() == "Failed") == row.strikes);
  }
}

TEST_CASE("fault: a drift fails a check, unless it is skipped or not to fail", "[api]") {
  for (auto [more, fails] : {std::pair{"", true}, std::pair{R"(, "SkipCheck": true)", false},
                             std::pair{R"(, "FailOnViolation": false)", false}}) {
    Sim sim;
    sim.pipeline("staging", "churn", check(more));
    sim.fault(FaultKind::drift);
    run_once(sim);
    INFO(more);
    CHECK((sim.status() == "Failed") == fails);
    if (fails)
      CHECK(sim.reason("Drift") ==
            "ClientError: Quality check failed. See violation report "
            "s3://b/quality/constraint_violations.json");
  }
}

TEST_CASE("fault: an interrupted spot job begins again, from its checkpoint where it has one",
          "[api]") {
  auto lasts = [](std::string const& arguments) {
    Sim sim;
    sim.assume("spot_interruption_delay", "10m");
    PipelineId churn = sim.pipeline(
        "staging", "churn",
        definition(R"({"Name": "Train", "Type": "Training", "Arguments": )" + arguments + "}"));
    sim.plan(churn, "Train").duration = Quantiles::fixed(1h);
    sim.fault(FaultKind::spot_interruption);
    run_once(sim);
    CHECK(sim.status() == "Succeeded");
    return sim.now() - 1900ms;
  };
  CHECK(lasts("{}") == 1h);
  CHECK(
      lasts(R"({"EnableManagedSpotTraining": true, "CheckpointConfig": {"S3Uri": "s3://b/c"}})") ==
      1h + 10min);
  Duration const anew = lasts(R"({"EnableManagedSpotTraining": true})");
  CHECK(anew > 1h + 10min);
  CHECK(anew <= 2h + 10min);
}

TEST_CASE("fault: a job that hangs runs to its limit", "[api]") {
  Sim sim;
  sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "Train", "Type": "Training", "Arguments": {"StoppingCondition": {"MaxRuntimeInSeconds": 7200}}})"));
  sim.fault(FaultKind::hang);
  run_once(sim);
  CHECK(sim.reason("Train") == "ClientError: The job was stopped after 2h: MaxRuntimeExceeded.");
}

TEST_CASE("fault: a callback that nobody answers keeps its execution for 672 hours", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(kGate));
  sim.fault(FaultKind::no_answer);
  run_once(sim);
  CHECK(sim.status() == "Failed");
  CHECK(sim.now() == 672h);
}

TEST_CASE("fault: people's calls are throttled, or fail inside the service", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("Train")));
  sim.fault(FaultKind::throttling, [](trace::FaultDefined& f) {
    f.operation = "ListPipelines";
    f.until = 1min;
  });
  sim.fault(FaultKind::region_out, [](trace::FaultDefined& f) {
    f.region = "eu-west-1";
    f.from = 1h;
    f.until = 2h;
  });
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    CHECK(sim.refused(admin, "sagemaker", "ListPipelines").code == "ThrottlingException");
    sim.ok(admin, "sagemaker", "DescribePipeline", in({{"PipelineName", "churn"}}));
  });
  sim.at(2min, [&] { sim.ok(admin, "sagemaker", "ListPipelines"); });
  sim.at(90min, [&] {
    CHECK(sim.refused(admin, "sagemaker", "ListPipelines").code == "ServiceUnavailable");
    sim.ok(admin, "ram", "GetResourceShares", in({{"resourceOwner", "SELF"}}));
  });
  sim.at(2h, [&] { sim.ok(admin, "sagemaker", "ListPipelines"); });
  sim.run();
  CHECK(sim.world.faults()[FaultId{0}].hits == 1);
  CHECK(sim.world.faults()[FaultId{1}].hits == 1);
}

TEST_CASE("fault: events are lost, or arrive twice", "[api]") {
  for (auto [kind, arrivals] :
       {std::pair{FaultKind::lost_event, 0U}, std::pair{FaultKind::doubled_event, 2U}}) {
    Sim sim;
    sim.rule(
        "staging", "ends",
        R"({"source": ["aws.sagemaker"], "detail": {"currentPipelineExecutionStatus": ["Succeeded"]}})");
    sim.pipeline("staging", "churn", definition(step("Train")));
    sim.fault(kind);
    run_once(sim);
    CHECK(sim.delivered.size() == arrivals);
  }
}

TEST_CASE("fault: one put in for a step moves no draw of another", "[api]") {
  auto ends = [](bool with_fault) {
    Sim sim;
    sim.pipeline("staging", "churn", definition(step("A") + "," + step("B")));
    if (with_fault)
      sim.fault(FaultKind::throttling, [](trace::FaultDefined& f) {
        f.step = "A";
        f.until = 3s;
      });
    std::string arn;
    sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    return sim.world.executions().step({0}, 1).moved;
  };
  CHECK(ends(false) == ends(true));
}

TEST_CASE("fault: every kind can strike some type of step, or is one of calls and events",
          "[api]") {
  for (domain::FaultRow const& row : domain::fault_rows()) {
    bool strikes = (row.moments & (domain::kAtCall | domain::kAtEvent)) != 0;
    for (pipeline::StepTypeRow const& type : pipeline::step_types())
      strikes = strikes || domain::can_strike(row.kind, type);
    INFO(name_of(row.kind));
    CHECK(strikes);
    CHECK_FALSE(row.what.empty());
  }
}
