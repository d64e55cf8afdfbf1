// Declaring roles, users, groups and managed policies. What stands at the epoch is in force at the
// epoch.
#include <lua.hpp>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/iam/aws_policies.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/failure.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct IdentityArgs {
  AccountArgument account;
  std::string name;
  std::optional<std::string> path;
  std::optional<json::Value> trusts;
  std::optional<DocumentArgument> trust;
  std::vector<PolicyArgument> policies;
  std::optional<PolicyArgument> boundary;
  std::optional<json::Value> tags;
  std::optional<Duration> session_max;
  std::vector<GroupArgument> groups;
};

script::Fields<IdentityArgs> const kRole = {
    "role",
    "role { account = staging, name = \"MlPlatform\", policies = { \"policies/ml-platform.json\" } "
    "}",
    {script::required("account", &IdentityArgs::account),
     script::required("name", &IdentityArgs::name), script::optional("path", &IdentityArgs::path),
     script::optional("trusts", &IdentityArgs::trusts),
     script::optional("trust", &IdentityArgs::trust),
     script::optional("policies", &IdentityArgs::policies),
     script::optional("boundary", &IdentityArgs::boundary),
     script::optional("tags", &IdentityArgs::tags),
     script::optional("session_max", &IdentityArgs::session_max)}};

script::Fields<IdentityArgs> const kUser = {
    "user",
    "user { account = staging, name = \"ana\", policies = { \"policies/engineer.json\" } }",
    {script::required("account", &IdentityArgs::account),
     script::required("name", &IdentityArgs::name), script::optional("path", &IdentityArgs::path),
     script::optional("policies", &IdentityArgs::policies),
     script::optional("boundary", &IdentityArgs::boundary),
     script::optional("tags", &IdentityArgs::tags),
     script::optional("groups", &IdentityArgs::groups)}};

script::Fields<IdentityArgs> const kGroup = {
    "group",
    "group { account = staging, name = \"engineers\", policies = { \"policies/engineer.json\" } }",
    {script::required("account", &IdentityArgs::account),
     script::required("name", &IdentityArgs::name), script::optional("path", &IdentityArgs::path),
     script::optional("policies", &IdentityArgs::policies)}};

Result<std::string> checked_path(std::optional<std::string> const& given, std::string_view what) {
  std::string path = given.value_or("/");
  if (path.starts_with('/') && path.ends_with('/')) return path;
  return fail("`" + shorten(path, 60) + "` is no path of " + with_article(what),
              "it starts and ends with a slash: `/team/`");
}

/// Who a role trusts, as the principal of its trust policy: services, accounts, roles, users.
Result<json::Value> trust_document(Host& host, std::optional<json::Value> const& trusts,
                                   std::string const& account) {
  json::Value given = trusts ? resolve_handles(host.world(), *trusts)
                             : json::Value{"arn:aws:iam::" + account + ":root"};  // its own account
  json::Array list = given.is_array() ? given.as_array() : json::Array{given};
  json::Array services, principals;
  for (json::Value const& each : list) {
    if (!each.is_string() || each.as_string().empty())
      return fail("`role.trusts` is a service, an account, a role or a user, or a list of these",
                  "write trusts = \"sagemaker.amazonaws.com\"");
    std::string const& text = each.as_string();
    (text.ends_with(".amazonaws.com") ? services : principals).push_back(text);
  }
  auto one_or_all = [](json::Array& all) {
    return all.size() == 1 ? all.front() : json::Value{std::move(all)};
  };
  json::Value principal, statement;
  if (!services.empty()) principal.set("Service", one_or_all(services));
  if (!principals.empty()) principal.set("AWS", one_or_all(principals));
  statement.set("Effect", "Allow")
      .set("Principal", std::move(principal))
      .set("Action", "sts:AssumeRole");
  return json::Value{}
      .set("Version", "2012-10-17")
      .set("Statement", json::Array{std::move(statement)});
}

/// The ARN of a managed policy that was given by handle or ARN; empty for a document.
std::string managed_arn(Host& host, PolicyArgument const& given) {
  auto handle = from_marker(given.document.value);
  return handle ? handle_property(host.world(), *handle, "arn").value_or("") : given.arn;
}

/// What a new identity has, each checked before anything is recorded; without the principal.
using Slots = std::vector<trace::IamStored>;

Result<void> add_policies(Host& host, IdentityArgs const& args, std::string const& name,
                          Slots& out) {
  for (std::size_t i = 0; i < args.policies.size(); ++i) {
    PolicyArgument const& policy = args.policies[i];
    trace::IamStored slot;
    if (std::string arn = managed_arn(host, policy); !arn.empty()) {
      if (auto known = know_managed_policy(host, arn); !known) return known;
      slot.slot = IamSlot::attached_policy;
      slot.name = arn;
    } else {
      auto read = read_policy(host, policy.document, iam::PolicyKind::identity,
                              fmt::format("policy {} of {}", i + 1, name));
      if (!read) return std::unexpected(read.error());
      slot.slot = IamSlot::inline_policy;
      slot.name = read->name;
      slot.document =
          host.record().document(trace::DocumentKind::policy, read->name, read->text, read->lines);
    }
    out.push_back(std::move(slot));
  }
  return {};
}

Result<void> add_boundary(Host& host, IdentityArgs const& args, Slots& out) {
  if (!args.boundary) return {};
  std::string const arn = managed_arn(host, *args.boundary);
  if (arn.empty())
    return fail("`boundary` is a managed policy",
                "write boundary = managed_policy { account = ..., name = ..., policy = ... }");
  if (auto known = know_managed_policy(host, arn); !known) return known;
  trace::IamStored slot;
  slot.slot = IamSlot::boundary;
  slot.name = arn;
  out.push_back(std::move(slot));
  return {};
}

Result<void> add_tags(IdentityArgs const& args, Slots& out) {
  auto tags = read_tags(args.tags, "tags");
  if (!tags) return std::unexpected(tags.error());
  for (auto& [key, value] : *tags) {
    trace::IamStored slot;
    slot.slot = IamSlot::tag;
    slot.name = key;
    slot.value = value;
    out.push_back(std::move(slot));
  }
  return {};
}

Result<void> add_trust(Host& host, IdentityArgs const& args, std::string const& account,
                       Slots& out) {
  if (args.trust && args.trusts)
    return fail("`trusts` and `trust` say the same", "keep one of the two");
  std::string text;
  if (args.trust) {
    auto read =
        read_policy(host, *args.trust, iam::PolicyKind::trust, "trust policy of " + args.name);
    if (!read) return std::unexpected(read.error());
    text = read->text;
  } else {
    auto document = trust_document(host, args.trusts, account);
    if (!document) return std::unexpected(document.error());
    text = json::dump(*document);
  }
  trace::IamStored slot;
  slot.slot = IamSlot::trust;
  slot.document = host.record().document(trace::DocumentKind::trust, "trust policy of " + args.name,
                                         std::move(text));
  out.push_back(std::move(slot));
  if (!args.session_max) return {};
  auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*args.session_max).count();
  if (seconds < 3600 || seconds > 43200)
    return fail("`session_max` is from 1 to 12 hours", "write session_max = \"4h\"");
  trace::IamStored max;
  max.slot = IamSlot::session_max;
  max.value = std::to_string(seconds);
  out.push_back(std::move(max));
  return {};
}

/// The name's rules are those of the call that would make it.
Result<void> check_identity_name(IdentityArgs const& args, IdentityKind kind, Host& host) {
  constexpr std::string_view kRule = "1 to 64 letters, digits and _+=,.@- (RoleName)";
  std::string const what(name_of(kind));
  if (auto named = check_name(args.name, "name of " + with_article(what), std::string(kRule),
                              *calls::find_operation("iam", "PutRolePolicy"), "RoleName");
      !named)
    return named;
  if (host.world().principals().find(args.account.id, kind, args.name))
    return fail("the account `" + host.world().organization().account(args.account.id).name +
                    "` has two " + what + "s named `" + args.name + "`",
                "give each its own name");
  return {};
}

Outcome declare_identity(Host& host, lua_State* lua, IdentityKind kind, HandleKind handle,
                         script::Fields<IdentityArgs> const& fields) {
  std::string const word(name_of(kind));
  if (auto top = only_at_top(host, word); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, fields);
  if (!args) return std::unexpected(args.error());
  if (auto named = check_identity_name(*args, kind, host); !named)
    return std::unexpected(named.error());
  auto path = checked_path(args->path, word);
  if (!path) return std::unexpected(path.error());
  std::string const account = host.world().organization().account(args->account.id).id;
  Slots given;
  if (kind == IdentityKind::role)
    if (auto trust = add_trust(host, *args, account, given); !trust)
      return std::unexpected(trust.error());
  if (auto added = add_policies(host, *args, args->name, given); !added)
    return std::unexpected(added.error());
  if (auto added = add_boundary(host, *args, given); !added) return std::unexpected(added.error());
  if (auto added = add_tags(*args, given); !added) return std::unexpected(added.error());
  for (GroupArgument const& group : args->groups) {
    world::Principal const& g = host.world().principals()[group.id];
    if (g.account != args->account.id)
      return fail("the group `" + g.name + "` is of another account",
                  "a user's groups are of its own account");
    trace::IamStored slot;
    slot.slot = IamSlot::membership;
    slot.name = g.name;
    given.push_back(std::move(slot));
  }
  domain::Identities& identities = host.domain().identities;
  PrincipalId id = identities.define(kind, args->account.id, *path, args->name, line_of(lua));
  identities.stand(trace::IamStored{id, IamSlot::existence, {}, {}, {}, true});
  for (trace::IamStored& slot : given) {
    slot.principal = id;
    identities.stand(slot);
  }
  return pushed(lua, handle, id.index);
}

Outcome role(Host& host, lua_State* lua) {
  return declare_identity(host, lua, IdentityKind::role, HandleKind::role, kRole);
}
Outcome user(Host& host, lua_State* lua) {
  return declare_identity(host, lua, IdentityKind::user, HandleKind::user, kUser);
}
Outcome group(Host& host, lua_State* lua) {
  return declare_identity(host, lua, IdentityKind::group, HandleKind::group, kGroup);
}

struct ManagedPolicyArgs {
  AccountArgument account;
  std::string name;
  std::optional<std::string> path;
  DocumentArgument policy;
};
script::Fields<ManagedPolicyArgs> const kManagedPolicy = {
    "managed_policy",
    "managed_policy { account = staging, name = \"Boundary\", policy = \"policies/boundary.json\" "
    "}",
    {script::required("account", &ManagedPolicyArgs::account),
     script::required("name", &ManagedPolicyArgs::name),
     script::optional("path", &ManagedPolicyArgs::path),
     script::required("policy", &ManagedPolicyArgs::policy)}};

Outcome managed_policy(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "managed_policy"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kManagedPolicy);
  if (!args) return std::unexpected(args.error());
  auto path = checked_path(args->path, "managed policy");
  if (!path) return std::unexpected(path.error());
  std::string const arn =
      policy_arn(host.world().organization().account(args->account.id).id, *path, args->name);
  auto const& policies = host.world().access().managed_policies();
  if (args->name.empty() || args->name.size() > 128 || policies.find(arn) != nullptr)
    return fail("`" + shorten(args->name, 60) + "` is no name for a managed policy",
                "1 to 128 letters, each name once in an account");
  auto read = read_policy(host, args->policy, iam::PolicyKind::identity, args->name);
  if (!read) return std::unexpected(read.error());
  DocumentId document =
      host.record().document(trace::DocumentKind::policy, read->name, read->text, read->lines);
  host.domain().identities.stand(trace::ManagedPolicyStored{arn, 1, document, true, line_of(lua)});
  return pushed(lua, HandleKind::policy, static_cast<std::uint32_t>(policies.all().size() - 1));
}

/// core.root(account) -> the account's root user
Outcome root(Host& host, lua_State* lua) {
  auto account = script::argument<AccountArgument>(lua, 1, "root", "an account");
  if (!account) return std::unexpected(account.error());
  return pushed(lua, HandleKind::root,
                host.domain().identities.root(account->id, line_of(lua)).index);
}

}  // namespace

Result<void> know_managed_policy(Host& host, std::string const& arn) {
  host.domain().identities.know_aws_policy(arn);
  if (host.world().access().managed_policies().find(arn) != nullptr) return {};
  std::vector<std::string_view> names;
  for (iam::AwsPolicy const& policy : iam::aws_policies()) names.push_back(policy.arn);
  return fail("there is no managed policy `" + shorten(arn, 120) + "`", did_you_mean(arn, names));
}

void add_identity_words(script::Sandbox& sandbox) {
  sandbox.add_word<role>("role");
  sandbox.add_word<user>("user");
  sandbox.add_word<group>("group");
  sandbox.add_word<managed_policy>("managed_policy");
  sandbox.add_core<root>("root");
}

}  // namespace rehearse::scenario
