// From a package to an endpoint: registry, group policy across accounts, approval, endpoints,
// events.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

constexpr char kGroup[] = "churn-models";

/// A group of `staging` with one package: its ARN.
std::string package(Sim& sim) {
  PrincipalId admin = sim.admin("staging");
  sim.ok(admin, "sagemaker", "CreateModelPackageGroup", in({{"ModelPackageGroupName", kGroup}}));
  json::Value answer =
      sim.ok(admin, "sagemaker", "CreateModelPackage", in({{"ModelPackageGroupName", kGroup}}));
  return std::string(answer.string_or_empty("ModelPackageArn"));
}

json::Value approve(std::string const& arn) {
  return in({{"ModelPackageArn", arn}, {"ModelApprovalStatus", "Approved"}});
}

json::Value model(Sim const& sim, std::string const& account, std::string const& package_arn,
                  char const* name = "churn") {
  return in({{"ModelName", name},
             {"ExecutionRoleArn", sim.arn(sim.admin(account))},
             {"PrimaryContainer", in({{"ModelPackageName", package_arn}})}});
}

json::Value config(char const* name, char const* model = "churn") {
  return in({{"EndpointConfigName", name},
             {"ProductionVariants", json::Array{in({{"VariantName", "v"},
                                                    {"ModelName", model},
                                                    {"InitialInstanceCount", 1},
                                                    {"InstanceType", "ml.m5.large"}})}}});
}

json::Value endpoint(char const* config) {
  return in({{"EndpointName", "Churn"}, {"EndpointConfigName", config}});
}

std::string endpoint_status(Sim& sim, PrincipalId admin) {
  return std::string(sim.ok(admin, "sagemaker", "DescribeEndpoint", in({{"EndpointName", "Churn"}}))
                         .string_or_empty("EndpointStatus"));
}

}  // namespace

TEST_CASE("model: a package that is not approved cannot be deployed", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    std::string const arn = package(sim);
    CHECK(arn == "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-models/1");
    ApiError error = sim.refused(admin, "sagemaker", "CreateModel", model(sim, "staging", arn));
    CHECK(error == ApiError{"ValidationException",
                            "ModelPackage " + arn + " is not approved for deployment"});
    sim.ok(admin, "sagemaker", "UpdateModelPackage", approve(arn));
    sim.ok(admin, "sagemaker", "CreateModel", model(sim, "staging", arn));
    CHECK_THAT(sim.refused(admin, "sagemaker", "CreateModel", model(sim, "staging", arn)).message,
               Catch::StartsWith("Cannot create already existing model"));
    json::Value shown =
        sim.ok(admin, "sagemaker", "DescribeModelPackage", in({{"ModelPackageName", arn}}));
    CHECK(shown.string_or_empty("ModelApprovalStatus") == "Approved");
  });
  sim.run();
}

TEST_CASE(
    "registry: another account needs the group's policy, which is in force four seconds later",
    "[api]") {
  Sim sim;
  std::string arn;
  PrincipalId production = sim.admin("production");
  sim.at(0s, [&] {
    arn = package(sim);
    sim.ok(sim.admin("staging"), "sagemaker", "UpdateModelPackage", approve(arn));
    CHECK(sim.refused(production, "sagemaker", "CreateModel", model(sim, "production", arn)).code ==
          "AccessDeniedException");
    CHECK(sim.refused(production, "sagemaker", "DescribeModelPackage",
                      in({{"ModelPackageName", arn}}))
              .code == "AccessDeniedException");
    std::string const policy =
        R"({"Version":"2012-10-17","Statement":[{"Sid":"Prod","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:root"},)"
        R"("Action":["sagemaker:DescribeModelPackage","sagemaker:CreateModel"],)"
        R"("Resource":"arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn-models/*"}]})";  // one line: the API's pattern wants it
    sim.ok(sim.admin("staging"), "sagemaker", "PutModelPackageGroupPolicy",
           in({{"ModelPackageGroupName", kGroup}, {"ResourcePolicy", policy}}));
  });
  sim.at(3s, [&] {
    CHECK_FALSE(sim.call(production, "sagemaker", "CreateModel", model(sim, "production", arn))
                    .answer.has_value());
  });
  sim.at(5s, [&] {
    sim.ok(production, "sagemaker", "DescribeModelPackage", in({{"ModelPackageName", arn}}));
    json::Value made =
        sim.ok(production, "sagemaker", "CreateModel", model(sim, "production", arn));
    CHECK(made.string_or_empty("ModelArn") ==
          "arn:aws:sagemaker:eu-west-1:444455556666:model/churn");
    CHECK(sim.refused(sim.admin("partner"), "sagemaker", "DescribeModelPackage",
                      in({{"ModelPackageName", arn}}))
              .code == "AccessDeniedException");
  });
  sim.run();
}

TEST_CASE("endpoint: created, updated and deleted, each in its time", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    std::string const arn = package(sim);
    sim.ok(admin, "sagemaker", "UpdateModelPackage", approve(arn));
    sim.ok(admin, "sagemaker", "CreateModel", model(sim, "staging", arn));
    sim.ok(admin, "sagemaker", "CreateEndpointConfig", config("one"));
    sim.ok(admin, "sagemaker", "CreateEndpointConfig", config("two"));
    CHECK_THAT(
        sim.refused(admin, "sagemaker", "CreateEndpointConfig", config("three", "none")).message,
        Catch::StartsWith("Could not find model"));
    json::Value made = sim.ok(admin, "sagemaker", "CreateEndpoint", endpoint("one"));
    CHECK(made.string_or_empty("EndpointArn") ==
          "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/churn");
    CHECK(endpoint_status(sim, admin) == "Creating");
    CHECK_THAT(sim.refused(admin, "sagemaker", "UpdateEndpoint", endpoint("two")).message,
               Catch::StartsWith("Cannot update in-progress endpoint"));
  });
  sim.at(5min + 1s, [&] {
    CHECK(endpoint_status(sim, admin) == "InService");
    sim.ok(admin, "sagemaker", "UpdateEndpoint", endpoint("two"));
    CHECK(endpoint_status(sim, admin) == "Updating");
    json::Value shown =
        sim.ok(admin, "sagemaker", "DescribeEndpoint", in({{"EndpointName", "churn"}}));
    CHECK(shown.string_or_empty("EndpointConfigName") == "one");  // it serves the old one meanwhile
  });
  sim.at(12min, [&] {
    json::Value shown =
        sim.ok(admin, "sagemaker", "DescribeEndpoint", in({{"EndpointName", "Churn"}}));
    CHECK(shown.string_or_empty("EndpointConfigName") == "two");
    CHECK(shown.string_or_empty("EndpointStatus") == "InService");
    sim.ok(admin, "sagemaker", "DeleteEndpoint", in({{"EndpointName", "Churn"}}));
    CHECK(endpoint_status(sim, admin) == "Deleting");
  });
  sim.run();
  CHECK_THAT(
      sim.refused(admin, "sagemaker", "DescribeEndpoint", in({{"EndpointName", "Churn"}})).message,
      Catch::StartsWith("Could not find endpoint"));
}

TEST_CASE("event: an approval reaches the rule of its account two seconds later, and no other",
          "[api]") {
  Sim sim;
  std::string const pattern =
      R"({"source": ["aws.sagemaker"], "detail-type": ["SageMaker Model Package State Change"],
                                  "detail": {"ModelApprovalStatus": ["Approved"], "ModelPackageGroupName": [{"prefix": "churn"}]}})";
  sim.rule("staging", "approved", pattern);
  sim.rule("production", "elsewhere", pattern);
  std::string arn;
  sim.at(0s, [&] { arn = package(sim); });  // PendingManualApproval: matches nothing
  sim.at(1min,
         [&] { sim.ok(sim.admin("staging"), "sagemaker", "UpdateModelPackage", approve(arn)); });
  sim.run();
  REQUIRE(sim.delivered.size() == 1);
  CHECK(sim.delivered_at[0] == 1min + 2s);
  json::Value const& event = sim.delivered[0];
  CHECK(event.string_or_empty("account") == "111122223333");
  CHECK(event.string_or_empty("time") == "2026-01-05T09:01:00Z");
  CHECK(event.find("detail")->string_or_empty("ModelPackageArn") == arn);
  CHECK(event.string_or_empty("id").size() == 36);
}

TEST_CASE("event: an execution's changes are told with what was before", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  sim.rule("staging", "all", R"({"source": ["aws.sagemaker"]})");
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  std::vector<std::string> seen;
  for (json::Value const& event : sim.delivered) {
    json::Value const& detail = *event.find("detail");
    if (detail.find("TrainingJobArn") != nullptr) continue;  // of its step's job
    std::string_view step = detail.string_or_empty("currentStepStatus");
    seen.emplace_back(step.empty() ? detail.string_or_empty("currentPipelineExecutionStatus")
                                   : step);
  }
  CHECK(seen ==
        std::vector<std::string>{"Executing", "Starting", "Executing", "Succeeded", "Succeeded"});
  CHECK(sim.delivered.back().find("detail")->string_or_empty("previousPipelineExecutionStatus") ==
        "Executing");
  CHECK(sim.delivered.front().find("detail")->find("previousPipelineExecutionStatus") == nullptr);
}

TEST_CASE("event: what a rule's target does goes through the gate and has the event as its cause",
          "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  sim.pipeline("staging", "next", definition(step("B")));
  sim.rule("staging", "done", R"({"detail": {"currentPipelineExecutionStatus": ["Succeeded"]}})");
  sim.on_event = [&] {
    if (sim.world.executions().size() == 1) sim.start(sim.admin("staging"), "next");
  };
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.world.executions().size() == 2);
  CHECK(sim.status(1) == "Succeeded");
}

TEST_CASE("step: RegisterModel makes a version in the group, with the execution that made it",
          "[api]") {
  Sim sim;
  sim.pipeline(
      "staging", "churn",
      definition(step(
          "Register", "RegisterModel",
          R"(, "Arguments": {"ModelPackageGroupName": "churn-models", "ModelApprovalStatus": "Approved"})")));
  sim.at(0s, [&] {
    sim.start(sim.admin("staging"), "churn"), sim.start(sim.admin("staging"), "churn");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  json::Value list = sim.ok(sim.admin("staging"), "sagemaker", "ListModelPackages",
                            in({{"ModelPackageGroupName", kGroup}}));
  auto const& rows = list.find("ModelPackageSummaryList")->as_array();
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].find("ModelPackageVersion")->as_integer() == 2);
  CHECK(rows[1].string_or_empty("ModelApprovalStatus") == "Approved");
}

TEST_CASE("step: Endpoint creates an endpoint, and updates it when it is there already", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  std::string const steps =
      step(
          "Config", "EndpointConfig",
          R"(, "Arguments": {"ProductionVariants": [{"VariantName": "v", "ModelName": "churn"}]})") +
      ", " +
      step(
          "Deploy", "Endpoint",
          R"(, "Arguments": {"EndpointName": "Churn", "EndpointConfigName": {"Get": "Steps.Config.EndpointConfigName"}})");
  sim.pipeline("staging", "churn", definition(steps));
  sim.at(0s, [&] { sim.start(admin, "churn"); });
  sim.at(2h, [&] { sim.start(admin, "churn"); });
  sim.run();
  CHECK(sim.status(0) == "Succeeded");
  CHECK(sim.status(1) == "Succeeded");
  CHECK(endpoint_status(sim, admin) == "InService");
  auto const& endpoints = sim.world.endpoints().endpoints();
  REQUIRE(endpoints.size() == 1);
  CHECK(endpoints[0].config == EndpointConfigId{1});
}

TEST_CASE("step: Endpoint fails for a configuration that is not there", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn",
               definition(step(
                   "Deploy", "Endpoint",
                   R"(, "Arguments": {"EndpointName": "Churn", "EndpointConfigName": "none"})")));
  sim.at(0s, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Failed");
  world::StepDetail const* detail = sim.world.executions().detail({0}, 0);
  REQUIRE(detail != nullptr);
  CHECK(detail->reason == "ClientError: Could not find endpoint configuration \"none\".");
}
