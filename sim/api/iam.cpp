// Inline policies of roles. IAM shows a change at once; decisions follow a few seconds later.
// Source: sharing-and-access 5.2, 6.
#include <fmt/format.h>

#include "sim/api/answers.hpp"
#include "sim/iam/policy.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::api::iam {
namespace {

Needs role_need(World const& world, Caller const& caller, std::string_view action,
                json::Value const& input) {
  AccountId own = account_of(world, caller);
  PrincipalId role = world.principals().find(own, IdentityKind::role, text_of(input, "RoleName"));
  std::string arn =
      role ? world.principals()[role].arn
           : fmt::format("arn:aws:iam::{}:role/{}", world.organization().account(own).id,
                         text_of(input, "RoleName"));
  return need(action, arn, own);
}

std::expected<PrincipalId, ApiError> find_role(Request const& r) {
  std::string name = text_of(r.input, "RoleName");
  PrincipalId role = r.world().principals().find(r.account(), IdentityKind::role, name);
  if (!role)
    return std::unexpected(
        ApiError{"NoSuchEntity", fmt::format("The role with name {} cannot be found.", name)});
  return role;
}

std::expected<world::NamedPolicy, ApiError> find_policy(Request const& r, PrincipalId role) {
  std::string name = text_of(r.input, "PolicyName");
  world::NamedPolicy const* policy = r.world().principals()[role].stored.find_inline(name);
  if (policy == nullptr)
    return std::unexpected(ApiError{
        "NoSuchEntity", fmt::format("The role policy with name {} cannot be found.", name)});
  return *policy;
}

}  // namespace

Needs put_needs(World const& w, Caller const& c, json::Value const& in) {
  return role_need(w, c, "iam:PutRolePolicy", in);
}
Needs delete_needs(World const& w, Caller const& c, json::Value const& in) {
  return role_need(w, c, "iam:DeleteRolePolicy", in);
}
Needs get_needs(World const& w, Caller const& c, json::Value const& in) {
  return role_need(w, c, "iam:GetRolePolicy", in);
}
Needs list_needs(World const& w, Caller const& c, json::Value const& in) {
  return role_need(w, c, "iam:ListRolePolicies", in);
}

Answer put_role_policy(Request& r) {
  auto role = find_role(r);
  if (!role) return std::unexpected(role.error());
  std::string name = text_of(r.input, "PolicyName");
  auto malformed = [](std::string const& why) {
    return std::unexpected(ApiError{"MalformedPolicyDocument", why});
  };
  auto document = json::parse(text_of(r.input, "PolicyDocument"));
  if (!document) return malformed(to_string(document.error()));
  auto policy = rehearse::iam::compile(*document, rehearse::iam::PolicyKind::identity);
  if (!policy) return malformed(to_string(policy.error().front()));
  if (auto key = world::unfilled_key(*policy); !key.empty())
    return malformed(fmt::format("the condition key {} is not simulated", key));
  r.call.accept();
  DocumentId stored =
      r.domain.context().record.document(trace::DocumentKind::policy, name, json::dump(*document));
  r.domain.propagation.change(
      trace::IamStored{*role, IamSlot::inline_policy, name, stored, {}, true});
  return json::Value{json::Object{}};
}

Answer delete_role_policy(Request& r) {
  auto role = find_role(r);
  if (!role) return std::unexpected(role.error());
  auto policy = find_policy(r, *role);
  if (!policy) return std::unexpected(policy.error());
  r.call.accept();
  r.domain.propagation.change(
      trace::IamStored{*role, IamSlot::inline_policy, policy->name, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer get_role_policy(Request& r) {
  auto role = find_role(r);
  if (!role) return std::unexpected(role.error());
  auto policy = find_policy(r, *role);
  if (!policy) return std::unexpected(policy.error());
  json::Value answer;
  answer.set("RoleName", r.world().principals()[*role].name).set("PolicyName", policy->name);
  // boto3 hands the document out as an object.
  answer.set("PolicyDocument", *json::parse(r.world().documents()[policy->document].text));
  return answer;
}

Answer list_role_policies(Request& r) {
  auto role = find_role(r);
  if (!role) return std::unexpected(role.error());
  json::Array names;
  for (world::NamedPolicy const& policy : r.world().principals()[*role].stored.inline_policies)
    names.push_back(policy.name);
  return json::Value{}.set("PolicyNames", std::move(names)).set("IsTruncated", false);
}

}  // namespace rehearse::api::iam
