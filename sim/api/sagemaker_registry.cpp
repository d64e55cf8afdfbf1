// The model registry: groups, versions, approval, the group's policy. Source:
// sagemaker-pipelines 3.4, 6.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_tags.hpp"
#include "sim/domain/registering.hpp"
#include "sim/iam/policy.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::api::registry {
namespace {

std::string group_arn(World const& world, Caller const& caller, json::Value const& input) {
  return as_arn(world, caller, "model-package-group", text_of(input, "ModelPackageGroupName"));
}

Needs group_need(World const& world, Caller const& caller, std::string_view action,
                 json::Value const& input) {
  std::string arn = group_arn(world, caller, input);
  return need(action, arn, world::owner_of(world.access(), arn));
}

/// A package is named by its ARN, or by `group` or `group/version` of the caller's own account.
std::string package_arn(World const& world, Caller const& caller, std::string const& given) {
  return as_arn(world, caller, "model-package", given);
}

std::expected<GroupId, ApiError> find_group(Request const& r) {
  std::string arn = group_arn(r.world(), r.caller, r.input);
  GroupId group = r.world().registry().find_group_arn(arn);
  if (!group)
    return std::unexpected(
        validation_error(fmt::format("ModelPackageGroup {} does not exist.", arn)));
  return group;
}

std::expected<PackageId, ApiError> find_package(Request const& r, std::string_view member) {
  std::string arn = package_arn(r.world(), r.caller, text_of(r.input, member));
  PackageId package = r.world().registry().find_package_arn(arn);
  if (!package)
    return std::unexpected(validation_error(fmt::format("ModelPackage {} does not exist.", arn)));
  return package;
}

json::Value summary(World const& world, world::Package const& p) {
  json::Value item;
  item.set("ModelPackageGroupName", world.registry().group(p.group).name)
      .set("ModelPackageVersion", p.version);
  item.set("ModelPackageArn", p.arn).set("CreationTime", timestamp(world, p.created));
  item.set("ModelPackageStatus", "Completed").set("ModelApprovalStatus", name_of(p.approval));
  return item;
}

}  // namespace

Needs create_group_needs(World const& w, Caller const& c, json::Value const& in) {
  Needs needs = group_need(w, c, "sagemaker:CreateModelPackageGroup", in);
  tags::need_add_tags(in, *needs);
  return needs;
}
Needs describe_group_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:DescribeModelPackageGroup", in);
}
Needs put_policy_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:PutModelPackageGroupPolicy", in);
}
Needs get_policy_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:GetModelPackageGroupPolicy", in);
}

Needs create_package_needs(World const& w, Caller const& c, json::Value const& in) {
  // The resource is the package: its version is not known yet, so its group stands for it with a
  // star's place.
  std::string group = group_arn(w, c, in);
  auto arn = ArnView::split(group);
  std::string name(arn ? arn->resource.substr(arn->resource.find('/') + 1) : std::string_view{});
  AccountId owner = world::owner_of(w.access(), group);
  std::string resource = arn ? fmt::format("arn:{}:sagemaker:{}:{}:model-package/{}/*",
                                           arn->partition, arn->region, arn->account, name)
                             : group;
  return need("sagemaker:CreateModelPackage", resource, owner);
}

Needs update_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageArn"));
  return need("sagemaker:UpdateModelPackage", arn, world::owner_of(w.access(), arn));
}

Needs describe_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageName"));
  return need("sagemaker:DescribeModelPackage", arn, world::owner_of(w.access(), arn));
}

Needs list_packages_needs(World const& w, Caller const& c, json::Value const& in) {
  if (in.find("ModelPackageGroupName") == nullptr)
    return needs_nothing_named("sagemaker:ListModelPackages");
  std::string group = group_arn(w, c, in);
  auto arn = ArnView::split(group);
  std::string name(arn ? arn->resource.substr(arn->resource.find('/') + 1) : std::string_view{});
  std::string resource = arn ? fmt::format("arn:{}:sagemaker:{}:{}:model-package/{}/*",
                                           arn->partition, arn->region, arn->account, name)
                             : group;
  return need("sagemaker:ListModelPackages", resource, world::owner_of(w.access(), group));
}

Answer create_group(Request& r) {
  std::string name = text_of(r.input, "ModelPackageGroupName");
  if (r.world().registry().find_group(r.account(), name))
    return std::unexpected(validation_error(fmt::format("Model Package Group already exists: {}",
                                                        group_arn(r.world(), r.caller, r.input))));
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  r.call.accept();
  GroupId id = domain::create_group(r.domain.context(), r.account(), name);
  std::string const arn = r.world().registry().group(id).arn;
  tags::store(r, arn);
  return json::Value{}.set("ModelPackageGroupArn", arn);
}

Answer describe_group(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  world::PackageGroup const& group = r.world().registry().group(*id);
  return json::Value{}
      .set("ModelPackageGroupName", group.name)
      .set("ModelPackageGroupArn", group.arn)
      .set("CreationTime", timestamp(r.world(), group.created))
      .set("ModelPackageGroupStatus", "Completed");
}

Answer put_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  auto document = json::parse(text_of(r.input, "ResourcePolicy"));
  if (!document)
    return std::unexpected(
        validation_error("The resource policy is not JSON: " + to_string(document.error())));
  auto policy = rehearse::iam::compile(*document, rehearse::iam::PolicyKind::resource);
  if (!policy)
    return std::unexpected(
        validation_error("The resource policy is not valid: " + to_string(policy.error().front())));
  if (auto key = world::unfilled_key(*policy); !key.empty())
    return std::unexpected(
        validation_error(fmt::format("The condition key {} is not simulated", key)));
  r.call.accept();
  std::string name = r.world().registry().group(*id).name;
  DocumentId stored = r.domain.context().record.document(
      trace::DocumentKind::resource_policy, "policy of group " + name, json::dump(*document));
  r.domain.propagation.change(
      trace::ResourcePolicyStored{r.world().registry().group(*id).arn, r.account(), stored});
  return json::Value{}.set("ModelPackageGroupArn", r.world().registry().group(*id).arn);
}

Answer get_policy(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  world::WrittenPolicy const* written =
      r.world().access().written_policies().find(r.world().registry().group(*id).arn);
  if (written == nullptr || !written->stored)
    return std::unexpected(
        validation_error("Cannot find resource policy for the model package group"));
  return json::Value{}.set("ResourcePolicy", r.world().documents()[written->stored].text);
}

Answer create_package(Request& r) {
  if (r.input.find("ModelPackageGroupName") == nullptr)
    return std::unexpected(validation_error(
        "unversioned model packages are not simulated: give ModelPackageGroupName"));
  if (!tags_of(r.input).empty())
    return std::unexpected(validation_error(
        "Tags cannot be given together with ModelPackageGroupName: a version has its group's"));
  auto group = find_group(r);
  if (!group) return std::unexpected(group.error());
  auto approval = enum_from<ApprovalStatus>(r.input.string_or_empty("ModelApprovalStatus"));
  r.call.accept();
  PackageId id = domain::register_package(
      r.domain.context(), r.domain.events, *group,
      approval.value_or(ApprovalStatus::pending_manual_approval), r.input, {}, 0);
  return json::Value{}.set("ModelPackageArn", r.world().registry().package(id).arn);
}

Answer update_package(Request& r) {
  auto id = find_package(r, "ModelPackageArn");
  if (!id) return std::unexpected(id.error());
  auto approval = enum_from<ApprovalStatus>(r.input.string_or_empty("ModelApprovalStatus"));
  r.call.accept();
  if (approval) {
    r.domain.context().record.record(
        trace::PackageMoved{*id, *approval, text_of(r.input, "ApprovalDescription")});
    r.domain.events.package_changed(*id);
  }
  return json::Value{}.set("ModelPackageArn", r.world().registry().package(*id).arn);
}

Answer describe_package(Request& r) {
  auto id = find_package(r, "ModelPackageName");
  if (!id) return std::unexpected(id.error());
  world::Package const& p = r.world().registry().package(*id);
  json::Value answer = summary(r.world(), p);
  json::Value const request = *json::parse(r.world().documents()[p.request].text);
  for (std::string_view member : {"InferenceSpecification", "ModelMetrics",
                                  "CustomerMetadataProperties", "MetadataProperties"})
    if (json::Value const* value = request.find(member)) answer.set(member, *value);
  if (!p.approval_description.empty()) answer.set("ApprovalDescription", p.approval_description);
  answer.set("LastModifiedTime", timestamp(r.world(), p.modified));
  return answer;
}

Answer list_packages(Request& r) {
  GroupId only;
  if (r.input.find("ModelPackageGroupName") != nullptr) {
    auto group = find_group(r);
    if (!group) return std::unexpected(group.error());
    only = *group;
  }
  std::string_view approval = r.input.string_or_empty("ModelApprovalStatus");
  json::Array items;
  for (world::Package const& p : r.world().registry().packages()) {
    if (only ? p.group != only : r.world().registry().group(p.group).account != r.account())
      continue;
    if (approval.empty() || approval == name_of(p.approval)) items.push_back(summary(r.world(), p));
  }
  // Documented default: Ascending (sagemaker-pipelines 9, row 17).
  if (!ascending(r.input, true)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"ModelPackageSummaryList"});
}

}  // namespace rehearse::api::registry
