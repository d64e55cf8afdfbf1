#include "sim/iam/policy_mirror.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;
using iam::mirror_of;
using iam::PolicyMirror;

namespace {

constexpr char kGroup[] = "arn:aws:sagemaker:eu-west-1:111122223333:model-package-group/g";

/// `$P`: the group's packages, `$G`: the group.
PolicyMirror mirror(std::string statements) {
  auto put = [&](std::string const& what, std::string const& by) {
    for (auto at = statements.find(what); at != std::string::npos; at = statements.find(what))
      statements.replace(at, what.size(), by);
  };
  put("$P", "arn:aws:sagemaker:eu-west-1:111122223333:model-package/g/*");
  put("$G", kGroup);
  auto policy = json::parse(R"({"Version":"2012-10-17","Statement":)" + statements + "}");
  REQUIRE(policy.has_value());
  return mirror_of(*policy, kGroup);
}

}  // namespace

TEST_CASE("policy mirror: statements for the group and for its packages are one permission",
          "[iam]") {
  PolicyMirror const m = mirror(
      R"([{"Effect":"Allow","Principal":{"AWS":["444455556666","arn:aws:iam::777788889999:root"]},)"
      R"("Action":["sagemaker:DescribeModelPackage","sagemaker:describemodelpackage"],"Resource":"$P"},)"
      R"({"Effect":"Allow","Principal":{"AWS":["777788889999","444455556666"]},)"
      R"("Action":"sagemaker:DescribeModelPackageGroup","Resource":["$G","$P"]}])");
  CHECK(m.obstacle.empty());
  CHECK(m.principals == std::vector<std::string>{"444455556666", "777788889999"});
  CHECK(m.actions == std::vector<std::string>{"sagemaker:DescribeModelPackage",
                                              "sagemaker:DescribeModelPackageGroup"});
  CHECK(
      json::dump(m.grants()) ==
      R"({"Effect":"Allow","Action":["sagemaker:DescribeModelPackage","sagemaker:DescribeModelPackageGroup"]})");
  CHECK(is_matched_by(m, {"sagemaker:DescribeModelPackageGroup", "sagemaker:DESCRIBEModelPackage"},
                      {}));
  CHECK_FALSE(is_matched_by(m, {"sagemaker:DescribeModelPackage"}, {}));
  CHECK_FALSE(
      is_matched_by(m, {"sagemaker:DescribeModelPackageGroup", "sagemaker:DescribeModelPackage"},
                    *json::parse(R"({"Bool":{"aws:SecureTransport":"true"}})")));
}

TEST_CASE("policy mirror: a condition goes along when all statements have it", "[iam]") {
  std::string const condition = R"(,"Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}})";
  std::string const reading =
      R"({"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sagemaker:DescribeModelPackage","Resource":"$P")";
  std::string const listing =
      R"({"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sagemaker:ListModelPackages","Resource":"$P")";
  PolicyMirror const all = mirror("[" + reading + condition + "}," + listing + condition + "}]");
  CHECK(all.obstacle.empty());
  CHECK(all.grants().find("Condition") != nullptr);
  CHECK(mirror("[" + reading + condition + "}," + listing + "}]").obstacle ==
        "its statements have different conditions");
}

TEST_CASE("policy mirror: what only denies is no share", "[iam]") {
  PolicyMirror const m = mirror(
      R"({"Effect":"Deny","Principal":"*","Action":"sagemaker:CreateModel","Resource":"$P"})");
  CHECK(m.actions.empty());
  CHECK_FALSE(m.obstacle.empty());
}
