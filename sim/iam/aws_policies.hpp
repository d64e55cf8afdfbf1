// AWS managed policies that the domain needs, as data: their ARNs are interfaces, their documents
// are what they are documented to grant, narrowed to the services that are simulated.
#pragma once

#include <span>
#include <string_view>

namespace rehearse::iam {

struct AwsPolicy {
  std::string_view arn;
  std::string_view document;  // JSON
};

std::span<AwsPolicy const> aws_policies();
/// By ARN, or null.
AwsPolicy const* find_aws_policy(std::string_view arn);

}  // namespace rehearse::iam
