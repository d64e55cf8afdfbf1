// The organization's tree: looking around, making and deleting units, moving accounts.
// Source: sharing-and-access 2.1, 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

constexpr int kDepthMax = 5;  // units below the root

std::expected<OuId, ApiError> parent_of_call(Request const& r) {
  return find_parent(r, "ParentId", "ParentNotFoundException",
                     "We can't find a root or OU with the ParentId that you specified.");
}

std::expected<OuId, ApiError> unit_of_call(Request const& r) {
  constexpr std::string_view kCode = "OrganizationalUnitNotFoundException";
  constexpr std::string_view kText =
      "We can't find an OU with the OrganizationalUnitId that you specified.";
  auto unit = find_parent(r, "OrganizationalUnitId", kCode, kText);
  if (unit && !r.world().organization().ou(*unit).parent)
    return std::unexpected(ApiError{std::string(kCode), std::string(kText)});
  return unit;
}

json::Value parent_answer(World const& world, OuId ou) {
  world::Ou const& parent = world.organization().ou(ou);
  return json::Value{}
      .set("Id", parent.id)
      .set("Type", parent.parent ? "ORGANIZATIONAL_UNIT" : "ROOT");
}

std::vector<OuId> units_below(World const& world, OuId parent) {
  std::vector<OuId> out;
  auto const& ous = world.organization().ous();
  for (std::uint32_t i = 0; i < ous.size(); ++i)
    if (ous[i].parent == parent && !ous[i].deleted) out.push_back({i});
  return out;
}

/// Of one unit; of the whole organization when none is given.
std::vector<AccountId> accounts_in(World const& world, std::optional<OuId> ou) {
  std::vector<AccountId> out;
  auto const& accounts = world.organization().accounts();
  for (std::uint32_t i = 0; i < accounts.size(); ++i)
    if (accounts[i].ou && (!ou || accounts[i].ou == *ou)) out.push_back({i});
  return out;
}

json::Array account_answers(World const& world, std::optional<OuId> ou) {
  json::Array items;
  for (AccountId account : accounts_in(world, ou)) items.push_back(account_answer(world, account));
  return items;
}

std::string new_unit_id(World const& world, OuId parent, std::string const& name) {
  world::Organization const& organization = world.organization();
  std::string const key = organization.ou(parent).path + name;
  for (int n = 0;; ++n) {
    Stream stream(0, n == 0 ? key : fmt::format("{}/{}", key, n));
    std::string id =
        fmt::format("ou-{}-{}", organization.ou(OuId{0}).id.substr(2), stream.alphanumeric(8));
    if (std::ranges::find(organization.ous(), id, &world::Ou::id) == organization.ous().end())
      return id;
  }
}

/// Another unit below the same parent has the name.
std::optional<ApiError> unit_name_taken(World const& world, OuId parent, std::string_view name,
                                        OuId but) {
  for (OuId unit : units_below(world, parent))
    if (unit != but && world.organization().ou(unit).name == name)
      return ApiError{"DuplicateOrganizationalUnitException",
                      "An OU with the same name already exists."};
  return std::nullopt;
}

}  // namespace

Answer describe_organization(Request& r) {
  world::Organization const& organization = r.world().organization();
  AccountId management = organization.find_account(organization.management());
  return json::Value{}.set("Organization",
                           json::Value{}
                               .set("Id", organization.id())
                               .set("Arn", organization.arn())
                               .set("FeatureSet", name_of(organization.features()))
                               .set("MasterAccountArn", account_arn(r.world(), management))
                               .set("MasterAccountId", organization.management()));
}

Answer list_roots(Request& r) {
  return page(r.input, json::Array{root_answer(r.world())}, {"Roots"});
}

Answer list_accounts(Request& r) {
  return page(r.input, account_answers(r.world(), std::nullopt), {"Accounts"});
}

Answer list_accounts_for_parent(Request& r) {
  auto parent = parent_of_call(r);
  if (!parent) return std::unexpected(parent.error());
  return page(r.input, account_answers(r.world(), *parent), {"Accounts"});
}

Answer list_units_for_parent(Request& r) {
  auto parent = parent_of_call(r);
  if (!parent) return std::unexpected(parent.error());
  json::Array items;
  for (OuId unit : units_below(r.world(), *parent)) items.push_back(unit_answer(r.world(), unit));
  return page(r.input, std::move(items), {"OrganizationalUnits"});
}

Answer list_parents(Request& r) {
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

Answer list_children(Request& r) {
  auto parent = parent_of_call(r);
  if (!parent) return std::unexpected(parent.error());
  std::string const type = text_of(r.input, "ChildType");
  json::Array items;
  auto add = [&](std::string const& id) {
    items.push_back(json::Value{}.set("Id", id).set("Type", type));
  };
  world::Organization const& organization = r.world().organization();
  if (type == "ACCOUNT")
    for (AccountId account : accounts_in(r.world(), *parent)) add(organization.account(account).id);
  else
    for (OuId unit : units_below(r.world(), *parent)) add(organization.ou(unit).id);
  return page(r.input, std::move(items), {"Children"});
}

Answer describe_account(Request& r) {
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  return json::Value{}.set("Account", account_answer(r.world(), *account));
}

Answer describe_unit(Request& r) {
  auto unit = unit_of_call(r);
  if (!unit) return std::unexpected(unit.error());
  return json::Value{}.set("OrganizationalUnit", unit_answer(r.world(), *unit));
}

Answer create_unit(Request& r) {
  if (auto refused = tags_given(r)) return std::unexpected(*refused);
  auto parent = parent_of_call(r);
  if (!parent) return std::unexpected(parent.error());
  world::Organization const& organization = r.world().organization();
  std::string const name = text_of(r.input, "Name");
  if (auto taken = unit_name_taken(r.world(), *parent, name, {})) return std::unexpected(*taken);
  if (organization.depth(*parent) >= kDepthMax)
    return std::unexpected(constraint_violation(
        fmt::format("You have exceeded the maximum depth of {} levels of OUs.", kDepthMax)));
  r.call.accept();
  OuId unit{static_cast<std::uint32_t>(organization.ous().size())};
  r.domain.context().record.record(
      trace::OuDefined{unit, *parent, new_unit_id(r.world(), *parent, name), name});
  return json::Value{}.set("OrganizationalUnit", unit_answer(r.world(), unit));
}

/// A new name; the id, the ARN and what is attached stay.
Answer update_unit(Request& r) {
  auto unit = unit_of_call(r);
  if (!unit) return std::unexpected(unit.error());
  world::Ou const& known = r.world().organization().ou(*unit);
  std::string const name = text_of(r.input, "Name");
  if (auto taken = unit_name_taken(r.world(), known.parent, name, *unit))
    return std::unexpected(*taken);
  r.call.accept();
  if (!name.empty() && name != known.name)
    r.domain.context().record.record(trace::OuRenamed{*unit, name});
  return json::Value{}.set("OrganizationalUnit", unit_answer(r.world(), *unit));
}

Answer delete_unit(Request& r) {
  auto unit = unit_of_call(r);
  if (!unit) return std::unexpected(unit.error());
  if (!units_below(r.world(), *unit).empty() || !accounts_in(r.world(), *unit).empty())
    return std::unexpected(
        ApiError{"OrganizationalUnitNotEmptyException",
                 "The specified OU is not empty. Move all accounts to another root or to other "
                 "OUs, remove all child OUs, and try the operation again."});
  r.call.accept();
  r.domain.context().record.record(trace::OuDeleted{*unit});
  return json::Value{json::Object{}};
}

Answer move_account(Request& r) {
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  constexpr std::string_view kCode = "SourceParentNotFoundException";
  constexpr std::string_view kText =
      "We can't find a source root or OU with the ParentId that you specified.";
  auto source = find_parent(r, "SourceParentId", kCode, kText);
  if (!source || r.world().organization().account(*account).ou != *source)
    return std::unexpected(ApiError{std::string(kCode), std::string(kText)});
  auto destination =
      find_parent(r, "DestinationParentId", "DestinationParentNotFoundException",
                  "We can't find the destination container with the ParentId that you specified.");
  if (!destination) return std::unexpected(destination.error());
  if (*destination == *source)
    return std::unexpected(
        ApiError{"DuplicateAccountException",
                 "That account is already present in the specified destination."});
  r.call.accept();
  r.domain.propagation.move_account(*account, *destination);
  return json::Value{json::Object{}};
}

}  // namespace rehearse::api::organizations
