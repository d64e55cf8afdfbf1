// RAM's quotas, one row each: AWS's default holds until a setting changes it, in its own account
// and Region alone. Source: sharing-and-access 1.17.
#include "sim/vocab/quotas.hpp"
#include "tests/api/ram_harness.hpp"

using namespace rehearse;

namespace {

constexpr char kLimit[] = "ResourceShareLimitExceededException";
constexpr char kFarRegion[] = "us-west-2";

json::Value named_share(char const* name) { return in({{"name", name}}); }

/// A pipeline that another share may hold.
std::string more_pipeline(Ram& t, char const* name) {
  return t.sim.arn(t.sim.pipeline("staging", name, definition(step("A"))));
}

}  // namespace

TEST_CASE("ram quotas: AWS's defaults", "[api][ram_quotas]") {
  Ram t;
  world::Organization const& organization = t.sim.world.organization();
  struct Row {
    Quota quota;
    std::int64_t standard;
  };
  for (Row const& row : {Row{Quota::shares, 25'000}, Row{Quota::share_resources, 5'000},
                         Row{Quota::resources, 25'000}, Row{Quota::share_principals, 5'000},
                         Row{Quota::principals, 25'000}, Row{Quota::pending_invitations, 250},
                         Row{Quota::permissions, 1'500}, Row{Quota::permissions_of_type, 10},
                         Row{Quota::permission_versions, 5}, Row{Quota::tags, 50},
                         Row{Quota::resources_per_call, 100}}) {
    INFO(row_of(row.quota).setting);
    CHECK(organization.limit(t.sim.place("staging"), row.quota) == row.standard);
    std::string const setting(row_of(row.quota).setting);
    t.sim.setting("staging", setting, row.standard + 5, kFarRegion);
    CHECK(organization.limit(t.sim.place("staging"), row.quota) == row.standard);
    CHECK(organization.limit({t.sim.account("staging"), kFarRegion}, row.quota) ==
          row.standard + 5);
    CHECK(organization.limit(t.sim.place("production"), row.quota) == row.standard);
  }
}

TEST_CASE("ram quotas: shares count in their Region, and a deleted one no more",
          "[api][ram_quotas]") {
  Ram t;
  t.sim.setting("staging", "ram_shares_max", 1);
  t.sim.at(0s, [&] {
    json::Value const made = t.ok(t.owner, "CreateResourceShare", named_share("a"));
    ApiError const full = t.refused(t.owner, "CreateResourceShare", named_share("b"));
    CHECK(full == ApiError{kLimit, "An account can have at most 1 resource shares in a Region."});
    t.sim.client_region = kFarRegion;
    t.ok(t.owner, "CreateResourceShare", named_share("b"));
    CHECK(t.code(t.owner, "CreateResourceShare", named_share("c")) == kLimit);
    t.sim.client_region.clear();
    t.ok(t.production, "CreateResourceShare", named_share("b"));
    t.ok(t.owner, "DeleteResourceShare",
         in({{"resourceShareArn",
              std::string(made.find("resourceShare")->string_or_empty("resourceShareArn"))}}));
  });
  t.sim.at(1h, [&] { t.ok(t.owner, "CreateResourceShare", named_share("b")); });
  t.sim.run();
}

TEST_CASE("ram quotas: resources of a share, and a resource in each share that holds it",
          "[api][ram_quotas]") {
  Ram t;
  std::string const second = more_pipeline(t, "second"), third = more_pipeline(t, "third");
  t.sim.setting("staging", "ram_resources_per_share_max", 2);
  t.sim.at(0s, [&] {
    std::string const share = t.share("");
    json::Value const two =
        in({{"resourceShareArn", share}, {"resourceArns", strings({second, third})}});
    CHECK(t.refused(t.owner, "AssociateResourceShare", two) ==
          ApiError{kLimit, "A resource share can have at most 2 resource associations."});
    t.ok(t.owner, "AssociateResourceShare",
         in({{"resourceShareArn", share}, {"resourceArns", strings({second})}}));
    t.sim.setting("staging", "ram_resources_max", 3);
    t.share("", nullptr, "other");  // the pipeline a second time
    CHECK(t.refused(t.owner, "CreateResourceShare",
                    in({{"name", "more"}, {"resourceArns", strings({third})}})) ==
          ApiError{kLimit, "An account can have at most 3 resource associations in a Region."});
    t.ok(t.owner, "DisassociateResourceShare",
         in({{"resourceShareArn", share}, {"resourceArns", strings({second})}}));
  });
  t.sim.at(1h, [&] {
    t.ok(t.owner, "CreateResourceShare",
         in({{"name", "more"}, {"resourceArns", strings({third})}}));
  });
  t.sim.run();
}

TEST_CASE("ram quotas: principals of a share and across shares, a unit counts as one",
          "[api][ram_quotas]") {
  Ram t;
  std::string const production = t.sim.account_id("production");
  t.sim.setting("staging", "ram_principals_per_share_max", 1);
  t.sim.at(0s, [&] {
    json::Value const both = in({{"name", "t"}, {"principals", strings({production, t.ou(2)})}});
    CHECK(t.refused(t.owner, "CreateResourceShare", both) ==
          ApiError{kLimit, "A resource share can have at most 1 principal associations."});
    std::string const share = t.share(t.ou(2));
    CHECK(t.code(t.owner, "AssociateResourceShare",
                 in({{"resourceShareArn", share}, {"principals", strings({production})}})) ==
          kLimit);
    t.sim.setting("staging", "ram_principals_max", 1);
    CHECK(t.refused(t.owner, "CreateResourceShare",
                    in({{"name", "t"}, {"principals", strings({production})}})) ==
          ApiError{kLimit, "An account can have at most 1 principal associations in a Region."});
    t.sim.client_region = kFarRegion;
    t.ok(t.owner, "CreateResourceShare",
         in({{"name", "t"}, {"principals", strings({production})}}));
  });
  t.sim.run();
}

TEST_CASE("ram quotas: pending invitations of the sender, until they are answered",
          "[api][ram_quotas]") {
  Ram t;
  t.sim.setting("staging", "ram_pending_invitations_max", 1);
  json::Value const again =
      in({{"name", "t"}, {"principals", strings({t.sim.account_id("partner")})}});
  t.sim.at(0s, [&] {
    t.share(t.sim.account_id("partner"));
    // Its invitation is on its way.
    CHECK(t.code(t.owner, "CreateResourceShare", again) == kLimit);
    t.sim.client_region = kFarRegion;
    t.ok(t.owner, "CreateResourceShare", again);
    t.sim.client_region.clear();
  });
  t.sim.at(1min, [&] {
    CHECK(t.refused(t.owner, "CreateResourceShare", again) ==
          ApiError{kLimit, "You can have at most 1 pending invitations."});
    // Inside of the organization nobody is invited.
    t.ok(t.owner, "CreateResourceShare",
         in({{"name", "t"}, {"principals", strings({t.sim.account_id("production")})}}));
    t.ok(t.partner, "AcceptResourceShareInvitation", t.invitation(t.partner));
    t.ok(t.owner, "CreateResourceShare", again);
  });
  t.sim.run();
}

TEST_CASE("ram quotas: permissions of the account, of a type, and versions of one",
          "[api][ram_quotas]") {
  Ram t;
  std::string const describe = R"("sagemaker:DescribePipeline")";
  auto another = [&](char const* name) {
    return in({{"name", name},
               {"resourceType", "sagemaker:Pipeline"},
               {"policyTemplate", Ram::grants(describe)}});
  };
  t.sim.at(0s, [&] {
    std::string const first = t.permission("First", describe);
    t.sim.setting("staging", "ram_permissions_max", 1);
    CHECK(t.code(t.owner, "CreatePermission", another("Second")) ==
          "PermissionLimitExceededException");
    t.sim.client_region = kFarRegion;
    t.ok(t.owner, "CreatePermission", another("Second"));
    t.sim.client_region.clear();
    t.sim.setting("staging", "ram_permissions_max", 5);
    t.sim.setting("staging", "ram_permissions_per_type_max", 1);
    CHECK(t.code(t.owner, "CreatePermission", another("Second")) ==
          "PermissionLimitExceededException");
    t.sim.setting("staging", "ram_permission_versions_max", 2);
    json::Value const version =
        in({{"permissionArn", first}, {"policyTemplate", Ram::grants(describe)}});
    t.ok(t.owner, "CreatePermissionVersion", version);
    CHECK(t.refused(t.owner, "CreatePermissionVersion", version) ==
          ApiError{"PermissionVersionsLimitExceededException",
                   "A permission can have at most 2 versions."});
    t.ok(t.owner, "DeletePermissionVersion",
         in({{"permissionArn", first}, {"permissionVersion", 1}}));
    t.ok(t.owner, "CreatePermissionVersion", version);
  });
  t.sim.run();
}

TEST_CASE("ram quotas: tags of a share", "[api][ram_quotas]") {
  Ram t;
  auto tag = [](char const* key) { return in({{"key", key}, {"value", "v"}}); };
  t.sim.setting("staging", "ram_tags_max", 1);
  t.sim.at(0s, [&] {
    CHECK(t.refused(t.owner, "CreateResourceShare",
                    in({{"name", "t"}, {"tags", json::Array{tag("a"), tag("b")}}})) ==
          ApiError{"TagLimitExceededException", "A resource can have at most 1 tags."});
    t.ok(t.owner, "CreateResourceShare", in({{"name", "t"}, {"tags", json::Array{tag("a")}}}));
    t.ok(t.production, "CreateResourceShare",
         in({{"name", "t"}, {"tags", json::Array{tag("a"), tag("b")}}}));
  });
  t.sim.run();
}

TEST_CASE("ram quotas: resources of one call", "[api][ram_quotas]") {
  Ram t;
  std::string const second = more_pipeline(t, "second");
  json::Value const both =
      in({{"name", "t"}, {"resourceArns", strings({t.sim.arn(t.churn), second})}});
  t.sim.at(0s, [&] {
    t.sim.setting("staging", "ram_resources_per_call_max", 1);
    CHECK(t.refused(t.owner, "CreateResourceShare", both) ==
          ApiError{kLimit, "You can specify at most 1 resources in one call."});
    t.sim.setting("staging", "ram_resources_per_call_max", 2);
    t.ok(t.owner, "CreateResourceShare", both);
  });
  t.sim.run();
}
