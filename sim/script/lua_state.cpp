#include "sim/script/lua_state.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <lua.hpp>
#include <new>
#include <string>

#include "sim/script/failure.hpp"

namespace rehearse::script {
namespace {

constexpr int kHookInterval = 1000;  // instructions between two looks at the budget
// Copying a long string costs time that no instruction counts: large blocks are charged by size.
// Small ones are not, because how many there are depends on the collector.
constexpr std::size_t kLargeBlockBytes = std::size_t{64} << 10;
constexpr std::size_t kBytesPerStep = 64;

}  // namespace

LuaState::LuaState(ScriptLimits const& limits) : limits_(limits) {
  lua_ = lua_newstate(&LuaState::allocate, this);
  if (lua_ == nullptr) throw std::bad_alloc();
  LuaState* self = this;
  std::memcpy(lua_getextraspace(lua_), &self, sizeof self);  // new threads copy it
  lua_sethook(lua_, &LuaState::on_count, LUA_MASKCOUNT, kHookInterval);
}

LuaState::~LuaState() { lua_close(lua_); }

LuaState& LuaState::of(lua_State* lua) {
  LuaState* self = nullptr;
  std::memcpy(&self, lua_getextraspace(lua), sizeof self);
  return *self;
}

bool LuaState::charge(lua_State* lua, std::uint64_t steps) {
  steps_turn_ += steps;
  steps_total_ += steps;
  if (steps_turn_ <= limits_.steps_per_turn && steps_total_ <= limits_.steps_total) return true;
  bool const turn = steps_turn_ > limits_.steps_per_turn;
  set_fatal({.code = Error::Code::limit,
             .message = turn ? "the scenario ran " + std::to_string(limits_.steps_per_turn) +
                                   " steps without waiting, which is the limit"
                             : "the scenario ran " + std::to_string(limits_.steps_total) +
                                   " steps in all, which is the limit",
             .where = caller(lua),
             .hint = "is there a loop that never ends, or a pattern that backtracks?",
             .pointer = {}});
  return false;
}

std::uint64_t LuaState::steps_left() const {
  std::uint64_t const turn = limits_.steps_per_turn - std::min(limits_.steps_per_turn, steps_turn_);
  std::uint64_t const total = limits_.steps_total - std::min(limits_.steps_total, steps_total_);
  return std::min(turn, total);
}

bool LuaState::reserve(lua_State* lua, std::size_t bytes) {
  auto const fits = [&] {
    return used_bytes_ <= limits_.memory_bytes && bytes <= limits_.memory_bytes - used_bytes_;
  };
  if (fits()) return true;
  lua_gc(lua, LUA_GCCOLLECT);
  if (fits()) return true;
  set_out_of_memory(lua);
  return false;
}

void LuaState::set_fatal(Error error) {
  if (!fatal_) fatal_ = std::move(error);
}

void LuaState::set_out_of_memory(lua_State* lua) {
  if (steps_left() == 0 && !charge(lua, 1)) return;  // the allocator refused for the other limit
  set_fatal({.code = Error::Code::limit,
             .message = "the scenario uses more than " +
                        std::to_string(limits_.memory_bytes >> 20) +
                        " MiB of memory, which is the limit",
             .where = caller(lua),
             .hint = "is there a table or a string that grows in a loop?",
             .pointer = {}});
}

LuaState::Turn::Turn(LuaState& state) : state_(state), strict_before_(state.strict_) {
  if (state.turns_++ == 0) state.steps_turn_ = 0;
  state.strict_ = true;
}

LuaState::Turn::~Turn() {
  --state_.turns_;
  state_.strict_ = strict_before_;
}

void* LuaState::allocate(void* self, void* block, std::size_t old_bytes, std::size_t new_bytes) {
  auto& state = *static_cast<LuaState*>(self);
  if (block == nullptr) old_bytes = 0;  // Lua passes the kind of object here
  if (new_bytes == 0) {
    state.used_bytes_ -= old_bytes;
    std::free(block);
    return nullptr;
  }
  if (new_bytes > old_bytes && state.strict_) {
    std::size_t const grown = state.used_bytes_ - old_bytes + new_bytes;
    if (grown > state.limits_.memory_bytes || grown < new_bytes) return nullptr;
    if (new_bytes >= kLargeBlockBytes) {
      state.steps_turn_ += new_bytes / kBytesPerStep;
      state.steps_total_ += new_bytes / kBytesPerStep;
      if (state.steps_left() == 0)
        return nullptr;  // set_out_of_memory or the hook says which limit it was
    }
  }
  void* const moved = std::realloc(block, new_bytes);
  if (moved != nullptr) state.used_bytes_ = state.used_bytes_ - old_bytes + new_bytes;
  return moved;
}

// No object with a destructor lives here when lua_error jumps.
void LuaState::on_count(lua_State* lua, lua_Debug*) {
  LuaState& state = of(lua);
  if (state.fatal_ || !state.charge(lua, kHookInterval)) {
    lua_pushlightuserdata(lua, nullptr);  // its value is never looked at: fatal() is
    lua_error(lua);
  }
}

StackGuard::StackGuard(lua_State* lua) : lua_(lua), top_(lua_gettop(lua)) {}
StackGuard::~StackGuard() { lua_settop(lua_, top_); }

}  // namespace rehearse::script
