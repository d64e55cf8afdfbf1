#include "sim/world/access/context_keys.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"

namespace rehearse::world {
namespace {

/// What `Judge::gather` and the operations' needs put into a question. Source:
/// sharing-and-access 5.
constexpr std::array<std::string_view, 24> kFilled = {
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:userid",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:RequestedRegion",
    "aws:SecureTransport",
    "aws:CurrentTime",
    "aws:EpochTime",
    "iam:PassedToService",
    "ram:Principal",
    "ram:ResourceArn",
    "ram:RequestedResourceType",
    "ram:RequestedAllowsExternalPrincipals",
    "ram:AllowsExternalPrincipals",
    "ram:ResourceShareName",
    "ram:PermissionArn",
    "ram:ShareOwnerAccountId",
    "ram:PermissionResourceType",
    "ram:RetainSharingOnAccountLeaveOrganization",
};

/// Services whose calls are judged; the empty one is `*`.
constexpr std::array<std::string_view, 9> kJudged = {
    "", "sagemaker", "ram", "iam", "sts", "organizations", "events", "lambda", "sqs"};

bool is_judged(iam::Statement const& statement) {
  return statement.not_action ||
         std::ranges::any_of(statement.actions, [](iam::ActionPattern const& action) {
           return std::ranges::find(kJudged, action.service) != kJudged.end();
         });
}

/// Followed by a tag's key; of shares and permissions, and of what a call of RAM tags.
constexpr std::string_view kTagKeys[] = {"ram:ResourceTag/", "aws:ResourceTag/", "aws:RequestTag/"};

bool is_filled(std::string_view key) {
  for (std::string_view start : kTagKeys)
    if (equals_ignoring_case(key.substr(0, start.size()), start)) return true;
  return std::ranges::any_of(
      kFilled, [&](std::string_view filled) { return equals_ignoring_case(filled, key); });
}

}  // namespace

std::string_view unfilled_key(iam::Policy const& policy) {
  if (policy.kind == iam::PolicyKind::trust) return {};
  for (iam::Statement const& statement : policy.statements) {
    if (!is_judged(statement)) continue;
    for (iam::Condition const& condition : statement.conditions)
      if (!is_filled(condition.key)) return condition.key;
  }
  return {};
}

std::string filled_keys_hint(std::string_view key) {
  return did_you_mean_or(key, kFilled, "simulated are");
}

}  // namespace rehearse::world
