#include "sim/script/lua_ref.hpp"

#include <lua.hpp>
#include <utility>

#include "sim/script/lua_state.hpp"

namespace rehearse::script {

LuaRef::LuaRef(lua_State* lua, int index) : lua_(LuaState::of(lua).get()) {
  lua_pushvalue(lua, index);
  ref_ = luaL_ref(lua, LUA_REGISTRYINDEX);
}

LuaRef::LuaRef(LuaRef&& other) noexcept
    : lua_(std::exchange(other.lua_, nullptr)), ref_(other.ref_) {}

LuaRef& LuaRef::operator=(LuaRef&& other) noexcept {
  std::swap(lua_, other.lua_);
  std::swap(ref_, other.ref_);
  return *this;
}

LuaRef::LuaRef(LuaRef const& other) : lua_(other.lua_) {
  if (lua_ == nullptr) return;
  lua_rawgeti(lua_, LUA_REGISTRYINDEX, other.ref_);
  ref_ = luaL_ref(lua_, LUA_REGISTRYINDEX);
}

LuaRef& LuaRef::operator=(LuaRef const& other) {
  if (this != &other) *this = LuaRef(other);
  return *this;
}

void LuaRef::push(lua_State* lua) const {
  if (lua_ == nullptr) {
    lua_pushnil(lua);
  } else {
    lua_rawgeti(lua, LUA_REGISTRYINDEX, ref_);
  }
}

void LuaRef::reset() {
  if (lua_ != nullptr) luaL_unref(lua_, LUA_REGISTRYINDEX, ref_);
  lua_ = nullptr;
}

}  // namespace rehearse::script
