// Managed policies and their versions: at most five, one of them the default, which is what
// everybody who has the policy is judged by. Source: sharing-and-access 3.6.
#include <fmt/format.h>

#include "sim/api/iam_parts.hpp"
#include "sim/api/policy_input.hpp"
#include "sim/base/text.hpp"
#include "sim/iam/aws_policies.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::iam {
namespace {

constexpr std::size_t kVersionsMax = 5;
SizeRule const kSize{6'144, "Cannot exceed quota for PolicySize: 6144"};

/// How many have it attached, or as their boundary.
struct Uses {
  std::int64_t attached = 0;
  std::int64_t boundaries = 0;
};

Uses uses_of(World const& world, AccountId account, std::string_view arn) {
  Uses uses;
  for (world::Principal const& p : world.principals().all()) {
    if (p.account != account || !p.stored.exists) continue;
    uses.attached += p.stored.find_attached(arn) != nullptr ? 1 : 0;
    uses.boundaries += p.stored.boundary == arn ? 1 : 0;
  }
  return uses;
}

ApiError unknown(std::string_view arn) {
  return no_such_entity(fmt::format("Policy {} was not found.", arn));
}

/// The policy that `PolicyArn` names; one of AWS's own comes into the run with the first call that
/// looks at it.
std::expected<world::ManagedPolicy, ApiError> find_managed(Request& r) {
  std::string const arn = text_of(r.input, "PolicyArn");
  auto parts = ArnView::split(arn);
  if (!parts || !parts->resource.starts_with("policy/"))
    return std::unexpected(ApiError{"InvalidInput", fmt::format("ARN {} is not valid.", arn)});
  if (parts->account != "aws" && parts->account != r.own_account().id)
    return std::unexpected(unknown(arn));
  if (world::ManagedPolicy const* policy = r.world().access().managed_policies().find(arn))
    return *policy;
  if (rehearse::iam::find_aws_policy(arn) != nullptr) {
    world::ManagedPolicy shown;
    shown.arn = arn;
    shown.name = last_name(arn);
    shown.default_version = shown.last_version = 1;
    shown.versions.push_back({1, {}, {}});
    return shown;
  }
  return std::unexpected(unknown(arn));
}

/// ... which the caller may change: AWS's own are nobody's to change.
std::expected<world::ManagedPolicy, ApiError> find_own(Request& r) {
  auto policy = find_managed(r);
  if (policy && ArnView::split(policy->arn)->account == "aws")
    return std::unexpected(ApiError{"AccessDenied", "AWS managed policies cannot be changed."});
  return policy;
}

std::expected<world::PolicyVersion, ApiError> find_version(Request const& r,
                                                           world::ManagedPolicy const& policy) {
  std::string const id = text_of(r.input, "VersionId");
  auto number = id.starts_with('v') ? parse_unsigned<std::uint32_t>(id.substr(1)) : std::nullopt;
  world::PolicyVersion const* version = number ? policy.find(*number) : nullptr;
  if (version != nullptr) return *version;
  return std::unexpected(no_such_entity(
      fmt::format("Policy {} version {} does not exist or is not attachable.", policy.arn, id)));
}

std::string path_of(std::string_view arn) {
  std::string_view resource = ArnView::split(arn)->resource;  // policy/team/Name
  return std::string(resource.substr(6, resource.rfind('/') - 5));
}

json::Value policy_answer(Request const& r, world::ManagedPolicy const& policy) {
  Uses const uses = uses_of(r.world(), r.account(), policy.arn);
  return json::Value{}
      .set("PolicyName", policy.name)
      .set("PolicyId", "ANPA" + to_upper(Stream(0, policy.arn).alphanumeric(16)))
      .set("Arn", policy.arn)
      .set("Path", path_of(policy.arn))
      .set("DefaultVersionId", fmt::format("v{}", policy.default_version))
      .set("AttachmentCount", uses.attached)
      .set("PermissionsBoundaryUsageCount", uses.boundaries)
      .set("IsAttachable", true)
      .set("CreateDate", timestamp(r.world(), policy.created))
      .set("UpdateDate", timestamp(r.world(), policy.versions.back().created));
}

json::Value version_answer(Request const& r, world::ManagedPolicy const& policy,
                           world::PolicyVersion const& version) {
  return json::Value{}
      .set("VersionId", fmt::format("v{}", version.number))
      .set("IsDefaultVersion", version.number == policy.default_version)
      .set("CreateDate", timestamp(r.world(), version.created));
}

void store(Request& r, std::string const& arn, std::uint32_t version, DocumentId document,
           bool is_default) {
  r.domain.propagation.change(
      trace::ManagedPolicyStored{arn, version, document, is_default, r.caller.where});
}

}  // namespace

Answer create_managed(Request& r) {
  std::string const name = text_of(r.input, "PolicyName");
  for (world::ManagedPolicy const& policy : r.world().access().managed_policies().all())
    if (policy.default_version != 0 && equals_ignoring_case(policy.name, name) &&
        ArnView::split(policy.arn)->account == r.own_account().id)
      return std::unexpected(ApiError{
          "EntityAlreadyExists",
          fmt::format("A policy called {} already exists. Duplicate names are not allowed.",
                      name)});
  auto document = read_document(r, text_of(r.input, "PolicyDocument"),
                                rehearse::iam::PolicyKind::identity, kSize);
  if (!document) return std::unexpected(document.error());
  if (auto fault = check_tags(r, {}, "Policy")) return std::unexpected(*fault);
  r.call.accept();
  std::string path = text_of(r.input, "Path");
  std::string const arn = policy_arn(r.own_account().id, path.empty() ? "/" : path, name);
  DocumentId stored =
      r.domain.context().record.document(trace::DocumentKind::policy, name, *document);
  store(r, arn, 1, stored, true);
  return json::Value{}.set("Policy",
                           policy_answer(r, *r.world().access().managed_policies().find(arn)));
}

Answer delete_managed(Request& r) {
  auto policy = find_own(r);
  if (!policy) return std::unexpected(policy.error());
  Uses const uses = uses_of(r.world(), r.account(), policy->arn);
  if (uses.attached + uses.boundaries > 0)
    return std::unexpected(delete_conflict("Cannot delete a policy attached to entities."));
  if (policy->versions.size() > 1)
    return std::unexpected(delete_conflict(
        "This policy has more than one version. Before you delete a policy, you must delete the "
        "policy's versions. The default version is deleted with the policy."));
  r.call.accept();
  store(r, policy->arn, 0, {}, false);
  return json::Value{json::Object{}};
}

Answer get_managed(Request& r) {
  auto policy = find_managed(r);
  if (!policy) return std::unexpected(policy.error());
  return json::Value{}.set("Policy", policy_answer(r, *policy));
}

Answer list_managed(Request& r) {
  std::string const scope = text_of(r.input, "Scope"), prefix = text_of(r.input, "PathPrefix");
  bool const only_attached = flag_of(r.input, "OnlyAttached", false);
  json::Array items;
  for (world::ManagedPolicy const& policy : r.world().access().managed_policies().all()) {
    std::string_view owner = ArnView::split(policy.arn)->account;
    bool const by_aws = owner == "aws";
    if (policy.default_version == 0 || (!by_aws && owner != r.own_account().id) ||
        (scope == "Local" && by_aws) || (scope == "AWS" && !by_aws))
      continue;
    if (!path_of(policy.arn).starts_with(prefix)) continue;
    if (only_attached && uses_of(r.world(), r.account(), policy.arn).attached == 0) continue;
    items.push_back(policy_answer(r, policy));
  }
  return iam_page(r.input, "Policies", std::move(items));
}

Answer create_version(Request& r) {
  auto policy = find_own(r);
  if (!policy) return std::unexpected(policy.error());
  auto document = read_document(r, text_of(r.input, "PolicyDocument"),
                                rehearse::iam::PolicyKind::identity, kSize);
  if (!document) return std::unexpected(document.error());
  if (policy->versions.size() == kVersionsMax)
    return std::unexpected(limit_exceeded(fmt::format(
        "A managed policy can have up to {} versions. Before you create a new version, you must "
        "delete an existing version.",
        kVersionsMax)));
  r.call.accept();
  std::uint32_t const number = policy->last_version + 1;
  DocumentId stored =
      r.domain.context().record.document(trace::DocumentKind::policy, policy->name, *document);
  store(r, policy->arn, number, stored, flag_of(r.input, "SetAsDefault", false));
  world::ManagedPolicy const& now = *r.world().access().managed_policies().find(policy->arn);
  return json::Value{}.set("PolicyVersion", version_answer(r, now, *now.find(number)));
}

Answer delete_version(Request& r) {
  auto policy = find_own(r);
  if (!policy) return std::unexpected(policy.error());
  auto version = find_version(r, *policy);
  if (!version) return std::unexpected(version.error());
  if (version->number == policy->default_version)
    return std::unexpected(delete_conflict("Cannot delete the default version of a policy."));
  r.call.accept();
  store(r, policy->arn, version->number, {}, false);
  return json::Value{json::Object{}};
}

Answer get_version(Request& r) {
  auto policy = find_managed(r);
  if (!policy) return std::unexpected(policy.error());
  auto version = find_version(r, *policy);
  if (!version) return std::unexpected(version.error());
  json::Value shown = version_answer(r, *policy, *version);
  auto const* aws = rehearse::iam::find_aws_policy(policy->arn);
  shown.set("Document", aws != nullptr ? *json::parse(aws->document)
                                       : document_of(r.world(), version->document));
  return json::Value{}.set("PolicyVersion", std::move(shown));
}

Answer list_versions(Request& r) {
  auto policy = find_managed(r);
  if (!policy) return std::unexpected(policy.error());
  json::Array items;  // the newest first
  for (auto at = policy->versions.rbegin(); at != policy->versions.rend(); ++at)
    items.push_back(version_answer(r, *policy, *at));
  return iam_page(r.input, "Versions", std::move(items));
}

Answer set_default_version(Request& r) {
  auto policy = find_own(r);
  if (!policy) return std::unexpected(policy.error());
  auto version = find_version(r, *policy);
  if (!version) return std::unexpected(version.error());
  r.call.accept();
  if (version->number != policy->default_version)
    store(r, policy->arn, version->number, version->document, true);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::iam
