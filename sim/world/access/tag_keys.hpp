// The tags that a call gives, and the condition keys that they fill. Source:
// sharing-and-access 3.5.
#pragma once

#include "sim/world/access/question.hpp"

namespace rehearse::world {

/// How an operation spells its tags.
struct TagWords {
  std::string_view list, key, value;
};
std::vector<Tag> tags_of(json::Value const& input, TagWords words = {"Tags", "Key", "Value"});
/// `aws:RequestTag/K` of each tag that a call gives, and `aws:TagKeys` of those and of the keys
/// that it takes off; nothing when it does neither.
void add_tag_keys(std::vector<Tag> const& given, std::vector<std::string> taken, ContextKeys& keys);

}  // namespace rehearse::world
