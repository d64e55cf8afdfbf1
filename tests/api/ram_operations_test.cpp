// RAM's operations: what each answers, and each error with its text.
// Source: sharing-and-access 1.4, 1.13 to 1.17.
#include "tests/api/ram_harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

TEST_CASE("ram: wrong values of enumerations are refused in RAM's words", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    auto shares = in({{"resourceOwner", "ME"}});
    CHECK(t.code(t.owner, "GetResourceShares", shares) == "InvalidParameterException");
    CHECK(t.message(t.owner, "GetResourceShares", shares) ==
          "ME is not a valid resource owner. Specify either SELF or OTHER-ACCOUNTS and try again.");
    CHECK(t.message(t.owner, "GetResourceShareAssociations", in({{"associationType", "X"}})) ==
          "X is not a valid association type. Specify either PRINCIPAL or RESOURCE and try again.");
    CHECK(t.message(t.owner, "GetResourceShareAssociations",
                    in({{"associationType", "PRINCIPAL"}, {"associationStatus", "X"}})) ==
          "X is not a valid association status.");
    CHECK(t.message(t.owner, "ListPermissions", in({{"permissionType", "LOCAL"}})) ==
          "LOCAL is not a valid scope. Must be one of: ALL, AWS, LOCAL.");
    CHECK(t.message(t.owner, "ListPermissions", in({{"resourceType", "ec2:Subnet"}})) ==
          "Invalid resource type: ec2:Subnet");
    CHECK(t.code(t.owner, "ListResources",
                 in({{"resourceOwner", "SELF"}, {"resourceType", "ec2:Subnet"}})) ==
          "InvalidResourceTypeException");
    CHECK(
        t.code(t.owner, "GetResourceShares", in({{"resourceOwner", "SELF"}, {"nextToken", "x"}})) ==
        "InvalidNextTokenException");
  });
  t.sim.run();
}

TEST_CASE("ram: an assumption takes the words of the documentation's prose instead", "[api]") {
  Ram t;
  t.sim.assume("ram_permission_scope", "prose");
  t.sim.at(0s, [&] {
    CHECK(t.list(t.owner, "ListPermissions", "permissions", in({{"permissionType", "LOCAL"}}))
              .empty());
    CHECK(t.code(t.owner, "ListPermissions", in({{"permissionType", "AWS_MANAGED"}})) ==
          "InvalidParameterException");
  });
  t.sim.run();
}

TEST_CASE("ram: filters that do not fit the association's type, and what cannot be found",
          "[api]") {
  Ram t;
  std::string const unknown = "arn:aws:ram:eu-west-1:111122223333:resource-share/none";
  t.sim.at(0s, [&] {
    std::string const arn = t.sim.arn(t.churn);
    CHECK(t.message(t.owner, "GetResourceShareAssociations",
                    in({{"associationType", "PRINCIPAL"}, {"resourceArn", arn}})) ==
          "You cannot specify a resource ARN when the association type is PRINCIPAL.");
    CHECK(t.message(t.owner, "GetResourceShareAssociations",
                    in({{"associationType", "RESOURCE"}, {"principal", "111122223333"}})) ==
          "You cannot specify a principal when the association type is RESOURCE.");
    CHECK(t.message(t.owner, "GetResourceShares",
                    in({{"resourceOwner", "SELF"}, {"resourceShareArns", strings({unknown})}})) ==
          "ResourceShare " + unknown + " could not be found.");
    CHECK(t.message(t.owner, "DeleteResourceShare", in({{"resourceShareArn", "x"}})) ==
          "The specified resource ARN x is not valid. Verify the ARN and try again.");
    CHECK(t.code(t.owner, "DeleteResourceShare", in({{"resourceShareArn", "x"}})) ==
          "MalformedArnException");
    CHECK(t.message(t.owner, "CreateResourceShare",
                    in({{"name", "s"}, {"resourceArns", strings({arn + "/execution/a"})}})) ==
          "You cannot share the selected resource type.");
    CHECK(t.message(t.owner, "CreateResourceShare",
                    in({{"name", "s"}, {"principals", strings({"nobody"})}})) ==
          "Principal ID nobody is malformed. Verify the ID and try again.");
    CHECK(t.message(t.partner, "CreateResourceShare",
                    in({{"name", "s"}, {"principals", strings({t.ou(2)})}})) ==
          "OrganizationalUnit ou-ab12-product1 in unknown organization could not be found.");
    CHECK(t.message(
              t.partner, "CreateResourceShare",
              in({{"name", "s"}, {"principals", strings({t.sim.world.organization().arn()})}})) ==
          "Organization o-acme123456 could not be found.");
    CHECK(t.code(t.owner, "GetResourcePolicies",
                 in({{"resourceArns", strings({"arn:aws:sagemaker:eu-west-1:1:pipeline/no"})}})) ==
          "ResourceArnNotFoundException");
    CHECK(t.code(t.owner, "EnableSharingWithAwsOrganization") == "OperationNotPermittedException");
    CHECK_THAT(t.message(t.owner, "EnableSharingWithAwsOrganization"),
               Contains("You don't have permissions to access this resource."));
    CHECK(t.code(t.owner, "DeleteResourceShare",
                 in({{"resourceShareArn", unknown}, {"clientToken", ""}})) ==
          "InvalidClientTokenException");
  });
  t.sim.run();
}

TEST_CASE("ram: a share is renamed, and external principals are turned off only without any",
          "[api]") {
  Ram t;
  std::string share;
  auto update = [&](char const* member, json::Value value) {
    return in({{"resourceShareArn", share}, {member, std::move(value)}});
  };
  t.sim.at(0s, [&] {
    share = t.share(t.sim.account_id("partner"));
    CHECK(t.code(t.owner, "UpdateResourceShare", in({{"resourceShareArn", share}})) ==
          "MissingRequiredParameterException");
    json::Value answer = t.ok(t.owner, "UpdateResourceShare", update("name", "other"));
    CHECK(answer.find("resourceShare")->string_or_empty("name") == "other");
    CHECK(t.code(t.owner, "UpdateResourceShare", update("allowExternalPrincipals", false)) ==
          "OperationNotPermittedException");
    CHECK(t.code(t.production, "UpdateResourceShare", update("name", "x")) ==
          "AccessDeniedException");
  });
  t.sim.run();
}

TEST_CASE("ram: external principals turned off are kept where that is assumed", "[api]") {
  Ram t;
  t.sim.assume("ram_allow_external_off", "kept");
  t.sim.at(0s, [&] {
    std::string share = t.share(t.sim.account_id("partner"));
    t.ok(t.owner, "UpdateResourceShare",
         in({{"resourceShareArn", share}, {"allowExternalPrincipals", false}}));
  });
  t.sim.run();
}

TEST_CASE("ram: access ends at once where that is assumed", "[api]") {
  Ram t;
  t.sim.assume("ram_revocation", "at_once");
  std::string share;
  t.sim.at(0s, [&] { share = t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    CHECK(t.verdict(t.production) == "allowed");
    t.ok(t.owner, "DisassociateResourceShare",
         in({{"resourceShareArn", share},
             {"principals", strings({t.sim.account_id("production")})}}));
    CHECK(t.principal_status() == "DISASSOCIATING");
    CHECK(t.verdict(t.production) == "resource");
  });
  t.sim.run();
}

TEST_CASE("ram: a delay given as a range is drawn by each association, the same in each run",
          "[api]") {
  auto associated_at = [](std::uint64_t seed) {
    Sim sim(seed);
    sim.assume("ram_association_delay", strings({"5s", "30s", "180s"}));
    sim.at(0s, [&] {
      sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
             in({{"name", "s"},
                 {"principals",
                  strings({sim.account_id("production"), sim.account_id("management")})}}));
    });
    sim.run();
    auto const& associations = sim.world.shares().share({0}).associations;
    return std::pair{associations[0].since, associations[1].since};
  };
  auto once = associated_at(1);
  CHECK(once == associated_at(1));
  CHECK(once.first != once.second);
  CHECK(once != associated_at(2));
}

TEST_CASE("ram: a timer of an association's earlier life does not end its next one", "[api]") {
  Ram t;
  std::string share;
  json::Value principal;
  t.sim.at(0s, [&] {
    share = t.share(t.sim.account_id("production"));
    principal = in(
        {{"resourceShareArn", share}, {"principals", strings({t.sim.account_id("production")})}});
  });
  t.sim.at(1s, [&] { t.ok(t.owner, "DisassociateResourceShare", principal); });
  t.sim.at(32s, [&] { t.ok(t.owner, "AssociateResourceShare", principal); });
  t.sim.at(61s, [&] { CHECK(t.principal_status() == "ASSOCIATING"); });
  t.sim.at(63s, [&] {
    CHECK(t.principal_status() == "ASSOCIATED");
    CHECK(t.code(t.owner, "AssociateResourceShare", principal) ==
          "InvalidStateTransitionException");
  });
  t.sim.run();
}

TEST_CASE("ram: owner and consumer list principals, resources, types and policies", "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    auto self = in({{"resourceOwner", "SELF"}});
    auto others = in({{"resourceOwner", "OTHER-ACCOUNTS"}});
    json::Array mine = t.list(t.owner, "ListPrincipals", "principals", self);
    REQUIRE(mine.size() == 1);
    CHECK(mine[0].string_or_empty("id") == t.sim.account_id("production"));
    json::Array theirs = t.list(t.production, "ListPrincipals", "principals", others);
    REQUIRE(theirs.size() == 1);
    CHECK(theirs[0].string_or_empty("id") == t.sim.account_id("staging"));
    CHECK(t.list(t.owner, "ListResources", "resources",
                 in({{"resourceOwner", "SELF"}, {"principal", t.sim.account_id("partner")}}))
              .empty());
    CHECK(t.list(t.owner, "ListResources", "resources",
                 in({{"resourceOwner", "SELF"}, {"resourceType", "SAGEMAKER:pipeline"}}))
              .size() == 1);
    CHECK(t.list(t.owner, "ListResourceTypes", "resourceTypes").size() == 2);
    CHECK(t.list(t.owner, "ListSourceAssociations", "sourceAssociations").empty());
    json::Array policies = t.list(t.owner, "GetResourcePolicies", "policies",
                                  in({{"resourceArns", strings({t.sim.arn(t.churn)})}}));
    REQUIRE(policies.size() == 1);
    CHECK_THAT(policies[0].as_string(), Contains("arn:aws:iam::444455556666:root"));
    CHECK(t.code(t.production, "GetResourcePolicies",
                 in({{"resourceArns", strings({t.sim.arn(t.churn)})}})) ==
          "ResourceArnNotFoundException");
  });
  t.sim.run();
}

TEST_CASE("ram: the invited look at what they would get, and have no access yet", "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("partner")); });
  t.sim.at(1min, [&] {
    json::Value invitation = t.invitation(t.partner);
    json::Array pending =
        t.list(t.partner, "ListPendingInvitationResources", "resources", invitation);
    REQUIRE(pending.size() == 1);
    CHECK(pending[0].string_or_empty("type") == "sagemaker:Pipeline");
    CHECK(t.verdict(t.partner) == "resource");
    t.ok(t.partner, "RejectResourceShareInvitation", invitation);
    CHECK(t.code(t.partner, "ListPendingInvitationResources", invitation) ==
          "ResourceShareInvitationAlreadyRejectedException");
    CHECK(t.code(t.partner, "GetResourceShareInvitations",
                 in({{"resourceShareInvitationArns",
                      strings({"arn:aws:ram:eu-west-1:1:resource-share-invitation/x"})}})) ==
          "ResourceShareInvitationArnNotFoundException");
  });
  t.sim.run();
}

TEST_CASE("ram: tags of shares are filters and condition keys", "[api]") {
  Ram t;
  json::Array tags{in({{"key", "team"}, {"value", "ml"}})};
  PrincipalId tagged_only = t.sim.role(
      "staging", "TaggedOnly",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ram:*","Resource":"*",
          "Condition":{"StringEquals":{"aws:ResourceTag/team":"ml"}}}]})");
  t.sim.at(0s, [&] {
    std::string share = t.share(t.sim.account_id("production"), nullptr, "a", in({{"tags", tags}}));
    std::string plain = t.share(t.sim.account_id("production"), nullptr, "b");
    auto filter =
        in({{"resourceOwner", "SELF"},
            {"tagFilters", json::Array{in({{"tagKey", "team"}, {"tagValues", strings({"ml"})}})}}});
    CHECK(t.list(t.owner, "GetResourceShares", "resourceShares", filter).size() == 1);
    CHECK(t.code(tagged_only, "UpdateResourceShare",
                 in({{"resourceShareArn", plain}, {"name", "c"}})) == "AccessDeniedException");
    t.ok(tagged_only, "UpdateResourceShare", in({{"resourceShareArn", share}, {"name", "c"}}));
    t.ok(t.owner, "UntagResource",
         in({{"resourceShareArn", share}, {"tagKeys", strings({"team"})}}));
    CHECK(t.list(t.owner, "GetResourceShares", "resourceShares", filter).empty());
    t.ok(t.owner, "TagResource", in({{"resourceShareArn", share}, {"tags", tags}}));
    CHECK(t.list(t.owner, "GetResourceShares", "resourceShares", filter).size() == 1);
    t.sim.setting("staging", "ram_tags_max", 1);
    CHECK(t.code(t.owner, "TagResource",
                 in({{"resourceShareArn", share},
                     {"tags", json::Array{in({{"key", "b"}, {"value", ""}})}}})) ==
          "TagLimitExceededException");
    CHECK(t.code(t.owner, "TagResource", in({{"tags", tags}})) == "InvalidParameterException");
  });
  t.sim.run();
}

TEST_CASE("ram: a package group is shared beside a pipeline, each with its own permission",
          "[api]") {
  Ram t;
  GroupId group = t.sim.group("staging", "models");
  std::string const arn = t.sim.world.registry().group(group).arn;
  std::string share;
  auto describe = in({{"ModelPackageGroupName", arn}});
  t.sim.at(0s, [&] {
    CHECK(t.sim.refused(t.production, "sagemaker", "DescribeModelPackageGroup", describe).code ==
          "AccessDeniedException");
    share = t.share(t.sim.account_id("production"));
    t.ok(t.owner, "AssociateResourceShare",
         in({{"resourceShareArn", share}, {"resourceArns", strings({arn})}}));
    CHECK(t.list(t.owner, "ListResourceSharePermissions", "permissions",
                 in({{"resourceShareArn", share}}))
              .size() == 2);
    CHECK(t.code(t.owner, "CreateResourceShare",
                 in({{"name", "t"}, {"permissionArns", strings({kDeploy, kRegister})}})) ==
          "InvalidParameterException");
  });
  t.sim.at(1min, [&] {
    t.sim.ok(t.production, "sagemaker", "DescribeModelPackageGroup", describe);
    t.sim.ok(t.production, "sagemaker", "ListModelPackages", describe);
    json::Value create = in({{"ModelPackageGroupName", arn}});
    CHECK(t.sim.refused(t.production, "sagemaker", "CreateModelPackage", create).code ==
          "AccessDeniedException");
    t.ok(t.owner, "AssociateResourceSharePermission",
         in({{"resourceShareArn", share}, {"permissionArn", kRegister}, {"replace", true}}));
  });
  t.sim.at(2min, [&] {
    t.sim.ok(t.production, "sagemaker", "CreateModelPackage", in({{"ModelPackageGroupName", arn}}));
    CHECK(t.verdict(t.production) == "allowed");
  });
  t.sim.run();
}

TEST_CASE("ram: a role is meant, not its name, and other roles of the account stay out", "[api]") {
  Ram t;
  PrincipalId deployer = t.sim.role("production", "Deployer", kAllowAll);
  t.sim.at(0s, [&] { t.share(t.sim.arn(deployer)); });
  t.sim.at(1min, [&] {
    CHECK(t.verdict(deployer) == "allowed");
    auto other = t.sim.call(t.production, "sagemaker", "StartPipelineExecution",
                            in({{"PipelineName", t.sim.arn(t.churn)}}));
    CHECK_THAT(t.sim.judge().explain(other.question).summary,
               Contains("share `churn` reaches `role/Deployer` of `production` alone"));
    CHECK(t.sim.world.shares().share({0}).associations.back().unique_id ==
          t.sim.world.principals()[deployer].unique_id);
  });
  t.sim.run();
}

TEST_CASE("ram: a suspended association comes back with the account, where that is assumed",
          "[api]") {
  Ram t;
  t.sim.assume("ram_suspended", "account_left");
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    t.leave("production");
    CHECK(t.principal_status() == "SUSPENDED");
    CHECK(t.verdict(t.production) == "resource");
    t.sim.move("production", OuId{2});
    CHECK(t.principal_status() == "RESTORING");
  });
  t.sim.at(2min, [&] { CHECK(t.verdict(t.production) == "allowed"); });
  t.sim.run();
}

TEST_CASE("ram: an owner that leaves shares with no unit and no member any more", "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.ou(2)); });
  t.sim.at(1min, [&] {
    t.leave("staging");
    CHECK(t.verdict(t.production) == "resource");
    CHECK(t.principal_status() == "DISASSOCIATED");
  });
  t.sim.run();
}

TEST_CASE("ram: a pipeline made anew has its shares back, where that is assumed", "[api]") {
  Ram t;
  t.sim.assume("ram_recreated_pipeline", "revived");
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    json::Value before =
        t.sim.ok(t.owner, "sagemaker", "DescribePipeline", in({{"PipelineName", "churn"}}));
    t.sim.ok(t.owner, "sagemaker", "DeletePipeline", in({{"PipelineName", "churn"}}));
    t.sim.ok(t.owner, "sagemaker", "CreatePipeline",
             in({{"PipelineName", "churn"},
                 {"PipelineDefinition", before.string_or_empty("PipelineDefinition")},
                 {"RoleArn", before.string_or_empty("RoleArn")}}));
    CHECK(t.verdict(t.production) == "allowed");
  });
  t.sim.run();
}

TEST_CASE("ram: the owner's account as a principal: everybody in it, where that is assumed",
          "[api]") {
  for (bool everybody : {false, true}) {
    Ram t;
    if (everybody) t.sim.assume("ram_own_account", "everybody");
    PrincipalId idle = t.sim.role("staging", "Idle", allowing(R"("ram:GetResourceShares")"));
    t.sim.at(0s, [&] { t.share(t.sim.account_id("staging")); });
    t.sim.at(1min, [&] { CHECK((t.verdict(idle) == "allowed") == everybody); });
    t.sim.run();
  }
}
