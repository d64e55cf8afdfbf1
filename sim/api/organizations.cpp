// The organization's tree: moving accounts, looking around. Source: sharing-and-access 2.4.
#include <fmt/format.h>

#include "sim/api/answers.hpp"

namespace rehearse::api::organizations {
namespace {

/// These calls belong to the management account.
std::optional<ApiError> not_management(Request const& r) {
  if (r.own_account().id == r.world().organization().management()) return std::nullopt;
  return access_denied("You don't have permissions to access this resource.");
}

json::Value parent_answer(World const& world, OuId ou) {
  world::Ou const& parent = world.organization().ou(ou);
  return json::Value{}
      .set("Id", parent.id)
      .set("Type", parent.parent ? "ORGANIZATIONAL_UNIT" : "ROOT");
}

}  // namespace

Needs move_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("organizations:MoveAccount");
}
Needs parents_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("organizations:ListParents");
}
Needs accounts_needs(World const&, Caller const&, json::Value const&) {
  return needs_nothing_named("organizations:ListAccountsForParent");
}

Answer move_account(Request& r) {
  if (auto refused = not_management(r)) return std::unexpected(*refused);
  world::Organization const& organization = r.world().organization();
  std::string account_id = text_of(r.input, "AccountId");
  AccountId account = organization.find_account(account_id);
  if (!account || !organization.account(account).ou)
    return std::unexpected(
        ApiError{"AccountNotFoundException",
                 "We can't find an AWS account with the AccountId that you specified."});
  OuId source = organization.find_ou(text_of(r.input, "SourceParentId"));
  if (!source || organization.account(account).ou != source)
    return std::unexpected(
        ApiError{"SourceParentNotFoundException",
                 "We can't find a source root or OU with the ParentId that you specified."});
  OuId destination = organization.find_ou(text_of(r.input, "DestinationParentId"));
  if (!destination)
    return std::unexpected(
        ApiError{"DestinationParentNotFoundException",
                 "We can't find the destination container with the ParentId that you specified."});
  if (destination == source)
    return std::unexpected(
        ApiError{"DuplicateAccountException",
                 "That account is already present in the specified destination."});
  r.call.accept();
  r.domain.propagation.move_account(account, destination);
  return json::Value{json::Object{}};
}

Answer list_parents(Request& r) {
  if (auto refused = not_management(r)) return std::unexpected(*refused);
  world::Organization const& organization = r.world().organization();
  std::string child = text_of(r.input, "ChildId");
  OuId parent;
  if (AccountId account = organization.find_account(child))
    parent = organization.account(account).ou;
  else if (OuId ou = organization.find_ou(child))
    parent = organization.ou(ou).parent;
  if (!parent)
    return std::unexpected(
        ApiError{"ChildNotFoundException",
                 "We can't find an OU or account with the ChildId that you specified."});
  return json::Value{}.set("Parents", json::Array{parent_answer(r.world(), parent)});
}

Answer list_accounts_for_parent(Request& r) {
  if (auto refused = not_management(r)) return std::unexpected(*refused);
  world::Organization const& organization = r.world().organization();
  OuId parent = organization.find_ou(text_of(r.input, "ParentId"));
  if (!parent)
    return std::unexpected(
        ApiError{"ParentNotFoundException",
                 "We can't find a root or OU with the ParentId that you specified."});
  json::Array items;
  for (world::Account const& account : organization.accounts())
    if (account.ou == parent)
      items.push_back(
          json::Value{}.set("Id", account.id).set("Name", account.name).set("Status", "ACTIVE"));
  return page(r.input, std::move(items), {"Accounts"});
}

}  // namespace rehearse::api::organizations
