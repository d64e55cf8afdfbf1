// The model registry: groups of model packages. Source: sagemaker-pipelines 3.4, 6.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_parts.hpp"
#include "sim/api/sagemaker_registry.hpp"
#include "sim/api/sagemaker_tags.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/registering.hpp"
#include "sim/domain/tagging.hpp"

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
  GroupId const group =
      r.world().registry().find_group(r.place(), text_of(r.input, "ModelPackageGroupName"));
  if (!group)
    return std::unexpected(validation_error(fmt::format("ModelPackageGroup {} does not exist.",
                                                        group_arn(r.world(), r.caller, r.input))));
  return group;
}

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

Answer create_group(Request& r) {
  std::string name = text_of(r.input, "ModelPackageGroupName");
  if (r.world().registry().find_group(r.place(), name))
    return std::unexpected(validation_error(fmt::format("Model Package Group already exists: {}",
                                                        group_arn(r.world(), r.caller, r.input))));
  if (auto refused = tags::check(r.input)) return std::unexpected(*refused);
  if (auto over = domain::over_group_quota(r.world(), r.place())) return std::unexpected(*over);
  r.call.accept();
  GroupId id = domain::create_group(r.domain.context(), r.place(), name);
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
    bool const listed =
        of_others ? is_here(r, group.arn) && ram::discovers(r.world(), r.account(), group.arn)
                  : group.place() == r.place();
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
  return page(r.input, std::move(items),
              {.list = "ModelPackageGroupSummaryList", .name = "ModelPackageGroupName"});
}

}  // namespace rehearse::api::registry
