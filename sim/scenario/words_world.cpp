// Declaring the world: organization, account, role, resource_share. What stands at the epoch is in
// force at the epoch.
#include <lua.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "sim/api/ram_parts.hpp"
#include "sim/base/hash.hpp"
#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/iam/policy.hpp"
#include "sim/iam/ram_permissions.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

Result<void> only_at_top(Host& host, std::string const& word) {
  if (host.declaring()) return {};
  return fail("`" + word + "` stands at the top level", "declare the world before the actors run");
}

/// `n` lower-case letters and digits that follow from a name, for ids that AWS draws.
std::string id_text(std::string_view name, std::size_t n) {
  return Stream(0, name).alphanumeric(n);
}

Outcome pushed(lua_State* lua, HandleKind kind, std::uint32_t index) {
  push_handle(lua, {kind, index});
  return 1;
}

// ---- accounts
// --------------------------------------------------------------------------------------------------

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

struct OrganizationArgs {
  std::string name;
  std::vector<std::string> ous;
  std::optional<bool> ram_sharing;
};
script::Fields<OrganizationArgs> const kOrganization = {
    "organization",
    "organization { name = \"acme\", ous = { \"Workloads/Staging\", \"Workloads/Production\" } }",
    {script::required("name", &OrganizationArgs::name),
     script::optional("ous", &OrganizationArgs::ous),
     script::optional("ram_sharing", &OrganizationArgs::ram_sharing)}};

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

Outcome organization(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "organization"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kOrganization);
  if (!args) return std::unexpected(args.error());
  if (host.world().organization().exists())
    return fail("there is one organization in a scenario", "accounts outside of it leave `ou` out");
  if (!host.world().organization().accounts().empty())
    return fail("`organization` comes before the accounts", "move it to the top");
  std::string root = "r-" + id_text(args->name, 4);
  trace::SourceLine where = line_of(lua);
  std::string management = "999999999999";
  host.record().record(trace::OrganizationDefined{"o-" + id_text(args->name + "/id", 10),
                                                  args->name, root, management,
                                                  args->ram_sharing.value_or(true), where});
  host.record().record(trace::OuDefined{OuId{0}, {}, root, "Root"});
  for (std::string const& path : args->ous)
    if (auto made = record_ou_path(host, args->name, path); !made)
      return std::unexpected(made.error());
  record_account(host, management, args->name + "-management", "us-east-1", OuId{0}, where);
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

struct Setting {
  std::string_view name;
  std::int64_t aws_max;  // beyond this AWS would not go; -1: AWS has no such setting
};
constexpr Setting kSettings[] = {
    {"concurrent_executions_max", 1'000'000},  // adjustable quota L-F88776CD
    {"pipeline_steps_max", 50},                // not adjustable (sagemaker-pipelines 5.1)
    {"running_steps_max", -1},                 // the simulator's own queue
};

/// Those of pipelines, and RAM's quotas, which AWS adjusts on request.
std::vector<Setting> all_settings() {
  std::vector<Setting> all(std::begin(kSettings), std::end(kSettings));
  for (api::ram::QuotaRow const& row : api::ram::quota_rows())
    all.push_back({row.setting, 1'000'000});
  return all;
}

Result<void> record_settings(Host& host, AccountId account, json::Value const& settings) {
  if (!settings.is_object())
    return fail("`account.settings` is a table",
                "write settings = { concurrent_executions_max = 40 }");
  std::vector<Setting> const all = all_settings();
  for (auto const& [name, value] : settings.as_object()) {
    auto known = std::ranges::find(all, name, &Setting::name);
    if (known == all.end()) {
      std::vector<std::string_view> names;
      for (Setting const& each : all) names.push_back(each.name);
      return fail("there is no setting `" + shorten(name, 60) + "`", did_you_mean(name, names));
    }
    auto number = value.as_integer();
    if (!number || *number < 1 || *number > 1'000'000)
      return fail("`" + name + "` is a whole number from 1 to 1000000", {});
    host.record().record(trace::SettingChanged{account, name, *number, *number > known->aws_max});
  }
  return {};
}

/// The regions of the partition `aws`.
constexpr std::string_view kRegions[] = {
    "af-south-1",     "ap-east-1",      "ap-east-2",      "ap-northeast-1", "ap-northeast-2",
    "ap-northeast-3", "ap-south-1",     "ap-south-2",     "ap-southeast-1", "ap-southeast-2",
    "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
    "ca-central-1",   "ca-west-1",      "eu-central-1",   "eu-central-2",   "eu-north-1",
    "eu-south-1",     "eu-south-2",     "eu-west-1",      "eu-west-2",      "eu-west-3",
    "il-central-1",   "me-central-1",   "me-south-1",     "mx-central-1",   "sa-east-1",
    "us-east-1",      "us-east-2",      "us-west-1",      "us-west-2",
};

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
  std::string region = args->region.value_or("us-east-1");
  if (std::ranges::find(kRegions, region) == std::end(kRegions)) {
    std::string hint = did_you_mean(region, kRegions);
    return fail("there is no region `" + shorten(region, 40) + "`",
                hint.empty() ? "write it like `us-east-1`" : hint);
  }
  AccountId made = record_account(host, id, args->name, region, ou, line_of(lua));
  if (args->settings)
    if (auto done = record_settings(host, made, *args->settings); !done)
      return std::unexpected(done.error());
  return pushed(lua, HandleKind::account, made.index);
}

// ---- roles
// -----------------------------------------------------------------------------------------------------

struct RoleArgs {
  AccountArgument account;
  std::string name;
  std::optional<std::string> path;
  std::optional<std::string> trusts;
  std::vector<DocumentArgument> policies;
};
script::Fields<RoleArgs> const kRole = {
    "role",
    "role { account = staging, name = \"MlPlatform\", policies = { \"policies/ml-platform.json\" } "
    "}",
    {script::required("account", &RoleArgs::account), script::required("name", &RoleArgs::name),
     script::optional("path", &RoleArgs::path), script::optional("trusts", &RoleArgs::trusts),
     script::optional("policies", &RoleArgs::policies)}};

/// A role trusts a service, or (when nothing is said) its own account.
json::Value trust_document(std::string const& trusts, std::string const& account) {
  json::Value principal;
  if (trusts.ends_with(".amazonaws.com"))
    principal.set("Service", trusts);
  else
    principal.set("AWS", trusts.empty() ? "arn:aws:iam::" + account + ":root" : trusts);
  json::Value statement;
  statement.set("Effect", "Allow")
      .set("Principal", std::move(principal))
      .set("Action", "sts:AssumeRole");
  return json::Value{}
      .set("Version", "2012-10-17")
      .set("Statement", json::Array{std::move(statement)});
}

Outcome role(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "role"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kRole);
  if (!args) return std::unexpected(args.error());
  world::World const& world = host.world();
  world::Account const& owner = world.organization().account(args->account.id);
  if (auto named =
          check_name(args->name, "name of a role", "1 to 64 letters, digits and _+=,.@- (RoleName)",
                     *calls::find_operation("iam", "PutRolePolicy"), "RoleName");
      !named)
    return std::unexpected(named.error());
  if (world.principals().find(args->account.id, args->name))
    return fail("the account `" + owner.name + "` has two roles named `" + args->name + "`",
                "give each its own name");
  std::string path = args->path.value_or("/");
  if (!path.starts_with('/') || !path.ends_with('/'))
    return fail("`" + shorten(path, 60) + "` is no path of a role",
                "it starts and ends with a slash: `/team/`");
  std::vector<ReadPolicy> policies;
  for (std::size_t i = 0; i < args->policies.size(); ++i) {
    auto policy = read_policy(host, args->policies[i], iam::PolicyKind::identity,
                              fmt::format("policy {} of {}", i + 1, args->name));
    if (!policy) return std::unexpected(policy.error());
    policies.push_back(std::move(*policy));
  }
  RoleId id{static_cast<std::uint32_t>(world.principals().roles().size())};
  std::string unique = "AROA" + to_upper(Stream(0, owner.name + "/" + args->name).alphanumeric(16));
  DocumentId trust =
      host.record().document(trace::DocumentKind::trust, "trust policy of " + args->name,
                             json::dump(trust_document(args->trusts.value_or(""), owner.id)));
  host.record().record(
      trace::RoleDefined{id, args->account.id, path, args->name, unique, trust, line_of(lua)});
  for (ReadPolicy const& policy : policies) {
    DocumentId document =
        host.record().document(trace::DocumentKind::policy, policy.name, policy.text);
    host.record().record(trace::RolePolicyStored{id, policy.name, document});
    host.record().record(trace::RolePolicyInForce{id, policy.name, document});
  }
  return pushed(lua, HandleKind::role, id.index);
}

// ---- shares that stand at the epoch
// ----------------------------------------------------------------------------

struct ShareArgs {
  AccountArgument account;
  std::string name;
  std::vector<PipelineArgument> resources;
  DocumentArgument principals;
  std::optional<std::string> permission;
  std::optional<bool> allow_external;
  std::optional<bool> retain;
};
script::Fields<ShareArgs> const kShare = {
    "resource_share",
    "resource_share { account = staging, name = \"churn\", resources = { churn }, principals = { "
    "production } }",
    {script::required("account", &ShareArgs::account), script::required("name", &ShareArgs::name),
     script::required("resources", &ShareArgs::resources),
     script::required("principals", &ShareArgs::principals),
     script::optional("permission", &ShareArgs::permission),
     script::optional("allow_external", &ShareArgs::allow_external),
     script::optional("retain_on_leaving", &ShareArgs::retain)}};

/// Somebody to share with: an account id, or an ARN of IAM or Organizations.
bool is_principal(std::string_view text) {
  auto arn = ArnView::split(text);
  return is_account_id(domain::account_of_principal(text)) ||
         (arn && arn->service == "organizations");
}

/// Associated from the first instant on; an account outside has accepted long ago. What is named
/// twice is associated once.
void stand(Host& host, ShareId share, AssociationType type, std::string const& entity) {
  if (host.world().shares().share(share).find(type, entity) == nullptr)
    host.domain().sharing.stand(share, type, entity);
}

Outcome resource_share(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "resource_share"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kShare);
  if (!args) return std::unexpected(args.error());
  std::string permission = args->permission.value_or(
      std::string(iam::default_ram_permission("sagemaker:Pipeline")->arn));
  if (iam::find_ram_permission(permission) == nullptr)
    return fail("there is no permission `" + shorten(permission, 120) + "`",
                iam::nearest_ram_permission(permission));
  json::Value principals = resolve_handles(host.world(), args->principals.value);
  if (!principals.is_array())
    return fail("`resource_share.principals` is a list", "write principals = { production }");
  bool allow_external = args->allow_external.value_or(true), retain = args->retain.value_or(false);
  if (retain && !allow_external)
    return fail("a share that is retained on leaving allows external principals",
                "leave out allow_external = false");
  ShareId share =
      host.domain().sharing.create(args->account.id, args->name, allow_external, retain);
  host.domain().sharing.pin(share, permission);
  for (PipelineArgument const& resource : args->resources) {
    world::Pipeline const& pipeline = host.world().pipelines()[resource.id];
    if (pipeline.account != args->account.id)
      return fail("`" + host.world().organization().account(args->account.id).name +
                      "` does not own the pipeline `" + pipeline.name + "`",
                  "only the owner shares a resource");
    stand(host, share, AssociationType::resource, pipeline.arn);
  }
  for (json::Value const& principal : principals.as_array()) {
    if (!principal.is_string() || !is_principal(principal.as_string()))
      return fail("`" + shorten(json::dump(principal), 120) + "` is no principal",
                  "a principal is an account, a role, an organization or unit, an ARN or an "
                  "account id");
    stand(host, share, AssociationType::principal, principal.as_string());
  }
  return pushed(lua, HandleKind::share, share.index);
}

// ---- handles
// ---------------------------------------------------------------------------------------------------

Outcome handle_index(lua_State* lua) {
  lua_settop(lua, 1);
  set_handle_index(lua);
  return 0;
}

Outcome handle_kind(lua_State* lua) {
  auto handle = to_handle(lua, 1);
  lua_pushstring(lua, handle ? std::string(kind_text(handle->kind)).c_str() : "");
  return 1;
}

/// core.property(handle, key)
Outcome property(Host& host, lua_State* lua) {
  auto handle = to_handle(lua, 1);
  std::string key = lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "?";
  if (handle->kind == HandleKind::organization && key == "management")
    return pushed(
        lua, HandleKind::account,
        host.world().organization().find_account(host.world().organization().management()).index);
  if (auto text = handle_property(host.world(), *handle, key)) {
    lua_pushlstring(lua, text->data(), text->size());
    return 1;
  }
  std::vector<std::string_view> known = handle_properties(handle->kind);
  std::string hint = did_you_mean(key, known);
  std::vector<std::string> names(known.begin(), known.end());
  return fail(fmt::format("`{}` has no `{}`", kind_text(handle->kind), shorten(key, 40)),
              hint.empty() ? "it has " + join(names, ", ") : hint);
}

/// core.ou(path) -> the unit
Outcome ou(Host& host, lua_State* lua) {
  auto path = script::argument<std::string>(lua, 1, "organization:ou", "a path");
  if (!path) return std::unexpected(path.error());
  world::Organization const& organization = host.world().organization();
  OuId found = organization.find_ou_by_path(*path);
  if (!found) {
    std::vector<std::string> paths = ou_paths(organization);
    std::vector<std::string_view> names(paths.begin(), paths.end());
    return fail("the organization has no unit `" + shorten(*path, 80) + "`",
                did_you_mean(*path, names));
  }
  return pushed(lua, HandleKind::ou, found.index);
}

}  // namespace

void add_world_words(script::Sandbox& sandbox) {
  sandbox.add_word<organization>("organization");
  sandbox.add_word<account>("account");
  sandbox.add_word<role>("role");
  sandbox.add_word<resource_share>("resource_share");
  sandbox.add_core<handle_index>("handle_index");
  sandbox.add_core<handle_kind>("handle_kind");
  sandbox.add_core<property>("property");
  sandbox.add_core<ou>("ou");
}

}  // namespace rehearse::scenario
