// Shares that RAM makes from a model package group's policy, and their promotion. Source:
// sharing-and-access 1.13, 1.15; sagemaker-pipelines 6.2.
#include "tests/api/people.hpp"
#include "tests/api/ram_harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kMirrored[] = "arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/g";
constexpr char kPackages[] = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/*";
constexpr char kReading[] = R"(["sagemaker:DescribeModelPackage","sagemaker:ListModelPackages"])";

/// One statement. `action`, `principal` and `resource`: as JSON.
std::string grant(std::string const& action, std::string const& principal = aws("444455556666"),
                  std::string const& resource = std::string("\"") + kPackages + "\"",
                  std::string const& more = "") {
  return R"({"Effect":"Allow","Principal":)" + principal + R"(,"Action":)" + action +
         R"(,"Resource":)" + resource + more + "}";
}

struct Group : Ram {
  Group() { sim.group("staging", "g"); }

  void put(std::string const& statements) {
    sim.ok(
        owner, "sagemaker", "PutModelPackageGroupPolicy",
        in({{"ModelPackageGroupName", "g"},
            {"ResourcePolicy", R"({"Version":"2012-10-17","Statement":[)" + statements + "]}"}}));
  }
  json::Array own_shares() {
    return list(owner, "GetResourceShares", "resourceShares",
                in({{"resourceOwner", "SELF"}, {"resourceShareStatus", "ACTIVE"}}));
  }
  json::Value share_of_policy() {
    json::Array all = own_shares();
    REQUIRE(all.size() == 1);
    return all.front();
  }
  std::string feature_set() { return std::string(share_of_policy().string_or_empty("featureSet")); }
  json::Value share_arn() {
    return in({{"resourceShareArn", share_of_policy().string_or_empty("resourceShareArn")}});
  }
  json::Array permissions() {
    return list(owner, "ListResourceSharePermissions", "permissions", share_arn());
  }
  json::Value new_permission(char const* name) {
    return in({{"permissionArn", permissions().at(0).string_or_empty("arn")}, {"name", name}});
  }
  std::string reads(PrincipalId who) {
    return rehearse::verdict(sim.call(
        who, "sagemaker", "DescribeModelPackage",
        in({{"ModelPackageName", "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1"}})));
  }
  std::size_t discovered(PrincipalId who) {
    return sim
        .ok(who, "sagemaker", "ListModelPackageGroups",
            in({{"CrossAccountFilterOption", "CrossAccount"}}))
        .find("ModelPackageGroupSummaryList")
        ->as_array()
        .size();
  }
};

}  // namespace

TEST_CASE("policy shares: the owner sees what RAM made of a policy and cannot change it", "[api]") {
  Group t;
  t.sim.at(0s, [&] {
    t.put(grant(kReading));
    json::Value const share = t.share_of_policy();
    CHECK(share.string_or_empty("featureSet") == "CREATED_FROM_POLICY");
    CHECK(share.string_or_empty("status") == "ACTIVE");
    json::Array principals =
        t.list(t.owner, "ListPrincipals", "principals", in({{"resourceOwner", "SELF"}}));
    REQUIRE(principals.size() == 1);
    CHECK(principals[0].string_or_empty("id") == "444455556666");
    REQUIRE(t.permissions().size() == 1);
    CHECK(t.permissions()[0].string_or_empty("featureSet") == "CREATED_FROM_POLICY");
    CHECK(t.list(t.owner, "ListPermissionAssociations", "permissions",
                 in({{"featureSet", "CREATED_FROM_POLICY"}}))
              .size() == 1);
    CHECK(t.code(t.owner, "DeleteResourceShare", t.share_arn()) ==
          "OperationNotPermittedException");
    json::Value more = t.share_arn();
    CHECK(t.code(t.owner, "AssociateResourceShare",
                 more.set("principals", strings({t.sim.account_id("partner")}))) ==
          "OperationNotPermittedException");
    CHECK(t.code(t.owner, "DeletePermission",
                 in({{"permissionArn", t.permissions()[0].string_or_empty("arn")}})) ==
          "OperationNotPermittedException");
    CHECK(t.list(t.production, "GetResourceShares", "resourceShares",
                 in({{"resourceOwner", "OTHER-ACCOUNTS"}}))
              .empty());
    CHECK(t.discovered(t.production) == 0);
  });
  t.sim.run();
}

TEST_CASE("policy shares: a policy that is replaced or taken off takes its share along", "[api]") {
  Group t;
  t.sim.at(0s, [&] {
    t.put(grant(kReading));
    t.put(grant(kReading, aws("777788889999")));
    json::Array principals = t.list(
        t.owner, "ListPrincipals", "principals",
        in({{"resourceOwner", "SELF"},
            {"resourceShareArns",
             strings({std::string(t.share_of_policy().string_or_empty("resourceShareArn"))})}}));
    REQUIRE(principals.size() == 1);
    CHECK(principals[0].string_or_empty("id") == "777788889999");
    t.sim.ok(t.owner, "sagemaker", "DeleteModelPackageGroupPolicy",
             in({{"ModelPackageGroupName", "g"}}));
    CHECK(t.own_shares().empty());
  });
  t.sim.run();
}

TEST_CASE("policy shares: promoted, a share is seen by its principals, and access has no gap",
          "[api]") {
  Group t;
  std::string gaps;
  t.sim.at(0s, [&] {
    t.put(grant(kReading));
    t.sim.ok(t.owner, "sagemaker", "CreateModelPackage", in({{"ModelPackageGroupName", "g"}}));
    CHECK(t.code(t.owner, "PromoteResourceShareCreatedFromPolicy", t.share_arn()) ==
          "UnmatchedPolicyPermissionException");
  });
  t.sim.at(10s, [&] {
    json::Value made =
        t.ok(t.owner, "PromotePermissionCreatedFromPolicy", t.new_permission("reading"));
    CHECK(made.find("permission")->string_or_empty("featureSet") == "STANDARD");
    CHECK(t.permissions()[0].string_or_empty("featureSet") == "CREATED_FROM_POLICY");
    t.ok(t.owner, "PromoteResourceShareCreatedFromPolicy", t.share_arn());
    CHECK(t.feature_set() == "PROMOTING_TO_STANDARD");
    CHECK(t.code(t.owner, "PromoteResourceShareCreatedFromPolicy", t.share_arn()) ==
          "InvalidStateTransitionException");
  });
  for (int second = 10; second < 60; ++second)
    t.sim.at(std::chrono::seconds(second) + 500ms, [&] {
      if (t.reads(t.production) != "allowed") gaps += std::to_string(t.sim.now().count()) + " ";
    });
  t.sim.at(1h, [&] {
    CHECK(t.feature_set() == "STANDARD");
    CHECK(t.permissions()[0].string_or_empty("name") == "reading");
    CHECK(t.discovered(t.production) == 1);
    CHECK_THAT(std::string(t.sim
                               .ok(t.owner, "sagemaker", "GetModelPackageGroupPolicy",
                                   in({{"ModelPackageGroupName", "g"}}))
                               .string_or_empty("ResourcePolicy")),
               Contains("arn:aws:iam::444455556666:root"));
    t.ok(t.owner, "DeleteResourceShare", t.share_arn());
  });
  t.sim.at(2h, [&] { CHECK(t.reads(t.production) == "AccessDeniedException"); });
  t.sim.run();
  CHECK(gaps.empty());
}

TEST_CASE("policy shares: a policy that grants what a managed permission does becomes a share",
          "[api]") {
  Group t;
  std::string const deploying =
      R"(["sagemaker:DescribeModelPackage","sagemaker:BatchDescribeModelPackage",)"
      R"("sagemaker:ListModelPackages","sagemaker:AccessModelPackage"])";
  t.sim.at(0s, [&] {
    t.put(grant(deploying) + "," +
          grant(R"("sagemaker:DescribeModelPackageGroup")", aws("444455556666"),
                std::string("\"") + kMirrored + "\""));
    t.sim.ok(t.owner, "sagemaker", "CreateModelPackage", in({{"ModelPackageGroupName", "g"}}));
    CHECK(t.permissions().at(0).string_or_empty("arn") == kDeploy);
  });
  t.sim.at(5s, [&] { CHECK(t.reads(t.production) == "allowed"); });
  t.sim.at(1h, [&] {
    CHECK(t.feature_set() == "STANDARD");
    CHECK(t.reads(t.production) == "allowed");
    CHECK(t.discovered(t.production) == 1);
    CHECK(t.discovered(t.partner) == 0);
  });
  t.sim.run();
}

TEST_CASE("policy shares: what no share can say stays a policy", "[api]") {
  Group t;
  auto refused = [&](std::string const& statements) {
    t.put(statements);
    CHECK(t.feature_set() == "CREATED_FROM_POLICY");
    ApiError of_permission =
        t.refused(t.owner, "PromotePermissionCreatedFromPolicy", t.new_permission("x"));
    ApiError of_share = t.refused(t.owner, "PromoteResourceShareCreatedFromPolicy", t.share_arn());
    CHECK(of_permission == of_share);
    CHECK(of_share.code == "OperationNotPermittedException");
    return of_share.message;
  };
  t.sim.at(0s, [&] {
    CHECK_THAT(refused(grant("\"sagemaker:*\"")), Contains("stands for several actions"));
    CHECK_THAT(refused(grant(kReading, aws(t.sim.arn(t.production)))), Contains("is no account"));
    CHECK_THAT(refused(grant(kReading, "\"*\"")), Contains("is no account"));
    CHECK_THAT(refused(grant(kReading, aws("444455556666"),
                             R"("arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1")")),
               Contains("is not granted on"));
    CHECK_THAT(refused(grant(kReading) + "," +
                       grant(R"("sagemaker:DescribeModelPackage")", aws("777788889999"))),
               Contains("different things"));
    CHECK_THAT(refused(grant(kReading) + "," +
                       R"({"Effect":"Deny","Principal":"*","Action":"sagemaker:CreateModel",)"
                       R"("Resource":"*"})"),
               Contains("denies"));
  });
  t.sim.run();
}

TEST_CASE("policy shares: promoting a permission has its own errors", "[api]") {
  Group t;
  t.sim.at(0s, [&] {
    t.put(grant(R"(["sagemaker:DescribeModelPackage","sagemaker:CreateModel"])"));
    ApiError error =
        t.refused(t.owner, "PromotePermissionCreatedFromPolicy", t.new_permission("x"));
    CHECK(error.code == "InvalidPolicyException");
    CHECK_THAT(error.message, Contains("sagemaker:CreateModel is not supported"));
    t.put(grant(kReading));
    t.permission("taken", R"("sagemaker:DescribePipeline")");
    CHECK(t.code(t.owner, "PromotePermissionCreatedFromPolicy", t.new_permission("taken")) ==
          "InvalidParameterException");
    CHECK(t.code(t.owner, "PromotePermissionCreatedFromPolicy",
                 in({{"permissionArn", kDeploy}, {"name", "x"}})) == "InvalidParameterException");
    CHECK(t.code(t.owner, "PromotePermissionCreatedFromPolicy",
                 in({{"permissionArn", "x"}, {"name", "x"}})) == "MalformedArnException");
    CHECK(t.code(t.owner, "CreateResourceShare",
                 in({{"name", "s"},
                     {"permissionArns",
                      strings({std::string(t.permissions()[0].string_or_empty("arn"))})}})) ==
          "InvalidParameterException");
    CHECK(t.code(t.owner, "PromoteResourceShareCreatedFromPolicy",
                 in({{"resourceShareArn",
                      "arn:aws:ram:eu-west-1:111122223333:resource-share/none"}})) ==
          "UnknownResourceException");
  });
  t.sim.run();
}
