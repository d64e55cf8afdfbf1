// Amazon Resource Names: `arn:partition:service:region:account:resource`.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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
std::string role_arn(std::string_view account, std::string_view path_and_name);
std::string session_arn(std::string_view account, std::string_view role_name,
                        std::string_view session);
std::string sagemaker_arn(std::string_view region, std::string_view account,
                          std::string_view resource);

}  // namespace rehearse
