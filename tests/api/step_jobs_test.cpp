// The jobs of steps beside their steps: one an attempt, stopped by calls of their own, told to
// EventBridge.
#include "sim/domain/invariants.hpp"
#include "sim/world/names.hpp"
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kClientToken[] = "0123456789abcdef0123456789abcdef";
constexpr char kTwice[] =
    R"(, "RetryPolicies": [{"ExceptionType": ["SageMaker.CAPACITY_ERROR"], "IntervalSeconds": 60, "BackoffRate": 1, "MaxAttempts": 3}])";

/// The training jobs of `staging` by ListTrainingJobs, oldest first.
json::Array training_jobs(Sim& sim) {
  return sim.ok(sim.admin("staging"), "sagemaker", "ListTrainingJobs")
      .find("TrainingJobSummaries")
      ->as_array();
}

json::Value described(Sim& sim, json::Value const& job) {
  return sim.ok(sim.admin("staging"), "sagemaker", "DescribeTrainingJob",
                in({{"TrainingJobName", std::string(job.string_or_empty("TrainingJobName"))}}));
}

std::string job_state(json::Value const& job) {
  return std::string(job.string_or_empty("TrainingJobStatus"));
}

/// Stops the latest training job.
void stop_latest(Sim& sim) {
  sim.ok(sim.admin("staging"), "sagemaker", "StopTrainingJob",
         in({{"TrainingJobName",
              std::string(training_jobs(sim).back().string_or_empty("TrainingJobName"))}}));
}

/// StopPipelineExecution or RetryPipelineExecution of the first execution.
void of_execution(Sim& sim, char const* operation) {
  sim.ok(sim.admin("staging"), "sagemaker", operation,
         in({{"PipelineExecutionArn", world::execution_arn(sim.world, sim.execution())},
             {"ClientRequestToken", kClientToken}}));
}

/// `churn`, started at once: one step Train, or these, of ten minutes each.
void started_churn(Sim& sim, std::vector<std::string> const& names = {"Train"},
                   std::string const& more = "") {
  std::string steps;
  for (std::string const& name : names)
    steps += (steps.empty() ? "" : ",") + step(name, "Training", more);
  PipelineId const churn = sim.pipeline("staging", "churn", definition(steps));
  for (std::string const& name : names) sim.plan(churn, name).duration = Quantiles::fixed(10min);
  sim.at(0s, [&sim] { sim.start(sim.admin("staging"), "churn"); });
}

std::vector<std::string> told_of(Sim const& sim, std::string const& detail_type,
                                 char const* status = "TrainingJobStatus") {
  std::vector<std::string> out;
  for (json::Value const& event : sim.delivered)
    if (event.string_or_empty("detail-type") == detail_type)
      out.emplace_back(event.find("detail")->string_or_empty(status));
  return out;
}

/// The same whose step lacks capacity in its first minute: its first attempt fails.
void unlucky(Sim& sim, std::string const& more = "") {
  started_churn(sim, {"Train"}, kTwice + more);
  sim.fault(FaultKind::capacity, [](trace::FaultDefined& f) { f.until = 1min; });
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("step jobs: each attempt of a step has a job of its own, with why it failed",
          "[api][jobs]") {
  Sim sim;
  unlucky(sim);
  // The first attempt has failed after a quarter of an hour; the next begins a minute later.
  sim.at(15min + 30s, [&] {
    json::Array const jobs = training_jobs(sim);
    REQUIRE(jobs.size() == 1);
    CHECK(job_state(jobs[0]) == "Failed");
  });
  sim.at(18min, [&] {
    json::Array const jobs = training_jobs(sim);
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].string_or_empty("TrainingJobName") != jobs[1].string_or_empty("TrainingJobName"));
    CHECK(job_state(described(sim, jobs[1])) == "InProgress");
    // What has ended cannot be stopped.
    CHECK(sim.refused(
                 sim.admin("staging"), "sagemaker", "StopTrainingJob",
                 in({{"TrainingJobName", std::string(jobs[0].string_or_empty("TrainingJobName"))}}))
              .code == "ValidationException");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  json::Array const jobs = training_jobs(sim);
  REQUIRE(jobs.size() == 2);
  json::Value const first = described(sim, jobs[0]);
  CHECK(job_state(first) == "Failed");
  CHECK(!first.string_or_empty("FailureReason").empty());
  CHECK(first.find("TrainingTimeInSeconds")->as_integer() == 900);
  json::Value const second = described(sim, jobs[1]);
  CHECK(job_state(second) == "Completed");
  CHECK(second.find("TrainingTimeInSeconds")->as_integer() == 600);
}

TEST_CASE("step jobs: an earlier attempt's job shows what that attempt sent", "[api][jobs]") {
  Sim sim;
  unlucky(sim, R"(, "Arguments": {"Environment": {"Job": {"Get": "Execution.TrainingJobName"},
                                                 "At": {"Get": "Execution.CurrentDateTime"}}})");
  std::vector<std::string> sent;
  sim.at(20min, [&] { sent.push_back(json::dump(described(sim, training_jobs(sim)[1]))); });
  sim.run();
  json::Array const jobs = training_jobs(sim);
  REQUIRE(jobs.size() == 2);
  std::vector<std::string> at;
  for (json::Value const& job : jobs) {
    json::Value const environment = *described(sim, job).find("Environment");
    CHECK(*environment.find("Job") == *job.find("TrainingJobName"));
    at.emplace_back(environment.string_or_empty("At"));
  }
  CHECK(at[0] < at[1]);
  CHECK_THAT(sent.front(), Catch::Contains(at[1]));
}

TEST_CASE("step jobs: a retried execution keeps the jobs of its steps' earlier attempts",
          "[api][jobs]") {
  Sim sim;
  started_churn(sim);
  sim.at(5min, [&] { of_execution(sim, "StopPipelineExecution"); });
  sim.at(1h, [&] { of_execution(sim, "RetryPipelineExecution"); });
  sim.run();
  json::Array const jobs = training_jobs(sim);
  REQUIRE(jobs.size() == 2);
  CHECK(job_state(jobs[0]) == "Stopped");
  CHECK(job_state(jobs[1]) == "Completed");
  CHECK(described(sim, jobs[1]).find("TrainingTimeInSeconds")->as_integer() == 600);
}

TEST_CASE("step jobs: a step that stops while it waits for its next attempt leaves no second job",
          "[api][jobs]") {
  Sim sim;
  unlucky(sim);
  sim.at(15min + 30s, [&] { of_execution(sim, "StopPipelineExecution"); });
  sim.run();
  CHECK(sim.status() == "Stopped");
  CHECK(training_jobs(sim).size() == 1);
}

TEST_CASE("step jobs: the job of a step that ran too long is Stopped", "[api][jobs]") {
  Sim sim;
  started_churn(sim, {"Train"},
                R"(, "Arguments": {"StoppingCondition": {"MaxRuntimeInSeconds": 60}})");
  sim.run();
  json::Value const shown = described(sim, training_jobs(sim).front());
  CHECK(job_state(shown) == "Stopped");
  CHECK(shown.string_or_empty("SecondaryStatus") == "MaxRuntimeExceeded");
}

TEST_CASE("step jobs: a step fails whose job a call of its own stops", "[api][jobs]") {
  Sim sim;
  unlucky(sim);  // a retry policy does not begin anew what somebody stopped
  sim.at(20min, [&] {
    stop_latest(sim);
    CHECK(job_state(described(sim, training_jobs(sim).back())) == "Stopping");
    CHECK(sim.step_status("Train") == "Stopping");
    CHECK(sim.status() == "Executing");
  });
  sim.run();
  json::Value const job = described(sim, training_jobs(sim).back());
  CHECK(job_state(job) == "Stopped");
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("Train") == "ClientError: The job " +
                                   std::string(job.string_or_empty("TrainingJobName")) +
                                   " was stopped.");
  CHECK(domain::broken_invariants(sim.trace).empty());
}

TEST_CASE("step jobs: a stopped job may stop its execution, where a scenario assumes that",
          "[api][jobs]") {
  Sim sim;
  sim.assume("stopped_job", "execution_stops");
  started_churn(sim, {"A", "B"});
  sim.at(5min, [&] { stop_latest(sim); });
  sim.run();
  CHECK(sim.step_status("A") == "Stopped");
  CHECK(sim.step_status("B") == "Stopped");
  CHECK(sim.status() == "Stopped");
  CHECK(domain::broken_invariants(sim.trace).empty());
}

TEST_CASE("step jobs: an execution that is stopped while a job of it stops is Stopped",
          "[api][jobs]") {
  Sim sim;
  started_churn(sim);
  sim.at(5min, [&] {
    stop_latest(sim);
    of_execution(sim, "StopPipelineExecution");
  });
  sim.run();
  CHECK(sim.step_status("Train") == "Stopped");
  CHECK(sim.status() == "Stopped");
}

TEST_CASE("step jobs: rules of the owner hear of each attempt's job", "[api][jobs]") {
  Sim sim;
  unlucky(sim);
  std::string const pattern = R"({"detail-type": ["SageMaker Training Job State Change"]})";
  sim.rule("staging", "jobs", pattern);
  sim.rule("production", "elsewhere", pattern);
  sim.run();
  CHECK(told_of(sim, "SageMaker Training Job State Change") ==
        Words{"InProgress", "Failed", "InProgress", "Completed"});
  REQUIRE(sim.delivered.size() == 4);
  json::Value const& failed = sim.delivered[1];
  json::Array const jobs = training_jobs(sim);
  CHECK(failed.string_or_empty("account") == "111122223333");
  CHECK(failed.find("resources")->as_array().front() == *jobs[0].find("TrainingJobArn"));
  json::Value const& detail = *failed.find("detail");
  CHECK(*detail.find("TrainingJobName") == *jobs[0].find("TrainingJobName"));
  CHECK(detail.string_or_empty("SecondaryStatus") == "Failed");
  CHECK(!detail.string_or_empty("FailureReason").empty());
  CHECK(*detail.find("TrainingEndTime")->as_integer() -
            *detail.find("TrainingStartTime")->as_integer() ==
        900'000);
}

TEST_CASE("step jobs: a step without a job, by the cache or a refusal, tells of none",
          "[api][jobs]") {
  Sim sim;
  PrincipalId const weak = sim.role("staging", "weak", allowing(R"("s3:*")"));
  sim.pipeline("staging", "churn", definition(step("Train")), 0, weak);
  sim.rule("staging", "jobs", R"({"source": ["aws.sagemaker"]})");
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(!sim.delivered.empty());
  CHECK(told_of(sim, "SageMaker Training Job State Change").empty());
}

TEST_CASE("step jobs: called jobs are told of too, with what they were asked for", "[api][jobs]") {
  Sim sim;
  sim.rule("staging", "jobs", R"({"detail-type": [{"suffix": " Job State Change"}]})");
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "CreateProcessingJob",
           in({{"ProcessingJobName", "prep"},
               {"RoleArn", sim.arn(sim.admin("staging"))},
               {"AppSpecification", in({{"ImageUri", "image"}})},
               {"ProcessingResources", in({{"ClusterConfig", in({{"InstanceCount", 1},
                                                                 {"InstanceType", "ml.m5.large"},
                                                                 {"VolumeSizeInGB", 30}})}})}}));
  });
  sim.at(1min, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "StopProcessingJob",
           in({{"ProcessingJobName", "prep"}}));
  });
  sim.run();
  CHECK(told_of(sim, "SageMaker Processing Job State Change", "ProcessingJobStatus") ==
        Words{"InProgress", "Stopping", "Stopped"});
  json::Value const& detail = *sim.delivered.back().find("detail");
  CHECK(detail.find("AppSpecification")->string_or_empty("ImageUri") == "image");
  CHECK(*detail.find("ProcessingEndTime")->as_integer() -
            *detail.find("CreationTime")->as_integer() ==
        90'000);
}
