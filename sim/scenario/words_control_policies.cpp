// Declaring the policies that an organization sets over its accounts. Their type is switched on
// with the first of them.
#include <lua.hpp>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct ControlPolicyArgs {
  std::string name;
  DocumentArgument policy;
  DocumentArgument targets;
  std::optional<bool> only;
};

script::Fields<ControlPolicyArgs> fields_of(std::string_view word) {
  return {word,
          word == "resource_control_policy"
              ? "resource_control_policy { name = \"inside\", policy = \"policies/rcp.json\", "
                "targets = { acme } }"
              : "service_control_policy { name = \"no-external-shares\", policy = "
                "\"policies/scp.json\", targets = { acme:ou \"Workloads\" } }",
          {script::required("name", &ControlPolicyArgs::name),
           script::required("policy", &ControlPolicyArgs::policy),
           script::required("targets", &ControlPolicyArgs::targets),
           script::optional("only", &ControlPolicyArgs::only)}};
}

/// The id of a root, unit or account; empty when it is none of the organization.
std::string target_id(Host& host, json::Value const& target) {
  auto handle = from_marker(target);
  if (!handle) return {};
  world::Organization const& organization = host.world().organization();
  switch (handle->kind) {
    case HandleKind::organization:
      return organization.ou(OuId{0}).id;
    case HandleKind::ou:
      return organization.ou({handle->index}).id;
    case HandleKind::account: {
      world::Account const& account = organization.account({handle->index});
      return account.ou ? account.id : std::string{};
    }
    default:
      return {};
  }
}

Outcome control_policy(Host& host, lua_State* lua, ControlPolicyType type, std::string_view word) {
  if (auto top = only_at_top(host, std::string(word)); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, fields_of(word));
  if (!args) return std::unexpected(args.error());
  if (!host.world().organization().exists())
    return fail("`" + std::string(word) + "` without an organization",
                "write organization { name = \"acme\" } first");
  if (host.world().organization().features() != FeatureSet::all)
    return fail("`" + std::string(word) + "` needs an organization with all features",
                "leave `features` of the organization out");
  bool const is_scp = type == ControlPolicyType::scp;
  auto kind = is_scp ? iam::PolicyKind::scp : iam::PolicyKind::rcp;
  auto read = read_policy(host, args->policy, kind, args->name);
  if (!read) return std::unexpected(read.error());
  std::vector<std::string> targets;
  json::Array const list =
      args->targets.value.is_array() ? args->targets.value.as_array() : json::Array{};
  for (json::Value const& each : list) targets.push_back(target_id(host, each));
  if (targets.empty() || std::ranges::find(targets, "") != targets.end())
    return fail("`" + std::string(word) +
                    ".targets` is a list of units and accounts of the "
                    "organization, or the organization itself",
                "write targets = { acme:ou \"Workloads\" }");
  domain::ControlPolicyDesk& desk = host.domain().control_policies;
  std::string id = desk.stand(type, args->name, read->text, line_of(lua), read->lines);
  for (std::string const& target : targets) desk.stand_on(id, target, args->only.value_or(false));
  auto const& all = host.world().access().control_policies().all();
  return pushed(lua, HandleKind::control_policy, static_cast<std::uint32_t>(all.size() - 1));
}

Outcome service_control_policy(Host& host, lua_State* lua) {
  return control_policy(host, lua, ControlPolicyType::scp, "service_control_policy");
}
Outcome resource_control_policy(Host& host, lua_State* lua) {
  return control_policy(host, lua, ControlPolicyType::rcp, "resource_control_policy");
}

}  // namespace

void add_control_policy_words(script::Sandbox& sandbox) {
  sandbox.add_word<service_control_policy>("service_control_policy");
  sandbox.add_word<resource_control_policy>("resource_control_policy");
}

}  // namespace rehearse::scenario
