// Model packages, the versions in a group: registering, approval and what else may change of one,
// deleting. Source: sagemaker-pipelines 3.4, sharing-and-access 5.1.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/sagemaker_registry.hpp"
#include "sim/api/sagemaker_tags.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/registering.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::registry {
namespace {

constexpr std::size_t kMetadataMax = 50;  // sagemaker-pipelines 3.4

/// What a package is registered with.
json::Value request_of(World const& world, PackageId id) {
  return *json::parse(world.documents()[world.registry().package(id).request].text);
}

/// A package is named by its ARN, or by `group` or `group/version` of the caller's own account.
std::string package_arn(World const& world, Caller const& caller, std::string const& given) {
  return as_arn(world, caller, "model-package", given);
}

/// With the keys of what the package is registered with. Source: sharing-and-access 5.1.
Needs package_need(World const& world, std::string_view action, std::string const& arn) {
  calls::Need need{std::string(action), arn, world::owner_of(world.access(), arn), {}};
  if (PackageId id = world.registry().find_package_arn(arn)) {
    json::Value const request = request_of(world, id);
    json::Value const* metadata = request.find("CustomerMetadataProperties");
    if (metadata != nullptr && metadata->is_object())
      for (auto const& [key, value] : metadata->as_object())
        need.context.emplace_back("sagemaker:CurrentCustomerMetadataProperties/" + key,
                                  std::string(text_of(*metadata, key)));
    json::Value const* cycle = request.find("ModelLifeCycle");
    if (cycle != nullptr && cycle->is_object()) {
      need.context.emplace_back("sagemaker:CurrentModelLifeCycleStage", text_of(*cycle, "Stage"));
      need.context.emplace_back("sagemaker:CurrentModelLifeCycleStageStatus",
                                text_of(*cycle, "StageStatus"));
    }
  }
  return std::vector<calls::Need>{std::move(need)};
}

std::expected<PackageId, ApiError> find_package(Request const& r, std::string_view member) {
  std::string arn = package_arn(r.world(), r.caller, text_of(r.input, member));
  PackageId package = r.world().registry().find_package_arn(arn);
  if (!package || !is_here(r, arn))
    return std::unexpected(validation_error(fmt::format("ModelPackage {} does not exist.", arn)));
  return package;
}

/// The registration after UpdateModelPackage.
json::Value updated(json::Value request, json::Value const& input) {
  for (std::string_view member : {"InferenceSpecification", "SourceUri", "ModelCard",
                                  "ModelLifeCycle", "ModelPackageRegistrationType"})
    if (json::Value const* given = input.find(member)) request.set(member, *given);
  if (json::Value const* more = input.find("AdditionalInferenceSpecificationsToAdd")) {
    json::Value const* known = request.find("AdditionalInferenceSpecifications");
    json::Array all = known != nullptr && known->is_array() ? known->as_array() : json::Array{};
    for (json::Value const& each : more->as_array()) all.push_back(each);
    request.set("AdditionalInferenceSpecifications", std::move(all));
  }
  constexpr std::string_view kMetadata = "CustomerMetadataProperties";
  json::Value const* given = input.find(kMetadata);
  std::vector<std::string> const removed = texts_of(input, "CustomerMetadataPropertiesToRemove");
  if (given == nullptr && removed.empty()) return request;
  json::Value const* known = request.find(kMetadata);
  json::Value metadata =
      known != nullptr && known->is_object() ? *known : json::Value{json::Object{}};
  if (given != nullptr)
    for (auto const& [key, value] : given->as_object()) metadata.set(key, value);
  std::erase_if(metadata.as_object(), [&](auto const& each) {
    return std::ranges::find(removed, each.first) != removed.end();
  });
  return request.set(kMetadata, std::move(metadata));
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

Needs create_package_needs(World const& w, Caller const& c, json::Value const& in) {
  // The resource is the package: its version is not known yet, so its group stands for it with a
  // star's place.
  std::string const group = group_arn(w, c, in);
  Needs needs = need("sagemaker:CreateModelPackage", package_versions_arn(group),
                     world::owner_of(w.access(), group));
  add_call_keys(in, *needs);
  return needs;
}

Needs update_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageArn"));
  Needs needs = package_need(w, "sagemaker:UpdateModelPackage", arn);
  add_call_keys(in, *needs);
  return needs;
}

Needs describe_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageName"));
  return package_need(w, "sagemaker:DescribeModelPackage", arn);
}

Needs delete_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageName"));
  return package_need(w, "sagemaker:DeleteModelPackage", arn);
}

Needs list_packages_needs(World const& w, Caller const& c, json::Value const& in) {
  if (in.find("ModelPackageGroupName") == nullptr)
    return needs_nothing_named("sagemaker:ListModelPackages");
  std::string const group = group_arn(w, c, in);
  return need("sagemaker:ListModelPackages", package_versions_arn(group),
              world::owner_of(w.access(), group));
}

Answer create_package(Request& r) {
  if (r.input.find("ModelPackageGroupName") == nullptr)
    return std::unexpected(validation_error(
        "unversioned model packages are not simulated: give ModelPackageGroupName"));
  if (!tags_of(r.input).empty()) return std::unexpected(tags::version_has_none());
  auto group = find_group(r);
  if (!group) return std::unexpected(group.error());
  auto approval = enum_from<ApprovalStatus>(r.input.string_or_empty("ModelApprovalStatus"));
  // Versions count in the account and Region of their group, whoever registers them (5.1).
  if (auto over = domain::over_package_quota(r.world(), r.world().registry().group(*group), true))
    return std::unexpected(*over);
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
  json::Value const before = request_of(r.world(), *id);
  json::Value const after = updated(before, r.input);
  json::Value const* metadata = after.find("CustomerMetadataProperties");
  if (metadata != nullptr && metadata->is_object() && metadata->as_object().size() > kMetadataMax)
    return std::unexpected(validation_error(fmt::format(
        "A model package can have at most {} CustomerMetadataProperties", kMetadataMax)));
  r.call.accept();
  if (!(after == before)) domain::update_package(r.domain.context(), *id, after);
  if (approval) {
    r.domain.context().record.record(
        trace::PackageMoved{*id, *approval, text_of(r.input, "ApprovalDescription")});
    r.domain.events.package_changed(*id);
  }
  return json::Value{}.set("ModelPackageArn", r.world().registry().package(*id).arn);
}

Answer delete_package(Request& r) {
  auto id = find_package(r, "ModelPackageName");
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.context().record.record(trace::PackageDeleted{*id});
  return json::Value{json::Object{}};
}

Answer describe_package(Request& r) {
  auto id = find_package(r, "ModelPackageName");
  if (!id) return std::unexpected(id.error());
  world::Package const& p = r.world().registry().package(*id);
  json::Value answer = summary(r.world(), p);
  json::Value const request = request_of(r.world(), *id);
  for (std::string_view member :
       {"ModelPackageDescription", "InferenceSpecification", "AdditionalInferenceSpecifications",
        "ModelMetrics", "DriftCheckBaselines", "CustomerMetadataProperties", "MetadataProperties",
        "SourceUri", "ModelCard", "ModelLifeCycle"})
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
    if (p.deleted) continue;
    if (only ? p.group != only : r.world().registry().group(p.group).place() != r.place()) continue;
    if (approval.empty() || approval == name_of(p.approval)) items.push_back(summary(r.world(), p));
  }
  // Documented default: Ascending (sagemaker-pipelines 9, row 17).
  if (!ascending(r.input, true)) std::ranges::reverse(items);
  return page(r.input, std::move(items),
              {.list = "ModelPackageSummaryList", .name = "ModelPackageGroupName"});
}

}  // namespace rehearse::api::registry
