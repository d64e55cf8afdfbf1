// Checks and what an author says: always, eventually, note, param, assume, choose, and the core of
// expect.
#include <lua.hpp>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/scenario/host.hpp"
#include "sim/script/args.hpp"
#include "sim/script/failure.hpp"
#include "sim/script/value.hpp"

namespace rehearse::scenario {
namespace {

using script::fail;
using script::Outcome;

struct Within {
  std::optional<Duration> within;
};
script::Fields<Within> const kWithin = {
    "eventually",
    "eventually(\"production serves it\", { within = \"1d\" }, function() return ... end)",
    {script::optional("within", &Within::within)}};

/// `(text, condition)` or `(text, options, condition)`.
Outcome watch(Host& host, lua_State* lua, CheckKind kind, char const* word) {
  auto text = script::argument<std::string>(lua, 1, word, "what must hold, as a text");
  if (!text) return std::unexpected(text.error());
  Within options;
  int condition_at = 2;
  if (lua_istable(lua, 2) && kind == CheckKind::eventually) {
    auto read = script::read_fields(lua, 2, kWithin);
    if (!read) return std::unexpected(read.error());
    options = *read;
    condition_at = 3;
  }
  auto condition =
      script::argument<script::LuaRef>(lua, condition_at, word, "the condition, a function");
  if (!condition) return std::unexpected(condition.error());
  host.add_watch(Watch{kind, *text, *condition, line_of(lua), host.current_actor(), {}, 0, false},
                 options.within);
  return 0;
}

Outcome always(Host& host, lua_State* lua) { return watch(host, lua, CheckKind::always, "always"); }
Outcome eventually(Host& host, lua_State* lua) {
  return watch(host, lua, CheckKind::eventually, "eventually");
}

Outcome note(Host& host, lua_State* lua) {
  auto text = script::argument<std::string>(lua, 1, "note", "what to look at");
  if (!text) return std::unexpected(text.error());
  host.record().record(trace::NoteMade{host.current_actor(), *text, line_of(lua)});
  return 0;
}

struct ParamArgs {
  std::string name;
  json::Value otherwise;
  std::optional<std::string> doc;
};
script::Fields<ParamArgs> const kParam = {
    "param",
    "param { name = \"approval_wait\", default = \"4h\", doc = \"how long the approver takes\" }",
    {script::required("name", &ParamArgs::name), script::required("default", &ParamArgs::otherwise),
     script::optional("doc", &ParamArgs::doc)}};

/// The text of `--set`, as the type of the default.
std::optional<json::Value> as_type_of(json::Value const& otherwise, std::string const& text) {
  if (otherwise.is_string()) return json::Value{text};
  auto parsed = json::parse(text);
  if (parsed && otherwise.is_bool() && parsed->is_bool()) return *parsed;
  if (parsed && otherwise.is_number() && parsed->is_number()) return *parsed;
  return std::nullopt;
}

Outcome param(Host& host, lua_State* lua) {
  auto args = script::read_fields(lua, 1, kParam);
  if (!args) return std::unexpected(args.error());
  if (host.knows_parameter(args->name))
    return fail("the parameter `" + args->name + "` is declared twice", "keep one");
  std::string otherwise =
      args->otherwise.is_string() ? args->otherwise.as_string() : json::dump(args->otherwise);
  auto text = host.parameter(args->name, otherwise);
  if (!text) return std::unexpected(text.error());
  auto value = as_type_of(args->otherwise, *text);
  if (!value)
    return fail("`--set " + args->name + "=" + *text + "`: it must be a " +
                    std::string(args->otherwise.kind_name()),
                "its default is " + otherwise);
  script::push_json(lua, *value);
  return 1;
}

/// assume { ram_revocation = "at_once", ram_revocation_delay = "0s" }
Outcome assume(Host& host, lua_State* lua) {
  if (!host.declaring())
    return fail("`assume` stands at the top level",
                "say what you assume before virtual time starts");
  json::Value given;
  if (auto read = script::read_value(script::Slot{lua, 1, "assume"}, given); !read)
    return std::unexpected(read.error());
  if (!given.is_object())
    return fail("`assume` wants a table", "write assume { ram_revocation = \"at_once\" }");
  auto rows = domain::assumption_rows();
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (given.find(rows[i].name) != nullptr &&
        host.domain().assume.consulted(static_cast<domain::Assumption>(i)))
      return fail(fmt::format("`{}` was needed above already", rows[i].name),
                  "write `assume` above the declarations that rest on it");
  // A profile sets what is not named beside it, wherever it stands in the table.
  auto set = [&](bool profile) -> std::optional<Error> {
    for (auto const& [name, value] : given.as_object())
      if ((name == "profile") == profile)
        if (auto read = host.plan().assumptions.read(name, value); !read) return read.error();
    return std::nullopt;
  };
  for (bool profile : {true, false})
    if (auto wrong = set(profile)) return fail(wrong->message, wrong->hint);
  return 0;
}

Outcome choose(Host& host, lua_State* lua) {
  lua_pushinteger(lua, host.choose(static_cast<std::uint32_t>(lua_tointeger(lua, 1))));
  return 1;
}

/// core.check(kind, text, held, detail, call, meant): where `meant`, it is the latest call that is
/// expected to be possible.
Outcome check(Host& host, lua_State* lua) {
  auto text = script::argument<std::string>(lua, 2, "expect", "what is expected, as a text");
  if (!text) return std::unexpected(text.error());
  std::string detail = lua_isstring(lua, 4) ? lua_tostring(lua, 4) : "";
  trace::Seq call =
      lua_isinteger(lua, 5) ? static_cast<trace::Seq>(lua_tointeger(lua, 5)) : trace::kNoSeq;
  std::vector<trace::AccessExpected> meant;
  if (lua_toboolean(lua, 6) != 0 && call == host.last_call().seq && host.last_call().judged())
    meant.push_back(host.last_call().access);
  host.check(CheckKind::expect, *text, lua_toboolean(lua, 3) != 0, detail, call, line_of(lua),
             meant);
  return 0;
}

constexpr std::array<std::string_view, 7> kLayers = {"scp",     "rcp",      "identity", "boundary",
                                                     "session", "resource", "trust"};

/// core.check_options(word, options, key): only this key, and a value that can be meant.
Outcome check_options(lua_State* lua) {
  std::string word = lua_tostring(lua, 1);
  std::string key = lua_tostring(lua, 3);
  json::Value options;
  if (auto read = script::read_value(script::Slot{lua, 2, word}, options); !read)
    return std::unexpected(read.error());
  if (!options.is_object())
    return fail("`" + word + "` wants a text, options and a function",
                "write " + word + "(\"...\", { " + key + " = ... }, function() ... end)");
  for (auto const& [name, value] : options.as_object()) {
    std::array<std::string_view, 1> known = {key};
    if (name != key)
      return fail(
          "`" + word + "` has no option `" + shorten(name, 40) + "`",
          did_you_mean(name, known).empty() ? "it has `" + key + "`" : did_you_mean(name, known));
    if (key == "by" &&
        (!value.is_string() || std::ranges::find(kLayers, value.as_string()) == kLayers.end()))
      return fail("`by` names the layer that refuses",
                  "one of scp, rcp, identity, boundary, session, resource, trust");
  }
  return 0;
}

/// core.show(value): a value in a message.
Outcome show(Host& host, lua_State* lua) {
  json::Value value;
  std::string text;
  if (lua_isnil(lua, 1))
    text = "nil";
  else if (auto handle = to_handle(lua, 1))
    text = handle_text(host.world(), *handle);
  else if (auto read = script::read_value(script::Slot{lua, 1, "value"}, value); read)
    text = shorten(json::dump(value), 200);
  else
    text = script::kind_of_object(lua, 1);
  lua_pushstring(lua, text.c_str());
  return 1;
}

}  // namespace

void add_check_words(script::Sandbox& sandbox) {
  sandbox.add_word<always>("always");
  sandbox.add_word<eventually>("eventually");
  sandbox.add_word<note>("note");
  sandbox.add_word<param>("param");
  sandbox.add_word<assume>("assume");
  sandbox.add_core<choose>("choose");
  sandbox.add_core<check>("check");
  sandbox.add_core<check_options>("check_options");
  sandbox.add_core<show>("show");
}

}  // namespace rehearse::scenario
