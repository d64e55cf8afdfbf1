#include "sim/iam/aws_policies.hpp"

#include <algorithm>
#include <array>

namespace rehearse::iam {
namespace {

constexpr auto kPolicies = std::to_array<AwsPolicy>({
    {"arn:aws:iam::aws:policy/AdministratorAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/PowerUserAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["iam:CreateServiceLinkedRole","iam:DeleteServiceLinkedRole","iam:ListRoles","organizations:DescribeOrganization"],"Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:*","NotResource":["arn:aws:sagemaker:*:*:domain/*","arn:aws:sagemaker:*:*:user-profile/*","arn:aws:sagemaker:*:*:app/*","arn:aws:sagemaker:*:*:space/*","arn:aws:sagemaker:*:*:partner-app/*"]},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*AmazonSageMaker*","Condition":{"StringEquals":{"iam:PassedToService":["glue.amazonaws.com","robomaker.amazonaws.com","states.amazonaws.com"]}}},{"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*","Condition":{"StringEquals":{"iam:PassedToService":"sagemaker.amazonaws.com"}}}]})"},
    {"arn:aws:iam::aws:policy/AmazonSageMakerReadOnly",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sagemaker:BatchGetMetrics","sagemaker:Describe*","sagemaker:GetSearchSuggestions","sagemaker:List*","sagemaker:Search"],"Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/AWSResourceAccessManagerFullAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ram:*","Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/AWSResourceAccessManagerReadOnlyAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ram:Get*","ram:List*"],"Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/AWSOrganizationsFullAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"organizations:*","Resource":"*"}]})"},
    {"arn:aws:iam::aws:policy/IAMFullAccess",
     R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:*","organizations:DescribeAccount","organizations:DescribeOrganization"],"Resource":"*"}]})"},
});

}  // namespace

std::span<AwsPolicy const> aws_policies() { return kPolicies; }

AwsPolicy const* find_aws_policy(std::string_view arn) {
  auto at = std::ranges::find(kPolicies, arn, &AwsPolicy::arn);
  return at == kPolicies.end() ? nullptr : &*at;
}

}  // namespace rehearse::iam
