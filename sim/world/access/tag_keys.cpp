#include "sim/world/access/tag_keys.hpp"

namespace rehearse::world {

std::vector<Tag> tags_of(json::Value const& input, TagWords words) {
  std::vector<Tag> out;
  json::Value const* tags = input.find(words.list);
  if (tags == nullptr || !tags->is_array()) return out;
  for (json::Value const& tag : tags->as_array())
    out.push_back({std::string(tag.string_or_empty(words.key)),
                   std::string(tag.string_or_empty(words.value))});
  return out;
}

void add_tag_keys(std::vector<Tag> const& given, std::vector<std::string> taken,
                  ContextKeys& keys) {
  for (Tag const& tag : given) {
    keys.emplace_back("aws:RequestTag/" + tag.key, tag.value);
    taken.push_back(tag.key);
  }
  if (!taken.empty()) keys.emplace_back("aws:TagKeys", std::move(taken));
}

}  // namespace rehearse::world
