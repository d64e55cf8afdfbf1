// Steps that are tried again: retry policies, and what is retried without one.
// Source: sagemaker-pipelines 1.10, 2.1, 2.4, 2.7.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

std::string retried(std::string const& policies, std::string const& type = "Training") {
  return definition(step("Train", type, R"(, "RetryPolicies": [)" + policies + "]"));
}

constexpr char kCapacity[] =
    R"({"ExceptionType": ["SageMaker.CAPACITY_ERROR"], "IntervalSeconds": 60, "BackoffRate": 2, "MaxAttempts": 2})";

std::string on_instances(std::string const& more = "") {
  return R"(, "Arguments": {"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2}})" +
         more;
}

std::uint64_t attempts(Sim const& sim) { return sim.world.executions().step({0}, 0).attempt; }

}  // namespace

TEST_CASE("retry policy: the waits grow, the attempts are counted, and the last failure is told",
          "[api]") {
  Sim sim;
  sim.assume("capacity_failure_delay", "10m");
  sim.pipeline("staging", "churn", retried(kCapacity));
  sim.fault(FaultKind::capacity);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(5min, [&] { CHECK(sim.step_status("Train") == "Executing"); });
  sim.at(10min + 30s, [&] {
    CHECK(sim.step_status("Train") == "Starting");  // waits: one row, not at an end
    CHECK(attempts(sim) == 2);
    CHECK(sim.reason("Train").empty());
  });
  sim.run();
  CHECK(attempts(sim) == 3);
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("Train").starts_with("CapacityError: Unable to provision"));
  // Three jobs of ten minutes, and waits of one and two between them.
  CHECK(sim.now() == 1900ms + 33min);
}

TEST_CASE("retry policy: an exception that it does not name fails at the first occurrence",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", retried(kCapacity));
  sim.fault(FaultKind::internal_error);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(attempts(sim) == 1);
  CHECK(sim.reason("Train").starts_with("InternalServerError"));
}

TEST_CASE("retry policy: the minutes of ExpireAfterMin count from the first attempt", "[api]") {
  Sim sim;
  sim.assume("capacity_failure_delay", "10m");
  sim.pipeline(
      "staging", "churn",
      retried(
          R"({"ExceptionType": ["SageMaker.CAPACITY_ERROR"], "IntervalSeconds": 60, "BackoffRate": 1, "ExpireAfterMin": 25})"));
  sim.fault(FaultKind::capacity);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(attempts(sim) == 3);  // begun after 0, 11 and 22 minutes; the next would be at 33
}

TEST_CASE("throttling and service faults are retried without a policy, others are not", "[api]") {
  struct Row {
    FaultKind kind;
    std::uint64_t attempts;
  };
  for (Row const& row : {Row{FaultKind::throttling, 6}, Row{FaultKind::service_fault, 6},
                         Row{FaultKind::resource_limit, 1}, Row{FaultKind::job_failure, 1}}) {
    Sim sim;
    sim.pipeline("staging", "churn", definition(step("Train")));
    sim.fault(row.kind, [](trace::FaultDefined& f) { f.step = "Train"; });
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    INFO(name_of(row.kind));
    CHECK(attempts(sim) == row.attempts);
    CHECK(sim.status() == "Failed");
  }
}

TEST_CASE("retry: a throttled create call that goes through at last leaves a step that succeeded",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("Train")));
  sim.fault(FaultKind::throttling, [](trace::FaultDefined& f) {
    f.step = "Train";
    f.until = 5s;
  });
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  CHECK(attempts(sim) == 3);  // begun after 1.9 s, 4.4 s and 7.9 s
  json::Value const steps = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps",
                                   in({{"PipelineExecutionArn", arn}}));
  json::Value const& row = steps.find("PipelineExecutionSteps")->as_array().front();
  CHECK(row.find("FailureReason") == nullptr);
  CHECK(row.find("AttemptCount")->as_integer() == 3);
}

TEST_CASE("retry: a Tuning step is never tried again after an internal error", "[api]") {
  constexpr char kInternal[] =
      R"({"ExceptionType": ["SageMaker.JOB_INTERNAL_ERROR"], "MaxAttempts": 3})";
  for (auto [type, expected] :
       {std::pair{"Training", 4U}, std::pair{"Tuning", 1U}, std::pair{"AutoML", 1U}}) {
    Sim sim;
    std::string const arguments =
        type == std::string("Tuning") ? R"(, "Arguments": {"HyperParameterTuningJobConfig": {}})"
        : type == std::string("AutoML")
            ? R"(, "Arguments": {"AutoMLJobConfig": {"Mode": "ENSEMBLING"}, "InputDataConfig": [], "OutputDataConfig": {}, "RoleArn": "arn:aws:iam::111122223333:role/admin"})"
            : "";
    std::string const policies = R"(, "RetryPolicies": [)" + std::string(kInternal) + "]";
    sim.pipeline(
        "staging", "churn",
        definition(R"({"Name": "Train", "Type": ")" + std::string(type) + "\"" +
                   (arguments.empty() ? R"(, "Arguments": {})" : arguments) + policies + "}"));
    sim.fault(FaultKind::internal_error);
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    INFO(type);
    CHECK(attempts(sim) == expected);
  }
}

TEST_CASE("retry: the reason of a create call that is not retried is the service's", "[api]") {
  Sim sim;
  sim.setting("staging", "ml.m5.large for training job usage", 0);
  sim.pipeline("staging", "churn",
               definition(R"({"Name": "Train", "Type": "Training")" + on_instances() + "}"));
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.reason("Train") ==
        "ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: The "
        "account-level service limit 'ml.m5.large for training job usage' is 0 Instances, with "
        "current utilization of 0 Instances and a request delta of 2 Instances. Please contact AWS "
        "support to request an increase for this limit.\nRetry not appropriate on execution of "
        "step with PipelineExecutionArn " +
            arn +
            " and StepId Train. No retry policy configured for the exception type "
            "SAGEMAKER_RESOURCE_LIMIT.");
}

TEST_CASE("retry: RESOURCE_LIMIT waits until the instances of others are free", "[api]") {
  Sim sim;
  sim.setting("staging", "ml.m5.large for training job usage", 2);
  std::string const policy =
      R"(, "RetryPolicies": [{"ExceptionType": ["SageMaker.RESOURCE_LIMIT"], "IntervalSeconds": 240, "BackoffRate": 1, "MaxAttempts": 5}])";
  PipelineId churn = sim.pipeline(
      "staging", "churn",
      definition(R"({"Name": "Train", "Type": "Training")" + on_instances(policy) + "}"));
  sim.plan(churn, "Train").duration = Quantiles::fixed(10min);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(1min, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(5min, [&] {
    CHECK(sim.world.executions().instances().taken(sim.place("staging"), "training job",
                                                   "ml.m5.large") == 2);
    CHECK(sim.step_status("Train", 1) == "Starting");
  });
  sim.run();
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Succeeded");
  CHECK(sim.world.executions().step({1}, 0).attempt == 4);
  CHECK(sim.world.executions().instances().taken(sim.place("staging"), "training job",
                                                 "ml.m5.large") == 0);
}

TEST_CASE("retry: a step that waits for its next attempt is stopped with its execution", "[api]") {
  for (char const* type : {"Training", "Model"}) {
    Sim sim;
    std::string const arguments =
        type == std::string("Model")
            ? R"({"ExecutionRoleArn": "arn:aws:iam::111122223333:role/admin", "PrimaryContainer": {}})"
            : "{}";
    sim.pipeline(
        "staging", "churn",
        definition(
            R"({"Name": "Train", "Type": ")" + std::string(type) + R"(", "Arguments": )" +
            arguments +
            R"(, "RetryPolicies": [{"ExceptionType": ["Step.THROTTLING"], "IntervalSeconds": 600, "MaxAttempts": 3}]})"));
    sim.fault(FaultKind::throttling, [](trace::FaultDefined& f) { f.step = "Train"; });
    std::string arn;
    sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
    sim.at(1min, [&] {
      sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution",
             in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
    });
    sim.run();
    INFO(type);
    CHECK(sim.step_status("Train") == "Stopped");
    CHECK(sim.status() == "Stopped");
    CHECK(attempts(sim) == 2);
  }
}
