// rule {} and queue {}: functions that run in a role's name when an event or a message arrives.
#include <lua.hpp>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/documents.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct TargetArgs {
  RoleArgument role;
  script::LuaRef run;
};
script::Fields<TargetArgs> const kTarget = {
    "target",
    "target = { role = deployer, run = function(event, as) ... end }",
    {script::required("role", &TargetArgs::role), script::required("run", &TargetArgs::run)}};
Result<void> read_value(script::Slot const& slot, TargetArgs& out) {
  auto read = script::read_fields(slot.lua, lua_absindex(slot.lua, slot.index), kTarget);
  if (!read) return std::unexpected(read.error());
  out = std::move(*read);
  return {};
}

struct RuleArgs {
  AccountArgument account;
  std::optional<std::string> region;
  std::optional<std::string> name;
  DocumentArgument pattern;
  TargetArgs target;
};
script::Fields<RuleArgs> const kRule = {
    "rule",
    "rule { account = staging, pattern = { source = { \"aws.sagemaker\" } }, target = { role = "
    "deployer, run = function(event, as) ... end } }",
    {script::required("account", &RuleArgs::account), script::optional("name", &RuleArgs::name),
     script::optional("region", &RuleArgs::region), script::required("pattern", &RuleArgs::pattern),
     script::required("target", &RuleArgs::target)}};

struct QueueArgs {
  AccountArgument account;
  std::string name;
  TargetArgs target;
};
script::Fields<QueueArgs> const kQueue = {
    "queue",
    "queue { account = staging, name = \"approvals\", target = { role = approver, run = "
    "function(message, as) ... end } }",
    {script::required("account", &QueueArgs::account), script::required("name", &QueueArgs::name),
     script::required("target", &QueueArgs::target)}};

bool is_queue_name(std::string_view name) {
  return !name.empty() && name.size() <= 80 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

/// The actor that a target is.
Result<ActorId> target_actor(Host& host, std::string const& word, std::string const& name,
                             trace::SourceLine where) {
  if (ActorId actor = host.define_actor(name, where)) return actor;
  return fail("there is an actor, a rule or a queue named `" + name + "` already",
              "give the " + word + " its own name");
}

Outcome rule(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "rule"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kRule);
  if (!args) return std::unexpected(args.error());
  auto text = read_document(host, args->pattern, "event pattern");
  if (!text) return std::unexpected(text.error());
  auto pattern = json::parse(text->text, text->name);
  if (!pattern) return std::unexpected(pattern.error());
  if (Errors faults = world::check_event_pattern(*pattern); !faults.empty())
    return std::unexpected(faults.front());
  auto place = read_place(host, args->account.id, args->region);
  if (!place) return std::unexpected(place.error());
  RuleId id{static_cast<std::uint32_t>(host.world().rules().all().size())};
  std::string name = args->name.value_or("rule " + std::to_string(id.index + 1));
  trace::SourceLine where = line_of(lua);
  auto actor = target_actor(host, "rule", name, where);
  if (!actor) return std::unexpected(actor.error());
  DocumentId document =
      host.record().document(trace::DocumentKind::pattern, name, json::dump(*pattern));
  host.record().record(trace::RuleDefined{id, args->account.id, name, document,
                                          args->target.role.id, where,
                                          host.world().organization().foreign_region(*place)});
  host.add_target(id, {*actor, args->target.role.id, args->target.run});
  return 0;
}

Outcome queue(Host& host, lua_State* lua) {
  if (auto top = only_at_top(host, "queue"); !top) return std::unexpected(top.error());
  auto args = script::read_fields(lua, 1, kQueue);
  if (!args) return std::unexpected(args.error());
  if (!is_queue_name(args->name))
    return fail("`" + shorten(args->name, 90) + "` is no name of a queue",
                "1 to 80 letters, digits, hyphens and underscores");
  trace::SourceLine where = line_of(lua);
  auto actor = target_actor(host, "queue", args->name, where);
  if (!actor) return std::unexpected(actor.error());
  QueueId id{static_cast<std::uint32_t>(host.world().queues().all().size())};
  host.record().record(
      trace::QueueDefined{id, args->account.id, args->name, args->target.role.id, where});
  host.add_target(id, {*actor, args->target.role.id, args->target.run});
  return 0;
}

}  // namespace

void add_target_words(script::Sandbox& sandbox) {
  sandbox.add_word<rule>("rule");
  sandbox.add_word<queue>("queue");
}

}  // namespace rehearse::scenario
