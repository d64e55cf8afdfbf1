#include "sim/api/policy_input.hpp"

#include <fmt/format.h>

#include "sim/domain/open_rules.hpp"
#include "sim/iam/aws_policies.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::api {

std::expected<std::string, ApiError> read_policy_input(Request const& r, std::string_view text,
                                                       rehearse::iam::PolicyKind kind) {
  auto malformed = [](std::string why) {
    return std::unexpected(ApiError{"MalformedPolicyDocument", std::move(why)});
  };
  auto document = json::parse(text);
  if (!document)
    return malformed("This policy contains invalid Json: " + to_string(document.error()));
  auto policy = rehearse::iam::compile(*document, kind);
  if (!policy) return malformed(to_string(policy.error().front()));
  if (auto key = world::unfilled_key(*policy); !key.empty())
    return malformed(fmt::format("the condition key {} is not simulated", key));
  domain::consult_open_rules(r.domain.assume, *policy);
  return json::dump(*document);
}

bool managed_policy_exists(World const& world, std::string_view arn) {
  return world.access().managed_policies().find(arn) != nullptr ||
         rehearse::iam::find_aws_policy(arn) != nullptr;
}

std::optional<ApiError> unknown_principal(World const& world, std::string_view document,
                                          rehearse::iam::PolicyKind kind) {
  auto parsed = json::parse(document);
  auto policy = parsed ? rehearse::iam::compile(*parsed, kind) : std::unexpected(Errors{});
  if (!policy) return std::nullopt;
  for (auto const& statement : policy->statements)
    for (auto const& entry : statement.principals) {
      auto arn = ArnView::split(entry.value);
      if (entry.form != rehearse::iam::PrincipalEntry::Form::arn || !arn || arn->service != "iam" ||
          !world.organization().find_account(arn->account))
        continue;  // what an account outside of the scenario has, nobody here knows
      PrincipalId found = world.principals().find_arn(entry.value);
      if (!found || !world.principals()[found].in_force.exists)
        return ApiError{"MalformedPolicyDocument",
                        fmt::format("Invalid principal in policy: \"AWS\":\"{}\"", entry.value)};
    }
  return std::nullopt;
}

}  // namespace rehearse::api
