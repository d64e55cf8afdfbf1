#include "sim/iam/request.hpp"

#include "sim/base/text.hpp"

namespace rehearse::iam {

Context::Entry const* Context::find(std::string_view key) const {
  for (Entry const& entry : entries_)
    if (entry.key.size() == key.size() && equals_ignoring_case(entry.key, key)) return &entry;
  return nullptr;
}

}  // namespace rehearse::iam
