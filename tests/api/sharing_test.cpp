// RAM shares: what they grant, and when a change comes into force.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

json::Value share_input(Sim const& sim, PipelineId pipeline, std::string const& principal,
                        char const* permission = kAllowExecution) {
  return in({{"name", "churn-share"},
             {"resourceArns", strings({sim.arn(pipeline)})},
             {"principals", strings({principal})},
             {"permissionArns", strings({permission})}});
}

/// Shares a pipeline of `staging` and gives the share's ARN.
std::string share(Sim& sim, PipelineId pipeline, std::string const& principal,
                  char const* permission = kAllowExecution) {
  json::Value answer = sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
                              share_input(sim, pipeline, principal, permission));
  return std::string(answer.find("resourceShare")->string_or_empty("resourceShareArn"));
}

}  // namespace

TEST_CASE("share: an association is in force once it is ASSOCIATED, not before", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId deployer = sim.admin("production");
  sim.at(0s, [&] {
    CHECK(sim.start_verdict(deployer, churn) == "resource");  // nothing is shared
    share(sim, churn, sim.account_id("production"));
  });
  sim.at(10s, [&] { CHECK(sim.start_verdict(deployer, churn) == "resource"); });
  sim.at(31s, [&] { CHECK(sim.start_verdict(deployer, churn) == "allowed"); });
  sim.run();
  CHECK(sim.status() == "Succeeded");
  CHECK(sim.world.executions()[{0}].account ==
        sim.account("staging"));  // it runs where the pipeline is
}

TEST_CASE("share: read-only refuses a start, and the wider permission allows it ten seconds later",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId deployer = sim.admin("production");
  std::string arn;
  sim.at(0s, [&] { arn = share(sim, churn, sim.account_id("production"), kReadOnly); });
  sim.at(1min, [&] {
    sim.ok(deployer, "sagemaker", "DescribePipeline", in({{"PipelineName", sim.arn(churn)}}));
    ApiError error = sim.refused(
        deployer, "sagemaker", "StartPipelineExecution",
        in({{"PipelineName", sim.arn(churn)}, {"ClientRequestToken", std::string(32, 't')}}));
    CHECK(error.code == "AccessDeniedException");
    CHECK(
        error.message ==
        "User: arn:aws:sts::444455556666:assumed-role/admin/test is not authorized to perform: "
        "sagemaker:StartPipelineExecution on "
        "resource: " +
            sim.arn(churn) +
            " because no resource-based policy allows the sagemaker:StartPipelineExecution action");
    json::Value replace = in({{"resourceShareArn", arn}, {"permissionArn", kAllowExecution}});
    CHECK(sim.refused(sim.admin("staging"), "ram", "AssociateResourceSharePermission", replace)
              .code == "InvalidParameterException");
    sim.ok(sim.admin("staging"), "ram", "AssociateResourceSharePermission",
           replace.set("replace", true));
    CHECK(sim.start_verdict(deployer, churn) == "resource");
  });
  sim.at(1min + 9s, [&] { CHECK(sim.start_verdict(deployer, churn) == "resource"); });
  sim.at(1min + 11s, [&] { CHECK(sim.start_verdict(deployer, churn) == "allowed"); });
  sim.run();
}

TEST_CASE("share: after a disassociation access lasts until DISASSOCIATED, and what runs goes on",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.plan(churn, "A").duration = Quantiles::fixed(1h);
  PrincipalId deployer = sim.admin("production");
  std::string arn;
  std::string execution;
  sim.at(0s, [&] { arn = share(sim, churn, sim.account_id("production")); });
  sim.at(1min, [&] {
    execution = sim.start(deployer, sim.arn(churn));
    sim.ok(
        sim.admin("staging"), "ram", "DisassociateResourceShare",
        in({{"resourceShareArn", arn}, {"principals", strings({sim.account_id("production")})}}));
    CHECK(sim.start_verdict(deployer, churn) == "allowed");
  });
  sim.at(1min + 29s, [&] { CHECK(sim.start_verdict(deployer, churn) == "allowed"); });
  sim.at(1min + 31s, [&] {
    CHECK(sim.start_verdict(deployer, churn) == "resource");
    CHECK(sim.refused(deployer, "sagemaker", "DescribePipelineExecution",
                      in({{"PipelineExecutionArn", execution}}))
              .code == "AccessDeniedException");
    CHECK(sim.status() == "Executing");
  });
  sim.run();
  CHECK(sim.status() == "Succeeded");
}

TEST_CASE("share: deleting it takes access away, and the share is gone", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string arn;
  sim.at(0s, [&] { arn = share(sim, churn, sim.account_id("production")); });
  sim.at(1min, [&] {
    sim.ok(sim.admin("staging"), "ram", "DeleteResourceShare", in({{"resourceShareArn", arn}}));
    CHECK(sim.refused(sim.admin("staging"), "ram", "DeleteResourceShare",
                      in({{"resourceShareArn", arn}}))
              .code == "InvalidStateTransitionException");
  });
  sim.at(2min, [&] {
    CHECK(sim.start_verdict(sim.admin("production"), churn) == "resource");
    json::Value shares =
        sim.ok(sim.admin("staging"), "ram", "GetResourceShares", in({{"resourceOwner", "SELF"}}));
    CHECK(shares.find("resourceShares")->as_array().at(0).string_or_empty("status") == "DELETED");
    CHECK(sim.refused(sim.admin("staging"), "ram", "DeleteResourceShare",
                      in({{"resourceShareArn", arn}}))
              .code == "UnknownResourceException");
  });
  sim.at(2h + 2min, [&] {  // it stays listed for two hours
    json::Value shares =
        sim.ok(sim.admin("staging"), "ram", "GetResourceShares", in({{"resourceOwner", "SELF"}}));
    CHECK(shares.find("resourceShares")->as_array().empty());
  });
  sim.run();
}

TEST_CASE("share: an OU reaches its accounts, and RAM follows a move a minute later", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId deployer = sim.admin("production");
  json::Value move = in({{"AccountId", sim.account_id("production")},
                         {"SourceParentId", "ou-ab12-product1"},
                         {"DestinationParentId", "ou-ab12-staging1"}});
  sim.at(0s, [&] { share(sim, churn, sim.world.organization().ou(OuId{2}).arn); });
  sim.at(1min, [&] {
    CHECK(sim.start_verdict(deployer, churn) == "allowed");
    CHECK(sim.refused(sim.admin("staging"), "organizations", "MoveAccount", move).code ==
          "AccessDeniedException");
    sim.ok(sim.admin("management"), "organizations", "MoveAccount", move);
    json::Value parents = sim.ok(sim.admin("management"), "organizations", "ListParents",
                                 in({{"ChildId", sim.account_id("production")}}));
    CHECK(parents.find("Parents")->as_array().front().string_or_empty("Id") ==
          "ou-ab12-staging1");  // shown at once
  });
  sim.at(1min + 59s, [&] { CHECK(sim.start_verdict(deployer, churn) == "allowed"); });
  sim.at(2min + 1s, [&] { CHECK(sim.start_verdict(deployer, churn) == "resource"); });
  sim.run();
}

TEST_CASE("share: the whole organization is in, an outside account is not", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] { share(sim, churn, sim.world.organization().arn()); });
  sim.at(1min, [&] {
    CHECK(sim.start_verdict(sim.admin("production"), churn) == "allowed");
    CHECK(sim.start_verdict(sim.admin("management"), churn) == "allowed");
    CHECK(sim.start_verdict(sim.admin("partner"), churn) == "resource");
  });
  sim.run();
}

TEST_CASE("share: what cannot be shared, or shared with, is refused", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PipelineId foreign = sim.pipeline("production", "other", definition(step("A")));
  PrincipalId admin = sim.admin("staging");
  std::string const production = sim.account_id("production");
  sim.at(0s, [&] {
    CHECK(sim.refused(admin, "ram", "CreateResourceShare", share_input(sim, foreign, production))
              .code == "UnknownResourceException");
    CHECK(
        sim.refused(admin, "ram", "CreateResourceShare", share_input(sim, churn, "nobody")).code ==
        "InvalidParameterException");
    ApiError error = sim.refused(
        admin, "ram", "CreateResourceShare",
        share_input(sim, churn, sim.account_id("partner")).set("allowExternalPrincipals", false));
    CHECK(error.message ==
          "Principal 777788889999 is not in your AWS organization. You do not have permission to "
          "add external AWS accounts to a resource share.");
    CHECK(sim.world.shares().all().empty());
    // The sharer must be allowed to write the policy too.
    PrincipalId half = sim.role("staging", "half", allowing(R"("ram:*")"));
    CHECK_THAT(sim.refused(half, "ram", "CreateResourceShare", share_input(sim, churn, production))
                   .message,
               Catch::Contains("sagemaker:PutResourcePolicy"));
  });
  sim.run();
}

TEST_CASE("share: owners and consumers see what is theirs to see", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string arn;
  sim.at(0s, [&] { arn = share(sim, churn, sim.account_id("production")); });
  sim.at(10s, [&] {
    json::Value rows = sim.ok(sim.admin("staging"), "ram", "GetResourceShareAssociations",
                              in({{"associationType", "PRINCIPAL"}}));
    CHECK(rows.find("resourceShareAssociations")->as_array().front().string_or_empty("status") ==
          "ASSOCIATING");
    json::Value others = sim.ok(sim.admin("production"), "ram", "GetResourceShares",
                                in({{"resourceOwner", "OTHER-ACCOUNTS"}}));
    CHECK(others.find("resourceShares")->as_array().empty());
  });
  sim.at(1min, [&] {
    json::Value others = sim.ok(sim.admin("production"), "ram", "GetResourceShares",
                                in({{"resourceOwner", "OTHER-ACCOUNTS"}}));
    CHECK(others.find("resourceShares")->as_array().front().string_or_empty("resourceShareArn") ==
          arn);
    json::Value resources = sim.ok(sim.admin("production"), "ram", "ListResources",
                                   in({{"resourceOwner", "OTHER-ACCOUNTS"}}));
    CHECK(resources.find("resources")->as_array().front().string_or_empty("arn") == sim.arn(churn));
    auto count = [&](json::Value const& filter) {
      return sim.ok(sim.admin("staging"), "ram", "GetResourceShareAssociations", filter)
          .find("resourceShareAssociations")
          ->as_array()
          .size();
    };
    CHECK(count(in({{"associationType", "PRINCIPAL"},
                    {"principal", sim.account_id("production")}})) == 1);
    CHECK(count(in({{"associationType", "PRINCIPAL"}, {"principal", sim.account_id("partner")}})) ==
          0);
    CHECK(count(in({{"associationType", "RESOURCE"},
                    {"resourceArn", sim.arn(churn)},
                    {"associationStatus", "ASSOCIATED"}})) == 1);
    CHECK(count(in({{"associationType", "RESOURCE"}, {"associationStatus", "FAILED"}})) == 0);
    json::Value unnamed = sim.ok(sim.admin("staging"), "ram", "GetResourceShares",
                                 in({{"resourceOwner", "SELF"}, {"name", "other"}}));
    CHECK(unnamed.find("resourceShares")->as_array().empty());
    ApiError error = sim.refused(
        sim.admin("production"), "ram", "DisassociateResourceShare",
        in({{"resourceShareArn", arn}, {"principals", strings({sim.account_id("production")})}}));
    CHECK(
        (error.code == "OperationNotPermittedException" || error.code == "AccessDeniedException"));
  });
  sim.run();
}

TEST_CASE("share: what is named twice is associated once", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
           in({{"name", "s"},
               {"resourceArns", strings({sim.arn(churn), sim.arn(churn)})},
               {"principals", strings({sim.account_id("partner"), sim.account_id("partner")})}}));
  });
  sim.run();
  CHECK(sim.world.shares().share({0}).associations.size() == 2);
}

TEST_CASE("share: RAM asks once a principal, with ram:Principal, for creating and for associating",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string const production = sim.account_id("production"), partner = sim.account_id("partner");
  PrincipalId guarded = sim.role(
      "staging", "Guarded",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ram:*","sagemaker:PutResourcePolicy"],"Resource":"*"},
          {"Sid":"OnlyProduction","Effect":"Deny","Action":["ram:CreateResourceShare","ram:AssociateResourceShare"],"Resource":"*",
           "Condition":{"StringNotEquals":{"ram:Principal":")" +
          production + R"("},"Null":{"ram:Principal":"false"}}}]})");
  auto share = [&](std::string const& name, std::string const& principal) {
    return in({{"name", name},
               {"resourceArns", strings({sim.arn(churn)})},
               {"principals", strings({principal})}});
  };
  sim.at(0s, [&] {
    sim.ok(guarded, "ram", "CreateResourceShare", share("in", production));
    ApiError error = sim.refused(guarded, "ram", "CreateResourceShare", share("out", partner));
    CHECK(error.code == "AccessDeniedException");
    CHECK(error.message.find("ram:CreateResourceShare") != std::string::npos);
  });
  PrincipalId creator = sim.role(
      "staging", "Creator",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ram:CreateResourceShare","sagemaker:PutResourcePolicy"],"Resource":"*"}]})");
  sim.at(1s, [&] {
    ApiError error = sim.refused(creator, "ram", "CreateResourceShare", share("s", production));
    CHECK(error.message.find("ram:AssociateResourceShare") != std::string::npos);
  });
  sim.run();
}

TEST_CASE("share: a client token makes one share, and refuses another request", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    auto request = [](char const* name) {
      return in({{"name", name}, {"clientToken", "0c5f0f5e-0000-4000-8000-000000000001"}});
    };
    json::Value first = sim.ok(admin, "ram", "CreateResourceShare", request("s"));
    CHECK(sim.ok(admin, "ram", "CreateResourceShare", request("s")) == first);
    CHECK(sim.refused(admin, "ram", "CreateResourceShare", request("t")).code ==
          "IdempotentParameterMismatchException");
  });
  sim.run();
  CHECK(sim.world.shares().all().size() == 1);
}

TEST_CASE("share: a pipeline made anew under its old name is not shared", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string const arn = sim.arn(churn);
  PrincipalId owner = sim.admin("staging"), reader = sim.admin("production");
  auto name = in({{"PipelineName", arn}});
  sim.at(0s, [&] {
    sim.ok(owner, "ram", "CreateResourceShare",
           in({{"name", "s"},
               {"resourceArns", strings({arn})},
               {"principals", strings({sim.account_id("production")})}}));
  });
  sim.at(10min, [&] {
    sim.ok(reader, "sagemaker", "DescribePipeline", name);
    json::Value const before = sim.ok(owner, "sagemaker", "DescribePipeline", name);
    sim.ok(owner, "sagemaker", "DeletePipeline", in({{"PipelineName", "churn"}}));
    sim.ok(owner, "sagemaker", "CreatePipeline",
           in({{"PipelineName", "churn"},
               {"PipelineDefinition", before.string_or_empty("PipelineDefinition")},
               {"RoleArn", before.string_or_empty("RoleArn")}}));
  });
  sim.at(20min, [&] {
    CHECK(sim.refused(reader, "sagemaker", "DescribePipeline", name).code ==
          "AccessDeniedException");
  });
  sim.run();
}
