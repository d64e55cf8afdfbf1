// Declaring the organization and its accounts.
#include <lua.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"
#include "sim/vocab/quotas.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

/// 111111111111, 222222222222, ... 999999999999 is kept for the management account.
std::string next_account_id(world::Organization const& organization) {
  for (int n = 1;; ++n) {
    std::string id = n < 9 ? std::string(12, static_cast<char>('0' + n))
                           : fmt::format("{:012}", 100'000'000'000LL + n);
    if (!organization.find_account(id)) return id;
  }
}

AccountId record_account(Host& host, std::string const& id, std::string const& name,
                         std::string const& region, OuId ou, trace::SourceLine where) {
  AccountId account{static_cast<std::uint32_t>(host.world().organization().accounts().size())};
  host.record().record(trace::AccountDefined{account, id, name, region, ou, std::move(where)});
  return account;
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> names;
  for (QuotaRow const& row : quota_rows()) names.push_back(row.setting);
  return names;
}

/// `word`: who has them, `account` or `organization` (those of its management account). A table
/// under a Region's name holds there.
Result<void> record_settings(Host& host, std::string_view word, AccountId account,
                             json::Value const& settings, std::string const& region = {}) {
  if (!settings.is_object())
    return fail(fmt::format("`{}.settings` is a table", word),
                "write settings = { concurrent_executions_max = 40 }");
  for (auto const& [name, value] : settings.as_object()) {
    if (region.empty() && is_region(name)) {
      if (auto done = record_settings(host, word, account, value, name); !done) return done;
      continue;
    }
    QuotaRow const* known = find_quota(name);
    if (known == nullptr && !is_instance_quota(name))
      return fail("there is no setting `" + shorten(name, 60) + "`",
                  did_you_mean(name, setting_names()));
    auto number = value.as_integer();
    std::int64_t const least = known == nullptr || known->of_new_accounts ? 0 : 1;
    if (!number || *number < least || *number > 1'000'000)
      return fail(fmt::format("`{}` is a whole number from {} to 1000000", name, least), {});
    bool const beyond_aws = known != nullptr && *number > known->aws_max;
    host.record().record(trace::SettingChanged{account, name, *number, beyond_aws, region});
  }
  return {};
}

struct OrganizationArgs {
  std::string name;
  std::vector<std::string> ous;
  std::optional<bool> ram_sharing;
  std::optional<std::string> features;
  std::optional<json::Value> settings;
};
script::Fields<OrganizationArgs> const kOrganization = {
    "organization",
    "organization { name = \"acme\", ous = { \"Workloads/Staging\", \"Workloads/Production\" } }",
    {script::required("name", &OrganizationArgs::name),
     script::optional("ous", &OrganizationArgs::ous),
     script::optional("ram_sharing", &OrganizationArgs::ram_sharing),
     script::optional("features", &OrganizationArgs::features),
     script::optional("settings", &OrganizationArgs::settings)}};

/// Makes every unit on the path that is not there yet.
Result<void> record_ou_path(Host& host, std::string const& organization, std::string const& path) {
  std::string so_far;
  OuId parent{0};
  int depth = 0;
  for (std::string_view name : split(path, '/')) {
    if (name.empty())
      return fail("`" + path + "` is no path of organizational units",
                  "write it like `Workloads/Production`");
    if (++depth > 5)
      return fail("`" + path + "` is deeper than an organization can be",
                  "at most 5 levels below the root");
    so_far += (so_far.empty() ? "" : "/") + std::string(name);
    OuId known = host.world().organization().find_ou_by_path(so_far);
    if (!known) {
      known = OuId{static_cast<std::uint32_t>(host.world().organization().ous().size())};
      std::string id =
          "ou-" + id_text(organization, 4) + "-" + id_text(organization + "/" + so_far, 8);
      host.record().record(trace::OuDefined{known, parent, id, std::string(name)});
    }
    parent = known;
  }
  return {};
}

/// With only consolidated billing there are no control policies, and RAM does not share with the
/// organization (sharing-and-access 2.1).
Result<FeatureSet> read_features(OrganizationArgs const& args) {
  auto features = enum_from<FeatureSet>(args.features.value_or("ALL"));
  if (!features)
    return fail("`organization.features` is `ALL` or `CONSOLIDATED_BILLING`",
                "write features = \"CONSOLIDATED_BILLING\"");
  if (*features != FeatureSet::all && args.ram_sharing.value_or(false))
    return fail("`organization.ram_sharing` needs all features",
                "leave `features` or `ram_sharing` out");
  return *features;
}

Outcome organization(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "organization"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kOrganization);
  if (!args) return std::unexpected(args.error());
  if (host.world().organization().exists())
    return fail("there is one organization in a scenario", "accounts outside of it leave `ou` out");
  if (!host.world().organization().accounts().empty())
    return fail("`organization` comes before the accounts", "move it to the top");
  auto features = read_features(*args);
  if (!features) return std::unexpected(features.error());
  std::string root = "r-" + id_text(args->name, 4);
  trace::SourceLine where = line_of(lua);
  std::string management = "999999999999";
  host.record().record(trace::OrganizationDefined{"o-" + id_text(args->name + "/id", 10),
                                                  args->name, root, management, *features, where});
  if (args->ram_sharing.value_or(*features == FeatureSet::all))
    host.record().record(trace::RamSharingMoved{RamSharing::on});
  host.record().record(trace::OuDefined{OuId{0}, {}, root, "Root"});
  for (std::string const& path : args->ous)
    if (auto made = record_ou_path(host, args->name, path); !made)
      return std::unexpected(made.error());
  AccountId account =
      record_account(host, management, args->name + "-management", "us-east-1", OuId{0}, where);
  if (args->settings)
    if (auto done = record_settings(host, "organization", account, *args->settings); !done)
      return std::unexpected(done.error());
  return pushed(lua, HandleKind::organization, 0);
}

struct AccountArgs {
  std::string name;
  std::optional<std::string> ou;
  std::optional<std::string> id;
  std::optional<std::string> region;
  std::optional<json::Value> settings;
};
script::Fields<AccountArgs> const kAccount = {
    "account",
    "account { name = \"staging\", ou = \"Workloads/Staging\" }",
    {script::required("name", &AccountArgs::name), script::optional("ou", &AccountArgs::ou),
     script::optional("id", &AccountArgs::id), script::optional("region", &AccountArgs::region),
     script::optional("settings", &AccountArgs::settings)}};

Outcome account(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "account"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kAccount);
  if (!args) return std::unexpected(args.error());
  world::Organization const& org = host.world().organization();
  if (args->name.empty())
    return fail("an account has a name", "write account { name = \"staging\" }");
  if (org.find_account_by_name(args->name))
    return fail("there are two accounts named `" + args->name + "`", "give each its own name");
  std::string id = args->id.value_or(next_account_id(org));
  if (!is_account_id(id))
    return fail("`" + shorten(id, 40) + "` is no account id", "an account id has 12 digits");
  if (org.find_account(id))
    return fail("there are two accounts with the id " + id,
                "leave `id` out to get the next free one");
  OuId ou;
  if (args->ou) {
    if (!org.exists())
      return fail("`ou` without an organization",
                  "write organization { name = \"acme\", ous = { \"" + *args->ou + "\" } } first");
    ou = org.find_ou_by_path(*args->ou);
    if (!ou) {
      std::vector<std::string> paths = ou_paths(org);
      std::vector<std::string_view> names(paths.begin(), paths.end());
      return fail("the organization has no unit `" + shorten(*args->ou, 80) + "`",
                  did_you_mean(*args->ou, names));
    }
  }
  auto region = read_region(args->region.value_or("us-east-1"));
  if (!region) return std::unexpected(region.error());
  AccountId made = record_account(host, id, args->name, *region, ou, line_of(lua));
  if (args->settings)
    if (auto done = record_settings(host, "account", made, *args->settings); !done)
      return std::unexpected(done.error());
  return pushed(lua, HandleKind::account, made.index);
}

}  // namespace

void add_account_words(script::Sandbox& sandbox) {
  sandbox.add_word<organization>("organization");
  sandbox.add_word<account>("account");
}

}  // namespace rehearse::scenario
