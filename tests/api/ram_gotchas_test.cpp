// What surprises people about RAM, one case each: the symptom that they see first.
// Source: sharing-and-access 8.1.
#include "tests/api/ram_harness.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kDescribeAndStart[] =
    R"(["sagemaker:DescribePipeline","sagemaker:StartPipelineExecution"])";

}  // namespace

TEST_CASE("gotcha 04: a consumer lists pipelines and sees nothing, and RAM lists them", "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    json::Value pipelines = t.sim.ok(t.production, "sagemaker", "ListPipelines");
    CHECK(pipelines.find("PipelineSummaries")->as_array().empty());
    json::Array shared = t.list(t.production, "ListResources", "resources",
                                in({{"resourceOwner", "OTHER-ACCOUNTS"}}));
    REQUIRE(shared.size() == 1);
    CHECK(shared[0].string_or_empty("arn") == t.sim.arn(t.churn));
  });
  t.sim.run();
}

TEST_CASE("gotcha 05: a script starts a pipeline that is shared for reading", "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production"), nullptr); });
  t.sim.at(1min, [&] {
    t.sim.ok(t.production, "sagemaker", "DescribePipeline",
             in({{"PipelineName", t.sim.arn(t.churn)}}));
    CHECK(t.verdict(t.production) == "resource");
  });
  t.sim.run();
}

TEST_CASE("gotcha 06: an invitation lives 12 hours, not 7 days, and then the principal is out",
          "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("partner")); });
  t.sim.at(12h, [&] {
    CHECK(t.invitations(t.partner).at(0).string_or_empty("status") == "PENDING");
    CHECK(t.principal_status() == "ASSOCIATING");
  });
  t.sim.at(12h + 10s, [&] {
    CHECK(t.invitations(t.partner).at(0).string_or_empty("status") == "EXPIRED");
    CHECK(t.principal_status() == "DISASSOCIATED");
    CHECK(t.code(t.partner, "AcceptResourceShareInvitation", t.invitation(t.partner)) ==
          "ResourceShareInvitationExpiredException");
  });
  t.sim.run();
}

TEST_CASE("gotcha 07: an accepter inside the organization waits for an invitation for ever",
          "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  for (Duration when : {Duration(10s), Duration(1h), Duration(24h)})
    t.sim.at(when, [&] { CHECK(t.invitations(t.production).empty()); });
  t.sim.at(25h, [&] { CHECK(t.verdict(t.production) == "allowed"); });
  t.sim.run();
}

TEST_CASE("gotcha 08: sharing switched on at Organizations, not at RAM: no unit can be found",
          "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    t.sim.ram_sharing(RamSharing::organizations_only);
    json::Value input = in({{"name", "s"}, {"principals", strings({t.ou(2)})}});
    CHECK(t.code(t.owner, "CreateResourceShare", input) == "UnknownResourceException");
    CHECK(t.message(t.owner, "CreateResourceShare", input) ==
          "OrganizationalUnit ou-ab12-product1 could not be found");
    t.ok(t.management, "EnableSharingWithAwsOrganization");
    t.ok(t.owner, "CreateResourceShare", input);
  });
  t.sim.run();
}

TEST_CASE("gotcha 09: sharing with the organization switched off drops every unit, one way",
          "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    t.share(t.ou(2), kAllowExecution, "unit");
    t.share(t.sim.account_id("partner"), kAllowExecution, "outside");
  });
  t.sim.at(1min, [&] {
    t.ok(t.partner, "AcceptResourceShareInvitation", t.invitation(t.partner));
    CHECK(t.verdict(t.production) == "allowed");
  });
  t.sim.at(2min, [&] {
    t.sim.domain().sharing.organization_sharing_off();
    CHECK(t.verdict(t.production) == "resource");
    CHECK(t.verdict(t.partner) == "allowed");
    t.ok(t.management, "EnableSharingWithAwsOrganization");
  });
  t.sim.at(1h, [&] { CHECK(t.verdict(t.production) == "resource"); });
  t.sim.run();
}

TEST_CASE("gotcha 11: two shares add up, and without one, access stays through the other",
          "[api]") {
  Ram t;
  std::string running;
  t.sim.at(0s, [&] {
    t.share(t.sim.world.organization().arn(), kReadOnly, "read");
    running = t.share(t.sim.account_id("production"), kAllowExecution, "run");
  });
  auto describe = in({{"PipelineName", t.sim.arn(t.churn)}});
  t.sim.at(1min, [&] {
    CHECK(t.verdict(t.production) == "allowed");
    t.ok(t.owner, "DeleteResourceShare", in({{"resourceShareArn", running}}));
  });
  t.sim.at(2min, [&] {
    CHECK(t.verdict(t.production) == "resource");
    t.sim.ok(t.production, "sagemaker", "DescribePipeline", describe);
  });
  t.sim.run();
}

TEST_CASE("gotcha 12: a new version of a permission changes nothing until shares take it",
          "[api]") {
  Ram t;
  std::string share, permission;
  t.sim.at(0s, [&] {
    permission = t.permission("deploy", R"("sagemaker:DescribePipeline")");
    share = t.share(t.sim.account_id("production"), permission.c_str());
  });
  t.sim.at(1min, [&] {
    t.ok(t.owner, "CreatePermissionVersion",
         in({{"permissionArn", permission}, {"policyTemplate", Ram::grants(kDescribeAndStart)}}));
  });
  t.sim.at(1h, [&] {
    CHECK(t.verdict(t.production) == "resource");
    json::Array pinned = t.list(t.owner, "ListResourceSharePermissions", "permissions",
                                in({{"resourceShareArn", share}}));
    CHECK(pinned.at(0).string_or_empty("version") == "1");
    CHECK_FALSE(pinned.at(0).find("defaultVersion")->as_bool());
    t.ok(t.owner, "AssociateResourceSharePermission",
         in({{"resourceShareArn", share}, {"permissionArn", permission}, {"replace", true}}));
  });
  t.sim.at(1h + 11s, [&] { CHECK(t.verdict(t.production) == "allowed"); });
  t.sim.run();
}

TEST_CASE("gotcha 13: a share that took AWS's new version cannot go back to the old one", "[api]") {
  Ram t;
  std::string share;
  t.sim.at(0s, [&] { share = t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {  // AWS publishes a narrower version
    t.sim.domain().sharing.add_version(
        kAllowExecution, json::parse(Ram::grants(R"(["sagemaker:DescribePipeline"])")).value());
    CHECK(t.verdict(t.production) == "allowed");
    t.ok(t.owner, "AssociateResourceSharePermission",
         in({{"resourceShareArn", share}, {"permissionArn", kAllowExecution}, {"replace", true}}));
  });
  t.sim.at(2min, [&] {
    CHECK(t.verdict(t.production) == "resource");
    json::Value back = in({{"resourceShareArn", share},
                           {"permissionArn", kAllowExecution},
                           {"permissionVersion", json::Number{"1"}},
                           {"replace", true}});
    CHECK(t.code(t.owner, "AssociateResourceSharePermission", back) == "InvalidParameterException");
    CHECK(t.code(t.owner, "SetDefaultPermissionVersion",
                 in({{"permissionArn", kAllowExecution},
                     {"permissionVersion", json::Number{"1"}}})) == "InvalidParameterException");
  });
  t.sim.run();
}

TEST_CASE(
    "gotcha 14: an account leaves the organization: its direct shares die too, unless retained",
    "[api]") {
  Ram t;
  json::Value retain =
      in({{"resourceShareConfiguration", in({{"retainSharingOnAccountLeaveOrganization", true}})}});
  SECTION("without the flag") {
    t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
    t.sim.at(1min, [&] {
      CHECK(t.verdict(t.production) == "allowed");
      t.leave("production");
      CHECK(t.verdict(t.production) == "resource");
      CHECK(t.principal_status() == "DISASSOCIATED");
    });
  }
  SECTION("with it") {
    t.sim.at(0s,
             [&] { t.share(t.sim.account_id("production"), kAllowExecution, "churn", retain); });
    t.sim.at(1min, [&] {
      t.ok(t.production, "AcceptResourceShareInvitation", t.invitation(t.production));
    });
    t.sim.at(2min, [&] {
      t.leave("production");
      CHECK(t.verdict(t.production) == "allowed");
    });
  }
  t.sim.run();
}

TEST_CASE("gotcha 15: the retain flag brings invitations back inside the organization", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    t.share(t.sim.account_id("production"), kAllowExecution, "churn",
            in({{"resourceShareConfiguration",
                 in({{"retainSharingOnAccountLeaveOrganization", true}})}}));
  });
  t.sim.at(1h, [&] {
    CHECK(t.verdict(t.production) == "resource");
    CHECK(t.invitations(t.production).size() == 1);
    t.ok(t.production, "AcceptResourceShareInvitation", t.invitation(t.production));
  });
  t.sim.at(1h + 16s, [&] { CHECK(t.verdict(t.production) == "allowed"); });
  t.sim.run();
}

TEST_CASE("gotcha 16: a consumer cannot leave a share of pipelines", "[api]") {
  Ram t;
  std::string share;
  t.sim.at(0s, [&] { share = t.share(t.sim.account_id("partner")); });
  t.sim.at(1min,
           [&] { t.ok(t.partner, "AcceptResourceShareInvitation", t.invitation(t.partner)); });
  auto leave = [&] {
    return in(
        {{"resourceShareArn", share}, {"principals", strings({t.sim.account_id("partner")})}});
  };
  t.sim.at(2min, [&] {
    CHECK(t.code(t.partner, "DisassociateResourceShare", leave()) ==
          "OperationNotPermittedException");
    CHECK(t.verdict(t.partner) == "allowed");
    t.ok(t.owner, "DisassociateResourceShare",
         in({{"resourceShareArn", share}, {"resourceArns", strings({t.sim.arn(t.churn)})}}));
  });
  t.sim.at(3min, [&] {  // an empty share can be left
    t.ok(t.partner, "DisassociateResourceShare", leave());
  });
  t.sim.run();
}

TEST_CASE("gotcha 17: a share is Regional: from another Region nothing is there", "[api]") {
  Ram t;
  t.sim.account("elsewhere", "555566667777", OuId{2}, "us-east-1");
  PrincipalId elsewhere = t.sim.admin("elsewhere");
  t.sim.at(0s, [&] { t.share(t.ou(2)); });
  t.sim.at(1min, [&] {
    auto others = in({{"resourceOwner", "OTHER-ACCOUNTS"}});
    CHECK(t.list(t.production, "GetResourceShares", "resourceShares", others).size() == 1);
    CHECK(t.list(elsewhere, "GetResourceShares", "resourceShares", others).empty());
    CHECK(t.list(elsewhere, "ListResources", "resources", others).empty());
  });
  t.sim.run();
}

TEST_CASE("gotcha 21: a deny on ram:Principal without a Null check denies unrelated calls",
          "[api]") {
  Ram t;
  auto guarded = [&](char const* name, std::string const& more) {
    return t.sim.role(
        "staging", name,
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":["ram:CreateResourceShare","ram:AssociateResourceShare"],"Resource":"*",
             "Condition":{"StringNotEquals":{"ram:Principal":")" +
            t.ou(2) + "\"}" + more + "}}]}");
  };
  PrincipalId careless = guarded("Careless", "");
  PrincipalId careful = guarded("Careful", R"(,"Null":{"ram:Principal":"false"})");
  json::Value no_principal = in({{"name", "s"}, {"resourceArns", strings({t.sim.arn(t.churn)})}});
  t.sim.at(0s, [&] {
    CHECK(t.code(careless, "CreateResourceShare", no_principal) == "AccessDeniedException");
    t.ok(careful, "CreateResourceShare", no_principal);
    CHECK(t.code(careful, "CreateResourceShare",
                 in({{"name", "t"}, {"principals", strings({t.ou(1)})}})) ==
          "AccessDeniedException");
  });
  t.sim.run();
}

TEST_CASE("gotcha 34: a page is empty and goes on: a naive client finds nothing", "[api]") {
  Ram t;
  t.sim.assume("ram_empty_pages", "first");
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    json::Value input = in({{"resourceOwner", "SELF"}});
    json::Value first = t.ok(t.owner, "GetResourceShares", input);
    CHECK(first.find("resourceShares")->as_array().empty());
    std::string token(first.string_or_empty("nextToken"));
    REQUIRE_FALSE(token.empty());
    json::Value second = t.ok(t.owner, "GetResourceShares", input.set("nextToken", token));
    CHECK(second.find("resourceShares")->as_array().size() == 1);
    CHECK(second.find("nextToken") == nullptr);
  });
  t.sim.run();
}

TEST_CASE("gotcha 35: 101 resources in a call, or one pending invitation too many", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    json::Array many;
    for (int i = 0; i < 101; ++i)
      many.emplace_back("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/p" + std::to_string(i));
    CHECK(t.code(t.owner, "CreateResourceShare", in({{"name", "s"}, {"resourceArns", many}})) ==
          "ResourceShareLimitExceededException");
    t.sim.setting("staging", "ram_pending_invitations_max", 1);
    t.share(t.sim.account_id("partner"));
  });
  t.sim.at(1min, [&] {
    json::Value one_more = in({{"name", "s"}, {"principals", strings({"121212121212"})}});
    CHECK(t.code(t.owner, "CreateResourceShare", one_more) ==
          "ResourceShareLimitExceededException");
    t.ok(t.partner, "RejectResourceShareInvitation", t.invitation(t.partner));
    t.ok(t.owner, "CreateResourceShare", one_more);
  });
  t.sim.run();
}

TEST_CASE("gotcha 36: a client token used again for something else", "[api]") {
  Ram t;
  t.sim.at(0s, [&] {
    auto permission = [](char const* name) {
      return in({{"name", name},
                 {"resourceType", "sagemaker:Pipeline"},
                 {"policyTemplate", Ram::grants(R"("sagemaker:DescribePipeline")")},
                 {"clientToken", "0c5f0f5e-0000-4000-8000-000000000001"}});
    };
    json::Value made = t.ok(t.owner, "CreatePermission", permission("a"));
    CHECK(t.ok(t.owner, "CreatePermission", permission("a")) == made);
    CHECK(t.code(t.owner, "CreatePermission", permission("b")) ==
          "IdempotentParameterMismatchException");
  });
  t.sim.run();
}

TEST_CASE("gotcha 37: the owner deletes a shared pipeline: not found, and the row stays a while",
          "[api]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  auto rows = [&] {
    json::Array all = t.list(t.owner, "GetResourceShareAssociations", "resourceShareAssociations",
                             in({{"associationType", "RESOURCE"}}));
    return std::string(all.at(0).string_or_empty("status"));
  };
  t.sim.at(1min, [&] {
    t.sim.ok(t.owner, "sagemaker", "DeletePipeline", in({{"PipelineName", "churn"}}));
    CHECK(rows() == "DISASSOCIATING");
  });
  t.sim.at(2min, [&] { CHECK(rows() == "DISASSOCIATED"); });
  t.sim.run();
}
