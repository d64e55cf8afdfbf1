// Time in a scenario: actor, sleep, at, every, wait_for.
#include <lua.hpp>

#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

Outcome actor(Host& host, lua_State* lua) {
  if (!host.declaring())
    return fail("`actor` stands at the top level", "declare all actors before virtual time starts");
  auto name = script::argument<std::string>(lua, 1, "actor", "its name");
  if (!name) return std::unexpected(name.error());
  auto function = script::argument<script::LuaRef>(lua, 2, "actor", "what it does");
  if (!function) return std::unexpected(function.error());
  ActorId id = host.define_actor(*name, line_of(lua));
  if (!id) return fail("there are two actors named `" + *name + "`", "give each its own name");
  host.add_task(id, *function, Duration{0});
  return 0;
}

Outcome sleep(Host& host, lua_State* lua) {
  if (host.declaring())
    return fail("`sleep` is for actors", "write actor(\"name\", function() sleep \"1h\" end)");
  if (host.answering()) return cannot_wait(*host.answering());
  auto duration = script::argument<Duration>(lua, 1, "sleep", "how long");
  if (!duration) return std::unexpected(duration.error());
  return Outcome::wait(SleepFor{*duration});
}

/// `+2h` after the epoch, or an instant. Returns how long from now.
Result<Duration> until(Host& host, std::string const& text) {
  Duration target{};
  if (text.starts_with('+')) {
    auto duration = parse_duration(std::string_view(text).substr(1));
    if (!duration) return std::unexpected(duration.error());
    target = *duration;
  } else {
    auto instant = parse_instant(text);
    if (!instant) return std::unexpected(instant.error());
    target = Duration{*instant - host.world().epoch().unix_microseconds};
  }
  Duration now = host.engine().now().time_since_epoch();
  if (target < now)
    return fail("`at`: " + text + " is over",
                "it is " + format_instant(host.world().epoch(), host.engine().now()) + " now");
  return target - now;
}

Outcome at(Host& host, lua_State* lua) {
  if (host.declaring())
    return fail("`at` is for actors", "write actor(\"name\", function() at \"+2h\" end)");
  if (host.answering()) return cannot_wait(*host.answering());
  auto text = script::argument<std::string>(lua, 1, "at", "when");
  if (!text) return std::unexpected(text.error());
  auto duration = until(host, *text);
  if (!duration) return std::unexpected(duration.error());
  return Outcome::wait(SleepFor{*duration});
}

Outcome wait(Host& host, lua_State* lua) {
  if (host.declaring())
    return fail("`wait_for` is for actors", "write actor(\"name\", function() wait_for(...) end)");
  if (host.answering()) return cannot_wait(*host.answering());
  auto text = script::argument<std::string>(lua, 1, "wait_for", "what for");
  auto condition = script::argument<script::LuaRef>(lua, 2, "wait_for", "the condition");
  auto timeout = script::argument<Duration>(lua, 3, "wait_for", "the timeout");
  if (!text) return std::unexpected(text.error());
  if (!condition) return std::unexpected(condition.error());
  if (!timeout) return std::unexpected(timeout.error());
  return Outcome::wait(WaitFor{*text, *condition, *timeout});
}

/// core.polling(text) -> what was polled for before. While it is set, a run that ends has a failed
/// check.
Outcome polling(Host& host, lua_State* lua) {
  if (host.declaring())
    return fail("`wait_for` is for actors", "write actor(\"name\", function() wait_for(...) end)");
  if (host.answering()) return cannot_wait(*host.answering());
  std::string before = host.poll_for(luaL_optstring(lua, 1, ""));
  lua_pushlstring(lua, before.data(), before.size());
  return 1;
}

struct WaitOptions {
  std::optional<std::string> poll;
  std::optional<std::string> timeout;
};
script::Fields<WaitOptions> const kWaitOptions = {
    "wait_for",
    "wait_for(\"the run to end\", function() return ... end, { timeout = \"3h\", poll = \"30s\" })",
    {script::optional("poll", &WaitOptions::poll),
     script::optional("timeout", &WaitOptions::timeout)}};

/// core.wait_options(text, condition, options, otherwise) -> poll or nil, timeout
Outcome wait_options(lua_State* lua) {
  auto text = script::argument<std::string>(lua, 1, "wait_for", "what for, as a text");
  if (!text) return std::unexpected(text.error());
  auto condition =
      script::argument<script::LuaRef>(lua, 2, "wait_for", "the condition, a function");
  if (!condition) return std::unexpected(condition.error());
  WaitOptions options;
  if (!lua_isnoneornil(lua, 3)) {
    auto read = script::read_fields(lua, 3, kWaitOptions);
    if (!read) return std::unexpected(read.error());
    options = *read;
  }
  std::string otherwise = lua_tostring(lua, 4);
  for (auto const& given : {options.poll, options.timeout}) {
    if (!given) continue;
    auto duration = parse_duration(*given);
    if (!duration) return std::unexpected(duration.error());
    if (duration->count() == 0)
      return fail("`wait_for` with a duration of nothing", "write for example poll = \"30s\"");
  }
  if (options.poll)
    lua_pushstring(lua, options.poll->c_str());
  else
    lua_pushnil(lua);
  lua_pushstring(lua, options.timeout.value_or(otherwise).c_str());
  return 2;
}

/// core.gave_up(text, timeout): the check has failed, the actor ends.
Outcome gave_up(Host& host, lua_State* lua) {
  std::string text = lua_tostring(lua, 1);
  host.check(CheckKind::wait_for, text, false,
             std::string("it did not come within ") + lua_tostring(lua, 2), trace::kNoSeq,
             line_of(lua));
  Where where = script::caller(lua);
  script::push_error(lua,
                     Error{Error::Code::scenario, "gave up waiting for: " + text, where, {}, {}});
  lua_pushliteral(lua, "gave up");
  lua_setfield(lua, -2, "kind");
  return Outcome::raise_top();
}

Outcome now(Host& host, lua_State* lua) {
  lua_pushinteger(lua, host.engine().now().time_since_epoch().count());
  return 1;
}

Outcome microseconds(lua_State* lua) {
  auto duration = script::argument<Duration>(lua, 1, "every", "how often");
  if (!duration) return std::unexpected(duration.error());
  lua_pushinteger(lua, duration->count());
  return 1;
}

/// core.tick(start, interval): sleeps to the next start + n intervals, in the background.
Outcome tick(Host& host, lua_State* lua) {
  lua_Integer start = lua_tointeger(lua, 1);
  lua_Integer interval = lua_tointeger(lua, 2);
  if (host.declaring())
    return fail("`every` is for actors",
                "write actor(\"name\", function() for n in every \"1d\" do ... end end)");
  if (host.answering()) return cannot_wait(*host.answering());
  if (interval <= 0)
    return fail("`every` with a duration of nothing", "write for example every \"1d\"");
  lua_Integer now = host.engine().now().time_since_epoch().count();
  return Outcome::wait(SleepFor{Duration{interval - (now - start) % interval}, true});
}

/// The instant, as AWS writes it: `clock()` gives `2026-01-05T09:00:35Z`.
Outcome clock(Host& host, lua_State* lua) {
  lua_pushstring(lua, format_instant(host.world().epoch(), host.engine().now()).c_str());
  return 1;
}

}  // namespace

void add_time_words(script::Sandbox& sandbox) {
  sandbox.add_word<actor>("actor");
  sandbox.add_word<sleep>("sleep");
  sandbox.add_word<at>("at");
  sandbox.add_word<clock>("clock");
  sandbox.add_core<sleep>("sleep");
  sandbox.add_core<polling>("polling");
  sandbox.add_core<wait>("wait");
  sandbox.add_core<wait_options>("wait_options");
  sandbox.add_core<gave_up>("gave_up");
  sandbox.add_core<tick>("tick");
  sandbox.add_core<now>("now");
  sandbox.add_core<microseconds>("microseconds");
}

}  // namespace rehearse::scenario
