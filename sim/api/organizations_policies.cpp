// Control policies: written, attached, detached. Each root, unit and account keeps at least one
// SCP. Source: sharing-and-access 2.2 to 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"
#include "sim/api/policy_input.hpp"

namespace rehearse::api::organizations {
namespace {

/// Source: sharing-and-access 2.2, 2.3 (the defaults count).
struct TypeRow {
  ControlPolicyType type;
  rehearse::iam::PolicyKind kind;
  std::size_t characters_max;  // white space counts
  std::size_t per_target_max;
  std::size_t per_organization_max;
};
constexpr TypeRow kTypes[] = {
    {ControlPolicyType::scp, rehearse::iam::PolicyKind::scp, 10'240, 10, 10'000},
    {ControlPolicyType::rcp, rehearse::iam::PolicyKind::rcp, 5'120, 5, 2'000},
};
TypeRow const& row_of(ControlPolicyType type) { return kTypes[static_cast<std::size_t>(type)]; }

/// A policy of AWS is nobody's to change.
std::expected<world::ControlPolicy, ApiError> find_own_policy(Request const& r) {
  auto policy = find_policy(r);
  if (policy && world::is_aws_control_policy(policy->id))
    return std::unexpected(access_denied("A policy that AWS manages cannot be changed."));
  return policy;
}

std::expected<std::string, ApiError> read_content(Request const& r, std::string const& text,
                                                  TypeRow const& row) {
  if (text.size() > row.characters_max)
    return std::unexpected(constraint_violation(fmt::format(
        "You have exceeded the maximum of {} characters of a policy.", row.characters_max)));
  auto document = read_policy_input(r, text, row.kind);
  if (!document)
    return std::unexpected(ApiError{"MalformedPolicyDocumentException", document.error().message});
  return document;
}

std::optional<ApiError> name_taken(Request const& r, ControlPolicyType type, std::string_view name,
                                   std::string_view but) {
  for (world::ControlPolicy const& policy : r.world().access().control_policies().all())
    if (policy.document && policy.type == type && policy.name == name && policy.id != but)
      return ApiError{"DuplicatePolicyException", "A policy with the same name already exists."};
  return std::nullopt;
}

json::Value summary_answer(World const& world, world::ControlPolicy const& policy) {
  return json::Value{}
      .set("Id", policy.id)
      .set("Arn", control_policy_arn(world, policy))
      .set("Name", policy.name)
      .set("Type", name_of(policy.type))
      .set("AwsManaged", world::is_aws_control_policy(policy.id));
}

json::Value policy_answer(World const& world, std::string_view id) {
  world::ControlPolicy const& policy = *world.access().control_policies().find(id);
  return json::Value{}.set("Policy", json::Value{}
                                         .set("PolicySummary", summary_answer(world, policy))
                                         .set("Content", world.documents()[policy.document].text));
}

/// A root, unit or account that policies are attached to.
struct Target {
  std::string id;
  std::string arn;
  std::string name;
  std::string_view type;
};

std::vector<Target> all_targets(World const& world) {
  world::Organization const& organization = world.organization();
  std::vector<Target> out;
  for (world::Ou const& ou : organization.ous())
    if (!ou.deleted)
      out.push_back({ou.id, ou.arn, ou.name, ou.parent ? "ORGANIZATIONAL_UNIT" : "ROOT"});
  for (std::uint32_t i = 0; i < organization.accounts().size(); ++i) {
    world::Account const& account = organization.accounts()[i];
    if (account.ou) out.push_back({account.id, account_arn(world, {i}), account.name, "ACCOUNT"});
  }
  return out;
}

bool is_attached(World const& world, std::string_view target, world::ControlPolicy const& policy) {
  auto const& policies = world.access().control_policies();
  auto attached = policies.attached(target, policy.type);
  return std::ranges::any_of(attached,
                             [&](std::uint32_t at) { return policies.all()[at].id == policy.id; });
}

std::expected<Target, ApiError> target_of_call(Request const& r) {
  std::string const id = text_of(r.input, "TargetId");
  for (Target& target : all_targets(r.world()))
    if (target.id == id) return std::move(target);
  return std::unexpected(
      ApiError{"TargetNotFoundException",
               "We can't find a root, OU, or account with the TargetId that you specified."});
}

Answer put_attachment(Request& r, std::string const& policy, std::string const& target,
                      bool attached) {
  r.call.accept();
  r.domain.propagation.change(trace::AttachmentStored{policy, target, attached});
  return json::Value{json::Object{}};
}

}  // namespace

Answer create_policy(Request& r) {
  if (auto refused = tags_given(r)) return std::unexpected(*refused);
  auto type = read_policy_type(text_of(r.input, "Type"));
  if (!type) return std::unexpected(type.error());
  if (r.world().organization().features() != FeatureSet::all)
    return std::unexpected(ApiError{"PolicyTypeNotAvailableForOrganizationException",
                                    "You can't use the specified policy type with the feature set "
                                    "currently enabled for your organization."});
  std::string const name = text_of(r.input, "Name");
  auto content = read_content(r, text_of(r.input, "Content"), row_of(*type));
  if (!content) return std::unexpected(content.error());
  if (auto taken = name_taken(r, *type, name, {})) return std::unexpected(*taken);
  auto const& all = r.world().access().control_policies().all();
  auto count = std::ranges::count_if(
      all, [&](auto const& each) { return each.document && each.type == *type; });
  if (static_cast<std::size_t>(count) >= row_of(*type).per_organization_max)
    return std::unexpected(
        constraint_violation("You have reached the maximum number of policies."));
  r.call.accept();
  std::string const id = r.domain.control_policies.new_id(*type, name);
  DocumentId document =
      r.domain.context().record.document(trace::DocumentKind::control_policy, name, *content);
  r.domain.propagation.change(
      trace::ControlPolicyStored{id, *type, name, document, r.caller.where});
  return policy_answer(r.world(), id);
}

Answer update_policy(Request& r) {
  auto policy = find_own_policy(r);
  if (!policy) return std::unexpected(policy.error());
  std::string name = text_of(r.input, "Name");
  if (name.empty()) name = policy->name;
  if (auto taken = name_taken(r, policy->type, name, policy->id)) return std::unexpected(*taken);
  std::string const text = text_of(r.input, "Content");
  auto content = text.empty() ? std::string{} : read_content(r, text, row_of(policy->type));
  if (!content) return std::unexpected(content.error());
  r.call.accept();
  DocumentId document = policy->document;
  if (!content->empty())
    document =
        r.domain.context().record.document(trace::DocumentKind::control_policy, name, *content);
  r.domain.propagation.change(
      trace::ControlPolicyStored{policy->id, policy->type, name, document, r.caller.where});
  return policy_answer(r.world(), policy->id);
}

Answer delete_policy(Request& r) {
  auto policy = find_own_policy(r);
  if (!policy) return std::unexpected(policy.error());
  for (Target const& target : all_targets(r.world()))
    if (is_attached(r.world(), target.id, *policy))
      return std::unexpected(
          ApiError{"PolicyInUseException",
                   "The policy is attached to one or more entities. You must detach it from all "
                   "roots, OUs, and accounts before performing this operation."});
  r.call.accept();
  r.domain.propagation.change(
      trace::ControlPolicyStored{policy->id, policy->type, policy->name, {}, r.caller.where});
  return json::Value{json::Object{}};
}

Answer describe_policy(Request& r) {
  auto policy = find_policy(r);
  if (!policy) return std::unexpected(policy.error());
  return policy_answer(r.world(), policy->id);
}

Answer list_policies(Request& r) {
  auto type = read_policy_type(text_of(r.input, "Filter"));
  if (!type) return std::unexpected(type.error());
  json::Array items;
  for (world::ControlPolicy const& policy : r.world().access().control_policies().all())
    if (policy.document && policy.type == *type) items.push_back(summary_answer(r.world(), policy));
  return page(r.input, std::move(items), {"Policies"});
}

/// Only management policies have an effective policy, and none of them is simulated.
Answer describe_effective_policy(Request& r) {
  return std::unexpected(ApiError{
      "EffectivePolicyNotFoundException",
      fmt::format("If you ran this action on the management account, this policy type is not "
                  "enabled. If you ran the action on a member account, the account doesn't have an "
                  "effective policy of the type {}.",
                  text_of(r.input, "PolicyType"))});
}

Answer attach_policy(Request& r) {
  auto policy = find_policy(r);
  if (!policy) return std::unexpected(policy.error());
  auto target = target_of_call(r);
  if (!target) return std::unexpected(target.error());
  auto const& policies = r.world().access().control_policies();
  if (policies.status(policy->type) != PolicyTypeStatus::enabled)
    return std::unexpected(
        ApiError{"PolicyTypeNotEnabledException",
                 "The specified policy type isn't currently enabled in this root."});
  if (is_attached(r.world(), target->id, *policy))
    return std::unexpected(
        ApiError{"DuplicatePolicyAttachmentException",
                 "The selected policy is already attached to the specified target."});
  std::size_t const max = row_of(policy->type).per_target_max;
  if (policies.attached(target->id, policy->type).size() >= max)
    return std::unexpected(constraint_violation(
        fmt::format("You have attached the maximum of {} policies of this type.", max)));
  return put_attachment(r, policy->id, target->id, true);
}

Answer detach_policy(Request& r) {
  auto policy = find_policy(r);
  if (!policy) return std::unexpected(policy.error());
  auto target = target_of_call(r);
  if (!target) return std::unexpected(target.error());
  if (!is_attached(r.world(), target->id, *policy))
    return std::unexpected(
        ApiError{"PolicyNotAttachedException",
                 "The policy isn't attached to the specified target in the specified root."});
  if (policy->id == world::kRcpFullAwsAccess)
    return std::unexpected(constraint_violation("RCPFullAWSAccess cannot be detached."));
  if (r.world().access().control_policies().attached(target->id, policy->type).size() == 1)
    return std::unexpected(constraint_violation(
        "You cannot remove the last policy attached to the specified target. You must have at "
        "least one attached at all times."));
  return put_attachment(r, policy->id, target->id, false);
}

Answer list_policies_for_target(Request& r) {
  auto type = read_policy_type(text_of(r.input, "Filter"));
  if (!type) return std::unexpected(type.error());
  auto target = target_of_call(r);
  if (!target) return std::unexpected(target.error());
  auto const& policies = r.world().access().control_policies();
  json::Array items;
  for (std::uint32_t at : policies.attached(target->id, *type))
    items.push_back(summary_answer(r.world(), policies.all()[at]));
  return page(r.input, std::move(items), {"Policies"});
}

Answer list_targets_for_policy(Request& r) {
  auto policy = find_policy(r);
  if (!policy) return std::unexpected(policy.error());
  json::Array items;
  for (Target const& target : all_targets(r.world()))
    if (is_attached(r.world(), target.id, *policy))
      items.push_back(json::Value{}
                          .set("TargetId", target.id)
                          .set("Arn", target.arn)
                          .set("Name", target.name)
                          .set("Type", target.type));
  return page(r.input, std::move(items), {"Targets"});
}

}  // namespace rehearse::api::organizations
