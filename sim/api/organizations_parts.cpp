#include "sim/api/organizations_parts.hpp"

#include <fmt/format.h>

namespace rehearse::api::organizations {
namespace {

/// The members of an input that name a resource of the call.
constexpr std::string_view kResourceMembers[] = {
    "AccountId", "SourceParentId", "DestinationParentId",  "PolicyId",
    "TargetId",  "ParentId",       "OrganizationalUnitId", "ChildId",
    "RootId",    "HandshakeId",
};

/// The ARN of what an id names, there or not: `*` when it is nothing's.
std::string arn_of(World const& world, std::string const& id) {
  world::Organization const& organization = world.organization();
  if (AccountId account = organization.find_account(id)) return account_arn(world, account);
  if (OuId ou = organization.find_ou(id)) return organization.ou(ou).arn;
  if (auto const* policy = world.access().control_policies().find(id))
    return control_policy_arn(world, *policy);
  if (id.starts_with("h-")) return handshake_arn(world, id);
  return "*";
}

world::ContextKeys request_keys(World const& world, json::Value const& input) {
  world::ContextKeys keys;
  std::string type = text_of(input, "PolicyType");
  if (type.empty()) type = text_of(input, "Type");
  if (type.empty()) type = text_of(input, "Filter");
  if (auto const* policy = world.access().control_policies().find(text_of(input, "PolicyId")))
    type = name_of(policy->type);
  if (!type.empty()) keys.emplace_back("organizations:PolicyType", type);
  if (std::string service = text_of(input, "ServicePrincipal"); !service.empty())
    keys.emplace_back("organizations:ServicePrincipal", service);
  return keys;
}

}  // namespace

Needs needs_of(std::string_view operation, World const& world, Caller const& caller,
               json::Value const& input) {
  std::string const action = fmt::format("organizations:{}", operation);
  // A member that may not call at all is told so by the handler, not by a missing policy.
  AccountId const own = account_of(world, caller);
  auto const keys = request_keys(world, input);
  std::vector<calls::Need> needs;
  for (std::string_view member : kResourceMembers)
    if (std::string id = text_of(input, member); !id.empty())
      needs.push_back({action, arn_of(world, id), own, keys});
  if (needs.empty()) needs.push_back({action, "*", own, keys});
  return needs;
}

std::optional<ApiError> not_member(Request const& r) {
  if (r.own_account().ou) return std::nullopt;
  return ApiError{"AWSOrganizationsNotInUseException",
                  "Your account is not a member of an organization."};
}

std::optional<ApiError> not_management(Request const& r) {
  if (auto refused = not_member(r)) return refused;
  if (r.world().organization().is_management(r.account())) return std::nullopt;
  return access_denied("You don't have permissions to access this resource.");
}

std::optional<ApiError> not_reader(Request const& r) {
  if (r.own_account().ou && r.world().organization().is_delegated(r.account())) return std::nullopt;
  return not_management(r);
}

ApiError constraint_violation(std::string text) {
  return {"ConstraintViolationException", std::move(text)};
}

std::optional<ApiError> tags_given(Request const& r) {
  auto text = not_simulated(r.input, {"Tags"});
  if (!text) return std::nullopt;
  return ApiError{"InvalidInputException", *text};
}

std::optional<ApiError> not_all_features(World const& world) {
  if (world.organization().features() == FeatureSet::all) return std::nullopt;
  return constraint_violation(
      "Your organization must have all features enabled to perform this operation.");
}

std::string account_arn(World const& world, AccountId account) {
  world::Organization const& organization = world.organization();
  return fmt::format("arn:aws:organizations::{}:account/{}/{}", organization.management(),
                     organization.id(), organization.account(account).id);
}

std::string control_policy_arn(World const& world, world::ControlPolicy const& policy) {
  std::string_view type =
      policy.type == ControlPolicyType::scp ? "service_control_policy" : "resource_control_policy";
  world::Organization const& organization = world.organization();
  if (world::is_aws_control_policy(policy.id))
    return fmt::format("arn:aws:organizations::aws:policy/{}/{}", type, policy.id);
  return fmt::format("arn:aws:organizations::{}:policy/{}/{}/{}", organization.management(),
                     organization.id(), type, policy.id);
}

std::string handshake_arn(World const& world, std::string_view id) {
  world::Organization const& organization = world.organization();
  return fmt::format("arn:aws:organizations::{}:handshake/{}/invite/{}", organization.management(),
                     organization.id(), id);
}

std::expected<AccountId, ApiError> find_member(Request const& r) {
  world::Organization const& organization = r.world().organization();
  AccountId account = organization.find_account(text_of(r.input, "AccountId"));
  if (account && organization.account(account).ou) return account;
  return std::unexpected(
      ApiError{"AccountNotFoundException",
               "We can't find an AWS account with the AccountId that you specified."});
}

std::expected<OuId, ApiError> find_parent(Request const& r, std::string_view member,
                                          std::string_view code, std::string_view text) {
  if (OuId ou = r.world().organization().find_ou(text_of(r.input, member))) return ou;
  return std::unexpected(ApiError{std::string(code), std::string(text)});
}

std::expected<ControlPolicyType, ApiError> read_policy_type(std::string_view given) {
  for (ControlPolicyType type : {ControlPolicyType::scp, ControlPolicyType::rcp})
    if (name_of(type) == given) return type;
  return std::unexpected(
      ApiError{"InvalidInputException", fmt::format("{} is not simulated", given)});
}

std::expected<world::ControlPolicy, ApiError> find_policy(Request const& r) {
  if (auto const* policy = r.world().access().control_policies().find(text_of(r.input, "PolicyId")))
    return *policy;
  return std::unexpected(ApiError{"PolicyNotFoundException",
                                  "We can't find a policy with the PolicyId that you specified."});
}

json::Value account_answer(World const& world, AccountId id) {
  world::Account const& account = world.organization().account(id);
  std::string status(name_of(account.status));
  return json::Value{}
      .set("Id", account.id)
      .set("Arn", account_arn(world, id))
      .set("Name", account.name)
      .set("Status", status)
      .set("State", status);
}

json::Value unit_answer(World const& world, OuId id) {
  world::Ou const& ou = world.organization().ou(id);
  return json::Value{}.set("Id", ou.id).set("Arn", ou.arn).set("Name", ou.name);
}

json::Value root_answer(World const& world) {
  json::Array types;
  for (ControlPolicyType type : {ControlPolicyType::scp, ControlPolicyType::rcp})
    if (auto status = world.access().control_policies().status(type);
        status != PolicyTypeStatus::disabled)
      types.push_back(json::Value{}.set("Type", name_of(type)).set("Status", name_of(status)));
  return unit_answer(world, OuId{0}).set("PolicyTypes", std::move(types));
}

}  // namespace rehearse::api::organizations
