// Calls: what a client of a role does. Everything goes through the gate.
#include <lua.hpp>

#include "sim/api/api.hpp"
#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/iam/values.hpp"
#include "sim/scenario/declare.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

/// core.service(name): is there such a service?
Outcome service(lua_State* lua) {
  auto name = script::argument<std::string>(lua, 1, "client", "a service");
  if (!name) return std::unexpected(name.error());
  if (!calls::operations_of(*name).empty()) return 0;
  std::string hint = did_you_mean(*name, calls::service_names());
  return fail("there is no service `" + shorten(*name, 40) + "`",
              hint.empty() ? "services: iam, organizations, ram, sagemaker, sts" : hint);
}

constexpr std::string_view kClientVerbs[] = {"get_paginator", "get_waiter"};  // in face.lua

/// core.operation(service, name): does the service have it?
Outcome operation(lua_State* lua) {
  std::string service_name = lua_tostring(lua, 1);
  std::string name = lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "?";
  if (calls::find_operation_snake(service_name, name) != nullptr) return 0;
  std::string hint = calls::did_you_mean_operation(service_name, name);
  if (hint.empty()) hint = did_you_mean(name, kClientVerbs);
  return fail("`" + service_name + "` has no operation `" + shorten(name, 60) + "` here",
              hint.empty() ? "the README lists what is simulated" : hint);
}

struct SessionOptions {
  std::optional<std::string> session;
  std::optional<std::string> source_ip;
  std::optional<std::string> region;
};
script::Fields<SessionOptions> const kSession = {
    "client",
    "role:client(\"sagemaker\", { session = \"nightly\" })",
    {script::optional("session", &SessionOptions::session),
     script::optional("source_ip", &SessionOptions::source_ip),
     script::optional("region", &SessionOptions::region)}};

/// core.client_options(options) -> the session's name (or an empty text for the actor's), the
/// address that it calls from (or an empty text), and its Region (or an empty text for the
/// account's own).
Outcome client_options(lua_State* lua) {
  std::string name, source_ip, region;
  if (!lua_isnoneornil(lua, 1)) {
    auto options = script::read_fields(lua, 1, kSession);
    if (!options) return std::unexpected(options.error());
    name = options->session.value_or("");
    source_ip = options->source_ip.value_or("");
    if (!source_ip.empty() && !iam::parse_network(source_ip))
      return fail("`" + shorten(source_ip, 60) + "` is no address", "write it like `203.0.113.7`");
    if (options->region) {
      auto read = read_region(*options->region);
      if (!read) return std::unexpected(read.error());
      region = std::move(*read);
    }
    bool fits = name.empty() ||
                (name.size() >= 2 && name.size() <= 64 &&
                 name.find_first_not_of(
                     "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-") ==
                     std::string::npos);
    if (!fits)
      return fail("`" + shorten(name, 70) + "` is no session name",
                  "2 to 64 letters, digits and _+=,.@- (RoleSessionName)");
  }
  lua_pushstring(lua, name.c_str());
  lua_pushstring(lua, source_ip.c_str());
  lua_pushstring(lua, region.c_str());
  return 3;
}

/// The actor's name as a session name: what does not fit becomes a dash.
std::string session_name(Host& host, std::string const& given) {
  if (!given.empty()) return given;
  std::string name = host.actor_name(host.current_actor());
  for (char& c : name) {
    bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                c == '_' || c == '.' || c == '-' || c == '@';
    if (!fits) c = '-';
  }
  return name.size() < 2 ? "rehearse" : name.substr(0, 64);
}

/// The error table of a call: code, message, summary, layer, call, operation.
Outcome raise(Host& host, lua_State* lua, calls::Operation const& op,
              calls::CallResult const& result, calls::Caller const& caller) {
  ApiError const& error = result.answer.error();
  Where where{caller.where.file, static_cast<int>(caller.where.line), 0};
  script::push_error(
      lua, Error{Error::Code::scenario, error.code + ": " + error.message, where, result.hint, {}});
  auto set = [&](char const* key, std::string_view text) {
    lua_pushlstring(lua, text.data(), text.size());
    lua_setfield(lua, -2, key);
  };
  set("kind", "ClientError");
  set("code", error.code);
  set("message", error.message);
  set("operation", op.snake);
  set("layer", name_of(result.decision.layer));
  set("summary", host.summary_of(result));
  lua_pushinteger(lua, static_cast<lua_Integer>(result.seq));
  lua_setfield(lua, -2, "call");
  return Outcome::raise_top();
}

std::unexpected<Error> cannot_call(Answering const& answering) {
  std::string const look = "ask with access(...) or serving(...), which look without a call";
  if (!answering.kind) return fail(answering.who + " cannot make calls", look);
  if (*answering.kind == CheckKind::wait_for)
    return fail("a condition that makes calls must say how often",
                "write wait_for(text, condition, { poll = \"30s\" }), or " + look);
  return fail("the condition of `" + std::string(word_of(*answering.kind)) + "` cannot make calls",
              look);
}

/// Who calls through a client of this handle. Temporary credentials were issued once; a role's own
/// client is renewed all the time.
calls::Caller caller_of(Host& host, Handle handle, std::string const& session) {
  world::Access const& access = host.world().access();
  calls::Caller caller;
  caller.issued = access.now();
  if (handle.kind == HandleKind::session) {
    caller.session = {handle.index};
    world::Session const& s = access.sessions()[caller.session];
    caller.principal = s.role;
    caller.issued = s.issued;
    caller.caller = world::caller_arn(access, s.role, s.name);
  } else {
    caller.principal = {handle.index};
    caller.caller = world::caller_arn(access, caller.principal, session);
  }
  caller.actor = host.current_actor();
  return caller;
}

/// IAM and Organizations are the same from everywhere: one endpoint, in us-east-1.
std::string region_of(std::string_view service, std::string_view given) {
  bool const global = service == "iam" || service == "organizations";
  return std::string(global ? "us-east-1" : given);
}

/// core.call(who, session, source_ip, region, service, operation, input) -> answer
Outcome call(Host& host, lua_State* lua) {
  if (host.declaring())
    return fail(
        "calls are for actors",
        "declare the world at the top level, act in it in actor(\"name\", function() ... end)");
  if (host.answering()) return cannot_call(*host.answering());
  auto who = to_handle(lua, 1);
  calls::Operation const& op =
      *calls::find_operation_snake(lua_tostring(lua, 5), lua_tostring(lua, 6));
  DocumentArgument given;
  given.value = json::Value{json::Object{}};
  if (!lua_isnoneornil(lua, 7)) {
    if (!lua_istable(lua, 7))
      return fail("`" + std::string(op.snake) + "` wants one table",
                  "write " + std::string(op.snake) + " { ... }");
    if (auto read = read_value(script::Slot{lua, 7, std::string(op.snake)}, given); !read)
      return std::unexpected(read.error());
  }
  calls::Caller caller = caller_of(host, *who, session_name(host, lua_tostring(lua, 2)));
  caller.source_ip = lua_tostring(lua, 3);
  caller.region = region_of(op.service, lua_tostring(lua, 4));
  caller.where = line_of(lua);
  world::World const& world = host.world();
  auto input = fit_input(
      world,
      world.organization().place(world.principals()[caller.principal].account, caller.region),
      std::move(given.value), *op.input);
  if (!input) return std::unexpected(input.error());
  calls::CallResult result = api::call(host.domain(), op, caller, *input);
  LastCall last{result.seq, {}};
  if (result.decision.outcome != rehearse::Outcome::none)
    last.access = {result.question.principal, result.question.action, result.question.resource};
  host.remember_call(std::move(last));
  if (result.users_mistake) return fail(result.answer.error().message, result.hint);
  if (!result.answer) return raise(host, lua, op, result, caller);
  script::push_json(lua, *result.answer);
  return 1;
}

Outcome last_call(Host& host, lua_State* lua) {
  lua_pushinteger(lua, static_cast<lua_Integer>(host.last_call().seq));
  return 1;
}

}  // namespace

void add_call_words(script::Sandbox& sandbox) {
  sandbox.add_core<service>("service");
  sandbox.add_core<operation>("operation");
  sandbox.add_core<client_options>("client_options");
  sandbox.add_core<call>("call");
  sandbox.add_core<last_call>("last_call");
}

}  // namespace rehearse::scenario
