#include "tests/bench/decide_lines.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace rehearse::bench {
namespace {

constexpr auto kActions = std::to_array<std::string_view>(
    {"sagemaker:StartPipelineExecution", "sagemaker:Describe*", "sagemaker:StopPipelineExecution",
     "s3:GetObject*", "iam:PassRole", "sagemaker:*Pipeline*", "sts:AssumeRole"});
constexpr auto kConditions = std::to_array<std::string_view>(
    {R"("StringLikeIfExists":{{"aws:userid":["AROAEXAMPLE:ci-{0}","AROAEXAMPLE:cd-{0}-*"]}})",
     R"("StringEquals":{{"aws:PrincipalTag/team":"team-{0}","aws:RequestedRegion":"eu-west-1"}})",
     R"("IpAddress":{{"aws:SourceIp":["10.{1}.0.0/16","2001:db8::/32"]}})",
     R"("DateLessThan":{{"aws:CurrentTime":"2027-01-{1:02}T00:00:00Z"}},"Bool":{{"aws:SecureTransport":"true"}})",
     R"("ForAnyValue:StringEquals":{{"aws:TagKeys":["team","stage-{0}"]}})"});

/// A statement without `Effect` and principal, different for every number and place.
std::string statement_body(std::size_t number, std::size_t place) {
  std::size_t seed = number * 31 + place * 17;
  std::string out =
      fmt::format(R"("Sid":"S{}","Action":["{}","{}"],"Resource":)", seed,
                  kActions[seed % kActions.size()], kActions[(seed / 3 + 1) % kActions.size()]);
  out += fmt::format(
      R"(["arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-{}-*","arn:aws:sagemaker:*:{:012}:pipeline/train-{}/execution/?*"])",
      seed % 5 == 0 ? number : seed, 100'000'000'000 + seed, number);
  if (seed % 3 == 0)
    out +=
        R"(,"Condition":{)" +
        fmt::format(fmt::runtime(kConditions[seed % kConditions.size()]), number, seed % 28 + 1) +
        "}";
  return out;
}

std::string document(std::size_t number, std::size_t place, std::size_t statements,
                     std::string_view first, std::string_view principal = "") {
  std::string out = R"({"Version":"2012-10-17","Statement":[)" + std::string(first);
  for (std::size_t i = 0; i < statements; ++i)
    out += fmt::format(R"({}{{"Effect":"{}",{}{}}})", i > 0 || !first.empty() ? "," : "",
                       (number + place + i) % 6 == 0 ? "Deny" : "Allow", principal,
                       statement_body(number, place + i));
  return out + "]}";
}

constexpr std::string_view kEverything = R"({"Effect":"Allow","Action":"*","Resource":"*"})";

}  // namespace

std::string case_line(std::size_t number) {
  std::string account = fmt::format("{:012}", 222'222'000'000 + number);
  std::string role = fmt::format("arn:aws:iam::{}:role/ci/Deployer{}", account, number);
  std::string out = fmt::format(
      R"({{"name":"case-{0}","principal":"arn:aws:sts::{1}:assumed-role/Deployer{0}/ci-{0}","principalKind":"assumed-role","principalAccount":"{1}","action":"sagemaker:StartPipelineExecution","resource":"arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-{0}-train","resourceAccount":"111111111111",)",
      number, account);
  out += fmt::format(
      R"("context":{{"aws:PrincipalArn":"{0}","aws:PrincipalAccount":"{1}","aws:PrincipalType":"AssumedRole","aws:userid":"AROAEXAMPLE:ci-{2}","aws:ResourceAccount":"111111111111","aws:SecureTransport":"true","aws:CurrentTime":"2026-01-05T09:00:{3:02}Z","aws:EpochTime":"17676036{3:02}","aws:RequestedRegion":"eu-west-1","aws:ViaAWSService":"false","aws:PrincipalIsAWSService":"false","aws:PrincipalTag/team":"team-{2}","aws:MultiFactorAuthPresent":"true","aws:TokenIssueTime":"2026-01-05T08:00:00Z","aws:SourceIdentity":"ana-{2}","aws:SourceIp":"10.{3}.2.3","aws:PrincipalOrgID":"o-exampleorg1","aws:TagKeys":["team","stage"]}},)",
      role, account, number, number % 60);
  std::string principal = fmt::format(R"("Principal":{{"AWS":"arn:aws:iam::{}:root"}},)", account);
  out += fmt::format(
      R"("identityPolicies":[{},{}],"permissionBoundary":{},"scpLevels":[[{}],[{}]],"resourcePolicy":{}}})",
      document(number, 0, 3, ""), document(number, 3, 2, ""),
      document(number, 5, 0,
               R"({"Effect":"Allow","Action":["sagemaker:*","s3:*"],"Resource":"*"})"),
      document(number, 6, 0, kEverything), document(number, 7, 1, kEverything),
      document(number, 8, 1, "", principal));
  return out;
}

}  // namespace rehearse::bench
