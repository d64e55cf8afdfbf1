#include "sim/script/sandbox.hpp"

#include <array>
#include <lua.hpp>
#include <vector>

#include "sim/base/assert.hpp"
#include "sim/base/text.hpp"
#include "sim/script/coroutine.hpp"
#include "sim/script/keys.hpp"
#include "sim/script/source.hpp"
#include "sim/script/value.hpp"

namespace rehearse::script {
namespace {

struct RefusedWord {
  std::string_view name;
  std::string_view remedy;
};
// What Lua has and a scenario has not.
constexpr std::array kRefusedWords = {
    RefusedWord{"_G", "globals are named directly; write a `local` table for your own"},
    RefusedWord{"collectgarbage", "memory is the simulator's own business"},
    RefusedWord{"coroutine", "actors are the coroutines: `actor(\"name\", function() ... end)`"},
    RefusedWord{"debug", "it would show addresses and switch the limits off"},
    RefusedWord{"dofile", "write `import \"lib/x.lua\"`"},
    RefusedWord{"io", "files are read by `import` and by the words that take a path"},
    RefusedWord{"load", "code comes from files: write `import \"lib/x.lua\"`"},
    RefusedWord{"loadfile", "write `import \"lib/x.lua\"`"},
    RefusedWord{"loadstring", "code comes from files: write `import \"lib/x.lua\"`"},
    RefusedWord{"os", "a clock or the environment would make two runs differ"},
    RefusedWord{"package", "write `import \"lib/x.lua\"`"},
    RefusedWord{"require", "write `import \"lib/x.lua\"`"},
};

LuaRef new_table(lua_State* lua) {
  lua_newtable(lua);
  LuaRef table(lua, -1);
  lua_pop(lua, 1);
  return table;
}

std::string global_name(lua_State* lua, int index) {
  auto const key = read_key(lua, index);
  auto const* text = key ? std::get_if<std::string_view>(&*key) : nullptr;
  return text != nullptr ? std::string(*text) : std::string("?");
}

void add_names(lua_State* lua, LuaRef const& table, std::vector<std::string_view>& names) {
  table.push(lua);
  if (auto keys = sorted_keys(lua, -1))
    for (Key const& key : *keys)
      if (auto const* text = std::get_if<std::string_view>(&key)) names.push_back(*text);
  lua_pop(lua, 1);
}

Outcome unknown_global(Sandbox& sandbox, lua_State* lua) {
  std::string const name = global_name(lua, 2);
  for (RefusedWord const& refused : kRefusedWords)
    if (refused.name == name)
      return fail("`" + name + "` is not part of a scenario's Lua", std::string(refused.remedy));
  std::vector<std::string_view> known;
  add_names(lua, sandbox.words(), known);
  add_names(lua, sandbox.user_globals(), known);
  std::string hint = did_you_mean(name, known);
  if (hint.empty()) hint = "write `local " + name + " = ...` before it is used";
  return fail("the name `" + name + "` is not known here", hint);
}

Outcome set_global(Sandbox& sandbox, lua_State* lua) {
  std::string const name = global_name(lua, 2);
  sandbox.words().push(lua);
  lua_pushvalue(lua, 2);
  if (lua_rawget(lua, -2) != LUA_TNIL)
    return fail("`" + name + "` is a word of the language and cannot be set",
                "write `local " + name + " = ...`");
  if (sandbox.frozen())
    return fail(
        "the global `" + name + "` cannot be set once the actors run",
        "write `local " + name + "`; actors share through the world, not through variables");
  sandbox.user_globals().push(lua);
  lua_pushvalue(lua, 2);
  lua_pushvalue(lua, 3);
  lua_rawset(lua, -3);
  return 0;
}

// Gives the table on top a metatable { __index, __metatable } and leaves the metatable on top.
void begin_meta(lua_State* lua) {
  lua_newtable(lua);
  lua_pushliteral(lua, "locked");
  lua_setfield(lua, -2, "__metatable");
}

}  // namespace

Sandbox::Sandbox(LuaState& state, SandboxHooks hooks) : state_(state), hooks_(std::move(hooks)) {
  lua_State* const lua = state.get();
  StackGuard const guard(lua);
  lua_checkstack(lua, LUA_MINSTACK);
  state.set_sandbox(this);
  words_ = new_table(lua);
  user_globals_ = new_table(lua);
  globals_ = new_table(lua);
  core_ = new_table(lua);
  names_ = new_table(lua);

  names_.push(lua);
  lua_newtable(lua);
  lua_pushliteral(lua, "k");
  lua_setfield(lua, -2, "__mode");
  lua_setmetatable(lua, -2);

  // globals_ (always empty) -> words_ -> user_globals_ -> unknown_global
  globals_.push(lua);
  begin_meta(lua);
  words_.push(lua);
  lua_setfield(lua, -2, "__index");
  set_function(lua, "__newindex", &bind<&set_global>);
  lua_setmetatable(lua, -2);
  words_.push(lua);
  begin_meta(lua);
  user_globals_.push(lua);
  lua_setfield(lua, -2, "__index");
  lua_setmetatable(lua, -2);
  user_globals_.push(lua);
  begin_meta(lua);
  set_function(lua, "__index", &bind<&unknown_global>);
  lua_setmetatable(lua, -2);

  words_.push(lua);
  push_null(lua);
  lua_setfield(lua, -2, "null");
  core_.push(lua);
  open_base(lua);
  open_math(lua);
  open_string(lua);
  open_table(lua);
  auto const ran = run_prelude("prelude", kPreludeSource);
  REHEARSE_ASSERT(ran.has_value(), ran ? "" : to_string(ran.error()));
}

void Sandbox::add(LuaRef const& table, char const* name, int (*function)(lua_State*)) {
  lua_State* const lua = state_.get();
  lua_checkstack(lua, 3);
  table.push(lua);
  set_function(lua, name, function);
  lua_pop(lua, 1);
}

Result<void> Sandbox::run_prelude(char const* name, std::string_view source) {
  lua_State* const lua = state_.get();
  StackGuard const guard(lua);
  std::string const chunk =
      std::string("=") + name;  // not kScenarioMark: its lines are in no message
  if (luaL_loadbufferx(lua, source.data(), source.size(), chunk.c_str(), "t") != LUA_OK)
    return std::unexpected(syntax_error(lua_tostring(lua, -1), name));
  words_.push(lua);
  lua_setupvalue(lua, -2, 1);
  Step const step = call(state_, LuaRef(lua, -1), [&](lua_State* thread) {
    core_.push(thread);
    return 1;
  });
  if (step.state == Step::State::failed) return std::unexpected(step.error);
  return {};
}

Result<LuaRef> Sandbox::load(std::string_view source, std::string_view file) {
  auto const prepared = prepare_source(source, file);
  if (!prepared) return std::unexpected(prepared.error());
  lua_State* const lua = state_.get();
  StackGuard const guard(lua);
  lua_checkstack(lua, 4);
  std::string const chunk = kScenarioMark + std::string(file);
  if (luaL_loadbufferx(lua, prepared->data(), prepared->size(), chunk.c_str(), "t") != LUA_OK) {
    std::size_t bytes = 0;
    char const* const text = lua_tolstring(lua, -1, &bytes);
    return std::unexpected(syntax_error({text, bytes}, file));
  }
  globals_.push(lua);
  lua_setupvalue(lua, -2, 1);
  return LuaRef(lua, -1);
}

}  // namespace rehearse::script
