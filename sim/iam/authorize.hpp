// The judge: may this request happen under these policies? Pure, total, without allocation.
//
//   PolicyView view{.identity = mine, .scp_levels = levels, .resource = theirs};
//   Decision decision = authorize(request, view);
#pragma once

#include <span>

#include "sim/iam/index.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/request.hpp"
#include "sim/vocab/decision.hpp"

namespace rehearse::iam {

/// Policies that count together, in their order; perhaps with an index over their statements, which
/// changes no decision but makes the judge look at few of many.
struct PolicyList : std::span<Policy const* const> {
  using span::span;
  PolicyList() = default;
  PolicyList(PolicySet const& set);

  StatementIndex const* index = nullptr;
};

/// What the resource policy stands on. Role trust and key policies are strict: within one account,
/// identity policies count only as far as the policy delegates to the account. Source:
/// sharing-and-access 4.2.
enum class ResourceKind : std::uint8_t { ordinary, role_trust, key };

/// Every policy that bears on one request. Views: the policies must outlive it.
struct PolicyView {
  PolicyList identity;                     // of the user with groups, or of the role
  Policy const* boundary = nullptr;        // null: no boundary
  PolicyList session;                      // empty: no session policy; several are a union
  std::span<PolicyList const> scp_levels;  // of the caller's account, root first; empty: no limit
  std::span<PolicyList const> rcp_levels;  // of the resource's account; RCPFullAWSAccess is implied
  PolicyList resource;                     // empty: no resource policy
  ResourceKind resource_kind = ResourceKind::ordinary;
};

/// Decides. `layer` and `deciding` of the answer follow a fixed order, since AWS names one reason
/// and does not say which:
///   explicit deny: SCP, RCP, resource, boundary, session, identity - the first that denies;
///   implicit deny: SCP, identity, a strict resource policy that does not delegate, boundary,
///   session, resource - the first that does not allow; `deciding` is none; allow: the owner's
///   grant (resource) when it was needed, else the statement of the identity policy; none for a
///   root user and for sts:GetCallerIdentity.
/// Source: sharing-and-access 4.2 and its notes.
Decision authorize(Request const& request, PolicyView const& view);

/// Is that a service that RCPs bear on? The list grows: state of mid 2026. SageMaker is not on it.
/// Source: 2.3.
bool rcp_bears_on(std::string_view service);

}  // namespace rehearse::iam
