// Which permission a share has for a resource type: attach, replace, take out, and replace it in
// every share at once. Source: sharing-and-access 1.4.
#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_permission_parts.hpp"
#include "sim/iam/ram_permissions.hpp"

namespace rehearse::api::ram {
namespace {

bool holds_type(world::Share const& share, std::string_view type) {
  return std::ranges::any_of(share.associations, [&](world::Association const& a) {
    auto const* row = a.type == AssociationType::resource
                          ? rehearse::iam::ram_resource_type_of(a.entity)
                          : nullptr;
    return row != nullptr && row->name == type && a.present();
  });
}

/// Permission type keys, and the resource policies that are written anew.
Needs on_share_and_permission(World const& w, json::Value const& in, std::string_view action) {
  calls::Need change = share_need(w, action, in);
  std::string arn = text_of(in, "permissionArn");
  change.context.emplace_back("ram:PermissionArn", arn);
  if (world::Permission const* p = w.shares().permissions().find(arn))
    change.context.emplace_back("ram:PermissionResourceType", p->type);
  return std::vector<calls::Need>{std::move(change)};
}

json::Value work_answer(World const& world, world::ReplaceWork const& work) {
  json::Value out;
  out.set("id", work.id).set("fromPermissionArn", work.from);
  if (work.from_version != 0) out.set("fromPermissionVersion", std::to_string(work.from_version));
  out.set("toPermissionArn", work.to).set("toPermissionVersion", std::to_string(work.to_version));
  out.set("status", name_of(work.status));
  if (!work.why.empty()) out.set("statusMessage", work.why);
  return out.set("creationTime", timestamp(world, work.created))
      .set("lastUpdatedTime", timestamp(world, work.moved));
}

}  // namespace

Needs associate_permission_needs(World const& w, Caller const&, json::Value const& in) {
  return on_share_and_permission(w, in, "ram:AssociateResourceSharePermission");
}
Needs disassociate_permission_needs(World const& w, Caller const&, json::Value const& in) {
  return on_share_and_permission(w, in, "ram:DisassociateResourceSharePermission");
}
Needs replace_permissions_needs(World const& w, Caller const& c, json::Value const& in) {
  std::vector<calls::Need> needs =
      permission_need(w, c, "ram:ReplacePermissionAssociations", text_of(in, "toPermissionArn"));
  needs.push_back(put_policy_need());
  return needs;
}
Needs works_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("ram:ListReplacePermissionAssociationsWork");
}

Answer associate_permission(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  auto permission = attachable_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::Share const& known = r.world().shares().share(*share);
  world::PinnedPermission const* pinned = known.permission_for((*permission)->type);
  bool has_one = pinned != nullptr && !pinned->arn.empty();
  if (has_one && !flag_of(r.input, "replace", false))
    return std::unexpected(
        invalid_parameter("The resource share already has a permission for this resource type; set "
                          "replace to true."));
  r.call.accept();
  if (has_one)
    r.domain.sharing.replace_permission(*share, (*permission)->arn);
  else  // no resource of the type is in the share yet
    r.domain.sharing.pin(*share, (*permission)->arn);
  return json::Value{}.set("returnValue", true);
}

Answer disassociate_permission(Request& r) {
  auto share = own_share(r);
  if (!share) return std::unexpected(share.error());
  auto permission = shown_permission(r);
  if (!permission) return std::unexpected(permission.error());
  world::Share const& known = r.world().shares().share(*share);
  world::PinnedPermission const* pinned = known.permission_for((*permission)->type);
  if (pinned == nullptr || pinned->arn != (*permission)->arn)
    return std::unexpected(unknown_resource(fmt::format(
        "Permission {} is not associated with ResourceShare {}.", (*permission)->arn, known.arn)));
  if (holds_type(known, (*permission)->type))
    return std::unexpected(not_permitted(
        fmt::format("The resource share has resources of type {}. Disassociate them first.",
                    (*permission)->type)));
  r.call.accept();
  r.domain.sharing.unpin(*share, (*permission)->type);
  return json::Value{}.set("returnValue", true);
}

Answer replace_permissions(Request& r) {
  auto from = shown_permission(r, "fromPermissionArn");
  if (!from) return std::unexpected(from.error());
  auto to = attachable_permission(r, "toPermissionArn");
  if (!to) return std::unexpected(to.error());
  if ((*from)->type != (*to)->type)
    return std::unexpected(
        invalid_parameter("Both permissions must be for the same resource type."));
  std::uint32_t version = 0;
  if (r.input.find("fromPermissionVersion") != nullptr) {
    version = number_of(r.input, "fromPermissionVersion", 0);
    if ((*from)->find(version) == nullptr)
      return std::unexpected(unknown_resource(
          fmt::format("Version {} of permission {} could not be found.", version, (*from)->arn)));
  }
  r.call.accept();
  r.domain.sharing.replace_everywhere(r.account(), (*from)->arn, version, (*to)->arn);
  return json::Value{}.set("replacePermissionAssociationsWork",
                           work_answer(r.world(), r.world().shares().works().back()));
}

Answer list_works(Request& r) {
  json::Array items;
  for (world::ReplaceWork const& work : r.world().shares().works())
    if (work.owner == r.account() && listed(r.input, "workIds", work.id) &&
        wanted(r.input, "status", name_of(work.status)))
      items.push_back(work_answer(r.world(), work));
  return page_of(r, "replacePermissionAssociationsWorks", std::move(items));
}

}  // namespace rehearse::api::ram
