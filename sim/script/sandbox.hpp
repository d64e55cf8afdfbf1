// The library a scenario sees: Lua without a clock, addresses, hash order, libm, files or an end to
// its limits.
//
// Words (`account`, `print`, `math`) are read-only globals; a host adds its own with add_word() or
// in a prelude of its own. A scenario may set further globals while its top level runs; freeze()
// ends that, so that actors cannot race through them.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/script/bind.hpp"
#include "sim/script/files.hpp"
#include "sim/script/lua_ref.hpp"
#include "sim/script/lua_state.hpp"

namespace rehearse::script {

struct SandboxHooks {
  std::function<void(std::string_view)> print;  // a line, without its end
  std::function<std::uint64_t(std::uint64_t)>
      random_below;           // even over 0 .. n-1, from the run's streams
  FileRoot* files = nullptr;  // for `import`
};

/// REQUIRES: lives as long as scenarios run, and is destroyed before its LuaState.
class Sandbox {
 public:
  Sandbox(LuaState& state, SandboxHooks hooks);
  Sandbox(Sandbox const&) = delete;
  Sandbox& operator=(Sandbox const&) = delete;

  /// A global function of C++.
  template <auto fn>
  void add_word(char const* name) {
    add(words_, name, &bind<fn>);
  }
  /// A function of C++ that only preludes see, as a member of their one argument.
  template <auto fn>
  void add_core(char const* name) {
    add(core_, name, &bind<fn>);
  }
  /// Runs trusted Lua: its globals become words, its argument (`local core = ...`) is the table of
  /// add_core.
  Result<void> run_prelude(char const* name, std::string_view source);

  /// Compiles a scenario's text; `file` is its name in messages. The result is the function of its
  /// top level.
  Result<LuaRef> load(std::string_view source, std::string_view file);
  /// From here on no global may be set. Words never could.
  void freeze() { frozen_ = true; }

  LuaState& state() { return state_; }
  SandboxHooks& hooks() { return hooks_; }
  bool frozen() const { return frozen_; }
  LuaRef const& words() const { return words_; }
  LuaRef const& user_globals() const { return user_globals_; }
  LuaRef const& names() const { return names_; }
  /// The next number of `table#3`.
  std::int64_t next_number() { return ++numbered_; }

 private:
  void add(LuaRef const& table, char const* name, int (*function)(lua_State*));

  LuaState& state_;
  SandboxHooks hooks_;
  bool frozen_ = false;
  std::int64_t numbered_ = 0;
  LuaRef words_;         // the library and the host's words
  LuaRef user_globals_;  // what the scenario set
  LuaRef globals_;  // the empty table that is the scenario's _ENV: its metatable leads to the two
                    // above
  LuaRef core_;     // what preludes get
  LuaRef names_;    // weak: object -> `table#3`
};

/// prelude.lua, embedded at build time.
extern char const* const kPreludeSource;

// Each lib_*.cpp puts its functions into the table on top of the stack.
void open_base(lua_State* lua);
void open_math(lua_State* lua);
void open_string(lua_State* lua);
void open_table(lua_State* lua);

}  // namespace rehearse::script
