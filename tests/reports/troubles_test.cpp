// What went wrong with steps: whose execution, after how many attempts, and what would have helped.
#include "reports/troubles.hpp"

#include <catch2/catch.hpp>

#include "reports/text.hpp"

using namespace rehearse;
using namespace rehearse::reports;
using Catch::Matchers::Contains;

namespace {

Time minutes_in(int n) { return Time{std::chrono::minutes(n)}; }

/// Two accounts, a pipeline `churn` of the first with one step, and an execution of it that each
/// account started.
RunModel two_runs(std::string step_type = "Training") {
  RunModel model;
  model.accounts = {{"111111111111", "staging", {}, {}, {}, {}, {}},
                    {"222222222222", "production", {}, {}, {}, {}, {}}};
  model.roles = {{AccountId{0}, "Engineer"}, {AccountId{1}, "Release"}};
  Pipeline churn;
  churn.account = AccountId{0};
  churn.name = "churn";
  model.pipelines = {churn};
  Graph graph;
  graph.nodes = {{"Train", std::move(step_type), 0, 0}};
  model.graphs = {graph};
  for (std::uint32_t i : {0U, 1U}) {
    Execution run;
    run.pipeline = PipelineId{0};
    run.starter = PrincipalId{i};
    run.name = i == 0 ? "aaa" : "bbb";
    model.executions.push_back(run);
  }
  return model;
}

StepFault fault_of(FailureKind kind, std::string reason, int at) {
  StepFault out;
  out.kind = kind;
  out.reason = std::move(reason);
  out.at = minutes_in(at);
  return out;
}

StepFault exception_of(ExceptionType type, int at, bool retried = false) {
  StepFault out = fault_of(FailureKind::exception, "it failed", at);
  out.exception = type;
  out.retried = retried;
  return out;
}

/// What would have helped against the fault, at a step of this type.
std::string remedy_at(std::string step_type, StepFault fault) {
  RunModel model = two_runs(std::move(step_type));
  model.executions[0].faults = {std::move(fault)};
  return troubles(model).front().remedy;
}

/// What would have helped against this refusal of a call of the step.
std::string remedy_against(std::string operation, Layer layer, Outcome outcome) {
  RunModel model = two_runs();
  model.executions[0].faults = {fault_of(FailureKind::refused, "denied", 5)};
  Call call;
  call.at = minutes_in(5);
  call.execution = ExecutionId{0};
  call.resource = "step Train";
  call.operation = std::move(operation);
  call.result = CallResult::refused;
  call.layer = layer;
  call.outcome = outcome;
  model.calls = {call};
  return troubles(model).front().remedy;
}

std::string lines_of(RunModel const& model) { return render_text(model, {.width = 200}); }

}  // namespace

TEST_CASE("troubles: a role that cannot be used asks for another one, not for a permission",
          "[reports]") {
  auto against = [](char const* words) {
    return remedy_at("Training", fault_of(FailureKind::refused,
                                          std::string("ClientError: Failed to invoke "
                                                      "sagemaker:CreateTrainingJob. Error "
                                                      "Details: ") +
                                              words,
                                          5));
  };
  CHECK_THAT(against("Cross-account pass role is not allowed."),
             Catch::Contains("a role of the pipeline's own account"));
  CHECK_THAT(against("Could not assume role arn:aws:iam::111122223333:role/nobody."),
             Catch::Contains("a trust policy of the role"));
}

TEST_CASE("troubles: a step that fails again after a retry of its execution counts from anew",
          "[reports]") {
  RunModel model = two_runs();
  model.executions[0].faults = {exception_of(ExceptionType::capacity_error, 1),
                                exception_of(ExceptionType::capacity_error, 60, true),
                                exception_of(ExceptionType::capacity_error, 90)};
  std::vector<Trouble> const all = troubles(model);
  REQUIRE(all.size() == 2);
  CHECK(all[0].tries == 1);
  CHECK(all[1].tries == 2);
}

TEST_CASE("troubles: two executions of a pipeline are told apart, and who started them",
          "[reports]") {
  RunModel model = two_runs();
  model.executions[0].faults = {fault_of(FailureKind::job, "out of memory", 1)};
  model.executions[1].faults = {fault_of(FailureKind::job, "no such file", 2)};
  std::string const text = lines_of(model);
  CHECK_THAT(text,
             Contains("step Train of churn (execution aaa, started by Engineer) failed: out of") &&
                 Contains("step Train of churn (execution bbb, started by Release of production) "
                          "failed: no such file"));
}

TEST_CASE("troubles: equal failures of a step are told once, with how many and the last",
          "[reports]") {
  RunModel model = two_runs();
  model.executions[0].faults = {fault_of(FailureKind::job, "out of memory", 1),
                                fault_of(FailureKind::job, "out of memory", 2)};
  model.executions[1].faults = {fault_of(FailureKind::job, "out of memory", 63)};
  std::string const text = lines_of(model);
  CHECK_THAT(text, Contains("3 times in all, the last at 10:03:00"));
  CHECK(text.find("out of memory") == text.rfind("out of memory"));
  std::vector<AlikeTroubles> const groups = alike(troubles(model));
  REQUIRE(groups.size() == 1);
  CHECK(groups.front().count() == 3);
  CHECK(groups.front().others.back().run == "execution bbb, started by Release of production");
  model.executions[0].faults = {fault_of(FailureKind::job, "no job-aaa-7 may start", 1)};
  model.executions[1].faults = {fault_of(FailureKind::job, "no job-bbb-9 may start", 2)};
  CHECK_THAT(lines_of(model), Contains("2 times in all") && !Contains("bbb"));
  model.executions[1].faults.clear();
  for (int left : {1, 2}) {
    model.executions[0].faults.clear();
    for (int i = 0; i < 5 + left; ++i)
      model.executions[0].faults.push_back(
          fault_of(FailureKind::job, "reason " + std::to_string(i), i));
    CHECK_THAT(lines_of(model),
               Contains(left == 1 ? "  1 more step failed\n" : "  2 more steps failed\n"));
  }
}

TEST_CASE("troubles: a used up retry policy is not recommended again", "[reports]") {
  RunModel model = two_runs();
  model.executions[0].faults = {exception_of(ExceptionType::job_internal_error, 1, true),
                                exception_of(ExceptionType::job_internal_error, 2)};
  CHECK_THAT(troubles(model).front().remedy,
             Contains("more MaxAttempts") && Contains("SageMaker.JOB_INTERNAL_ERROR"));
  model.executions[0].faults.erase(model.executions[0].faults.begin());
  CHECK_THAT(troubles(model).front().remedy, Contains("without one this fails at the first"));
}

TEST_CASE("troubles: no retry policy is recommended where it has no effect", "[reports]") {
  StepFault const internal = exception_of(ExceptionType::job_internal_error, 1);
  for (char const* type : {"Tuning", "AutoML"})
    CHECK_THAT(remedy_at(type, internal), Contains("has no effect there"));
  CHECK_THAT(remedy_at("Lambda", exception_of(ExceptionType::service_fault, 1)),
             Contains("Lambda steps take no retry policies"));
}

TEST_CASE("troubles: what helps against a refusal is of the layer that refused", "[reports]") {
  Outcome const denied = Outcome::explicitly_denied, missing = Outcome::implicitly_denied;
  CHECK_THAT(remedy_against("create for Training", Layer::scp, denied),
             Contains("service control policies"));
  CHECK_THAT(remedy_against("create for Training", Layer::scp, missing),
             Contains("service control policies"));
  CHECK_THAT(remedy_against("create for Training", Layer::rcp, denied),
             Contains("resource control policies"));
  CHECK_THAT(remedy_against("create for Training", Layer::boundary, missing),
             Contains("permissions boundary"));
  CHECK_THAT(remedy_against("create for Training", Layer::identity, missing),
             Contains("a permission of the role that called"));
  CHECK_THAT(remedy_against("create for Training", Layer::identity, denied),
             Contains("a narrower Deny statement"));
  CHECK_THAT(remedy_against("AssumeRole", Layer::trust, missing),
             Contains("trust policy") && Contains("sagemaker.amazonaws.com"));
  CHECK_THAT(remedy_against("PassRole", Layer::resource, missing),
             Contains("a role of the pipeline's own account"));
}

TEST_CASE("troubles: what helps fits the failure's own reason and step", "[reports]") {
  CHECK_THAT(remedy_at("QualityCheck", fault_of(FailureKind::drift,
                                                "ClientError: DataQuality check failed. No "
                                                "previous baseline of x is available: ...",
                                                1)),
             Contains("RegisterNewBaseline"));
  CHECK_THAT(remedy_at("QualityCheck", fault_of(FailureKind::drift, "See violation report", 1)),
             Contains("FailOnViolation = false"));
  CHECK_THAT(remedy_at("Callback", fault_of(FailureKind::execution_limit, "over", 1)),
             Contains("callback's token"));
  CHECK_THAT(remedy_at("Training", fault_of(FailureKind::execution_limit, "over", 1)),
             Contains("split over several executions") && !Contains("token"));
  CHECK_THAT(remedy_at("Lambda", fault_of(FailureKind::function_limit, "over", 1)),
             Contains("`lambda_timeout`"));
}

TEST_CASE("troubles: a fault's chance is told in lowest terms", "[reports]") {
  Fault fault;
  fault.numerator = 50;
  fault.denominator = 100;
  CHECK_THAT(fault_phrase({}, fault), Contains("1 in 2"));
}
