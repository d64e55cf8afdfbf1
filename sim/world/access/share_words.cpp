#include "sim/world/access/share_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::world {
namespace {

/// A sentence, and how near its share is to allowing the call.
struct Finding {
  enum class Nearness : std::uint8_t { reaches, not_in_force, reached_once, elsewhere } nearness{};
  std::string sentence;
};

/// `Retail/Stores`, or `the root`.
std::string ou_text(Organization const& organization, OuId ou) {
  std::string path;
  for (; ou && organization.ou(ou).parent; ou = organization.ou(ou).parent)
    path = organization.ou(ou).name + (path.empty() ? "" : "/") + path;
  return path.empty() ? "the root" : path;
}

/// Does the share's principal stand for this account, by its place as decisions see it?
bool covers(Organization const& organization, std::string const& principal, AccountId account) {
  Account const& a = organization.account(account);
  if (principal == organization.arn()) return static_cast<bool>(a.ou_in_force);
  if (OuId ou = organization.find_ou(principal))
    return organization.path_in_force(account).starts_with(organization.ou(ou).path);
  auto arn = ArnView::split(principal);
  return (arn ? arn->account : std::string_view(principal)) == a.id;
}

/// A principal as a reader knows it: an account's name, a unit's path.
std::string principal_text(Organization const& organization, std::string const& principal) {
  if (principal == organization.arn()) return "the organization";
  if (OuId ou = organization.find_ou(principal)) return "unit " + ou_text(organization, ou);
  AccountId account = organization.find_account(principal);
  return account ? "`" + organization.account(account).name + "`" : principal;
}

/// `, whose invitation is PENDING until 21:00:15 and `prod` has not accepted it`, or nothing.
std::string invitation_text(Access const& world, ShareId share, Association const& a) {
  for (Invitation const& invitation : world.shares().invitations())
    if (invitation.share == share && invitation.principal == a.entity &&
        invitation.status == InvitationStatus::pending)
      return fmt::format(
          "; `{}` was invited at {} and has not accepted (an invitation lives 12 hours)",
          world.organization().account(invitation.receiver).name,
          format_clock(world.epoch(), invitation.sent));
  return {};
}

std::string since(Access const& world, Association const& a) {
  return fmt::format("{} since {}{}", name_of(a.status), format_clock(world.epoch(), a.since),
                     a.why.empty() ? "" : ", " + a.why);
}

/// `grants 7 actions that read`, or `grants 3 actions (version 2 of `deploy`)` for a customer's
/// permission.
std::string amount_text(Permission const& permission, PermissionVersion const& version) {
  std::string text = fmt::format("grants {} action{}", version.actions.size(),
                                 version.actions.size() == 1 ? "" : "s");
  if (permission.aws_managed() && permission.versions.size() == 1)
    return text + (permission.default_of_type ? " that read" : "");
  return text + fmt::format(" (version {} of `{}`)", version.number, permission.name);
}

/// What is about to change of it, or never will by itself.
std::string outlook_text(Access const& world, PinnedPermission const& pinned) {
  Permissions const& permissions = world.shares().permissions();
  Permission const* next = permissions.find(pinned.arn);
  if (next == nullptr) return {};
  if (pinned.arn != pinned.arn_in_force)
    return fmt::format("; its new permission `{}` is not in force yet", next->name);
  if (pinned.version != pinned.version_in_force)
    return fmt::format("; version {} of `{}` is not in force yet", pinned.version, next->name);
  if (next->default_version != pinned.version)
    return fmt::format(
        "; it keeps version {} though version {} of `{}` is the default: a share "
        "takes another version only when its permission is replaced",
        pinned.version, next->default_version, next->name);
  return {};
}

/// What it grants, and whether the asked action is among it.
std::string grant_text(Access const& world, Share const& share, std::string_view resource,
                       std::string_view action) {
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource);
  PinnedPermission const* pinned = type == nullptr ? nullptr : share.permission_for(type->name);
  if (pinned == nullptr) return "grants nothing";
  Permissions const& permissions = world.shares().permissions();
  PermissionVersion const* version =
      permissions.find(pinned->arn_in_force, pinned->version_in_force);
  if (version == nullptr) return "grants nothing yet" + outlook_text(world, *pinned);
  bool among = std::ranges::any_of(version->actions, [&](std::string const& each) {
    return equals_ignoring_case(each, action);
  });
  return fmt::format("{}{}; `{}` {} among them{}",
                     amount_text(*permissions.find(pinned->arn_in_force), *version),
                     version->condition.is_null() ? "" : " under a condition of its permission",
                     action, among ? "is" : "is not", outlook_text(world, *pinned));
}

/// The association that covers the caller: one in force, else the one that changed last; null when
/// none does.
Association const* nearest(Access const& world, Share const& share, AccountId caller) {
  Association const* best = nullptr;
  for (Association const& a : share.associations) {
    if (a.type != AssociationType::principal || !covers(world.organization(), a.entity, caller))
      continue;
    if (best == nullptr || (!best->in_force && (a.in_force || a.since >= best->since))) best = &a;
  }
  return best;
}

/// The caller is not among the share's principals, or moved.
std::string who_it_reaches(Access const& world, Share const& share, AccountId caller) {
  Organization const& organization = world.organization();
  std::vector<std::string> principals;
  for (Association const& a : share.associations)
    if (a.type == AssociationType::principal)
      principals.push_back(principal_text(organization, a.entity));
  Account const& account = organization.account(caller);
  std::string text =
      fmt::format("share `{}` reaches {}, not `{}`", share.name,
                  principals.empty() ? "nobody" : join(principals, ", "), account.name);
  if (account.ou != account.ou_in_force) {
    text +=
        fmt::format(", which RAM still sees in {} though it has moved to {}",
                    ou_text(organization, account.ou_in_force), ou_text(organization, account.ou));
  } else if (account.ou) {
    text += fmt::format(", which is in {}", ou_text(organization, account.ou));
  }
  return text;
}

/// Whom a principal of the caller's account stands for: `prod`, or `role/Deployer` of `prod` alone.
std::string reached_text(Access const& world, Association const& a, AccountId caller) {
  std::string const& name = world.organization().account(caller).name;
  auto arn = ArnView::split(a.entity);
  bool alone = arn && arn->service == "iam" && arn->resource != "root";
  return alone ? fmt::format("`{}` of `{}` alone", arn->resource, name) : fmt::format("`{}`", name);
}

/// The role that was named is gone, and one made anew under its name is another.
bool is_forsaken(Access const& world, Association const& a) {
  if (a.unique_id.empty()) return false;
  PrincipalId role = world.principals().find_arn(a.entity);
  return !role || world.principals()[role].unique_id != a.unique_id;
}

Finding finding(Access const& world, ShareId id, std::string_view resource, AccountId caller,
                std::string_view action) {
  Share const& share = world.shares().share(id);
  using enum Finding::Nearness;
  if (share.status == ShareStatus::deleted)
    return {reached_once, fmt::format("share `{}` is DELETED", share.name)};
  Association const* to = nearest(world, share, caller);
  if (to == nullptr) return {elsewhere, who_it_reaches(world, share, caller)};
  std::string const name = reached_text(world, *to, caller);
  if (is_forsaken(world, *to))
    return {reached_once,
            fmt::format("share `{}` meant a role that is gone, not the one that is {} now",
                        share.name, name)};
  if (!to->present())
    return {reached_once, fmt::format("share `{}` no longer reaches {}: {}", share.name, name,
                                      since(world, *to))};
  if (!to->in_force)
    return {not_in_force,
            fmt::format("share `{}` does not reach {} {}: {}{}", share.name, name,
                        to->status == AssociationStatus::associating ? "yet" : "any more",
                        since(world, *to), invitation_text(world, id, *to))};
  Association const* held = share.find(AssociationType::resource, resource);
  if (!held->in_force)
    return {not_in_force,
            fmt::format("share `{}` does not hold the resource{}: {}", share.name,
                        held->status == AssociationStatus::associating ? " yet" : " any more",
                        since(world, *held))};
  return {reaches, fmt::format("share `{}` reaches {} and {}", share.name, name,
                               grant_text(world, share, resource, action))};
}

}  // namespace

std::vector<std::string> describe_shares(Access const& world, std::string_view resource_arn,
                                         AccountId caller, std::string_view action) {
  std::vector<Finding> findings;
  for (ShareId id : world.shares().holding(resource_arn))
    findings.push_back(finding(world, id, resource_arn, caller, action));
  std::vector<std::string> out;
  for (auto nearness : {Finding::Nearness::reaches, Finding::Nearness::not_in_force,
                        Finding::Nearness::reached_once, Finding::Nearness::elsewhere})
    for (Finding& f : findings)
      if (f.nearness == nearness) out.push_back(std::move(f.sentence));
  return out;
}

std::vector<std::string> describe_reach(Access const& world, std::string_view resource_arn,
                                        AccountId caller) {
  std::vector<std::string> out;
  iam::RamResourceType const* type = iam::ram_resource_type_of(resource_arn);
  for (ShareId id : world.shares().holding(resource_arn)) {
    Share const& share = world.shares().share(id);
    Association const* to = nearest(world, share, caller);
    Association const* held = share.find(AssociationType::resource, resource_arn);
    PinnedPermission const* pinned = type == nullptr ? nullptr : share.permission_for(type->name);
    if (to == nullptr || !to->in_force || !held->in_force || pinned == nullptr ||
        pinned->arn_in_force.empty())
      continue;
    out.push_back(fmt::format("share `{}`: {} is {}, `{}` is {}, permission `{}` in force since {}",
                              share.name, principal_text(world.organization(), to->entity),
                              since(world, *to), last_name(resource_arn), since(world, *held),
                              last_name(pinned->arn_in_force),
                              format_clock(world.epoch(), pinned->since)));
  }
  return out;
}

}  // namespace rehearse::world
