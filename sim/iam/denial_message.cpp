// AWS's own words for a refusal. Source: sharing-and-access 7.
#include <fmt/format.h>

#include <array>

#include "sim/iam/explain.hpp"

namespace rehearse::iam {
namespace {

struct Words {
  std::string_view no_allow;   // `because no ... allows`
  std::string_view with_deny;  // `with an explicit deny in ...`
};

// In the order of Layer.
constexpr std::array<Words, 8> kWords{{
    {"policy", "a policy"},
    {"service control policy", "a service control policy"},
    {"resource control policy", "a resource control policy"},
    {"identity-based policy", "an identity-based policy"},
    {"permissions boundary", "a permissions boundary"},
    {"session policy", "a session policy"},
    {"resource-based policy", "a resource-based policy"},
    {"role trust policy", "the role trust policy"},
}};

}  // namespace

std::string denial_message(Request const& request, Decision const& decision) {
  bool explicitly = decision.outcome == Outcome::explicitly_denied;
  if (!explicitly && decision.outcome != Outcome::implicitly_denied) return "";
  Words const& words = kWords[static_cast<std::size_t>(decision.layer)];
  std::string resource =
      request.resource == "*" ? "" : fmt::format(" on resource: {}", request.resource);
  std::string reason = explicitly ? fmt::format("with an explicit deny in {}", words.with_deny)
                                  : fmt::format("because no {} allows the {} action",
                                                words.no_allow, request.action);
  return fmt::format("User: {} is not authorized to perform: {}{} {}", request.principal,
                     request.action, resource, reason);
}

}  // namespace rehearse::iam
