// The data: RAM's permissions, the policies RAM writes, the actions.
#include <catch2/catch.hpp>
#include <set>

#include "sim/iam/actions.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/ram_permissions.hpp"

using namespace rehearse;

TEST_CASE("ram: the executing permission is the reading one and three actions more", "[iam]") {
  auto const* reading = iam::default_ram_permission("sagemaker:pipeline");
  auto const* running = iam::find_ram_permission(
      "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution");
  REQUIRE((reading && running));
  CHECK(reading->name == "AWSRAMDefaultPermissionSageMakerPipeline");
  CHECK(reading->actions.size() == 7);
  CHECK(running->actions.size() == 10);
  CHECK(running->actions[7] == "sagemaker:StartPipelineExecution");
  for (std::string_view action : running->actions) CHECK(iam::find_action(action) != nullptr);
  CHECK(iam::default_ram_permission("ec2:Subnet") == nullptr);
  CHECK(iam::nearest_ram_permission(
            "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSagemakerPipelines")
            .find("AWSRAMDefault") != std::string::npos);
}

TEST_CASE("ram: grants become the policy that RAM writes", "[iam]") {
  auto resources = iam::shared_resources("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p");
  std::vector<iam::ShareGrant> grants{
      {"org", {iam::GranteeForm::organization, "o-exampleorg1"}, {"sagemaker:Search"}, resources},
      {"acct", {iam::GranteeForm::account, "222222222222"}, {"sagemaker:Search"}, resources},
      {"role",
       {iam::GranteeForm::principal, "arn:aws:iam::222222222222:role/D"},
       {"sagemaker:Search"},
       resources},
      {"ou",
       {iam::GranteeForm::organizational_unit, "o-exampleorg1/r-ab12/ou-ab12-prod0001/"},
       {"sagemaker:Search"},
       resources}};
  json::Value document = iam::share_policy(grants);
  std::string const tail =
      R"("Action":["sagemaker:Search"],"Resource":["arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p",)"
      R"("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p/execution/*"])";
  CHECK(
      json::dump(document) ==
      R"({"Version":"2012-10-17","Statement":[{"Sid":"org","Effect":"Allow","Principal":"*",)" +
          tail +
          R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-exampleorg1"}}},)"
          R"({"Sid":"acct","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},)" +
          tail +
          R"(},{"Sid":"role","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:role/D"},)" +
          tail + R"(},{"Sid":"ou","Effect":"Allow","Principal":"*",)" + tail +
          R"(,"Condition":{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-exampleorg1/r-ab12/ou-ab12-prod0001/*"}}}]})");
  CHECK(iam::compile(document, iam::PolicyKind::resource));
}

TEST_CASE("actions: found in any case, each once, misspellings named", "[iam]") {
  auto const* row = iam::find_action("SageMaker:stoppipelineexecution");
  REQUIRE(row != nullptr);
  CHECK(row->resource_type == "pipeline-execution");
  CHECK(row->level == iam::AccessLevel::write);
  CHECK(iam::find_action("sagemaker:Nothing") == nullptr);
  CHECK(iam::find_action("ListPipelines") == nullptr);
  CHECK(iam::has_no_resource(*iam::find_action("sagemaker:ListPipelines")));
  CHECK(iam::nearest_action("sagemaker:StartPipelineExecutoin") ==
        "did you mean `sagemaker:StartPipelineExecution`?");
  std::set<std::string> names;
  for (iam::ActionRow const& each : iam::action_rows())
    CHECK(names.insert(std::string(each.service) + ":" + std::string(each.name)).second);
}
