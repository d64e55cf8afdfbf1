// The model registry: groups, versions, approval. Source:
// sagemaker-pipelines 3.4, 6.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_parts.hpp"
#include "sim/api/sagemaker_registry.hpp"
#include "sim/api/sagemaker_tags.hpp"
#include "sim/domain/registering.hpp"
#include "sim/domain/tagging.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::api::registry {
std::string group_arn(World const& world, Caller const& caller, json::Value const& input) {
  return as_arn(world, caller, "model-package-group", text_of(input, "ModelPackageGroupName"));
}

Needs group_need(World const& world, Caller const& caller, std::string_view action,
                 json::Value const& input) {
  std::string arn = group_arn(world, caller, input);
  return need(action, arn, world::owner_of(world.access(), arn));
}

std::expected<GroupId, ApiError> find_group(Request const& r) {
  std::string arn = group_arn(r.world(), r.caller, r.input);
  GroupId group = r.world().registry().find_group_arn(arn);
  if (!group)
    return std::unexpected(
        validation_error(fmt::format("ModelPackageGroup {} does not exist.", arn)));
  return group;
}

namespace {

/// A package is named by its ARN, or by `group` or `group/version` of the caller's own account.
std::string package_arn(World const& world, Caller const& caller, std::string const& given) {
  return as_arn(world, caller, "model-package", given);
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
Needs delete_group_needs(World const& w, Caller const& c, json::Value const& in) {
  return group_need(w, c, "sagemaker:DeleteModelPackageGroup", in);
}
Needs list_groups_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("sagemaker:ListModelPackageGroups");
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

Needs delete_package_needs(World const& w, Caller const& c, json::Value const& in) {
  std::string arn = package_arn(w, c, text_of(in, "ModelPackageName"));
  return need("sagemaker:DeleteModelPackage", arn, world::owner_of(w.access(), arn));
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

/// Its policy and what shares granted on it go with it.
Answer delete_group(Request& r) {
  auto id = find_group(r);
  if (!id) return std::unexpected(id.error());
  std::string const arn = r.world().registry().group(*id).arn;
  bool const holds =
      std::ranges::any_of(r.world().registry().packages(),
                          [&](world::Package const& p) { return p.group == *id && !p.deleted; });
  if (holds)
    return std::unexpected(conflict(fmt::format("ModelPackageGroup {} is not empty.", arn)));
  r.call.accept();
  r.domain.context().record.record(trace::PackageGroupDeleted{*id});
  take_policy(r, arn);
  r.domain.sharing.resource_gone(arn);
  domain::untag_all(r.domain.context(), arn);
  return json::Value{json::Object{}};
}

/// Those of the account, or those of others that a share makes discoverable. Source: 3.4, 6.2.
Answer list_groups(Request& r) {
  bool const of_others = text_of(r.input, "CrossAccountFilterOption") == "CrossAccount";
  json::Array items;
  for (world::PackageGroup const& group : r.world().registry().groups()) {
    bool const listed = of_others ? ram::discovers(r.world(), r.account(), group.arn)
                                  : group.account == r.account();
    if (group.deleted || !listed) continue;
    json::Value item;
    item.set("ModelPackageGroupName", group.name).set("ModelPackageGroupArn", group.arn);
    items.push_back(item.set("CreationTime", timestamp(r.world(), group.created))
                        .set("ModelPackageGroupStatus", "Completed"));
  }
  if (r.input.string_or_empty("SortBy") == "Name")
    std::ranges::sort(items, {}, [](json::Value const& item) {
      return std::pair(text_of(item, "ModelPackageGroupName"),
                       text_of(item, "ModelPackageGroupArn"));
    });
  if (!ascending(r.input, true)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"ModelPackageGroupSummaryList"});
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

Answer delete_package(Request& r) {
  auto id = find_package(r, "ModelPackageName");
  if (!id) return std::unexpected(id.error());
  r.call.accept();
  r.domain.context().record.record(trace::PackageDeleted{*id});
  domain::untag_all(r.domain.context(), r.world().registry().package(*id).arn);
  return json::Value{json::Object{}};
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
    if (p.deleted) continue;
    if (only ? p.group != only : r.world().registry().group(p.group).account != r.account())
      continue;
    if (approval.empty() || approval == name_of(p.approval)) items.push_back(summary(r.world(), p));
  }
  // Documented default: Ascending (sagemaker-pipelines 9, row 17).
  if (!ascending(r.input, true)) std::ranges::reverse(items);
  return page(r.input, std::move(items), {"ModelPackageSummaryList"});
}

}  // namespace rehearse::api::registry
