// Model package groups of another account, named by their ARNs from a pipeline: whose they are, and
// who may register in them. Source: sagemaker-pipelines 3.4, 6.2.
#include "tests/api/harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kForeignGroup[] = "arn:aws:sagemaker:eu-west-1:444455556666:model-package-group/g";

/// A pipeline of staging whose one step registers a model in that group.
void registering(Sim& sim, std::string const& group) {
  sim.pipeline("staging", "churn",
               definition(step("Register", "RegisterModel",
                               R"(, "Arguments": {"ModelPackageGroupName": ")" + group + "\"}")));
  sim.at(1h, [&sim] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
}

/// The group of production lets staging do that with its versions.
void let_staging(Sim& sim, std::string const& action) {
  sim.group("production", "g");
  sim.ok(
      sim.admin("production"), "sagemaker", "PutModelPackageGroupPolicy",
      in({{"ModelPackageGroupName", "g"},
          {"ResourcePolicy",
           R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},)"
           R"("Action":")" +
               action +
               R"(","Resource":"arn:aws:sagemaker:eu-west-1:444455556666:model-package/g/*"}})"}}));
}

}  // namespace

TEST_CASE("foreign group: a step registers in another account's group, whose the version then is",
          "[api][registry]") {
  Sim sim;
  sim.group("staging", "g");  // of the same name
  let_staging(sim, "sagemaker:CreateModelPackage");
  registering(sim, kForeignGroup);
  CHECK(sim.status() == "Succeeded");
  REQUIRE(sim.world.registry().packages().size() == 1);
  CHECK(sim.world.registry().package({0}).arn ==
        "arn:aws:sagemaker:eu-west-1:444455556666:model-package/g/1");
}

TEST_CASE("foreign group: its policy must let the pipeline's role register", "[api][registry]") {
  Sim sim;
  let_staging(sim, "sagemaker:DescribeModelPackage");
  registering(sim, kForeignGroup);
  CHECK(sim.status() == "Failed");
  CHECK_THAT(sim.reason("Register"),
             Contains("sagemaker:CreateModelPackage on resource: "
                      "arn:aws:sagemaker:eu-west-1:444455556666:model-package/g/*"));
  CHECK(sim.world.registry().packages().empty());
}

TEST_CASE("foreign group: one that is not there is made in the account alone", "[api][registry]") {
  for (auto [group, made] :
       {std::pair{"g", true},
        std::pair{"arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/g", true},
        std::pair{"arn:aws:sagemaker:us-west-2:111122223333:model-package-group/g", false}}) {
    Sim sim;
    registering(sim, group);
    INFO(group);
    CHECK(sim.status() == (made ? "Succeeded" : "Failed"));
    CHECK(sim.world.registry().groups().size() == (made ? 1 : 0));
    if (!made) CHECK_THAT(sim.reason("Register"), Contains("does not exist"));
  }
}

TEST_CASE("foreign group: a step's role needs the right to the versions of the group that it names",
          "[api][registry]") {
  for (auto [allowed, status] :
       {std::pair{"model-package/g/*", "Succeeded"}, std::pair{"model-package/h/*", "Failed"}}) {
    Sim sim;
    PrincipalId const narrow = sim.role(
        "staging", "narrow",
        allowing(R"("sagemaker:CreateModelPackage")",
                 R"("arn:aws:sagemaker:eu-west-1:111122223333:)" + std::string(allowed) + "\""));
    sim.pipeline("staging", "churn",
                 definition(step("Register", "RegisterModel",
                                 R"(, "Arguments": {"ModelPackageGroupName": "g"})")),
                 0, narrow);
    sim.at(1h, [&sim] { sim.start(sim.admin("staging"), "churn"); });
    sim.run();
    INFO(allowed);
    CHECK(sim.status() == status);
  }
}

TEST_CASE("foreign group: a check step is held against the baseline of the group that it names",
          "[api][registry]") {
  Sim sim;
  sim.group("production", "g");
  sim.ok(sim.admin("production"), "sagemaker", "CreateModelPackage",
         in({{"ModelPackageGroupName", "g"},
             {"ModelApprovalStatus", "Approved"},
             {"DriftCheckBaselines",
              in({{"Bias", in({{"PostTrainingConstraints", in({{"S3Uri", "s3://b/theirs.json"},
                                                               {"ContentType", "j"}})}})}})}}));
  sim.pipeline("staging", "churn",
               definition(R"({"Name": "Check", "Type": "ClarifyCheck", "CheckType": "MODEL_BIAS",
                             "ModelPackageGroupName": ")" +
                          std::string(kForeignGroup) + R"(", "Arguments": {}})"));
  sim.at(1h, [&] { sim.start(sim.admin("staging"), "churn"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  world::StepDetail const* detail = sim.world.executions().detail(sim.execution(), 0);
  REQUIRE(detail != nullptr);
  REQUIRE(!detail->products.empty());
  CHECK(detail->products.front().value == R"("s3://b/theirs.json")");
}
