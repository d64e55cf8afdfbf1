// Finds the ids of texts that their owner keeps, without a copy of them.
#pragma once

#include <concepts>
#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "sim/base/hash.hpp"

namespace rehearse {

/// Ids by the hash of their text; whoever asks says which of the candidates is meant. It is never
/// walked through, so that its order shows nowhere.
template <class Id>
class TextIndex {
 public:
  void add(std::string_view text, Id id) { ids_.emplace(hash_bytes(text), id); }
  /// The id with this text for which `is_it` holds, or a default one. REQUIRES: it holds for one
  /// at most.
  Id find(std::string_view text, std::predicate<Id> auto const& is_it) const {
    auto [at, end] = ids_.equal_range(hash_bytes(text));
    for (; at != end; ++at)
      if (is_it(at->second)) return at->second;
    return {};
  }

 private:
  std::unordered_multimap<std::uint64_t, Id> ids_;  // NOLINT(tidy-unordered): only looked up
};

}  // namespace rehearse
