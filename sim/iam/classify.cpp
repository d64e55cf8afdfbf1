#include "sim/iam/classify.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"

namespace rehearse::iam {
namespace {

// Source: sharing-and-access 2.3, mid 2026.
constexpr auto kRcpServices = std::to_array<std::string_view>(
    {"s3",          "sts",     "kms",        "sqs",       "secretsmanager",  "ecr",
     "dynamodb",    "logs",    "events",     "codebuild", "codepipeline",    "codecommit",
     "cognito-idp", "aoss",    "opensearch", "firehose",  "resource-groups", "fis",
     "signin",      "transfer"});

bool matches(Statement const& statement, Question const& question) {
  return action_matches(statement, question) && resource_matches(statement, question) &&
         conditions_hold(statement, question.request);
}

/// The earliest statement that was found so far.
struct Earliest {
  std::uint32_t position = UINT32_MAX;
  StatementRef ref;
  Found found() const { return position == UINT32_MAX ? std::nullopt : Found(ref); }
};

/// Calls `visit(position, statement, reference)` for each statement of the policies that may
/// match: for all of them in their order, or with an index for few in any order.
template <class Visit>
void each_candidate(PolicyList const& policies, Question const& question, Visit visit) {
  if (policies.index != nullptr) return policies.index->each(question, visit);
  std::uint32_t position = 0;
  for (Policy const* policy : policies)
    for (std::uint32_t i = 0; i < policy->statements.size(); ++i)
      visit(position++, policy->statements[i], StatementRef{policy->document, i});
}

}  // namespace

bool rcp_bears_on(std::string_view service) {
  return std::ranges::any_of(
      kRcpServices, [&](std::string_view row) { return equals_ignoring_case(row, service); });
}

bool action_matches(Statement const& statement, Question const& question) {
  auto match = [&](ActionPattern const& action) { return action.matches(question); };
  return std::ranges::any_of(statement.actions, match) != statement.not_action;
}

bool resource_matches(Statement const& statement, Question const& question) {
  if (statement.any_resource) return true;
  auto match = [&](ResourcePattern const& resource) { return resource.matches(question); };
  return std::ranges::any_of(statement.resources, match) != statement.not_resource;
}

GrantLevel principal_level(Statement const& statement, Request const& request, bool has_boundary) {
  if (statement.any_principal) return GrantLevel::direct;
  if (statement.not_principal)
    return is_exempt(statement.principals, request, has_boundary) ? GrantLevel::none
                                                                  : GrantLevel::direct;
  GrantLevel best = GrantLevel::none;
  for (PrincipalEntry const& entry : statement.principals)
    best = std::max(best, match_principal(entry, request));
  return best;
}

bool conditions_hold(Statement const& statement, Request const& request) {
  auto holds = [&](Condition const& condition) { return condition.holds(request.context); };
  return std::ranges::all_of(statement.conditions, holds);
}

Scan scan(PolicyList policies, Question const& question) {
  Earliest deny, allow;
  each_candidate(policies, question,
                 [&](std::uint32_t position, Statement const& statement, StatementRef ref) {
                   Earliest& best = statement.allow ? allow : deny;
                   if (position < best.position && matches(statement, question))
                     best = {position, ref};
                 });
  return {deny.found(), allow.found()};
}

GrantScan scan_grants(PolicyList policies, Question const& question, bool has_boundary) {
  Earliest deny, direct, role, account;
  each_candidate(policies, question,
                 [&](std::uint32_t position, Statement const& statement, StatementRef ref) {
                   GrantLevel level = principal_level(statement, question.request, has_boundary);
                   if (level == GrantLevel::none) return;
                   Earliest& best = !statement.allow              ? deny
                                    : level == GrantLevel::direct ? direct
                                    : level == GrantLevel::role   ? role
                                                                  : account;
                   if (position < best.position && matches(statement, question))
                     best = {position, ref};
                 });
  return {deny.found(), direct.found(), role.found(), account.found()};
}

bool scp_applies(Request const& request, PolicyView const& view) {
  bool in_account =
      request.kind != PrincipalKind::service && request.kind != PrincipalKind::anonymous;
  return in_account && !view.scp_levels.empty();
}

bool rcp_applies(Question const& question, PolicyView const& view) {
  if (view.rcp_levels.empty() || !rcp_bears_on(question.service)) return false;
  return !equals_ignoring_case(question.request.action, "kms:RetireGrant");  // exempt, 2.3
}

}  // namespace rehearse::iam
