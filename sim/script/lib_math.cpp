// `math` without libm: what is exact, `sqrt`, `^` on whole exponents, draws from the run's streams.
#include <lua.hpp>

#include "sim/script/sandbox.hpp"
#include "sim/script/source.hpp"

namespace rehearse::script {
namespace {

// power.__pow: `__power ^ b` remembers b, `a ^ __power` is a^b. See source.hpp. Nothing runs
// between the two.
Outcome power(lua_State* lua) {
  lua_pushvalue(lua, lua_upvalueindex(1));  // __power itself
  if (lua_rawequal(lua, 1, -1) != 0) {
    lua_pushvalue(lua, 2);
    lua_rawseti(lua, -2, 1);
    return 1;
  }
  lua_rawgeti(lua, -1, 1);
  int base_is_number = 0;
  int exponent_is_number = 0;
  double const base = lua_tonumberx(lua, 1, &base_is_number);
  double const exponent = lua_tonumberx(lua, -1, &exponent_is_number);
  if (base_is_number == 0 || exponent_is_number == 0)
    return fail(std::string("`^` wants two numbers, got ") + luaL_typename(lua, 1) + " and " +
                luaL_typename(lua, -1));
  auto const value = exact_power(base, exponent);
  if (!value)
    return fail(
        "`^` takes whole exponents (and 0.5) only: with others its last digit differs from machine "
        "to machine",
        "use whole numbers, or a table of the values you need");
  lua_pushnumber(lua, *value);
  return 1;
}

// random(low, high)
Outcome random_between(Sandbox& sandbox, lua_State* lua) {
  int low_whole = 0;
  int high_whole = 0;
  lua_Integer const low = lua_tointegerx(lua, 1, &low_whole);
  lua_Integer const high = lua_tointegerx(lua, 2, &high_whole);
  if (low_whole == 0 || high_whole == 0) return fail("`math.random` wants whole numbers");
  if (low > high)
    return fail("`math.random` has an empty interval: " + std::to_string(low) + " to " +
                std::to_string(high));
  auto const count = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  if (count == 0)
    return fail("`math.random` cannot draw from all integers", "give a smaller interval");
  if (!sandbox.hooks().random_below) return fail("nothing can be drawn here");
  lua_pushinteger(lua, static_cast<lua_Integer>(static_cast<std::uint64_t>(low) +
                                                sandbox.hooks().random_below(count)));
  return 1;
}

}  // namespace

void open_math(lua_State* lua) {
  luaL_requiref(lua, LUA_MATHLIBNAME, luaopen_math, 0);
  lua_setfield(lua, -2, "math");
  set_function(lua, "random", &bind<&random_between>);

  lua_newtable(lua);  // __power
  lua_newtable(lua);
  lua_pushvalue(lua, -2);
  lua_pushcclosure(lua, &bind<&power>, 1);
  lua_setfield(lua, -2, "__pow");
  lua_pushliteral(lua, "locked");
  lua_setfield(lua, -2, "__metatable");
  lua_setmetatable(lua, -2);
  lua_setfield(lua, -2, "power");
}

}  // namespace rehearse::script
