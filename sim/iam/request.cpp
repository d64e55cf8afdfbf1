#include "sim/iam/request.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::iam {

std::uint64_t key_mark(std::string_view key) {
  constexpr std::uint64_t kFold = 0x2020'2020'2020'2020;  // makes ASCII letters small
  std::uint64_t tail = 0;
  std::size_t size = std::min(key.size(), sizeof tail);
  key.copy(reinterpret_cast<char*>(&tail), size, key.size() - size);
  return (tail | kFold) * 2 + key.size();
}

Context::Entry const* Context::find(std::string_view key, std::uint64_t mark) const {
  for (Entry const& entry : entries_)
    if (entry.mark == mark && equals_ignoring_case(entry.key, key)) return &entry;
  return nullptr;
}

}  // namespace rehearse::iam
