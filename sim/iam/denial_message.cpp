// AWS's own words for a refusal. Source: sharing-and-access 7.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/iam/explain.hpp"

namespace rehearse::iam {
namespace {

struct Words {
  std::string_view no_allow;   // `because no ... allows`
  std::string_view with_deny;  // `with an explicit deny in ...`
  bool names_policy;           // `...: arn:aws:iam::...`
};

// In the order of Layer.
constexpr std::array<Words, 8> kWords{{
    {"policy", "a policy", false},
    {"service control policy", "a service control policy", true},
    {"resource control policy", "a resource control policy", true},
    {"identity-based policy", "an identity-based policy", true},
    {"permissions boundary", "a permissions boundary", true},
    {"session policy", "a session policy", true},
    {"resource-based policy", "a resource-based policy", false},
    {"role trust policy", "the role trust policy", false},
}};

}  // namespace

Policy const* deciding_policy(PolicyView const& view, Decision const& decision) {
  auto among = [&](PolicyList policies) -> Policy const* {
    auto at = std::ranges::find(policies, decision.deciding.document, &Policy::document);
    return at == policies.end() ? nullptr : *at;
  };
  auto in_levels = [&](std::span<PolicyList const> levels) -> Policy const* {
    for (PolicyList level : levels)
      if (Policy const* found = among(level)) return found;
    return nullptr;
  };
  if (decision.deciding.document == UINT32_MAX) return nullptr;
  switch (decision.layer) {
    case Layer::scp:
      return in_levels(view.scp_levels);
    case Layer::rcp:
      return in_levels(view.rcp_levels);
    case Layer::identity:
      return among(view.identity);
    case Layer::boundary:
      return view.boundary;
    case Layer::session:
      return among(view.session);
    case Layer::resource:
    case Layer::trust:
      return among(view.resource);
    case Layer::none:
      break;
  }
  return nullptr;
}

std::string denial_message(Request const& request, Decision const& decision,
                           std::string_view policy_arn) {
  bool explicitly = decision.outcome == Outcome::explicitly_denied;
  if (!explicitly && decision.outcome != Outcome::implicitly_denied) return "";
  Words const& words = kWords[static_cast<std::size_t>(decision.layer)];
  std::string resource =
      request.resource == "*" ? "" : fmt::format(" on resource: {}", request.resource);
  std::string reason = explicitly ? fmt::format("with an explicit deny in {}", words.with_deny)
                                  : fmt::format("because no {} allows the {} action",
                                                words.no_allow, request.action);
  std::string named = explicitly && words.names_policy && !policy_arn.empty()
                          ? fmt::format(": {}", policy_arn)
                          : "";
  return fmt::format("User: {} is not authorized to perform: {}{} {}{}", request.principal,
                     request.action, resource, reason, named);
}

}  // namespace rehearse::iam
