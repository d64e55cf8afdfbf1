#include "tests/bench/decide_policies.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace rehearse::bench {
namespace {

constexpr std::size_t kStatementsAPolicy = 50;
constexpr std::size_t kWanted = 42;  // the team whose pipeline is asked for

constexpr auto kVerbs = std::to_array<std::string_view>(
    {"Create", "Describe", "List", "Update", "Delete", "Start", "Stop", "Retry", "Get", "Put"});

std::string statement(std::size_t number, std::size_t count, Spread spread) {
  bool decides = number == count / 2;
  std::string action = "sagemaker:StartPipelineExecution";
  if (spread != Spread::by_resource && !decides)
    action = fmt::format("sagemaker:{}Thing{}{}", kVerbs[number % kVerbs.size()], number,
                         number % 3 == 0 ? "*" : "");
  std::string resource = "*";
  if (spread != Spread::by_action || decides)
    resource = fmt::format("arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-{:04}-*",
                           decides ? kWanted : 100 + number);
  std::string_view condition =
      number % 4 == 0 ? R"(,"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-exampleorg1"}})"
                      : "";
  bool deny = number % 10 == 3 && !decides && resource != "*";
  return fmt::format(R"({{"Effect":"{}","Action":["{}"],"Resource":"{}"{}}})",
                     deny ? "Deny" : "Allow", action, resource, condition);
}

}  // namespace

void Policies::add(std::string const& document, iam::PolicyKind kind) {
  auto policy = iam::compile(json::parse(document).value(), kind, {}, {}, iam::Checks::meaning);
  if (!policy) {
    fmt::print(stderr, "{}\n", to_string(policy.error().front()));
    std::abort();
  }
  policy->document = static_cast<std::uint32_t>(owned.size());
  owned.push_back(std::make_unique<iam::Policy const>(std::move(*policy)));
  list.push_back(owned.back().get());
}

Policies make_identity(std::size_t count, Spread spread) {
  Policies out;
  for (std::size_t first = 0; first < count; first += kStatementsAPolicy) {
    std::string statements;
    for (std::size_t i = first; i < std::min(first + kStatementsAPolicy, count); ++i)
      statements += (i > first ? "," : "") + statement(i, count, spread);
    out.add(R"({"Version":"2012-10-17","Statement":[)" + statements + "]}",
            iam::PolicyKind::identity);
  }
  return out;
}

Surroundings make_surroundings() {
  Surroundings out;
  out.boundary.add(
      R"({"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["sagemaker:*","s3:*","sts:*"],"Resource":"*"},
        {"Effect":"Deny","Action":"iam:*","Resource":"*"}]})",
      iam::PolicyKind::boundary);
  for (int level = 0; level < 3; ++level)
    out.scps.add(
        R"({"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"organizations:LeaveOrganization","Resource":"*"},
          {"Effect":"Deny","NotAction":["iam:*","sts:*"],"Resource":"*","Condition":
            {"StringNotEquals":{"aws:RequestedRegion":["eu-west-1","eu-central-1"]}}}]})",
        iam::PolicyKind::scp);
  for (iam::Policy const* const& scp : out.scps.list) out.levels.emplace_back(&scp, 1);
  out.resource.add(
      R"({"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::333333333333:root"},
         "Action":"sagemaker:DescribePipeline","Resource":
           "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-0042-train"},
        {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},
         "Action":["sagemaker:DescribePipeline","sagemaker:StartPipelineExecution"],"Resource":
           ["arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-0042-train",
            "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-0042-train/execution/*"]}]})",
      iam::PolicyKind::resource);
  return out;
}

iam::Request make_request() {
  static constexpr auto kPaths =
      std::to_array<std::string_view>({"o-exampleorg1/r-ab12/ou-ab12-prod0001/"});
  iam::Request out;
  out.kind = iam::PrincipalKind::assumed_role;
  out.principal = "arn:aws:sts::222222222222:assumed-role/Deployer/ci-42";
  out.account = "222222222222";
  out.issuer_arn = "arn:aws:iam::222222222222:role/ci/Deployer";
  out.action = "sagemaker:StartPipelineExecution";
  out.resource = "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/team-0042-train";
  out.resource_account = "111111111111";
  for (auto [key, value] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"aws:PrincipalArn", out.issuer_arn},
           {"aws:PrincipalAccount", out.account},
           {"aws:PrincipalType", "AssumedRole"},
           {"aws:userid", "AROAEXAMPLE:ci-42"},
           {"aws:ResourceAccount", out.resource_account},
           {"aws:SecureTransport", "true"},
           {"aws:CurrentTime", "2026-01-05T09:00:00Z"},
           {"aws:EpochTime", "1767603600"},
           {"aws:RequestedRegion", "eu-west-1"},
           {"aws:PrincipalOrgID", "o-exampleorg1"}})
    out.context.add(key, value);
  out.context.add_list("aws:PrincipalOrgPaths", kPaths);
  return out;
}

}  // namespace rehearse::bench
