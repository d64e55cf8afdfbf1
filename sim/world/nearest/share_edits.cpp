// Changes of what RAM grants: invitations, associations, permissions, whole shares.
#include <algorithm>

#include <fmt/format.h>

#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/world/nearest/candidates.hpp"

namespace rehearse::world {
namespace {

trace::AssociationMoved as_record(ShareId share, Association const& a) {
  return {share, a.type,     a.entity,    AssociationStatus::associated,
          true,  a.external, a.unique_id, {}};
}

/// Does that principal of a share stand for this caller, by where its account is now?
bool stands_for(Access const& access, Association const& a, Principal const& caller) {
  Organization const& organization = access.organization();
  Account const& account = organization.account(caller.account);
  if (a.entity == account.id || a.entity == caller.arn) return true;
  if (a.entity == organization.arn()) return static_cast<bool>(account.ou_in_force);
  OuId ou = organization.find_ou(a.entity);
  return ou && organization.path_in_force(caller.account).starts_with(organization.ou(ou).path);
}

/// What the share would have after the association was made.
void associate(Edit& edit, ShareId share, AssociationType type, std::string const& entity) {
  trace::AssociationMoved moved{share, type,  entity, AssociationStatus::associating,
                                false, false, {},     {}};
  edit.records.push_back(moved);
  moved.status = AssociationStatus::associated;
  moved.in_force = true;
  edit.records.push_back(moved);
}

Edit with_permission(Access const& access, ShareId id, Permission const& permission) {
  Share const& share = access.shares().share(id);
  Edit edit;
  edit.what = fmt::format("replace the permission of share `{}` by `{}`", share.name,
                          last_name(permission.arn));
  edit.paste = fmt::format(
      "aws ram associate-resource-share-permission --resource-share-arn {} --permission-arn {} "
      "--replace",
      share.arn, permission.arn);
  edit.records.push_back(trace::SharePermissionInForce{id, permission.type, permission.arn,
                                                       permission.standard().number});
  return edit;
}

/// Associations of this share that are on their way, or wait for an answer.
void finish_associations(Access const& access, ShareId id, Principal const& caller,
                         std::string const& resource, std::vector<Edit>& out) {
  Share const& share = access.shares().share(id);
  Edit edit;
  bool invited = false;
  for (Association const& a : share.associations) {
    bool bears =
        a.type == AssociationType::resource ? a.entity == resource : stands_for(access, a, caller);
    if (!bears || a.in_force || a.status != AssociationStatus::associating) continue;
    invited |= a.type == AssociationType::principal && a.invited;
    edit.records.push_back(as_record(id, a));
  }
  if (edit.records.empty()) return;
  edit.what = fmt::format("wait until share `{}` is associated", share.name);
  // One that is accepted already is on its way, too.
  for (Invitation const& invitation : access.shares().invitations())
    if (invited && invitation.share == id && invitation.status == InvitationStatus::pending &&
        invitation.receiver == caller.account) {
      edit.what = fmt::format("accept the invitation to share `{}`", share.name);
      edit.paste = "aws ram accept-resource-share-invitation --resource-share-invitation-arn " +
                   invitation.arn;
    }
  out.push_back(std::move(edit));
}

void replace_permission(Access const& access, ShareId id, std::string const& type,
                        std::string const& action, std::vector<Edit>& out) {
  Share const& share = access.shares().share(id);
  PinnedPermission const* pinned = share.permission_for(type);
  for (Permission const& permission : access.shares().permissions().all()) {
    if (permission.type != type || !permission.in_use()) continue;
    if (!permission.aws_managed() && permission.owner != share.owner) continue;
    PermissionVersion const& version = permission.standard();
    bool same = pinned != nullptr && pinned->arn_in_force == permission.arn &&
                pinned->version_in_force == version.number;
    bool grants = std::ranges::find(version.actions, action) != version.actions.end();
    if (same || !grants) continue;
    out.push_back(with_permission(access, id, permission));
  }
}

void add_principal(Access const& access, ShareId id, Principal const& caller,
                   std::vector<Edit>& out) {
  Share const& share = access.shares().share(id);
  std::string const& account = access.organization().account(caller.account).id;
  Association const* there = share.find(AssociationType::principal, account);
  if (there != nullptr && there->present()) return;
  Edit edit;
  edit.what = fmt::format("add account `{}` to share `{}`",
                          access.organization().account(caller.account).name, share.name);
  edit.paste =
      fmt::format("aws ram associate-resource-share --resource-share-arn {} --principals {}",
                  share.arn, account);
  associate(edit, id, AssociationType::principal, account);
  out.push_back(std::move(edit));
}

void create_share(Access const& access, Question const& question, Principal const& caller,
                  std::string const& resource, std::string const& type, std::vector<Edit>& out) {
  auto const& permissions = access.shares().permissions().all();
  for (Permission const& permission : permissions) {
    auto const& actions = permission.standard().actions;
    if (permission.type != type || !permission.aws_managed() ||
        std::ranges::find(actions, question.action) == actions.end())
      continue;
    std::string const& account = access.organization().account(caller.account).id;
    Edit edit;
    edit.what =
        fmt::format("share it with account `{}` by `{}`",
                    access.organization().account(caller.account).name, last_name(permission.arn));
    edit.paste = fmt::format(
        "aws ram create-resource-share --name shared --resource-arns {} --principals {} "
        "--permission-arns {}",
        resource, account, permission.arn);
    ShareId id{static_cast<std::uint32_t>(access.shares().all().size())};
    edit.records.push_back(
        trace::ShareStored{id, question.owner, "new", "a new share", true, false});
    edit.records.push_back(trace::ShareMoved{id, ShareStatus::active});
    edit.records.push_back(
        trace::SharePermissionInForce{id, type, permission.arn, permission.standard().number});
    associate(edit, id, AssociationType::resource, resource);
    associate(edit, id, AssociationType::principal, account);
    return out.push_back(std::move(edit));  // the narrowest comes first
  }
}

}  // namespace

void open_by_shares(Access const& access, Question const& question, std::vector<Edit>& out) {
  std::string const resource = policy_holder(question.resource);
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource);
  if (type == nullptr || !question.principal || !question.owner) return;
  Principal const& caller = access.principals()[question.principal];
  std::string const type_name(type->name);
  for (ShareId id : access.shares().holding(resource)) {
    if (access.shares().share(id).status != ShareStatus::active) continue;
    finish_associations(access, id, caller, resource, out);
    replace_permission(access, id, type_name, question.action, out);
    add_principal(access, id, caller, out);
  }
  create_share(access, question, caller, resource, type_name, out);
}

void close_by_shares(Access const& access, Question const& question, std::vector<Edit>& out) {
  std::string const resource = policy_holder(question.resource);
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource);
  if (type == nullptr || !question.principal) return;
  Principal const& caller = access.principals()[question.principal];
  for (ShareId id : access.shares().holding(resource)) {
    Share const& share = access.shares().share(id);
    for (Association const& a : share.associations) {
      if (a.type != AssociationType::principal || !a.in_force || !stands_for(access, a, caller))
        continue;
      Edit edit;
      edit.what = fmt::format("take `{}` out of share `{}`", a.entity, share.name);
      edit.paste =
          fmt::format("aws ram disassociate-resource-share --resource-share-arn {} --principals {}",
                      share.arn, a.entity);
      trace::AssociationMoved moved = as_record(id, a);
      moved.status = AssociationStatus::disassociating;
      moved.in_force = false;
      edit.records.push_back(moved);
      out.push_back(std::move(edit));
    }
    PinnedPermission const* pinned = share.permission_for(type->name);
    Permission const* narrow = access.shares().permissions().default_of(type->name);
    if (pinned == nullptr || narrow == nullptr || pinned->arn_in_force == narrow->arn) continue;
    out.push_back(with_permission(access, id, *narrow));
  }
}

}  // namespace rehearse::world
