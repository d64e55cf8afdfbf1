#include "sim/iam/rules.hpp"

#include <array>

namespace rehearse::iam {
namespace {

using enum Need;
using enum ShortArn;

// In the order of PolicyKind. The sizes are the largest that AWS grants for the kind (an inline
// policy of a role, a trust policy with its quota raised); SageMaker's limit stands for resource
// policies.
constexpr std::array kRules{
    // name, principal, only_everybody, not_principal, resource, id, not_action, bare_star, allow,
    // deny, plain_sids, old, max, counts_space, short_arn
    KindRules{"an identity policy", forbidden, false, false, required, false, true, true, true,
              true, true, true, 10'240, false, missing_is_star},
    KindRules{"a resource policy", required, false, true, optional, true, true, true, true, true,
              false, true, 20'480, false, needs_a_star},
    KindRules{"a trust policy", required, false, false, forbidden, true, true, true, true, true,
              true, true, 4'096, false, needs_a_star},
    KindRules{"a permissions boundary", forbidden, false, false, required, false, true, true, true,
              true, true, true, 6'144, false, missing_is_star},
    KindRules{"a session policy", forbidden, false, false, required, false, true, true, true, true,
              true, true, 2'048, false, missing_is_star},
    KindRules{"a service control policy", forbidden, false, false, required, true, true, true, true,
              true, false, true, 10'240, true, must_end_in_star},
    KindRules{"a resource control policy", required, true, false, required, true, false, false,
              false, true, false, false, 5'120, true, invalid},
    KindRules{"a RAM permission", forbidden, false, false, forbidden, false, false, false, true,
              false, false, true, 6'144, false, missing_is_star},
};

constexpr auto kForbiddenKeys = std::to_array<std::string_view>({
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:SourceArn",
    "aws:SourceAccount",
    "aws:SourceOrgPaths",
    "aws:SourceOrgID",
    "aws:PrincipalTag/aws:*",
    "aws:ResourceTag/aws:*",
    "aws:RequestTag/aws:*",
});

}  // namespace

KindRules const& rules_of(PolicyKind kind) { return kRules[static_cast<std::size_t>(kind)]; }

std::span<std::string_view const> ram_permission_forbidden_keys() { return kForbiddenKeys; }

}  // namespace rehearse::iam
