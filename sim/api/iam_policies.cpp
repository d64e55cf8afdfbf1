// Policies on identities: inline ones, and managed ones attached and detached. IAM shows a change
// at once; decisions follow a few seconds later. Source: sharing-and-access 3.6, 6.
#include <fmt/format.h>

#include "sim/api/iam_parts.hpp"
#include "sim/api/policy_input.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::iam {
namespace {

constexpr std::string_view kServiceRolePolicies = "arn:aws:iam::aws:policy/aws-service-role/";

std::expected<world::NamedPolicy, ApiError> find_inline(Request const& r, PrincipalId id) {
  world::Principal const& p = r.world().principals()[id];
  std::string const name = text_of(r.input, "PolicyName");
  if (world::NamedPolicy const* policy = p.stored.find_inline(name)) return *policy;
  return std::unexpected(no_such_entity(
      fmt::format("The {} policy with name {} cannot be found.", row_of(p.kind).word, name)));
}

/// The sum over an identity's inline policies, when this one takes the place of its namesake.
std::optional<ApiError> check_inline_sum(Request const& r, PrincipalId id, std::string_view name,
                                         std::string_view document) {
  world::Principal const& p = r.world().principals()[id];
  std::size_t sum = document.size();
  for (world::NamedPolicy const& each : p.stored.inline_policies)
    if (each.name != name) sum += r.world().documents()[each.document].text.size();
  KindRow const& row = row_of(p.kind);
  if (sum <= row.inline_max) return std::nullopt;
  return limit_exceeded(fmt::format("Maximum policy size of {} bytes exceeded for {} {}",
                                    row.inline_max, row.word, p.name));
}

std::optional<ApiError> check_attachable(Request const& r, std::string const& policy) {
  auto arn = ArnView::split(policy);
  if (!arn || arn->service != "iam" || !arn->resource.starts_with("policy/"))
    return ApiError{"InvalidInput", fmt::format("ARN {} is not valid.", policy)};
  if (policy.starts_with(kServiceRolePolicies))
    return ApiError{"PolicyNotAttachable",
                    "Cannot attach a Service Role Policy to a Customer Role."};
  bool const reachable = arn->account == "aws" || arn->account == r.own_account().id;
  if (reachable && managed_policy_exists(r.world(), policy)) return std::nullopt;
  return no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", policy));
}

}  // namespace

Answer put_policy(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  std::string const name = text_of(r.input, "PolicyName");
  auto document =
      read_policy_input(r, text_of(r.input, "PolicyDocument"), rehearse::iam::PolicyKind::identity);
  if (!document) return std::unexpected(document.error());
  if (auto fault = check_inline_sum(r, *id, name, *document)) return std::unexpected(*fault);
  r.call.accept();
  DocumentId stored =
      r.domain.context().record.document(trace::DocumentKind::policy, name, *document);
  change(r, {*id, IamSlot::inline_policy, name, stored, {}, true});
  return json::Value{json::Object{}};
}

Answer get_policy(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  auto policy = find_inline(r, *id);
  if (!policy) return std::unexpected(policy.error());
  return json::Value{}
      .set(std::string(row_of(kind).title) + "Name", r.world().principals()[*id].name)
      .set("PolicyName", policy->name)
      .set("PolicyDocument", document_of(r.world(), policy->document));
}

Answer delete_policy(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  auto policy = find_inline(r, *id);
  if (!policy) return std::unexpected(policy.error());
  r.call.accept();
  change(r, {*id, IamSlot::inline_policy, policy->name, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer list_policies(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  json::Array names;
  for (world::NamedPolicy const& policy : r.world().principals()[*id].stored.inline_policies)
    names.push_back(policy.name);
  return iam_page(r.input, "PolicyNames", std::move(names));
}

Answer attach(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  std::string const policy = text_of(r.input, "PolicyArn");
  if (auto fault = check_attachable(r, policy)) return std::unexpected(*fault);
  world::Attributes const& stored = r.world().principals()[*id].stored;
  bool const there = stored.find_attached(policy) != nullptr;
  std::int64_t const max = kind == IdentityKind::group
                               ? row_of(Quota::attached_policies).standard
                               : r.own_account().limit(Quota::attached_policies);
  if (!there && std::ssize(stored.attached) >= max)
    return std::unexpected(
        limit_exceeded(fmt::format("Cannot exceed quota for {}: {}", row_of(kind).attached, max)));
  r.call.accept();
  r.domain.identities.know_aws_policy(policy);
  if (!there) change(r, {*id, IamSlot::attached_policy, policy, {}, {}, true});
  return json::Value{json::Object{}};
}

Answer detach(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  std::string const policy = text_of(r.input, "PolicyArn");
  if (r.world().principals()[*id].stored.find_attached(policy) == nullptr)
    return std::unexpected(no_such_entity(fmt::format("Policy {} was not found.", policy)));
  r.call.accept();
  change(r, {*id, IamSlot::attached_policy, policy, {}, {}, false});
  return json::Value{json::Object{}};
}

Answer list_attached(Request& r, IdentityKind kind) {
  auto id = find(r, kind);
  if (!id) return std::unexpected(id.error());
  json::Array items;
  for (world::NamedPolicy const& policy : r.world().principals()[*id].stored.attached)
    items.push_back(
        json::Value{}.set("PolicyName", last_name(policy.name)).set("PolicyArn", policy.name));
  return iam_page(r.input, "AttachedPolicies", std::move(items));
}

}  // namespace rehearse::api::iam
