// How much of each quota was used, and which of them a report shows.
#include <algorithm>
#include <catch2/catch.hpp>

#include "reports/model.hpp"

using namespace rehearse;
using namespace rehearse::reports;

namespace {

constexpr AccountId kOwner{0};
constexpr char kUsedShare[] = "arn:aws:ram:us-east-1:111111111111:resource-share/";

/// One account in us-east-1, and records at minutes.
struct Uses {
  trace::Trace trace;

  Uses() {
    at(0, trace::OuDefined{OuId{0}, {}, "r-1", "Root"});
    at(0, trace::AccountDefined{kOwner, "111111111111", "a", "us-east-1", OuId{0}, {}});
  }
  template <class R>
  Uses& at(int minutes, R const& record) {
    trace.append(minute(minutes), trace::kNoSeq, record);
    return *this;
  }
  Uses& set(char const* name, std::int64_t value, char const* region = "") {
    return at(0, trace::SettingChanged{kOwner, name, value, false, region});
  }
  Uses& share(std::uint32_t id, char const* name = "churn") {
    return at(1, trace::ShareStored{ShareId{id}, kOwner, kUsedShare + std::to_string(id), name});
  }
  Uses& principal(int minutes, char const* entity, AssociationStatus status) {
    return at(minutes,
              trace::AssociationMoved{
                  ShareId{0}, AssociationType::principal, entity, status, true, false, {}, {}});
  }
  Uses& pipeline(int minutes, std::uint32_t version = 1) {
    trace::PipelineStored record{};
    record.pipeline = PipelineId{0};
    record.account = kOwner;
    record.name = "p";
    record.version = version;
    return at(minutes, record);
  }
  static Time minute(int minutes) { return Time{std::chrono::minutes(minutes)}; }

  std::vector<Utilization> rows() const { return fold(trace).utilization; }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (Utilization const& row : rows()) out.push_back(row.quota);
    return out;
  }
  Utilization row(std::string const& quota) const {
    for (Utilization const& each : rows())
      if (each.quota == quota) return each;
    FAIL("no row " << quota);
    return {};
  }
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("usage: what stays far below AWS's default is not shown", "[reports]") {
  Uses told;
  told.share(0).principal(2, "222222222222", AssociationStatus::associated);
  told.pipeline(2);
  told.at(3, trace::PackageGroupStored{GroupId{0}, kOwner, "g", {}});
  CHECK(told.names().empty());
}

TEST_CASE("usage: shares and principals are shown where a setting limits them, over time",
          "[reports]") {
  Uses told;
  told.set("ram_shares_max", 10).set("ram_principals_per_share_max", 4).share(0).share(1, "b");
  told.principal(2, "222222222222", AssociationStatus::associating);
  told.principal(3, "222222222222", AssociationStatus::associated);
  told.principal(3, "333333333333", AssociationStatus::associating);
  told.principal(5, "222222222222", AssociationStatus::disassociating);
  told.principal(6, "222222222222", AssociationStatus::disassociated);
  told.at(7, trace::ShareMoved{ShareId{1}, ShareStatus::deleted});
  CHECK(told.names() == Names{"resource shares", "principals of a resource share: churn"});
  Utilization const shares = told.row("resource shares");
  CHECK(shares.limit == 10);
  CHECK(shares.most == 2);
  CHECK(shares.points.back().used == 1);
  Utilization const principals = told.row("principals of a resource share: churn");
  CHECK(principals.limit == 4);
  CHECK(principals.most == 2);
  REQUIRE(principals.points.size() == 3);
  CHECK(principals.points[2].at == Uses::minute(6));
  CHECK(principals.points[2].used == 1);
}

TEST_CASE("usage: what comes to half of its limit is shown without a setting", "[reports]") {
  Uses told;
  auto permission = [&](int n, PermissionStatus status) {
    std::string const arn = "arn:aws:ram:eu-west-1:111111111111:permission/p" + std::to_string(n);
    told.at(n, trace::PermissionMoved{arn, kOwner, "p", "sagemaker:Pipeline", status});
  };
  for (int n = 1; n <= 4; ++n) permission(n, PermissionStatus::attachable);
  CHECK(told.names().empty());
  permission(5, PermissionStatus::attachable);
  std::string const name =
      "customer managed permissions of a resource type: sagemaker:Pipeline in eu-west-1";
  CHECK(told.names() == Names{name});
  permission(5, PermissionStatus::deleting);
  permission(5, PermissionStatus::deleted);
  CHECK(told.row(name).most == 5);
  CHECK(told.row(name).points.back().used == 4);
}

TEST_CASE("usage: an invitation counts while it is pending", "[reports]") {
  Uses told;
  told.set("ram_pending_invitations_max", 2).share(0);
  auto move = [&](int minutes, InvitationStatus status) {
    told.at(minutes,
            trace::InvitationMoved{InvitationId{0}, ShareId{0}, AccountId{}, "2", "i", status});
  };
  move(2, InvitationStatus::pending);
  move(9, InvitationStatus::expired);
  Utilization const row = told.row("pending invitations");
  CHECK(row.most == 1);
  REQUIRE(row.points.size() == 2);
  CHECK(row.points[1].at == Uses::minute(9));
  CHECK(row.points[1].used == 0);
}

TEST_CASE("usage: an endpoint that is updated has the instances of both configurations",
          "[reports]") {
  Uses told;
  told.set("instances_across_endpoints_max", 6).set("ml.m5.large for endpoint usage", 3);
  auto config = [&](std::uint32_t n, char const* variants) {
    told.at(1, trace::DocumentStored{DocumentId{n},
                                     trace::DocumentKind::request,
                                     "c",
                                     {"{\"ProductionVariants\":[" + std::string(variants) + "]}"}});
    told.at(1, trace::EndpointConfigStored{EndpointConfigId{n}, kOwner, "c", DocumentId{n}, {}});
  };
  config(0, R"({"InstanceType":"ml.m5.large","InitialInstanceCount":2})");
  config(1, R"({"InstanceType":"ml.c5.large","InitialInstanceCount":3})");
  EndpointId const endpoint{0};
  told.at(2, trace::EndpointStored{endpoint, kOwner, "e", EndpointConfigId{0}, {}});
  told.at(3, trace::EndpointMoved{endpoint, EndpointStatus::in_service, EndpointConfigId{0}});
  told.at(4, trace::EndpointMoved{endpoint, EndpointStatus::updating, EndpointConfigId{1}});
  told.at(5, trace::EndpointMoved{endpoint, EndpointStatus::in_service, EndpointConfigId{1}});
  told.at(6, trace::EndpointMoved{endpoint, EndpointStatus::deleting, EndpointConfigId{1}});
  told.at(7, trace::EndpointDeleted{endpoint});
  Utilization const all = told.row("instances across active endpoints");
  CHECK(all.limit == 6);
  CHECK(all.most == 5);
  CHECK(all.points.back().at == Uses::minute(7));
  CHECK(all.points.back().used == 0);
  Utilization const of_type = told.row("ml.m5.large for endpoint usage");
  CHECK(of_type.limit == 3);
  CHECK(of_type.points.back().at == Uses::minute(5));
  // Nobody limits the other type.
  CHECK(std::ranges::count(told.names(), "ml.c5.large for endpoint usage") == 0);
}

TEST_CASE("usage: an AutoML job is one of its kind, and a called one counts with its account's",
          "[reports]") {
  Uses told;
  told.at(1, trace::JobStored{
                 JobId{0}, JobKind::automl, kOwner, "j", DocumentId{0}, PrincipalId{0}, 1, {}});
  told.at(9, trace::JobMoved{JobId{0}, JobStatus::in_progress, JobStatus::completed, ""});
  CHECK(told.names() == Names{"concurrent AutoML jobs"});
  Utilization const row = told.row("concurrent AutoML jobs");
  CHECK(row.limit == 1);
  CHECK(row.most == 1);
  CHECK(row.points.back().used == 0);
}

TEST_CASE("usage: instances across jobs have a limit where a setting or a new account gives one",
          "[reports]") {
  for (auto const& [assumed, set, limit] :
       {std::tuple{false, false, -1}, {true, false, 4}, {false, true, 3}, {true, true, 3}}) {
    Uses told;
    if (assumed) told.at(0, trace::AssumptionUsed{"instance_quotas", "new_account"});
    if (set) told.set("instances_across_training_jobs_max", 3);
    told.at(1, trace::JobStored{JobId{0}, JobKind::training, kOwner, "j", DocumentId{0},
                                PrincipalId{0}, 2, "ml.m5.large"});
    CHECK(told.row("ml.m5.large for training job usage").limit == (assumed ? 1 : -1));
    if (limit < 0)
      CHECK(told.names().size() == 1);
    else
      CHECK(told.row("instances across all training jobs").limit == limit);
  }
}

TEST_CASE("usage: pipelines, groups and versions go down when they are deleted", "[reports]") {
  Uses told;
  told.set("pipelines_max", 4).set("model_package_groups_max", 4).set("model_packages_max", 4);
  told.pipeline(1).pipeline(2, 2);
  told.at(3, trace::PipelineDeleted{PipelineId{0}});
  told.at(4, trace::PackageGroupStored{GroupId{0}, kOwner, "g", {}});
  told.at(5, trace::PackageStored{PackageId{0}, GroupId{0}, 1, {}, DocumentId{0}, {}, 0});
  told.at(6, trace::PackageDeleted{PackageId{0}});
  told.at(7, trace::PackageGroupDeleted{GroupId{0}});
  CHECK(told.names() == Names{"pipelines", "model package groups", "model packages"});
  for (Utilization const& row : told.rows()) {
    INFO(row.quota);
    CHECK(row.limit == 4);
    CHECK(row.most == 1);
    REQUIRE(row.points.size() == 2);
    CHECK(row.points[1].used == 0);
  }
}
