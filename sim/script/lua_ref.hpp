// A Lua value kept alive from C++.
#pragma once

struct lua_State;

namespace rehearse::script {

/// A reference into the registry, or nothing. REQUIRES: destroyed before its LuaState.
class LuaRef {
 public:
  LuaRef() = default;
  /// Keeps the value at an index of the stack.
  LuaRef(lua_State* lua, int index);
  ~LuaRef() { reset(); }
  LuaRef(LuaRef&& other) noexcept;
  LuaRef& operator=(LuaRef&& other) noexcept;
  LuaRef(LuaRef const& other);
  LuaRef& operator=(LuaRef const& other);

  explicit operator bool() const { return lua_ != nullptr; }
  /// Pushes the value (nil for nothing) on any thread of the same machine.
  void push(lua_State* lua) const;
  void reset();

 private:
  lua_State* lua_ = nullptr;  // the main thread: others may be collected
  int ref_ = 0;
};

}  // namespace rehearse::script
