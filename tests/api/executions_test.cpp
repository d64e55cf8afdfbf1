// The life of executions: steps in order, failure, stop, retry, parallelism, the account's queue,
// quotas, parameters.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kBranches[] =
    R"({"Name": "Good", "Type": "Condition", "DependsOn": ["Train"], "Arguments": {
    "Conditions": [{"Type": "GreaterThanOrEqualTo", "LeftValue": {"Get": "Parameters.Score"}, "RightValue": 5}],
    "IfSteps": [{"Name": "Tell", "Type": "Training", "Arguments": {}}],
    "ElseSteps": [{"Name": "TooBad", "Type": "Fail", "Arguments": {"ErrorMessage": {"Std:Join": {"On": " ", "Values": ["score", {"Get": "Parameters.Score"}]}}}}]}})";

std::string branching() {
  return definition(step("Train") + "," + kBranches,
                    R"({"Name": "Score", "Type": "Integer", "DefaultValue": 7})");
}

json::Value parameter(std::string const& name, std::string const& value) {
  return json::Array{in({{"Name", name}, {"Value", value}})};
}

json::Value execution_input(std::string const& arn) { return in({{"PipelineExecutionArn", arn}}); }

}  // namespace

TEST_CASE("execution: runs its steps in order, and a dropped branch is never listed", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", branching());
  sim.plan(churn, "Train").duration = Quantiles::fixed(10min);
  sim.plan(churn, "Tell").duration = Quantiles::fixed(5min);
  std::string arn;
  sim.at(1min, [&] {
    arn = sim.start(sim.admin("staging"), "churn");
    CHECK(sim.status() == "Executing");
    CHECK(sim.listed_steps(arn).empty());
  });
  sim.at(5min, [&] { CHECK(sim.listed_steps(arn) == std::vector<std::string>{"Train"}); });
  CHECK(sim.run().ended == engine::Ended::drained);
  CHECK(sim.status() == "Succeeded");
  CHECK(sim.listed_steps(arn) == std::vector<std::string>{"Train", "Good", "Tell"});
  CHECK(sim.started("Train") == 1min + 1900ms);
  CHECK(sim.started("Good") == sim.started("Train") + 10min + 600ms);
  CHECK(sim.step_status("TooBad") == "None");
  json::Value answer =
      sim.ok(sim.admin("staging"), "sagemaker", "DescribePipelineExecution", execution_input(arn));
  CHECK(answer.string_or_empty("PipelineExecutionStatus") == "Succeeded");
  CHECK(answer.find("FailureReason") == nullptr);
  CHECK(arn.starts_with("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churn/execution/"));
}

TEST_CASE("execution: a Fail step gives its message, fails the execution and forbids a retry",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", branching());
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn", parameter("Score", "3")); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(sim.step_status("Tell") == "None");
  CHECK(sim.reason("TooBad") == "score 3");
  json::Value answer =
      sim.ok(sim.admin("staging"), "sagemaker", "DescribePipelineExecution", execution_input(arn));
  CHECK(answer.string_or_empty("FailureReason") == "Step failure: One or multiple steps failed.");
  ApiError error =
      sim.refused(sim.admin("staging"), "sagemaker", "RetryPipelineExecution",
                  execution_input(arn).set("ClientRequestToken", std::string(32, 't')));
  CHECK(error == ApiError{"ValidationException",
                          "An execution that ended through a Fail step cannot be retried"});
}

TEST_CASE("execution: a failure starts nothing new, lets siblings end, and only then is Failed",
          "[api]") {
  Sim sim;
  PipelineId churn =
      sim.pipeline("staging", "churn",
                   definition(step("Bad") + "," + step("Long") + "," + after("Never", "Long")));
  sim.plan(churn, "Bad").duration = Quantiles::fixed(1min);
  sim.plan(churn, "Bad").failure = "ClientError: AlgorithmError: no data";
  sim.plan(churn, "Long").duration = Quantiles::fixed(1h);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(30min, [&] {
    CHECK(sim.step_status("Bad") == "Failed");
    CHECK(sim.status() == "Executing");
  });
  sim.run();
  CHECK(sim.step_status("Long") == "Succeeded");
  CHECK(sim.step_status("Never") == "None");
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("Bad") == "ClientError: AlgorithmError: no data");
  CHECK(sim.now() == 1h + 1900ms);
}

TEST_CASE("execution: a stop takes a running job through Stopping and starts nothing after it",
          "[api]") {
  Sim sim;
  PipelineId churn =
      sim.pipeline("staging", "churn", definition(step("A") + "," + after("B", "A")));
  sim.plan(churn, "A").duration = Quantiles::fixed(1h);
  std::string arn;
  json::Value stop;
  sim.at(0s, [&] {
    arn = sim.start(sim.admin("staging"), "churn");
    stop = execution_input(arn).set("ClientRequestToken", std::string(32, 't'));
  });
  sim.at(10min, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution", stop);
    CHECK(sim.status() == "Stopping");
    CHECK(sim.step_status("A") == "Stopping");
    // The same token is the same stop; another one is a second.
    sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution", stop);
    ApiError error = sim.refused(sim.admin("staging"), "sagemaker", "StopPipelineExecution",
                                 stop.set("ClientRequestToken", std::string(32, 'u')));
    CHECK(error ==
          ApiError{"ValidationException", "Only pipelines with 'Executing' status can be stopped"});
  });
  sim.run();
  CHECK(sim.step_status("A") == "Stopped");
  CHECK(sim.status() == "Stopped");
  CHECK(sim.listed_steps(arn) == std::vector<std::string>{"A"});
}

TEST_CASE("execution: stopped before its first step it ends at once, and can be resumed", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(1s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution",
           execution_input(arn).set("ClientRequestToken", std::string(32, 't')));
    CHECK(sim.status() == "Stopped");
  });
  sim.at(1min, [&] {
    CHECK(sim.step_status("A") == "None");
    sim.ok(sim.admin("staging"), "sagemaker", "RetryPipelineExecution",
           execution_input(arn).set("ClientRequestToken", std::string(32, 'u')));
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("execution: a retry keeps the ARN and what has succeeded, and counts the attempt",
          "[api]") {
  Sim sim;
  PipelineId churn =
      sim.pipeline("staging", "churn", definition(step("A") + "," + after("B", "A")));
  sim.plan(churn, "B").failure = "out of luck";
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  Duration first_start{};
  sim.at(24h, [&] {
    CHECK(sim.status() == "Failed");
    first_start = sim.started("A");
    sim.plan(churn, "B").failure.clear();
    json::Value answer =
        sim.ok(sim.admin("staging"), "sagemaker", "RetryPipelineExecution",
               execution_input(arn).set("ClientRequestToken", std::string(32, 't')));
    CHECK(answer.string_or_empty("PipelineExecutionArn") == arn);
    CHECK(sim.status() == "Executing");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  CHECK(sim.started("A") == first_start);
  CHECK(sim.world.executions().size() == 1);
  json::Value steps =
      sim.ok(sim.admin("staging"), "sagemaker", "ListPipelineExecutionSteps", execution_input(arn));
  json::Value const& newest = steps.find("PipelineExecutionSteps")->as_array().front();
  CHECK(newest.string_or_empty("StepName") == "B");
  CHECK(newest.find("AttemptCount")->as_integer() == 2);
}

TEST_CASE("execution: parallelism limits how many steps run at once", "[api]") {
  Sim sim;
  std::string steps = step("A") + "," + step("B") + "," + step("C");
  PipelineId churn = sim.pipeline("staging", "churn", definition(steps), 2);
  for (char const* name : {"A", "B", "C"}) sim.plan(churn, name).duration = Quantiles::fixed(10min);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  CHECK(sim.started("A") == 1900ms);
  CHECK(sim.started("B") == 1900ms);
  CHECK(sim.started("C") == 1900ms + 10min + 600ms);
}

TEST_CASE("queue: an account's limit of running steps is first in, first out over its executions",
          "[api]") {
  Sim sim;
  sim.setting("staging", "running_steps_max", 1);
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A") + "," + step("B")));
  for (char const* name : {"A", "B"}) sim.plan(churn, name).duration = Quantiles::fixed(10min);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(1s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  std::vector<Duration> starts = {sim.started("A", 0), sim.started("B", 0), sim.started("A", 1),
                                  sim.started("B", 1)};
  CHECK(starts == std::vector<Duration>{1900ms, 10min + 1900ms, 20min + 1900ms, 30min + 1900ms});
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Succeeded");
}

TEST_CASE("queue: a step that must wait for its own execution's limit is not lost behind others",
          "[api]") {
  Sim sim;
  sim.setting("staging", "running_steps_max", 2);
  PipelineId narrow = sim.pipeline("staging", "narrow", definition(step("A") + "," + step("B")), 1);
  PipelineId wide = sim.pipeline("staging", "wide", definition(step("A") + "," + step("B")));
  for (PipelineId pipeline : {narrow, wide})
    for (char const* name : {"A", "B"}) sim.plan(pipeline, name).duration = Quantiles::fixed(10min);
  sim.at(0s, [&] {
    sim.start(sim.admin("staging"), "narrow"), sim.start(sim.admin("staging"), "wide");
  });
  sim.run();
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Succeeded");
  CHECK(sim.started("A", 1) == 1900ms);          // passes narrow's B
  CHECK(sim.started("B", 0) == 10min + 1900ms);  // which still stands before wide's B
}

TEST_CASE("queue: no step runs before its execution has begun, and a stop leaves the queue whole",
          "[api]") {
  Sim sim;
  sim.setting("staging", "running_steps_max", 1);
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A") + "," + step("B")));
  for (char const* name : {"A", "B"}) sim.plan(churn, name).duration = Quantiles::fixed(10s);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(21s, [&] {
    sim.start(sim.admin("staging"), "churn");
  });  // begins at 22.9 s; a place is free at 21.9 s
  sim.at(5s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "StopPipelineExecution",
           execution_input(arn).set("ClientRequestToken", std::string(32, 't')));
  });
  sim.at(10min, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "RetryPipelineExecution",
           execution_input(arn).set("ClientRequestToken", std::string(32, 'u')));
  });
  sim.run();
  CHECK(sim.started("A", 1) >= 22900ms);
  CHECK(sim.status(0) == "Succeeded");  // B had never begun when it was stopped; the retry runs it
  CHECK(sim.status(1) == "Succeeded");
}

TEST_CASE("quota: the twenty-first execution at once is refused in AWS's words", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    for (int i = 0; i < 20; ++i) sim.start(sim.admin("staging"), "churn");
    ApiError error =
        sim.refused(sim.admin("staging"), "sagemaker", "StartPipelineExecution",
                    in({{"PipelineName", "churn"}, {"ClientRequestToken", std::string(32, 't')}}));
    CHECK(error.code == "ResourceLimitExceeded");
    CHECK(error.message ==
          "The account-level service limit 'Maximum number of concurrent pipeline executions "
          "allowed per account' is 20 Pipelines, "
          "with current utilization of 20 Pipelines and a request delta of 1 Pipelines.");
  });
  sim.run();
  sim.at(sim.now() + 1s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status(20) == "Succeeded");
}

TEST_CASE("start: the same client token starts nothing new", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    json::Value input =
        in({{"PipelineName", "churn"}, {"ClientRequestToken", std::string(32, 't')}});
    json::Value first = sim.ok(sim.admin("staging"), "sagemaker", "StartPipelineExecution", input);
    CHECK(sim.ok(sim.admin("staging"), "sagemaker", "StartPipelineExecution", input) == first);
    CHECK(sim.world.executions().size() == 1);
  });
  sim.run();
}

TEST_CASE("parameters: the start call refuses wrong types, unknown names and empty texts",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", branching());
  sim.pipeline("staging", "strict",
               definition(step("A"), R"({"Name": "Needed", "Type": "String"})"));
  sim.at(0s, [&] {
    auto fault = [&](char const* pipeline, json::Value parameters) {
      json::Value input =
          in({{"PipelineName", pipeline}, {"ClientRequestToken", std::string(32, 't')}});
      if (!parameters.is_null()) input.set("PipelineParameters", std::move(parameters));
      ApiError error =
          sim.refused(sim.admin("staging"), "sagemaker", "StartPipelineExecution", input);
      CHECK(error.code == "ValidationException");
      return error.message;
    };
    CHECK(fault("churn", parameter("Score", "much")) ==
          "Unexpected type for parameter 'Score'. Expected Integer but found 'much'.");
    CHECK(fault("churn", parameter("Scor", "7")) ==
          "Unknown parameter 'Scor'; did you mean 'Score'?");
    CHECK(fault("strict", {}) == "Parameter 'Needed' is undefined.");
    CHECK(fault("strict", parameter("Needed", "")) ==
          "[string \"\" is too short (length: 0, required minimum: 1)]");
    std::string arn = sim.start(sim.admin("staging"), "strict", parameter("Needed", "x"));
    json::Value given = sim.ok(sim.admin("staging"), "sagemaker",
                               "ListPipelineParametersForExecution", execution_input(arn));
    CHECK(json::dump(given) == R"({"PipelineParameters":[{"Name":"Needed","Value":"x"}]})");
  });
  sim.run();
}

TEST_CASE("definition: an execution keeps the one it started with", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.at(1s, [&] {
    sim.ok(sim.admin("staging"), "sagemaker", "UpdatePipeline",
           in({{"PipelineName", "churn"}, {"PipelineDefinition", definition(step("Other"))}}));
    CHECK(sim.world.pipelines()[churn].version == 2);
  });
  sim.run();
  CHECK(sim.listed_steps(arn) == std::vector<std::string>{"A"});
  json::Value answer = sim.ok(sim.admin("staging"), "sagemaker",
                              "DescribePipelineDefinitionForExecution", execution_input(arn));
  CHECK_THAT(std::string(answer.string_or_empty("PipelineDefinition")), Catch::Contains("\"A\""));
}

TEST_CASE("definition: what a job's API would not take is refused on create and on update",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string const wrong = definition(
      R"({"Name": "R", "Type": "RegisterModel", "Arguments": {"ModelApprovalStatus": "approved"}})");
  sim.at(1s, [&] {
    for (char const* operation : {"UpdatePipeline", "CreatePipeline"}) {
      bool const update = operation == std::string_view("UpdatePipeline");
      json::Value input =
          in({{"PipelineName", update ? "churn" : "other"}, {"PipelineDefinition", wrong}});
      if (!update)
        input.set("RoleArn", sim.world.principals()[sim.world.pipelines()[churn].role].arn)
            .set("ClientRequestToken", std::string(32, 't'));
      ApiError const refused = sim.refused(sim.admin("staging"), "sagemaker", operation, input);
      CHECK(refused.code == "ValidationException");
      CHECK_THAT(
          refused.message,
          Catch::Contains("Unable to parse pipeline definition. Model Validation failed: "
                          "Value 'approved' for 'ModelApprovalStatus' failed to satisfy enum "
                          "value set: [Approved, Rejected, PendingManualApproval]"));
    }
  });
  sim.run();
}

TEST_CASE("start: the same client token with other arguments is a conflict", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    std::string const token(32, 'a');
    auto start = [&](char const* display) {
      return in({{"PipelineName", "churn"},
                 {"ClientRequestToken", token},
                 {"PipelineExecutionDisplayName", display}});
    };
    json::Value first = sim.ok(admin, "sagemaker", "StartPipelineExecution", start("one"));
    CHECK(sim.ok(admin, "sagemaker", "StartPipelineExecution", start("one")) == first);
    CHECK(sim.refused(admin, "sagemaker", "StartPipelineExecution", start("two")).code ==
          "ConflictException");
  });
  sim.run();
  CHECK(sim.world.executions().size() == 1);
}

TEST_CASE("list: what was created before or after an instant is left out", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(1h, [&] { sim.start(admin, "churn"); });
  sim.at(2h, [&] {
    auto count = [&](char const* filter, json::Value instant) {
      json::Value answer = sim.ok(admin, "sagemaker", "ListPipelineExecutions",
                                  in({{"PipelineName", "churn"}, {filter, std::move(instant)}}));
      return answer.find("PipelineExecutionSummaries")->as_array().size();
    };
    CHECK(count("CreatedAfter", "2026-01-05T09:30:00Z") == 1);
    CHECK(count("CreatedBefore", "2026-01-05T09:30:00Z") == 1);
    CHECK(count("CreatedAfter", "2026-01-05T08:00:00Z") == 2);
    CHECK(count("CreatedBefore", 5) == 0);
  });
  sim.run();
}

TEST_CASE("start: an MLflow experiment that it names goes before the definition's", "[api]") {
  Sim sim;
  PrincipalId const admin = sim.admin("staging");
  auto with_config = [](std::string const& config) {
    std::string text = definition(step("Train"));
    return text.insert(1, R"("MlflowConfig": )" + config + ",");
  };
  sim.pipeline(
      "staging", "churn",
      with_config(R"({"MlflowResourceArn": "arn:aws:x", "MlflowExperimentName": "usual"})"));
  sim.pipeline("staging", "plain", with_config("null"));
  auto config_of = [&](char const* pipeline, char const* experiment) {
    std::string token = std::string(pipeline) + experiment;
    token.resize(32, '-');
    json::Value request = in({{"PipelineName", pipeline}, {"ClientRequestToken", token}});
    if (*experiment != '\0') request.set("MlflowExperimentName", experiment);
    json::Value const execution =
        in({{"PipelineExecutionArn",
             std::string(sim.ok(admin, "sagemaker", "StartPipelineExecution", request)
                             .string_or_empty("PipelineExecutionArn"))}});
    // What an update does not name stays.
    sim.ok(admin, "sagemaker", "UpdatePipelineExecution",
           json::Value(execution).set("PipelineExecutionDescription", "a trial"));
    json::Value const shown = sim.ok(admin, "sagemaker", "DescribePipelineExecution", execution);
    json::Value const* config = shown.find("MLflowConfig");
    return config == nullptr ? std::string() : json::dump(*config);
  };
  CHECK(config_of("churn", "") ==
        R"({"MlflowResourceArn":"arn:aws:x","MlflowExperimentName":"usual"})");
  CHECK(config_of("churn", "special") ==
        R"({"MlflowResourceArn":"arn:aws:x","MlflowExperimentName":"special"})");
  CHECK(config_of("plain", "") == "");
  CHECK(config_of("plain", "special") == R"({"MlflowExperimentName":"special"})");
}
