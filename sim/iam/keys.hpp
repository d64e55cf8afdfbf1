// The condition keys that no single service owns: whether they hold lists and when a request has
// them. Source: sharing-and-access 3.5.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rehearse::iam {

/// `always`: in every signed request.
enum class Present : std::uint8_t { always, sometimes };

struct GlobalKey {
  std::string_view name;  // ends in `/` when a tag's key follows
  bool multivalued;
  Present present;
  std::string_view when;  // words
};

/// By name, case counts not, or null.
GlobalKey const* find_global_key(std::string_view key);
/// `did you mean ...?` for a misspelled one, or an empty string.
std::string nearest_global_key(std::string_view key);

}  // namespace rehearse::iam
