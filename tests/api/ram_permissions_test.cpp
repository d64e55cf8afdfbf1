// Managed permissions: made, changed, replaced, deleted, and what each refuses.
// Source: sharing-and-access 1.4.
#include "tests/api/ram_harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kDescribe[] = R"("sagemaker:DescribePipeline")";
constexpr char kStart[] = R"(["sagemaker:DescribePipeline","sagemaker:StartPipelineExecution"])";

json::Value number(char const* text) { return json::Number{text}; }

}  // namespace

TEST_CASE("permission: AWS's are listed with their actions", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    CHECK(t.list(t.owner, "ListPermissions", "permissions").size() == 4);
    json::Array pipelines = t.list(t.owner, "ListPermissions", "permissions",
                                   in({{"resourceType", "sagemaker:pipeline"}}));
    REQUIRE(pipelines.size() == 2);
    CHECK(pipelines[0].find("isResourceTypeDefault")->as_bool());
    CHECK(pipelines[0].string_or_empty("permissionType") == "AWS_MANAGED");
    json::Value answer = t.ok(t.owner, "GetPermission", in({{"permissionArn", kAllowExecution}}));
    CHECK_THAT(std::string(answer.find("permission")->string_or_empty("permission")),
               Contains("sagemaker:StartPipelineExecution"));
    CHECK_THAT(t.message(t.owner, "GetPermission",
                         in({{"permissionArn", std::string(kAllowExecution) + "s"}})),
               Contains("could not be found. did you mean"));
  });
  t.sim.run();
}

TEST_CASE("permission: its condition is in the policy that RAM writes", "[api]") {
  Ram t;
  std::string permission;
  t.sim.at(0s, [&] {
    permission = t.permission(
        "tls", kStart, R"(,"Condition":{"StringEquals":{"aws:RequestedRegion":"us-east-1"}})");
    t.share(t.ou(2), permission.c_str());
  });
  t.sim.at(1min, [&] {
    CHECK(t.verdict(t.production) == "resource");
    json::Array policies = t.list(t.owner, "GetResourcePolicies", "policies",
                                  in({{"resourceArns", strings({t.sim.arn(t.churn)})}}));
    json::Value statement =
        json::parse(policies.at(0).as_string()).value().find("Statement")->as_array().at(0);
    CHECK(statement.find("Condition")->find("StringEquals") != nullptr);
    CHECK(statement.find("Condition")->find("ForAnyValue:StringLike") != nullptr);
  });
  t.sim.run();
}

TEST_CASE("permission: what a template may not say", "[api]") {
  Ram t;
  struct Row {
    char const* policy;
    char const* code;
  };
  Row const rows[] = {
      {"{", "MalformedPolicyTemplateException"},
      {R"({"Action":"sagemaker:Search"})", "MalformedPolicyTemplateException"},
      {R"({"Effect":"Deny","Action":"sagemaker:Search"})", "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:DeletePipeline"})", "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:*"})", "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:Search","Resource":"*"})",
       "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:Search","Condition":{"StringEquals":{"aws:PrincipalOrgId":"o-a"}}})",
       "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:Search","Condition":{"StringNotEquals":{"aws:RequestedRegion":"a"}}})",
       "InvalidPolicyException"},
      {R"({"Effect":"Allow","Action":"sagemaker:Search","Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}})",
       "InvalidPolicyException"},  // a key that nobody fills would never hold
  };
  t.sim.at(0s, [&] {
    for (Row const& row : rows) {
      INFO(row.policy);
      CHECK(t.code(t.owner, "CreatePermission",
                   in({{"name", "p"},
                       {"resourceType", "sagemaker:Pipeline"},
                       {"policyTemplate", row.policy}})) == row.code);
    }
    CHECK(t.code(t.owner, "CreatePermission",
                 in({{"name", "p"},
                     {"resourceType", "ec2:Subnet"},
                     {"policyTemplate", Ram::grants(kDescribe)}})) == "InvalidParameterException");
    t.permission("p", kDescribe);
    CHECK(t.code(t.owner, "CreatePermission",
                 in({{"name", "p"},
                     {"resourceType", "sagemaker:Pipeline"},
                     {"policyTemplate", Ram::grants(kDescribe)}})) ==
          "PermissionAlreadyExistsException");
    t.sim.setting("staging", "ram_permissions_per_type_max", 1);
    CHECK(t.code(t.owner, "CreatePermission",
                 in({{"name", "q"},
                     {"resourceType", "sagemaker:Pipeline"},
                     {"policyTemplate", Ram::grants(kDescribe)}})) ==
          "PermissionLimitExceededException");
  });
  t.sim.run();
}

TEST_CASE("permission: versions come, go, and one of them is the default", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    std::string arn = t.permission("p", kDescribe);
    json::Value next = in({{"permissionArn", arn}, {"policyTemplate", Ram::grants(kStart)}});
    auto version = [&](char const* n) {
      return in({{"permissionArn", arn}, {"permissionVersion", number(n)}});
    };
    CHECK(t.code(t.owner, "DeletePermissionVersion", version("1")) ==
          "OperationNotPermittedException");  // the only one
    json::Value made = t.ok(t.owner, "CreatePermissionVersion", next);
    CHECK(made.find("permission")->string_or_empty("version") == "2");
    CHECK(made.find("permission")->find("defaultVersion")->as_bool());
    json::Array all =
        t.list(t.owner, "ListPermissionVersions", "permissions", in({{"permissionArn", arn}}));
    CHECK(all.at(0).string_or_empty("status") == "UNATTACHABLE");
    CHECK(all.at(1).string_or_empty("status") == "ATTACHABLE");
    CHECK(t.code(t.owner, "DeletePermissionVersion", version("2")) ==
          "OperationNotPermittedException");  // the default
    t.ok(t.owner, "SetDefaultPermissionVersion", version("1"));
    CHECK(t.code(t.owner, "SetDefaultPermissionVersion", version("7")) ==
          "UnknownResourceException");
    std::string share = t.share(t.sim.account_id("production"), arn.c_str());
    t.ok(t.owner, "SetDefaultPermissionVersion", version("2"));
    CHECK(t.code(t.owner, "DeletePermissionVersion", version("1")) ==
          "OperationNotPermittedException");  // a share has it
    CHECK(t.code(t.owner, "DeletePermission", in({{"permissionArn", arn}})) ==
          "OperationNotPermittedException");
    t.sim.setting("staging", "ram_permission_versions_max", 2);
    CHECK(t.code(t.owner, "CreatePermissionVersion", next) ==
          "PermissionVersionsLimitExceededException");
  });
  t.sim.run();
}

TEST_CASE("permission: deleted, it is listed for two hours more and its name is free", "[api]") {
  Ram t;
  std::string arn;
  auto count = [&] { return t.list(t.owner, "ListPermissions", "permissions").size(); };
  t.sim.at(0s, [&] {
    arn = t.permission("p", kDescribe);
    json::Value answer = t.ok(t.owner, "DeletePermission", in({{"permissionArn", arn}}));
    CHECK(answer.string_or_empty("permissionStatus") == "DELETING");
    CHECK(t.code(t.owner, "CreateResourceShare",
                 in({{"name", "s"}, {"permissionArns", strings({arn})}})) ==
          "UnknownResourceException");
  });
  t.sim.at(1h, [&] { CHECK(count() == 5); });
  t.sim.at(3h, [&] {
    CHECK(count() == 4);
    t.permission("p", kDescribe);
  });
  t.sim.run();
}

TEST_CASE(
    "permission: a share takes one out and another in only while it holds nothing of the type",
    "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    std::string share(t.ok(t.owner, "CreateResourceShare", in({{"name", "empty"}}))
                          .find("resourceShare")
                          ->string_or_empty("resourceShareArn"));
    auto with = [&](char const* permission) {
      return in({{"resourceShareArn", share}, {"permissionArn", permission}});
    };
    t.ok(t.owner, "AssociateResourceSharePermission", with(kReadOnly));
    CHECK(t.code(t.owner, "AssociateResourceSharePermission", with(kAllowExecution)) ==
          "InvalidParameterException");
    CHECK(t.code(t.owner, "DisassociateResourceSharePermission", with(kAllowExecution)) ==
          "UnknownResourceException");
    t.ok(t.owner, "DisassociateResourceSharePermission", with(kReadOnly));
    t.ok(t.owner, "AssociateResourceSharePermission", with(kAllowExecution));
    t.ok(t.owner, "AssociateResourceShare",
         in({{"resourceShareArn", share}, {"resourceArns", strings({t.sim.arn(t.churn)})}}));
    CHECK(t.code(t.owner, "DisassociateResourceSharePermission", with(kAllowExecution)) ==
          "OperationNotPermittedException");
  });
  t.sim.run();
}

TEST_CASE("permission: replaced everywhere, share by share, as work that takes time", "[api]") {
  Ram t;
  std::string const production = t.sim.account_id("production");
  auto works = [&] {
    return t.list(t.owner, "ListReplacePermissionAssociationsWork",
                  "replacePermissionAssociationsWorks");
  };
  auto on_new = [&] {
    return t
        .list(t.owner, "ListPermissionAssociations", "permissions",
              in({{"permissionArn", kAllowExecution}}))
        .size();
  };
  t.sim.at(0s, [&] {
    t.share(production, kReadOnly, "one");
    t.share(production, kReadOnly, "two");
  });
  t.sim.at(1min, [&] {
    json::Value answer =
        t.ok(t.owner, "ReplacePermissionAssociations",
             in({{"fromPermissionArn", kReadOnly}, {"toPermissionArn", kAllowExecution}}));
    CHECK(answer.find("replacePermissionAssociationsWork")->string_or_empty("status") ==
          "IN_PROGRESS");
    CHECK(on_new() == 0);
    CHECK(t.code(t.owner, "ReplacePermissionAssociations",
                 in({{"fromPermissionArn", kReadOnly}, {"toPermissionArn", kDeploy}})) ==
          "InvalidParameterException");
  });
  t.sim.at(1min + 11s, [&] {
    CHECK(on_new() == 1);
    CHECK(works().at(0).string_or_empty("status") == "IN_PROGRESS");
    CHECK(t.verdict(t.production) == "allowed");
  });
  t.sim.at(1min + 21s, [&] {
    CHECK(on_new() == 2);
    CHECK(works().at(0).string_or_empty("status") == "COMPLETED");
  });
  t.sim.run();
}

TEST_CASE("permission: a consumer sees a share's permissions, unless it is assumed not to",
          "[api]") {
  for (bool sees : {true, false}) {
    Ram t;
    if (!sees) t.sim.assume("ram_consumer_sees_permissions", "no");
    std::string share;
    t.sim.at(0s, [&] { share = t.share(t.sim.account_id("production")); });
    t.sim.at(1min, [&] {
      auto result = t.sim.call(t.production, "ram", "ListResourceSharePermissions",
                               in({{"resourceShareArn", share}}));
      CHECK(result.answer.has_value() == sees);
      CHECK(t.code(t.partner, "ListResourceSharePermissions", in({{"resourceShareArn", share}})) ==
            "UnknownResourceException");
    });
    t.sim.run();
  }
}

TEST_CASE("permission: an explanation says which version a share keeps", "[api]") {
  Ram t;
  std::string permission;
  t.sim.at(0s, [&] {
    permission = t.permission("deploy", kDescribe);
    t.share(t.sim.account_id("production"), permission.c_str());
    t.ok(t.owner, "CreatePermissionVersion",
         in({{"permissionArn", permission}, {"policyTemplate", Ram::grants(kStart)}}));
  });
  t.sim.at(1min, [&] {
    auto result = t.sim.call(t.production, "sagemaker", "StartPipelineExecution",
                             in({{"PipelineName", t.sim.arn(t.churn)}}));
    CHECK_THAT(t.sim.judge().explain(result.question).summary,
               Contains("grants 1 action (version 1 of `deploy`)") &&
                   Contains("it keeps version 1 though version 2 of `deploy` is the default"));
  });
  t.sim.run();
}
