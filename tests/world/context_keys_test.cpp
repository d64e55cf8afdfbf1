#include "sim/world/access/context_keys.hpp"

#include <catch2/catch.hpp>

using namespace rehearse;

namespace {

/// The key that is refused in a policy with this action and condition, or empty.
std::string refused_key(std::string const& action, std::string const& condition,
                        iam::PolicyKind kind = iam::PolicyKind::identity) {
  std::string text = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" +
                     action + R"(",)" +
                     (kind == iam::PolicyKind::trust ? R"("Principal":{"AWS":"111122223333"},)"
                                                     : R"("Resource":"*",)") +
                     R"("Condition":)" + condition + "}]}";
  auto policy = iam::compile(*json::parse(text), kind);
  REQUIRE(policy.has_value());
  return std::string(world::unfilled_key(*policy));
}

}  // namespace

TEST_CASE("context keys: what the judge never fills is named, whatever its case", "[world]") {
  CHECK(refused_key("ram:*", R"({"StringEquals":{"ram:principal":"x"}})").empty());
  CHECK(refused_key("sagemaker:*", R"({"StringEquals":{"AWS:PrincipalOrgID":"o-1"}})").empty());
  CHECK(refused_key("sagemaker:*", R"({"StringEquals":{"aws:PrincipalOrgIDD":"o-1"}})") ==
        "aws:PrincipalOrgIDD");
  CHECK(refused_key("*", R"({"Null":{"aws:CalledVia":"true"}})") == "aws:CalledVia");
  CHECK(world::filled_keys_hint("aws:PrincipalOrgIDD").find("aws:PrincipalOrgID") !=
        std::string::npos);
}

TEST_CASE("context keys: statements about services that no call reaches pass", "[world]") {
  CHECK(refused_key("s3:GetObject", R"({"StringEquals":{"s3:ExistingObjectTag/a":"b"}})").empty());
  CHECK(refused_key("sts:AssumeRole", R"({"StringEquals":{"sts:ExternalId":"b"}})",
                    iam::PolicyKind::trust)
            .empty());
}

TEST_CASE("context keys: keys of a call's own input are filled, but for those no call gives",
          "[world]") {
  CHECK(refused_key("sagemaker:*", R"({"Null":{"sagemaker:VpcSubnets":"true"}})").empty());
  CHECK(refused_key("sagemaker:AddTags",
                    R"({"StringEquals":{"sagemaker:CustomerMetadataProperties/owner":"a"}})")
            .empty());
  CHECK(refused_key("sagemaker:*", R"({"Null":{"sagemaker:VolumeKmsKey":"true"}})") ==
        "sagemaker:VolumeKmsKey");
}
