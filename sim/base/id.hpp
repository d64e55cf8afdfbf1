// Strong indices: Id<Tag> is a position in creation order, never an address.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace rehearse {

/// A dense index that cannot be mixed up with another kind's. The default is "none".
template <class Tag>
struct Id {
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t index = kNone;

  constexpr explicit operator bool() const { return index != kNone; }
  auto operator<=>(Id const&) const = default;
};

}  // namespace rehearse
