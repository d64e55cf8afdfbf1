// Time limits, and stops that meet them. Source: sagemaker-pipelines 2.6, 2.10, 2.11.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kNotify[] =
    R"({"Name": "Notify", "Type": "Lambda", "FunctionArn": "arn:aws:lambda:eu-west-1:111122223333:function:notify", "Arguments": {}, "OutputParameters": []})";
constexpr char kAskForever[] =
    R"({"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/gate", "Arguments": {}, "OutputParameters": []})";

void stop(Sim& sim, std::string const& arn) {
  sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution",
         in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
}

}  // namespace

TEST_CASE("limit: a job that reaches MaxRuntimeInSeconds is stopped and fails", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "Train", "Type": "Training", "Arguments": {"StoppingCondition": {"MaxRuntimeInSeconds": 600}}},)" +
          step("Free")));
  sim.plan(churn, "Train").duration = Quantiles::fixed(1h);
  sim.plan(churn, "Free").duration = Quantiles::fixed(30h);  // beyond the day that AWS sets
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.reason("Train") == "ClientError: The job was stopped after 10m: MaxRuntimeExceeded.");
  CHECK(sim.reason("Free") == "ClientError: The job was stopped after 1d: MaxRuntimeExceeded.");
}

TEST_CASE("limit: a function that does not return fails its step, and turns a stop into Failed",
          "[api]") {
  for (bool stopped : {false, true}) {
    Sim sim;
    PipelineId churn = sim.pipeline("staging", "churn", definition(kNotify));
    sim.plan(churn, "Notify").duration = Quantiles::fixed(3min);
    std::string arn;
    sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
    if (stopped) sim.at(10s, [&] { stop(sim, arn); });
    sim.run();
    CHECK(sim.step_status("Notify") == "Failed");
    CHECK(sim.reason("Notify") == "ClientError: The Lambda function did not return within 2m.");
    CHECK(sim.status() == "Failed");
  }
}

TEST_CASE("stop: a function that returns in time ends as it would, and the execution is Stopped",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(kNotify));
  sim.plan(churn, "Notify").duration = Quantiles::fixed(1min);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(10s, [&] { stop(sim, arn); });
  sim.run();
  CHECK(sim.step_status("Notify") == "Succeeded");
  CHECK(sim.status() == "Stopped");
}

TEST_CASE("stop: between two steps it is a conflict, and works a moment later", "[api]") {
  Sim sim;
  PipelineId churn =
      sim.pipeline("staging", "churn", definition(step("A") + "," + after("B", "A")));
  sim.plan(churn, "A").duration = Quantiles::fixed(10min);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(1900ms + 10min + 300ms, [&] {
    CHECK(sim.refused(
                 sim.admin("staging"), "sagemaker", "StopPipelineExecution",
                 in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}))
              .code == "ConflictException");
  });
  sim.at(1900ms + 10min + 700ms, [&] { stop(sim, arn); });
  sim.run();
  CHECK(sim.status() == "Stopped");
  CHECK(sim.step_status("B") == "Stopped");
}

TEST_CASE("limit: an execution that nobody ends fails after 672 hours, and no run waits for more",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(kAskForever));
  sim.plan(churn, "Ask").answered_by_scenario = true;
  sim.pipeline("staging", "quick", definition(step("A")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "quick"); });
  sim.at(24h, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status(1) == "Failed");
  CHECK(sim.reason("Ask", 1) == "The execution ran for 28d.");
  CHECK(sim.now() == 24h + 672h);

  Sim quick;
  quick.pipeline("staging", "quick", definition(step("A")));
  quick.at(0s, [&] { quick.start(quick.admin("staging"), "quick"); });
  quick.run();
  CHECK(quick.now() < 2h);
}

TEST_CASE("failure: independent steps go on where the scenario assumes so", "[api]") {
  for (bool goes_on : {false, true}) {
    Sim sim;
    if (goes_on) sim.assume("after_failure", "continue_independent");
    PipelineId churn = sim.pipeline(
        "staging", "churn",
        definition(step("A") + "," + step("B") + "," + after("C", "B") + "," + after("D", "A")));
    sim.plan(churn, "A").failure = "no disk";
    sim.plan(churn, "A").duration = Quantiles::fixed(1min);
    sim.plan(churn, "B").duration = Quantiles::fixed(10min);
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    CHECK(sim.status() == "Failed");
    CHECK(sim.step_status("B") == "Succeeded");
    CHECK(sim.step_status("C") == (goes_on ? "Succeeded" : "None"));
    CHECK(sim.step_status("D") == "None");
  }
}

TEST_CASE("quota: one pipeline more than the account may have is refused in AWS's words", "[api]") {
  Sim sim;
  sim.setting("staging", "pipelines_max", 1);
  auto create = [](std::string const& name) {
    return in({{"PipelineName", name},
               {"PipelineDefinition", definition(step("A"))},
               {"RoleArn", "arn:aws:iam::111122223333:role/admin"},
               {"ClientRequestToken", std::string(32, name.front())}});
  };
  sim.at(0s, [&] {
    PrincipalId const admin = sim.admin("staging");
    sim.ok(admin, "sagemaker", "CreatePipeline", create("a"));
    CHECK(sim.refused(admin, "sagemaker", "CreatePipeline", create("b")) ==
          ApiError{"ResourceLimitExceeded",
                   "The account-level service limit 'Maximum number of pipelines allowed per "
                   "account' is 1 Pipelines, with current utilization of 1 Pipelines and a request "
                   "delta of 1 Pipelines."});
    sim.ok(admin, "sagemaker", "DeletePipeline",
           in({{"PipelineName", "a"}, {"ClientRequestToken", std::string(32, 'd')}}));
    sim.ok(admin, "sagemaker", "CreatePipeline", create("b"));
  });
  sim.run();
}

TEST_CASE("quota: a job of more instances than one may have is refused", "[api]") {
  Sim sim;
  sim.setting("staging", "instances_per_training_job_max", 4);
  sim.pipeline(
      "staging", "churn",
      definition(
          R"({"Name": "Train", "Type": "Training", "Arguments": {"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 5}}})"));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("Train").find("is 4 Instances") != std::string::npos);
}
