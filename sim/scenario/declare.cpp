#include "sim/scenario/declare.hpp"

#include "sim/base/rng.hpp"
#include "sim/script/failure.hpp"

namespace rehearse::scenario {

Result<void> only_at_top(Host& host, std::string const& word) {
  if (host.declaring()) return {};
  return script::fail("`" + word + "` stands at the top level",
                      "declare the world before the actors run");
}

std::string id_text(std::string_view name, std::size_t n) {
  return Stream(0, name).alphanumeric(n);
}

script::Outcome pushed(lua_State* lua, HandleKind kind, std::uint32_t index) {
  push_handle(lua, {kind, index});
  return 1;
}

}  // namespace rehearse::scenario
