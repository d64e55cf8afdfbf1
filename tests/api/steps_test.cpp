// What single steps do: callbacks, property files, calls in the pipeline role's name.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kAsk[] =
    R"({"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/gate",
    "Arguments": {}, "OutputParameters": [{"OutputName": "verdict", "OutputType": "String"}]})";

std::string token_of(Sim const& sim, std::uint32_t execution = 0) {
  world::StepDetail const* detail = sim.world.executions().detail({execution}, 0);
  return detail == nullptr ? "" : detail->callback_token;
}

json::Value success(std::string const& token, std::string const& verdict) {
  return in({{"CallbackToken", token},
             {"ClientRequestToken", std::string(32, 't')},
             {"OutputParameters", json::Array{in({{"Name", "verdict"}, {"Value", verdict}})}}});
}

json::Value failure(std::string const& token, std::string const& reason) {
  return in({{"CallbackToken", token},
             {"ClientRequestToken", std::string(32, 't')},
             {"FailureReason", reason}});
}

/// An evaluation whose report decides, at `Path`.
std::string evaluated(std::string const& path) {
  return definition(R"({"Name": "Eval", "Type": "Processing",
      "Arguments": {"ProcessingOutputConfig": {"Outputs": [{"OutputName": "evaluation", "S3Output": {"S3Uri": "s3://b/e"}}]}},
      "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": "evaluation", "FilePath": "evaluation.json"}]},
    {"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "GreaterThan",
      "LeftValue": {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Eval.PropertyFiles.Report"}, "Path": ")" +
                    path + R"("}}, "RightValue": 0.9}],
      "IfSteps": [{"Name": "Yes", "Type": "Training", "Arguments": {}}], "ElseSteps": [{"Name": "No", "Type": "Training", "Arguments": {}}]}})");
}

}  // namespace

TEST_CASE(
    "callback: the token's answer goes on, with outputs, and a used or unknown token is refused",
    "[api]") {
  Sim sim;
  std::string const decide =
      R"({"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "Equals",
      "LeftValue": {"Get": "Steps.Ask.OutputParameters['verdict']"}, "RightValue": "ship"}],
      "IfSteps": [{"Name": "Ship", "Type": "Training", "Arguments": {}}], "ElseSteps": []}})";
  PipelineId churn = sim.pipeline("staging", "churn", definition(std::string(kAsk) + "," + decide));
  sim.plan(churn, "Ask").answered_by_scenario = true;
  PrincipalId admin = sim.admin("staging");
  std::string token;
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(3h, [&] {
    CHECK(sim.step_status("Ask") == "Executing");
    token = token_of(sim);
    CHECK(token.size() == 10);
    CHECK(sim.refused(admin, "sagemaker", "SendPipelineExecutionStepSuccess",
                      success("0000000000", "ship"))
              .code == "ResourceNotFound");
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", success(token, "ship"));
    CHECK(sim.refused(admin, "sagemaker", "SendPipelineExecutionStepSuccess",
                      success(token, "ship").set("ClientRequestToken", std::string(32, 'u')))
              .code == "ConflictException");
    CHECK(sim.refused(admin, "sagemaker", "SendPipelineExecutionStepFailure", failure(token, "no"))
              .code == "ConflictException");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  CHECK(sim.step_status("Ship") == "Succeeded");
}

TEST_CASE(
    "callback: a failure fails the step with its reason, and a retry sends a new token and "
    "spends the old",
    "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(kAsk));
  sim.plan(churn, "Ask").answered_by_scenario = true;
  PrincipalId admin = sim.admin("staging");
  std::string arn;
  std::string first;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  sim.at(1h, [&] {
    first = token_of(sim);
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepFailure", failure(first, "not today"));
    CHECK(sim.status() == "Failed");
    CHECK(sim.reason("Ask") == "not today");
    sim.ok(admin, "sagemaker", "RetryPipelineExecution",
           in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
  });
  sim.at(2h, [&] {
    CHECK(token_of(sim) != first);
    CHECK(
        sim.refused(admin, "sagemaker", "SendPipelineExecutionStepSuccess", success(first, "ship"))
            .code == "ConflictException");
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", success(token_of(sim), "ship"));
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("callback: an answer's texts become values of the declared types", "[api]") {
  constexpr char kTyped[] =
      R"({"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/gate",
      "Arguments": {}, "OutputParameters": [{"OutputName": "count", "OutputType": "Integer"},
      {"OutputName": "score", "OutputType": "Float"}, {"OutputName": "fine", "OutputType": "Boolean"}]},
      {"Name": "Good", "Type": "Condition", "Arguments": {"Conditions": [{"Type": "GreaterThan",
      "LeftValue": {"Get": "Steps.Ask.OutputParameters['score']"}, "RightValue": 0.9}],
      "IfSteps": [{"Name": "Ship", "Type": "Training", "Arguments": {}}], "ElseSteps": []}})";
  struct Row {
    char const* name;
    char const* value;
    char const* reason;  // of the step; empty: it succeeds
  };
  Row const rows[] = {
      {"count", "7", ""},
      {"fine", "True", ""},
      {"nobody", "declares it", ""},
      {"count", "7.5", "output parameter 'count' is declared as Integer, but its value is '7.5'"},
      {"score", "good", "output parameter 'score' is declared as Float, but its value is 'good'"},
      {"fine", "yes", "output parameter 'fine' is declared as Boolean, but its value is 'yes'"},
  };
  for (Row const& row : rows) {
    INFO(row.name << " = " << row.value);
    Sim sim;
    sim.plan(sim.pipeline("staging", "churn", definition(kTyped)), "Ask").answered_by_scenario =
        true;
    PrincipalId const admin = sim.admin("staging");
    std::string arn;
    sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
    sim.at(1min, [&] {
      json::Value answer = success(token_of(sim), "");
      answer.set("OutputParameters", json::Array{in({{"Name", "score"}, {"Value", "0.95"}}),
                                                 in({{"Name", row.name}, {"Value", row.value}})});
      sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", answer);
    });
    sim.run();
    bool const well = *row.reason == '\0';
    CHECK(sim.step_status("Ask") == (well ? "Succeeded" : "Failed"));
    CHECK(sim.reason("Ask").find(row.reason) != std::string::npos);
    CHECK(sim.status() == (well ? "Succeeded" : "Failed"));
    if (well) CHECK(sim.step_status("Ship") == "Succeeded");
    json::Value const steps = sim.ok(admin, "sagemaker", "ListPipelineExecutionSteps",
                                     in({{"PipelineExecutionArn", arn}}));
    CHECK(json::dump(steps).find("declares it") == std::string::npos);
  }
}

TEST_CASE("callback: a declared output that no answer gives fails the step that refers to it",
          "[api]") {
  Sim sim;
  std::string const next = step("Next", "Training",
                                R"(, "Arguments": {"Environment": {"V":
      {"Get": "Steps.Ask.OutputParameters['verdict']"}}})");
  sim.plan(sim.pipeline("staging", "churn", definition(std::string(kAsk) + "," + next)), "Ask")
      .answered_by_scenario = true;
  PrincipalId const admin = sim.admin("staging");
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(1min, [&] {
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess",
           in({{"CallbackToken", token_of(sim)}}));
  });
  sim.run();
  CHECK(sim.step_status("Ask") == "Succeeded");
  CHECK(sim.step_status("Next") == "Failed");
  CHECK(sim.reason("Next").find("Step Ask did not return OutputParameters['verdict']") !=
        std::string::npos);
}

TEST_CASE("callback: a stopped execution waits for the answer", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(kAsk));
  sim.plan(churn, "Ask").answered_by_scenario = true;
  PrincipalId admin = sim.admin("staging");
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  sim.at(1h, [&] {
    sim.ok(admin, "sagemaker", "StopPipelineExecution",
           in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
  });
  sim.at(2h, [&] {
    CHECK(sim.status() == "Stopping");
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess", success(token_of(sim), "ship"));
    CHECK(sim.step_status("Ask") == "Succeeded");
    CHECK(sim.status() == "Stopped");
  });
  sim.run();
}

TEST_CASE("callback: who reads the queue gets the token, the arguments, and word of a stop",
          "[api]") {
  Sim sim;
  sim.queue("staging", "gate");
  sim.assume("message_delay", "2s");
  sim.pipeline("staging", "churn", definition(R"({"Name": "Ask", "Type": "Callback",
      "SqsQueueUrl": "https://sqs.eu-west-1.amazonaws.com/111122223333/gate",
      "Arguments": {"of": {"Get": "Execution.PipelineName"}}, "OutputParameters": []})"));
  PrincipalId admin = sim.admin("staging");
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(admin, "churn"); });
  sim.at(1900ms + 1999ms, [&] { CHECK(sim.received.empty()); });
  sim.at(1h, [&] {
    REQUIRE(sim.received.size() == 1);
    CHECK(json::dump(sim.received.front()) == R"({"token":")" + token_of(sim) +
                                                  R"(","pipelineExecutionArn":")" + arn +
                                                  R"(","arguments":{"of":"churn"}})");
    sim.ok(admin, "sagemaker", "StopPipelineExecution",
           in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
  });
  sim.at(2h, [&] {
    REQUIRE(sim.received.size() == 2);
    CHECK(sim.received.back().string_or_empty("token") == token_of(sim));
    CHECK(sim.received.back().string_or_empty("status") == "Stopping");
    sim.ok(admin, "sagemaker", "SendPipelineExecutionStepSuccess",
           in({{"CallbackToken", token_of(sim)}}));
  });
  sim.run();
  CHECK(sim.status() == "Stopped");
}

TEST_CASE("callback: an answer after the execution has timed out comes too late", "[api]") {
  Sim sim;
  PipelineId const churn = sim.pipeline("staging", "churn", definition(kAsk));
  sim.plan(churn, "Ask").answered_by_scenario = true;
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(700h, [&] {
    CHECK(sim.refused(sim.admin("staging"), "sagemaker", "SendPipelineExecutionStepSuccess",
                      in({{"CallbackToken", token_of(sim)}}))
              .message == "The step no longer waits for an answer");
  });
  sim.run();
}

TEST_CASE("callback: its queue may be a parameter's, and the role's policy may name it", "[api]") {
  Sim sim;
  sim.queue("staging", "gate");
  PrincipalId const role =
      sim.role("staging", "asking",
               allowing(R"("sqs:SendMessage")", R"("arn:aws:sqs:eu-west-1:111122223333:gate")"));
  sim.pipeline("staging", "churn",
               definition(R"({"Name": "Ask", "Type": "Callback", "Arguments": {},
                   "SqsQueueUrl": {"Get": "Parameters.Queue"}, "OutputParameters": []})",
                          R"({"Name": "Queue", "Type": "String", "DefaultValue":
                   "https://sqs.eu-west-1.amazonaws.com/111122223333/gate"})"),
               0, role);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.at(1h, [&] {
    CHECK(sim.received.size() == 1);
    CHECK(sim.reason("Ask").empty());
  });
  sim.run();
}

TEST_CASE("lambda: its function may be a parameter's, of the pipeline's Region", "[api]") {
  for (bool here : {true, false}) {
    Sim sim;
    std::string const function = std::string("arn:aws:lambda:") +
                                 (here ? "eu-west-1" : "us-west-2") +
                                 ":111122223333:function:notify";
    PrincipalId const role = sim.role(
        "staging", "invoking", allowing(R"("lambda:InvokeFunction")", "\"" + function + "\""));
    sim.pipeline("staging", "churn",
                 definition(R"({"Name": "Notify", "Type": "Lambda", "Arguments": {},
                     "FunctionArn": {"Get": "Parameters.Function"}, "OutputParameters": []})",
                            R"({"Name": "Function", "Type": "String", "DefaultValue": ")" +
                                function + R"("})"),
                 0, role);
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    INFO(sim.reason("Notify"));
    CHECK(sim.status() == (here ? "Succeeded" : "Failed"));
    CHECK(here ==
          (sim.reason("Notify").find("'us-west-2' are not reachable") == std::string::npos));
  }
}

TEST_CASE("job steps: no role of another account is passed, whatever policies allow", "[api]") {
  Sim sim;
  sim.pipeline(
      "staging", "churn",
      definition(step("Train", "Training",
                      R"(, "Arguments": {"RoleArn": "arn:aws:iam::999988887777:role/R"})")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  INFO(sim.reason("Train"));
  CHECK(sim.reason("Train").find("Cross-account pass role is not allowed.") != std::string::npos);
}

TEST_CASE("job steps: the role that a job is handed must trust SageMaker", "[api]") {
  for (bool trusted : {true, false}) {
    Sim sim;
    PrincipalId const admin = sim.admin("staging");
    PrincipalId const worker = sim.role("staging", "worker", allowing(R"("s3:*")"));
    if (!trusted)
      sim.ok(
          admin, "iam", "UpdateAssumeRolePolicy",
          in({{"RoleName", "worker"},
              {"PolicyDocument",
               R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ecs.amazonaws.com"},"Action":"sts:AssumeRole"}})"}}));
    std::string const arn = sim.arn(worker);
    sim.pipeline(
        "staging", "churn",
        definition(step("Train", "Training", R"(, "Arguments": {"RoleArn": ")" + arn + R"("})")));
    sim.at(1h, [&] { sim.start(admin, "churn"); });
    sim.run();
    INFO(sim.reason("Train"));
    CHECK(sim.status() == (trusted ? "Succeeded" : "Failed"));
    CHECK(trusted ==
          (sim.reason("Train").find("Could not assume role " + arn) == std::string::npos));
  }
}

TEST_CASE("callback: a message of nobody's queue is read by nobody, nor is one that gets lost",
          "[api]") {
  for (bool lost : {false, true}) {
    Sim sim;
    sim.queue("staging", lost ? "gate" : "other");
    if (lost) sim.fault(FaultKind::no_answer);
    sim.pipeline("staging", "churn", definition(kAsk));
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    INFO(lost);
    CHECK(sim.received.empty());
    CHECK(sim.status() == (lost ? "Failed" : "Succeeded"));  // after 672 hours
  }
}

TEST_CASE("property file: what a step leaves behind decides the condition", "[api]") {
  for (char const* score : {"0.95", "0.90"}) {
    Sim sim;
    PipelineId churn = sim.pipeline("staging", "churn", evaluated("metrics.auc.value"));
    sim.plan(churn, "Eval").outputs = {
        {"Report",
         json::parse(std::string(R"({"metrics": {"auc": {"value": )") + score + "}}}").value()}};
    sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    CHECK(sim.status() == "Succeeded");
    bool good = std::string_view(score) == "0.95";
    CHECK(sim.step_status("Yes") == (good ? "Succeeded" : "None"));
    CHECK(sim.step_status("No") == (good ? "None" : "Succeeded"));
  }
}

TEST_CASE("property file: a job whose arguments read one that is not there is never created",
          "[api]") {
  Sim sim;
  PipelineId const churn = sim.pipeline(
      "staging", "churn",
      definition(step("Eval", "Processing",
                      R"(, "PropertyFiles": [{"PropertyFileName": "Report", "OutputName": "o",
                          "FilePath": "report.json"}], "Arguments": {"ProcessingOutputConfig":
                          {"Outputs": [{"OutputName": "o"}]}})") +
                 "," +
                 step("Train", "Training",
                      R"(, "Arguments": {"HyperParameters": {"depth": {"Std:JsonGet":
                          {"PropertyFile": {"Get": "Steps.Eval.PropertyFiles.Report"},
                           "Path": "depth"}}}})")));
  sim.plan(churn, "Train").duration = Quantiles::fixed(1h);
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK_THAT(sim.reason("Train"), Catch::Contains("property file Report of step Eval was not"));
  CHECK(sim.ok(sim.admin("staging"), "sagemaker", "ListTrainingJobs")
            .find("TrainingJobSummaries")
            ->as_array()
            .empty());
}

TEST_CASE("property file: a condition that cannot be resolved fails its step", "[api]") {
  Sim sim;
  PipelineId wrong_path = sim.pipeline("staging", "wrong-path", evaluated("metrics.acu"));
  sim.plan(wrong_path, "Eval").outputs = {
      {"Report", json::parse(R"({"metrics": {"auc": 1}})").value()}};
  sim.pipeline("staging", "not-written", evaluated("metrics.auc"));
  PipelineId null_file = sim.pipeline("staging", "null-file", evaluated("metrics.auc"));
  sim.plan(null_file, "Eval").outputs = {{"Report", json::Value{}}};
  sim.at(0s, [&] {
    for (char const* name : {"wrong-path", "not-written", "null-file"})
      sim.start(sim.admin("staging"), name);
  });
  sim.run();
  for (std::uint32_t i = 0; i < 3; ++i) {
    INFO(i);
    CHECK(sim.status(i) == "Failed");
    CHECK(sim.step_status("Eval", i) == "Succeeded");
    CHECK(sim.step_status("Good", i) == "Failed");
    CHECK_FALSE(sim.reason("Good", i).empty());
  }
  CHECK_THAT(sim.reason("Good", 0), Catch::Contains("metrics.acu"));
  CHECK_THAT(sim.reason("Good", 1),
             Catch::Contains("property file Report of step Eval was not written"));
}

TEST_CASE("step call: refused by the pipeline role's policy though the start was allowed",
          "[api]") {
  Sim sim;
  PrincipalId weak = sim.role("staging", "weak", allowing(R"("s3:GetObject")"));
  sim.pipeline("staging", "churn", definition(step("A")), 0, weak);
  std::string arn;
  sim.at(0s, [&] { arn = sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(sim.step_status("A") == "Failed");
  CHECK_THAT(
      sim.reason("A"),
      Catch::StartsWith(
          "ClientError: Failed to invoke sagemaker:CreateTrainingJob. Error Details: User: "
          "arn:aws:sts::111122223333:assumed-role/weak/SageMaker is not authorized to perform: "
          "sagemaker:CreateTrainingJob on resource: arn:aws:sagemaker:eu-west-1:111122223333:"
          "training-job/pipelines-"));
  CHECK_THAT(sim.reason("A"),
             Catch::Contains(
                 "because no identity-based policy allows the sagemaker:CreateTrainingJob action"));
  CHECK(sim.now() == 1900ms + 1500ms);
}

TEST_CASE("step call: handing a role over needs iam:PassRole, also where the role stands deeper",
          "[api]") {
  Sim sim;
  PrincipalId jobs = sim.role("staging", "jobs", kAllowAll);
  PrincipalId weak = sim.role("staging", "weak", allowing(R"("sagemaker:*")"));
  std::string const role = "{\"RoleArn\": \"" + sim.arn(jobs) + "\"}";
  sim.pipeline("staging", "train", definition(step("A", "Training", ", \"Arguments\": " + role)), 0,
               weak);
  sim.pipeline(
      "staging", "tune",
      definition(
          step("A", "Tuning",
               R"(, "Arguments": {"HyperParameterTuningJobConfig": {}, "TrainingJobDefinition": )" +
                   role + "}")),
      0, weak);
  sim.at(0s, [&] {
    sim.start(sim.admin("staging"), "train"), sim.start(sim.admin("staging"), "tune");
  });
  sim.run();
  for (std::uint32_t i : {0U, 1U}) {
    CHECK(sim.status(i) == "Failed");
    CHECK_THAT(sim.reason("A", i),
               Catch::Contains("is not authorized to perform: iam:PassRole on resource: " +
                               sim.arn(jobs)));
  }
}

TEST_CASE("resolution: long chains of references take no more than their size", "[api]") {
  Sim sim;
  std::string steps = step("S0");
  for (int i = 1; i < 45; ++i) {
    std::string const get = R"({"Get": "Steps.S)" + std::to_string(i - 1) + R"(.TrainingJobName"})";
    steps += "," + step("S" + std::to_string(i), "Training",
                        R"(, "Arguments": {"AlgorithmSpecification": {"TrainingImage": )" + get +
                            R"(, "TrainingInputMode": )" + get + "}}");
  }
  sim.pipeline("staging", "chain", definition(steps));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "chain"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}
