// Amazon Resource Names: `arn:partition:service:region:account:resource`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/vocab/access.hpp"

namespace rehearse {

/// The six fields of an ARN, as views into the text it was split from.
/// Source: reference/sharing-and-access 3.2: split at the first five colons; the resource may
/// contain more.
struct ArnView {
  std::string_view partition;
  std::string_view service;
  std::string_view region;
  std::string_view account;
  std::string_view resource;

  static std::optional<ArnView> split(std::string_view text);
};

/// True for 12 digits.
bool is_account_id(std::string_view text);

// How the ARNs of this domain are spelled. `account` is the 12 digits. Source:
// sharing-and-access 5.1.
/// `arn:aws:iam::ACCOUNT:role/team/Name`, of a user or group alike; a root user's ends in `root`.
std::string principal_arn(std::string_view account, IdentityKind kind, std::string_view path,
                          std::string_view name);
/// `arn:aws:iam::ACCOUNT:policy/team/Name`.
std::string policy_arn(std::string_view account, std::string_view path, std::string_view name);
std::string session_arn(std::string_view account, std::string_view role_name,
                        std::string_view session);
/// `arn:aws:s3:::NAME`, of an object `arn:aws:s3:::NAME/KEY`.
std::string bucket_arn(std::string_view name);
/// `arn:aws:sqs:REGION:ACCOUNT:NAME`.
std::string queue_arn(std::string_view region, std::string_view account, std::string_view name);
/// The same from `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`; empty for any other text.
std::string queue_arn_of_url(std::string_view url);
/// What stands behind the last slash: the name in an ARN or a path.
std::string_view last_name(std::string_view arn);
/// The resource that carries the policy which speaks of this one: the pipeline of an execution, the
/// group of a model package, the bucket of an object; else itself.
std::string policy_holder(std::string_view arn);
/// What a call on any version of a model package group is judged on:
/// `arn:aws:sagemaker:REGION:ACCOUNT:model-package/GROUP/*`.
std::string package_versions_arn(std::string_view group_arn);
std::string sagemaker_arn(std::string_view region, std::string_view account,
                          std::string_view resource);

}  // namespace rehearse
