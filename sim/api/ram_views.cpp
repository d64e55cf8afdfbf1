// What RAM shows of shares to owners and consumers. Source: sharing-and-access 1.14, 1.16.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_permission_parts.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/access/resource_policy.hpp"

namespace rehearse::api::ram {
namespace {

/// SELF: my shares; OTHER-ACCOUNTS: those that reach me. Who looks from another Region sees nothing
/// (1.12).
bool in_view(Request& r, world::Share const& share) {
  if (!is_here(r, share.arn) || !listed(r.input, "resourceShareArns", share.arn)) return false;
  if (r.input.string_or_empty("resourceOwner") == "SELF")
    return share.owner == r.account() && is_listed(r, share);
  return share.owner != r.account() && share.status != ShareStatus::deleted &&
         reaches(r.world(), share, r.account());
}

/// Shares that a call names are there, and the caller's to see.
std::optional<ApiError> check_shares(Request& r, bool own_only) {
  for (std::string const& arn : texts(r.input, "resourceShareArns")) {
    if (auto bad = check_arn(arn, "resource-share/")) return bad;
    ShareId id = r.world().shares().find(arn);
    if (!id) return unknown_share(arn);
    world::Share const& share = r.world().shares().share(id);
    bool own = share.owner == r.account() && is_listed(r, share);
    bool seen = own || (!own_only && reaches(r.world(), share, r.account()));
    if (!seen || !is_here(r, share.arn)) return unknown_share(arn);
  }
  return std::nullopt;
}

/// A resource's type, as a filter names it.
std::optional<ApiError> check_resource_type(Request const& r, std::string_view code) {
  json::Value const* given = r.input.find("resourceType");
  if (given == nullptr || rehearse::iam::find_ram_resource_type(given->as_string()) != nullptr)
    return std::nullopt;
  return ApiError{std::string(code), fmt::format("Invalid resource type: {}", given->as_string())};
}

bool is_of_type(json::Value const& input, std::string_view resource) {
  json::Value const* given = input.find("resourceType");
  return given == nullptr || rehearse::iam::find_ram_resource_type(given->as_string()) ==
                                 rehearse::iam::ram_resource_type_of(resource);
}

bool holds(world::Share const& share, AssociationType type, std::string_view entity) {
  world::Association const* a = share.find(type, entity);
  return a != nullptr && a->present();
}

bool has_tags(World const& world, json::Value const& input, std::string_view arn) {
  json::Value const* filters = input.find("tagFilters");
  if (filters == nullptr || !filters->is_array()) return true;
  auto const& tags = world.access().written_policies().tags(arn);
  return std::ranges::all_of(filters->as_array(), [&](json::Value const& filter) {
    world::Tag const* tag = world::find_tag(tags, filter.string_or_empty("tagKey"));
    return tag != nullptr && listed(filter, "tagValues", tag->value);
  });
}

bool has_permission(json::Value const& input, world::Share const& share) {
  if (input.find("permissionArn") == nullptr) return true;
  json::Value const* version = input.find("permissionVersion");
  auto number = version == nullptr ? std::nullopt : version->as_integer();
  return std::ranges::any_of(share.permissions, [&](world::PinnedPermission const& p) {
    return p.arn == input.string_or_empty("permissionArn") && (!number || *number == p.version);
  });
}

}  // namespace

Needs shares_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShares");
}
Needs associations_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourceShareAssociations");
}
Needs resources_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListResources");
}
Needs principals_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListPrincipals");
}
Needs policies_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:GetResourcePolicies");
}
Needs types_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListResourceTypes");
}
Needs sources_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListSourceAssociations");
}

Answer get_shares(Request& r) {
  if (auto refused = check_shares(r, text_of(r.input, "resourceOwner") == "SELF"))
    return std::unexpected(*refused);
  json::Array items;
  auto const& all = r.world().shares().all();
  for (std::uint32_t i = 0; i < all.size(); ++i)
    if (in_view(r, all[i]) && wanted(r.input, "name", all[i].name) &&
        wanted(r.input, "resourceShareStatus", name_of(all[i].status)) &&
        has_permission(r.input, all[i]) && has_tags(r.world(), r.input, all[i].arn))
      items.push_back(share_answer(r.world(), {i}));
  return page_of(r, "resourceShares", std::move(items));
}

Answer get_associations(Request& r) {
  bool of_principals = text_of(r.input, "associationType") == "PRINCIPAL";
  if (of_principals && r.input.find("resourceArn") != nullptr)
    return std::unexpected(invalid_parameter(
        "You cannot specify a resource ARN when the association type is PRINCIPAL."));
  if (!of_principals && r.input.find("principal") != nullptr)
    return std::unexpected(
        invalid_parameter("You cannot specify a principal when the association type is RESOURCE."));
  if (json::Value const* arn = r.input.find("resourceArn");
      arn && !ArnView::split(arn->as_string()))
    return std::unexpected(bad_arn(arn->as_string()));
  if (auto refused = check_shares(r, true)) return std::unexpected(*refused);
  json::Array items;
  auto const& all = r.world().shares().all();
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (all[i].owner != r.account() || !is_here(r, all[i].arn) ||
        !listed(r.input, "resourceShareArns", all[i].arn))
      continue;
    for (world::Association const& a : all[i].associations)
      if ((a.type == AssociationType::principal) == of_principals && is_listed(r, a) &&
          wanted(r.input, "associationStatus", name_of(a.status)) &&
          wanted(r.input, of_principals ? "principal" : "resourceArn", a.entity))
        items.push_back(association_answer(r, {i}, a));
  }
  return page_of(r, "resourceShareAssociations", std::move(items));
}

Answer list_resources(Request& r) {
  if (auto refused = check_resource_type(r, "InvalidResourceTypeException"))
    return std::unexpected(*refused);
  for (std::string const& arn : texts(r.input, "resourceArns"))
    if (!ArnView::split(arn)) return std::unexpected(bad_arn(arn));
  if (auto refused = check_shares(r, false)) return std::unexpected(*refused);
  bool self = text_of(r.input, "resourceOwner") == "SELF";
  std::string principal = text_of(r.input, "principal");
  json::Array items;
  for (world::Share const& share : r.world().shares().all()) {
    if (!in_view(r, share) || text_of(r.input, "resourceRegionScope") == "GLOBAL") continue;
    // Of the owner: shared with whom; of a consumer: shared by whom.
    std::string const& owner = r.world().organization().account(share.owner).id;
    if (!principal.empty() &&
        !(self ? holds(share, AssociationType::principal, principal) : owner == principal))
      continue;
    for (world::Association const& a : share.associations) {
      if (a.type != AssociationType::resource || a.status != AssociationStatus::associated ||
          !listed(r.input, "resourceArns", a.entity) || !is_of_type(r.input, a.entity))
        continue;
      json::Value item;
      item.set("arn", a.entity)
          .set("type", rehearse::iam::ram_resource_type_of(a.entity)->name)
          .set("resourceShareArn", share.arn);
      item.set("status", "AVAILABLE").set("creationTime", timestamp(r.world(), a.created));
      item.set("lastUpdatedTime", timestamp(r.world(), a.since));
      items.push_back(item.set("resourceRegionScope", "REGIONAL"));
    }
  }
  return page_of(r, "resources", std::move(items));
}

/// SELF: with whom I share; OTHER-ACCOUNTS: who shares with me.
Answer list_principals(Request& r) {
  if (auto refused = check_resource_type(r, "InvalidParameterException"))
    return std::unexpected(*refused);
  std::string resource = text_of(r.input, "resourceArn");
  if (!resource.empty() && !ArnView::split(resource)) return std::unexpected(bad_arn(resource));
  if (auto refused = check_shares(r, false)) return std::unexpected(*refused);
  bool self = text_of(r.input, "resourceOwner") == "SELF";
  json::Array items;
  auto add = [&](world::Share const& share, world::Association const& a, std::string const& id) {
    if (!listed(r.input, "principals", id)) return;
    json::Value item;
    item.set("id", id).set("resourceShareArn", share.arn);
    item.set("creationTime", timestamp(r.world(), a.created))
        .set("lastUpdatedTime", timestamp(r.world(), a.since));
    items.push_back(item.set("external", a.external));
  };
  for (world::Share const& share : r.world().shares().all()) {
    if (!in_view(r, share)) continue;
    if (!resource.empty() && !holds(share, AssociationType::resource, resource)) continue;
    bool typed = std::ranges::any_of(share.associations, [&](world::Association const& a) {
      return a.type == AssociationType::resource && is_of_type(r.input, a.entity);
    });
    if (r.input.find("resourceType") != nullptr && !typed) continue;
    for (world::Association const& a : share.associations) {
      if (a.type != AssociationType::principal || a.status != AssociationStatus::associated)
        continue;
      add(share, a, self ? a.entity : r.world().organization().account(share.owner).id);
      if (!self) break;
    }
  }
  return page_of(r, "principals", std::move(items));
}

/// The documents that RAM wrote onto the caller's resources. Source: 1.8.
Answer get_policies(Request& r) {
  json::Array items;
  for (std::string const& arn : texts(r.input, "resourceArns")) {
    if (!ArnView::split(arn)) return std::unexpected(bad_arn(arn));
    PipelineId pipeline = r.world().find_pipeline(arn);
    GroupId group = r.world().registry().find_group_arn(arn);
    bool own = (pipeline && r.world().pipelines()[pipeline].account == r.account()) ||
               (group && r.world().registry().group(group).account == r.account());
    if (!own || !is_here(r, arn))
      return std::unexpected(ApiError{"ResourceArnNotFoundException",
                                      fmt::format("Resource {} could not be found.", arn)});
    json::Value policy =
        world::written_policy(r.world().access(), arn, text_of(r.input, "principal"));
    if (!policy.is_null()) items.emplace_back(json::dump(policy));
  }
  return page_of(r, "policies", std::move(items));
}

Answer list_types(Request& r) {
  json::Array items;
  if (text_of(r.input, "resourceRegionScope") != "GLOBAL")
    for (rehearse::iam::RamResourceType const& type : rehearse::iam::ram_resource_types())
      items.push_back(json::Value{}
                          .set("resourceType", type.name)
                          .set("serviceName", "sagemaker")
                          .set("resourceRegionScope", "REGIONAL"));
  return page_of(r, "resourceTypes", std::move(items));
}

/// Sources restrict service principals, and nothing here is shared with those. Source: 1.1.
Answer list_sources(Request& r) {
  if (auto refused = check_shares(r, true)) return std::unexpected(*refused);
  return page_of(r, "sourceAssociations", {});
}

}  // namespace rehearse::api::ram
