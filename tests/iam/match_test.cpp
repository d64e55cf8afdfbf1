#include "sim/iam/match.hpp"

#include <catch2/catch.hpp>

#include "sim/iam/policy.hpp"

using namespace rehearse;

namespace {

bool matches(std::string_view pattern, std::string_view text,
             iam::PatternSyntax syntax = {true, true}, iam::Context const& context = {}) {
  return iam::Pattern(pattern, syntax).matches(text, context);
}

bool resource_matches(std::string_view pattern, std::string_view resource,
                      iam::ShortArn rule = iam::ShortArn::missing_is_star) {
  iam::Request request;
  request.action = "sagemaker:DescribePipeline";
  request.resource = resource;
  return iam::compile_resource(pattern, true, rule).matches(iam::Question(request));
}

constexpr std::string_view kPipeline =
    "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/fraud-train";
constexpr std::string_view kExecution =
    "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/fraud-train/execution/ab12";

}  // namespace

TEST_CASE("pattern: stars and question marks", "[iam]") {
  CHECK(matches("a*c", "abbc"));
  CHECK(matches("a*c", "ac"));
  CHECK_FALSE(matches("a*c", "acb"));
  CHECK(matches("a?c", "abc"));
  CHECK_FALSE(matches("a?c", "ac"));
  CHECK(matches("*a*b*", "xxaxxbxx"));
  CHECK(matches("a?c",
                "a\xC3\xA9"
                "c"));
  CHECK_FALSE(matches("a??c",
                      "a\xC3\xA9"
                      "c"));
  CHECK(matches("a*c", "a*c", {false, false}));
  CHECK_FALSE(matches("a*c", "abc", {false, false}));
  CHECK_FALSE(matches("", "a"));
  CHECK(matches("", ""));
}

TEST_CASE("pattern: many stars cost no more than pattern times text", "[iam]") {
  std::string pattern, text(100'000, 'a');
  for (int i = 0; i < 50; ++i) pattern += "a*";
  CHECK_FALSE(matches(pattern + "b", text));
}

TEST_CASE("pattern: variables stand for plain text", "[iam]") {
  iam::Context context;
  std::vector<std::string_view> teams{"a", "b"};
  context.add("aws:username", "ev*a");
  context.add_list("aws:TagKeys", teams);
  auto holds = [&](std::string_view pattern, std::string_view text) {
    return matches(pattern, text, {true, true}, context);
  };
  CHECK(holds("home/${aws:username}/*", "home/ev*a/x"));
  CHECK(holds("${AWS:UserName}", "ev*a"));
  CHECK_FALSE(holds("home/${aws:username}/*", "home/evxa/x"));
  CHECK_FALSE(holds("${aws:userid}", ""));
  CHECK(holds("${aws:userid, 'nobody'}", "nobody"));
  CHECK(holds("${aws:userid, 'a}b'}-x", "a}b-x"));
  CHECK_FALSE(holds("${aws:TagKeys}", "a"));
  CHECK(holds("a${*}b${?}c${$}", "a*b?c$"));
  CHECK_FALSE(holds("a${*}b", "axxb"));
  CHECK(holds("${unclosed", "${unclosed"));
  CHECK(matches("${aws:username}", "${aws:username}", {true, false}, context));
}

TEST_CASE("pattern: a variable longer than the stack's room still matches", "[iam]") {
  std::string value(5'000, 'x');
  iam::Context context;
  context.add("k", value);
  CHECK(matches("a${k}?", "a" + value + "b", {true, true}, context));
  CHECK_FALSE(matches("a${k}?", "a" + value, {true, true}, context));
}

TEST_CASE("resource: fields are compared one to one, and the last one takes slashes and colons",
          "[iam]") {
  CHECK(resource_matches("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/fraud-*", kPipeline));
  CHECK(resource_matches("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/fraud-*", kExecution));
  CHECK_FALSE(resource_matches(kPipeline, kExecution));
  CHECK(resource_matches("arn:aws:sagemaker:*:*:pipeline/*/execution/*", kExecution));
  CHECK_FALSE(resource_matches("arn:aws:sagemaker:*:*:pipeline/*/execution/*", kPipeline));
  CHECK_FALSE(resource_matches("arn:aws:sagemaker:*:pipeline/fraud-train:x", kPipeline));
  CHECK_FALSE(
      resource_matches("arn:aws:sagemaker:eu-west-1:111111111111:Pipeline/fraud-train", kPipeline));
  CHECK(resource_matches("arn:aws:s3:::b*", "arn:aws:s3:::bucket:with/colon"));
}

TEST_CASE("resource: an action without resource is matched by stars alone", "[iam]") {
  CHECK(resource_matches("*", "*"));
  CHECK(resource_matches("**", "*"));
  CHECK_FALSE(resource_matches("arn:aws:sagemaker:*:*:*", "*"));
  CHECK(resource_matches("*", kPipeline));
}

TEST_CASE("resource: a short ARN means what its kind of policy says", "[iam]") {
  using enum iam::ShortArn;
  CHECK(resource_matches("arn:aws:sagemaker:*", kPipeline, missing_is_star));
  CHECK(resource_matches("arn:aws:sagemaker", kPipeline, missing_is_star));
  CHECK(resource_matches("arn:aws:sagemaker:*", kPipeline, needs_a_star));
  CHECK_FALSE(resource_matches("arn:aws:sagemaker", kPipeline, needs_a_star));
  CHECK_FALSE(resource_matches("arn:aws:s3:*", kPipeline, must_end_in_star));
}

TEST_CASE("principal: a session is compared with a role by name when the path is not known",
          "[iam]") {
  iam::Request request;
  request.kind = iam::PrincipalKind::assumed_role;
  request.principal = "arn:aws:sts::222222222222:assumed-role/Deployer/ci-42";
  request.account = "222222222222";
  auto level = [&](std::string const& arn) {
    return iam::match_principal({iam::PrincipalEntry::Form::arn, arn, arn}, request);
  };
  CHECK(level("arn:aws:iam::222222222222:role/ci/Deployer") == iam::GrantLevel::role);
  CHECK(level("arn:aws:iam::333333333333:role/Deployer") == iam::GrantLevel::none);
  CHECK(level("arn:aws:iam::222222222222:user/Deployer") == iam::GrantLevel::none);
  request.issuer_arn = "arn:aws:iam::222222222222:role/ops/Deployer";
  CHECK(level("arn:aws:iam::222222222222:role/ci/Deployer") == iam::GrantLevel::none);
  CHECK(level("arn:aws:iam::222222222222:role/ops/Deployer") == iam::GrantLevel::role);
  CHECK(level(std::string(request.principal)) == iam::GrantLevel::direct);
}
