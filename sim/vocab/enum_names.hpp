// Enumerations that are written into traces and answers: each has one list of names, in the order
// of its values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace rehearse {

/// Specialized beside each such enumeration with `static constexpr std::array names`.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = requires { EnumNames<E>::names.size(); };

/// The name as AWS (or the field) spells it.
template <NamedEnum E>
constexpr std::string_view name_of(E value) {
  return EnumNames<E>::names[static_cast<std::size_t>(value)];
}

template <NamedEnum E>
constexpr std::optional<E> enum_from(std::string_view name) {
  auto const& names = EnumNames<E>::names;
  auto at = std::ranges::find(names, name);
  if (at == names.end()) return std::nullopt;
  return static_cast<E>(at - names.begin());
}

}  // namespace rehearse

/// Names an enumeration's values, first to last: REHEARSE_ENUM_NAMES(ExecutionStatus, "Executing",
/// "Stopping", ...)
#define REHEARSE_ENUM_NAMES(Enum, ...)                                            \
  template <>                                                                     \
  struct rehearse::EnumNames<Enum> {                                              \
    static constexpr auto names = std::to_array<std::string_view>({__VA_ARGS__}); \
  }
