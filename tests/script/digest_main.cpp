// Prints a digest of everything in a scenario whose order or spelling could depend on a hash seed
// or an address.
#include <cstdio>

#include "sim/base/hash.hpp"
#include "tests/script/machine.hpp"

namespace {

constexpr char kScenario[] = R"lua(
local t = {}
for i = 1, 500 do t["key" .. i * 7919 % 501] = i end
for i = 1, 50 do t[i * 3] = -i; t[i + 0.5] = i end
t[true], t[false] = 1, 2
for k, v in pairs(t) do print(k, v) end
local n = {}
for i = 1, 3000 do n[i] = { rank = i * 31 % 17, name = i } end
table.sort(n, function(a, b) return a.rank < b.rank end)
for i = 1, #n do print(n[i].rank, n[i].name) end
print({}, print, function() end, string.format("%s %5.2f %g", {}, 2 / 3, 1e100))
for i = 1, 200 do print(i, (i / 7) ^ 13, (1 + 1 / i) ^ -i, i ^ 0.5, math.sqrt(i), i / 3, math.random(100), math.random()) end
print(next(t), pcall(error, {}))
print(("one two  three"):gsub("%w+", function(w) return w:upper() end))
)lua";

}  // namespace

int main() {
  rehearse::script::Machine machine;
  std::string const printed = machine.run(kScenario);
  bool const failed = printed.starts_with("error");
  std::printf("%s %zu %llu\n", rehearse::to_hex(rehearse::hash_bytes(printed)).c_str(),
              printed.size(), static_cast<unsigned long long>(machine.state.steps_used()));
  if (failed) std::fputs(printed.c_str(), stderr);
  return failed ? 1 : 0;
}
