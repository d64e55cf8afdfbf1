#include "sim/scenario/step_tables.hpp"

#include <lua.hpp>

#include "sim/script/failure.hpp"
#include "sim/script/keys.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::scenario {
namespace {

/// The line on which the function at an index begins.
trace::SourceLine line_of_function(lua_State* lua, int index) {
  lua_Debug about{};
  lua_pushvalue(lua, index);
  lua_getinfo(lua, ">S", &about);
  std::string_view file = about.source;
  if (file.starts_with(script::kScenarioMark)) file.remove_prefix(1);
  return {std::string(file), static_cast<std::uint32_t>(about.linedefined)};
}

/// The entry of the value on top of the stack.
Result<void> read_entry(script::Slot const& slot, StepEntry& out) {
  if (lua_type(slot.lua, slot.index) == LUA_TFUNCTION) {
    out.function = {script::LuaRef(slot.lua, slot.index), line_of_function(slot.lua, slot.index)};
    return {};
  }
  auto value = read_document_value(slot);
  if (!value) return std::unexpected(value.error());
  out.value = std::move(*value);
  return {};
}

}  // namespace

Result<void> read_value(script::Slot const& slot, StepTable& out) {
  if (lua_type(slot.lua, slot.index) == LUA_TSTRING) return script::read_value(slot, out.path);
  if (lua_type(slot.lua, slot.index) != LUA_TTABLE)
    return script::fail("`" + slot.path + "` is a table by step",
                        "write it as { Train = ... }, with the steps of the definition");
  script::StackGuard const guard(slot.lua);
  lua_checkstack(slot.lua, 6);
  int const table = lua_absindex(slot.lua, slot.index);
  auto keys = script::sorted_keys(slot.lua, table);
  if (!keys) return std::unexpected(std::move(keys).error());
  for (script::Key const& key : *keys) {
    auto const* name = std::get_if<std::string_view>(&key);
    if (name == nullptr)
      return script::fail("`" + slot.path + "` is a table by step, and not a list",
                          "write it as { Train = ... }, with the steps of the definition");
    StepEntry& entry = out.entries.emplace_back();
    entry.step = *name;
    script::push_key(slot.lua, key);
    lua_rawget(slot.lua, table);
    auto read = read_entry({slot.lua, lua_gettop(slot.lua), slot.path + "." + entry.step}, entry);
    lua_pop(slot.lua, 1);
    if (!read) return read;
  }
  return {};
}

}  // namespace rehearse::scenario
