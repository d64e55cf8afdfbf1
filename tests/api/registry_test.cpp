// The model registry: deleting versions, groups and their policies, and listing groups. Source:
// sagemaker-pipelines 3.4.
#include "tests/api/people.hpp"

using namespace rehearse;
using Catch::Matchers::Contains;

namespace {

constexpr char kListedGroup[] = "arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/g";
constexpr char kFirstVersion[] = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/1";
constexpr char kProductionReads[] =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},)"
    R"("Action":"sagemaker:DescribeModelPackage",)"
    R"("Resource":"arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/*"}})";

json::Value named(char const* group) { return in({{"ModelPackageGroupName", group}}); }

std::vector<std::string> groups(Sim& sim, PrincipalId who,
                                json::Value const& input = json::Object{}) {
  std::vector<std::string> out;
  json::Value answer = sim.ok(who, "sagemaker", "ListModelPackageGroups", input);
  for (json::Value const& item : answer.find("ModelPackageGroupSummaryList")->as_array())
    out.emplace_back(item.string_or_empty("ModelPackageGroupName"));
  return out;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("registry: a group is deleted only without versions, and made anew it starts at 1",
          "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.group("staging", "g");
    sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"));
    ApiError error = sim.refused(admin, "sagemaker", "DeleteModelPackageGroup", named("g"));
    CHECK(error.code == "ConflictException");
    CHECK_THAT(error.message, Contains("not empty"));
    sim.ok(admin, "sagemaker", "DeleteModelPackage", in({{"ModelPackageName", kFirstVersion}}));
    CHECK(sim.refused(admin, "sagemaker", "DescribeModelPackage",
                      in({{"ModelPackageName", kFirstVersion}}))
              .code == "ValidationException");
    CHECK(sim.ok(admin, "sagemaker", "ListModelPackages", named("g"))
              .find("ModelPackageSummaryList")
              ->as_array()
              .empty());
    sim.ok(admin, "sagemaker", "DeleteModelPackageGroup", named("g"));
    CHECK(sim.refused(admin, "sagemaker", "DescribeModelPackageGroup", named("g")).code ==
          "ValidationException");
    CHECK(groups(sim, admin).empty());
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", named("g"));
    CHECK(sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"))
              .string_or_empty("ModelPackageArn") == kFirstVersion);
  });
  sim.run();
}

TEST_CASE("registry: a version's number is not given again while its group lives", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.group("staging", "g");
    sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"));
    sim.ok(admin, "sagemaker", "DeleteModelPackage", in({{"ModelPackageName", kFirstVersion}}));
    CHECK_THAT(std::string(sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"))
                               .string_or_empty("ModelPackageArn")),
               Catch::EndsWith("/g/2"));
  });
  sim.run();
}

TEST_CASE("registry: a group's policy is taken off, and access ends when decisions know it",
          "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  json::Value const one = in({{"ModelPackageName", kFirstVersion}});
  auto reads = [&] {
    return verdict(sim.call(sim.admin("production"), "sagemaker", "DescribeModelPackage", one));
  };
  sim.at(0s, [&] {
    sim.group("staging", "g");
    sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"));
    CHECK_THAT(sim.refused(admin, "sagemaker", "DeleteModelPackageGroupPolicy", named("g")).message,
               Contains("Cannot find resource policy"));
    sim.ok(admin, "sagemaker", "PutModelPackageGroupPolicy",
           in({{"ModelPackageGroupName", "g"}, {"ResourcePolicy", kProductionReads}}));
    CHECK(sim.ok(admin, "sagemaker", "GetModelPackageGroupPolicy", named("g"))
              .string_or_empty("ResourcePolicy") == kProductionReads);
  });
  sim.at(5s, [&] {
    CHECK(reads() == "allowed");
    sim.ok(admin, "sagemaker", "DeleteModelPackageGroupPolicy", named("g"));
    CHECK(reads() == "allowed");
    CHECK(sim.refused(admin, "sagemaker", "GetModelPackageGroupPolicy", named("g")).code ==
          "ValidationException");
  });
  sim.at(10s, [&] { CHECK(reads() == "AccessDeniedException"); });
  sim.run();
}

TEST_CASE("registry: a group that is made anew does not have the policy of the old one", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  sim.at(0s, [&] {
    sim.group("staging", "g");
    sim.ok(admin, "sagemaker", "PutModelPackageGroupPolicy",
           in({{"ModelPackageGroupName", "g"}, {"ResourcePolicy", kProductionReads}}));
    sim.ok(admin, "sagemaker", "DeleteModelPackageGroup", named("g"));
    sim.ok(admin, "sagemaker", "CreateModelPackageGroup", named("g"));
    sim.ok(admin, "sagemaker", "CreateModelPackage", named("g"));
    CHECK(sim.refused(admin, "sagemaker", "GetModelPackageGroupPolicy", named("g")).code ==
          "ValidationException");
  });
  sim.at(10s, [&] {
    CHECK(sim.refused(sim.admin("production"), "sagemaker", "DescribeModelPackage",
                      in({{"ModelPackageName", kFirstVersion}}))
              .code == "AccessDeniedException");
  });
  sim.run();
}

TEST_CASE(
    "registry: groups are listed by creation or name, those of others when a share shows them",
    "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  PrincipalId production = sim.admin("production");
  json::Value const of_others = in({{"CrossAccountFilterOption", "CrossAccount"}});
  sim.at(0s, [&] {
    sim.group("staging", "g");
    sim.group("staging", "a");
    sim.group("production", "own");
    CHECK(groups(sim, admin) == List{"g", "a"});
    CHECK(groups(sim, admin, in({{"SortBy", "Name"}})) == List{"a", "g"});
    CHECK(groups(sim, admin, in({{"SortOrder", "Descending"}})) == List{"a", "g"});
    sim.ok(admin, "ram", "CreateResourceShare",
           in({{"name", "groups"},
               {"resourceArns", strings({kListedGroup})},
               {"principals", strings({sim.account_id("production")})}}));
    CHECK(groups(sim, production, of_others).empty());
  });
  sim.at(1h, [&] {
    CHECK(groups(sim, production, of_others) == List{"g"});
    CHECK(groups(sim, production) == List{"own"});
    CHECK(groups(sim, admin, of_others).empty());
  });
  sim.run();
}

TEST_CASE("registry: lists leave what contains a text in its name", "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  for (char const* name : {"churn-eu", "churn-us", "fraud"}) {
    sim.group("staging", name);
    sim.ok(admin, "sagemaker", "CreateModelPackage", named(name));
  }
  auto count = [&](char const* operation, char const* list, char const* part) {
    return sim.ok(admin, "sagemaker", operation, in({{"NameContains", part}}))
        .find(list)
        ->as_array()
        .size();
  };
  CHECK(count("ListModelPackageGroups", "ModelPackageGroupSummaryList", "churn") == 2);
  CHECK(count("ListModelPackageGroups", "ModelPackageGroupSummaryList", "Churn") == 0);
  CHECK(count("ListModelPackages", "ModelPackageSummaryList", "churn-eu") == 1);
}
