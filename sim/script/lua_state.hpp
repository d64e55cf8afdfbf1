// The owner of one Lua machine, and the limits that no scenario can outrun.
//
// A limit that was hit is kept as `fatal()`: from then on nothing in this machine runs, and no
// `pcall` of the scenario can swallow it. Work done in C++ on the scenario's behalf (patterns,
// sorting keys) is charged to the same budget as Lua instructions, so that a limit always fires at
// the same place.
//
// Memory: the byte limit refuses an allocation only while Lua code runs. C++ code may allocate past
// it (a refused allocation there would jump over destructors); bind.cpp looks at the total before
// it returns to Lua.
#pragma once

#include <any>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "sim/base/result.hpp"

struct lua_State;
struct lua_Debug;

namespace rehearse::script {

class Sandbox;

struct ScriptLimits {
  std::size_t memory_bytes = std::size_t{256} << 20;
  std::uint64_t steps_per_turn = 100'000'000;  // Lua instructions between two waits; about a second
  std::uint64_t steps_total = 2'000'000'000;   // of a whole run
};

/// One Lua machine. Not copyable, not movable: Lua keeps its address.
class LuaState {
 public:
  explicit LuaState(ScriptLimits const& limits = {});
  ~LuaState();
  LuaState(LuaState const&) = delete;
  LuaState& operator=(LuaState const&) = delete;

  /// The main thread.
  lua_State* get() const { return lua_; }
  /// The owner of any thread of the machine.
  static LuaState& of(lua_State* lua);

  ScriptLimits const& limits() const { return limits_; }
  std::size_t memory_used_bytes() const { return used_bytes_; }
  std::uint64_t steps_used() const { return steps_total_; }

  /// Charges work to the budget. False when it is spent: `fatal()` is then set, with the scenario's
  /// line.
  [[nodiscard]] bool charge(lua_State* lua, std::uint64_t steps);
  /// What may still be spent in this turn.
  std::uint64_t steps_left() const;
  /// Is there room for so many more bytes? Collects garbage first. False sets `fatal()`.
  [[nodiscard]] bool reserve(lua_State* lua, std::size_t bytes);

  /// The limit that ended this machine.
  std::optional<Error> const& fatal() const { return fatal_; }
  void set_fatal(Error error);
  /// Notes that Lua itself ran out of memory.
  void set_out_of_memory(lua_State* lua);

  /// The object that bound functions get as their first argument. See bind.hpp.
  template <class Host>
  void set_host(Host& host) {
    host_ = &host;
  }
  void* host() const { return host_; }
  void set_sandbox(Sandbox* sandbox) { sandbox_ = sandbox; }
  Sandbox* sandbox() const { return sandbox_; }

  /// What the coroutine that just yielded waits for. Set by bind.cpp, taken by coroutine.cpp.
  std::any waits_for;
  /// The coroutine being resumed raises the value on its stack instead of returning it.
  bool raise_on_resume = false;

  /// While one lives, Lua code runs under the limits. The outermost one starts a fresh turn.
  class Turn {
   public:
    explicit Turn(LuaState& state);
    ~Turn();
    Turn(Turn const&) = delete;
    Turn& operator=(Turn const&) = delete;

   private:
    LuaState& state_;
    bool strict_before_;
  };
  /// While one lives, C++ code runs: no allocation is refused.
  class Lenient {
   public:
    explicit Lenient(LuaState& state) : state_(state), strict_before_(state.strict_) {
      state.strict_ = false;
    }
    ~Lenient() { state_.strict_ = strict_before_; }
    Lenient(Lenient const&) = delete;
    Lenient& operator=(Lenient const&) = delete;

   private:
    LuaState& state_;
    bool strict_before_;
  };

 private:
  static void* allocate(void* self, void* block, std::size_t old_bytes, std::size_t new_bytes);
  static void on_count(lua_State* lua, lua_Debug* activation);

  ScriptLimits limits_;
  std::size_t used_bytes_ = 0;
  bool strict_ = false;
  int turns_ = 0;
  std::uint64_t steps_turn_ = 0;
  std::uint64_t steps_total_ = 0;
  std::optional<Error> fatal_;
  void* host_ = nullptr;
  Sandbox* sandbox_ = nullptr;
  lua_State* lua_ = nullptr;
};

/// Restores the height of a Lua stack.
class StackGuard {
 public:
  explicit StackGuard(lua_State* lua);
  ~StackGuard();
  StackGuard(StackGuard const&) = delete;
  StackGuard& operator=(StackGuard const&) = delete;

 private:
  lua_State* lua_;
  int top_;
};

}  // namespace rehearse::script
