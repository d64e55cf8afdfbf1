#include <catch2/catch.hpp>

#include "tests/script/machine.hpp"

using namespace rehearse::script;

TEST_CASE("determinism: two machines in one process print the same", "[script]") {
  constexpr char kSource[] =
      "local t = {} for i = 1, 300 do t['k' .. i * 37 % 301] = {} end for k, v in pairs(t) do "
      "print(k, v) end";
  Machine a;
  Machine b;
  std::string const first = a.run(kSource);
  CHECK(first.size() > 3000);
  CHECK(first == b.run(kSource));
  CHECK(a.state.steps_used() == b.state.steps_used());
}
