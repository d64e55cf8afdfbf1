#include "sim/calls/shapes.hpp"

#include <algorithm>

namespace rehearse::calls {

Member const* Shape::find(std::string_view member_name) const {
  auto at = std::ranges::find(members, member_name, &Member::name);
  return at == members.end() ? nullptr : &*at;
}

}  // namespace rehearse::calls
