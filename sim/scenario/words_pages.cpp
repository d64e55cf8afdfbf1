// What boto3 puts on top of calls: paginators and waiters. The loops are in face.lua; here is what
// the API models know of them.
#include <lua.hpp>

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/calls/names.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/keys.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

/// The member by which an operation asks for the next page and says that there is one, or nothing.
std::optional<std::string_view> token_of(calls::Operation const& op) {
  for (std::string_view token : {"NextToken", "nextToken", "Marker"})
    if (op.input->find(token) != nullptr && op.output->find(token) != nullptr) return token;
  return std::nullopt;
}

/// The member of the answer that its pages share out: the items.
std::string_view items_of(calls::Operation const& op) {
  auto const at = std::ranges::find_if(op.output->members, [](calls::Member const& member) {
    return member.shape->kind == calls::ShapeKind::list;
  });
  return at == op.output->members.end() ? std::string_view{} : at->name;
}

/// The member that says how many items a page has at most, or nothing.
std::optional<std::string_view> page_size_of(calls::Operation const& op) {
  for (std::string_view size : {"MaxResults", "maxResults", "MaxItems"})
    if (op.input->find(size) != nullptr) return size;
  return std::nullopt;
}

/// core.paging(service, name) -> the token's member, in the input and in the output; the items';
/// the page size's or nil
Outcome paging(lua_State* lua) {
  std::string service_name = lua_tostring(lua, 1);
  auto name = script::argument<std::string>(lua, 2, "get_paginator", "an operation");
  if (!name) return std::unexpected(name.error());
  std::vector<std::string_view> names;
  for (calls::Operation const& op : calls::operations_of(service_name)) {
    auto token = token_of(op);
    if (!token) continue;
    names.push_back(op.snake);
    if (op.snake != *name) continue;
    std::string_view const items = items_of(op);
    lua_pushlstring(lua, token->data(), token->size());
    lua_pushlstring(lua, items.data(), items.size());
    if (auto const size = page_size_of(op))
      lua_pushlstring(lua, size->data(), size->size());
    else
      lua_pushnil(lua);
    return 3;
  }
  bool exists = calls::find_operation_snake(service_name, *name) != nullptr;
  std::string hint = exists          ? "call it directly: its answer comes whole"
                     : names.empty() ? "none of its answers come in pages"
                                     : did_you_mean_or(*name, names, "it has");
  return fail("`" + service_name + "` has no paginator `" + shorten(*name, 60) + "`", hint);
}

/// core.known_waiter(service, name, known): is it a key of this table?
Outcome known_waiter(lua_State* lua) {
  auto name = script::argument<std::string>(lua, 2, "get_waiter", "a waiter's name");
  if (!name) return std::unexpected(name.error());
  std::vector<std::string_view> names;
  if (auto keys = script::sorted_keys(lua, 3))
    for (script::Key const& key : *keys) names.push_back(std::get<std::string_view>(key));
  if (std::ranges::find(names, *name) != names.end()) return 0;
  std::string hint = names.empty() ? "poll with wait_for(text, condition, { poll = \"30s\" })"
                                   : did_you_mean_or(*name, names, "it has");
  return fail(
      "`" + std::string(lua_tostring(lua, 1)) + "` has no waiter `" + shorten(*name, 60) + "`",
      hint);
}

struct PaginationConfig {
  std::optional<std::int64_t> items_max, page_size;
  std::optional<std::string> start;
};
script::Fields<PaginationConfig> const kPaginationConfig = {
    "PaginationConfig",
    "PaginationConfig = { MaxItems = 30, PageSize = 10 }",
    {script::optional("MaxItems", &PaginationConfig::items_max),
     script::optional("PageSize", &PaginationConfig::page_size),
     script::optional("StartingToken", &PaginationConfig::start)}};

/// core.pagination_config(operation, the page size's member or nil, config or nil) -> how many
/// items come at most, how many a page has, the token to begin with; nil each where it is not given
Outcome pagination_config(lua_State* lua) {
  PaginationConfig config;
  if (!lua_isnoneornil(lua, 3)) {
    auto read = script::read_fields(lua, 3, kPaginationConfig);
    if (!read) return std::unexpected(read.error());
    config = std::move(*read);
  }
  if (config.items_max && *config.items_max < 0)
    return fail("`PaginationConfig.MaxItems` is " + std::to_string(*config.items_max),
                "it is the number of items that come at most: 0 or more");
  if (config.page_size && lua_isnil(lua, 2))
    return fail("`" + std::string(lua_tostring(lua, 1)) + "` takes no PageSize",
                "leave it out: the service decides how long its pages are");
  auto push = [&](std::optional<std::int64_t> number) {
    number ? lua_pushinteger(lua, *number) : lua_pushnil(lua);
  };
  push(config.items_max);
  push(config.page_size);
  if (config.start)
    lua_pushlstring(lua, config.start->data(), config.start->size());
  else
    lua_pushnil(lua);
  return 3;
}

struct WaiterConfig {
  std::optional<std::int64_t> delay, attempts;
};
script::Fields<WaiterConfig> const kWaiterConfig = {
    "WaiterConfig",
    "WaiterConfig = { Delay = 30, MaxAttempts = 120 }",
    {script::optional("Delay", &WaiterConfig::delay),
     script::optional("MaxAttempts", &WaiterConfig::attempts)}};

/// core.waiter_config(config, attempts, delay in seconds) -> the delay as a duration, how many
/// attempts
Outcome waiter_config(lua_State* lua) {
  WaiterConfig config;
  if (!lua_isnoneornil(lua, 1)) {
    auto read = script::read_fields(lua, 1, kWaiterConfig);
    if (!read) return std::unexpected(read.error());
    config = *read;
  }
  std::int64_t delay = config.delay.value_or(lua_tointeger(lua, 3));
  std::int64_t attempts = config.attempts.value_or(lua_tointeger(lua, 2));
  if (delay < 1 || delay > 86'400 || attempts < 1 || attempts > 1'000'000)
    return fail("`WaiterConfig`: a delay of " + std::to_string(delay) + " s, " +
                    std::to_string(attempts) + " attempts",
                "Delay is 1 to 86400 seconds, MaxAttempts 1 to 1000000");
  lua_pushstring(lua, (std::to_string(delay) + "s").c_str());
  lua_pushinteger(lua, attempts);
  return 2;
}

/// core.waiter_failed(name, message, call): what boto3 raises as a WaiterError.
Outcome waiter_failed(lua_State* lua) {
  std::string name = lua_tostring(lua, 1);
  std::string message = lua_tostring(lua, 2);
  script::push_error(lua, Error{Error::Code::scenario, message, script::caller(lua), {}, {}});
  lua_pushliteral(lua, "WaiterError");
  lua_setfield(lua, -2, "code");
  lua_pushstring(lua, ("the waiter " + name).c_str());
  lua_setfield(lua, -2, "operation");
  lua_pushvalue(lua, 3);
  lua_setfield(lua, -2, "call");
  return Outcome::raise_top();
}

}  // namespace

void add_page_words(script::Sandbox& sandbox) {
  sandbox.add_core<paging>("paging");
  sandbox.add_core<pagination_config>("pagination_config");
  sandbox.add_core<known_waiter>("known_waiter");
  sandbox.add_core<waiter_config>("waiter_config");
  sandbox.add_core<waiter_failed>("waiter_failed");
}

}  // namespace rehearse::scenario
