#include "sim/pipeline/path.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

// The keys by which a list of structures is read as a map (1.3), tried in this order.
constexpr std::array<std::string_view, 7> kNaturalKeys{
    "OutputName", "InputName", "MetricName", "ChannelName", "VariantName", "Name", "Key"};

std::unexpected<std::string> invalid(std::string_view path) {
  return std::unexpected("Invalid json path '" + shorten(path, 200) + "'");
}

/// Reads `['key']`, `["key"]` or `[0]` at the start of `rest` and cuts it off. Nothing when it is
/// none of them.
std::optional<PathPart> take_bracket(std::string_view& rest) {
  char quote = rest.size() > 1 && (rest[1] == '\'' || rest[1] == '"') ? rest[1] : '\0';
  if (quote != '\0') {
    std::size_t end = rest.find(std::string{quote, ']'}, 2);
    if (end == std::string_view::npos || end == 2) return std::nullopt;
    PathPart part{PathPart::Kind::key, std::string(rest.substr(2, end - 2)), 0};
    rest.remove_prefix(end + 2);
    return part;
  }
  std::size_t end = rest.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  auto index = parse_unsigned<std::uint32_t>(rest.substr(1, end - 1));
  if (!index) return std::nullopt;
  rest.remove_prefix(end + 1);
  return PathPart{PathPart::Kind::index, {}, *index};
}

/// The first natural key that an element has, or null.
json::Value const* natural_key(json::Value const& element) {
  for (std::string_view natural : kNaturalKeys)
    if (json::Value const* key = element.find(natural)) return key;
  return nullptr;
}

json::Value const* by_natural_key(json::Array const& list, std::string_view key) {
  for (json::Value const& element : list)
    if (json::Value const* name = natural_key(element);
        name != nullptr && name->is_string() && name->as_string() == key)
      return &element;
  return nullptr;
}

json::Value const* step_down(json::Value const& value, PathPart const& part) {
  if (part.kind == PathPart::Kind::index) {
    if (!value.is_array() || part.index >= value.as_array().size()) return nullptr;
    return &value.as_array()[part.index];
  }
  if (part.kind == PathPart::Kind::key && value.is_array())
    return by_natural_key(value.as_array(), part.text);
  return value.find(part.text);
}

}  // namespace

std::expected<std::vector<PathPart>, std::string> parse_path(std::string_view path) {
  std::vector<PathPart> parts;
  std::string_view rest = path;
  bool name_expected = true;  // at the start, and after a dot
  while (!rest.empty() || name_expected) {
    if (rest.empty()) return invalid(path);
    if (rest.front() == '[') {
      if (name_expected && !parts.empty()) return invalid(path);  // `a.[0]`
      auto part = take_bracket(rest);
      if (!part) return invalid(path);
      parts.push_back(std::move(*part));
      name_expected = false;
    } else if (name_expected) {
      std::size_t end = std::min(rest.find_first_of(".[]"), rest.size());
      if (end == 0) return invalid(path);
      parts.push_back({PathPart::Kind::name, std::string(rest.substr(0, end)), 0});
      rest.remove_prefix(end);
      name_expected = false;
    } else if (rest.front() == '.') {
      rest.remove_prefix(1);
      name_expected = true;
    } else {
      return invalid(path);
    }
  }
  return parts;
}

std::expected<json::Value const*, std::string> lookup(json::Value const& root,
                                                      std::string_view path) {
  auto parts = parse_path(path);
  if (!parts) return std::unexpected(std::move(parts.error()));
  json::Value const* at = &root;
  for (PathPart const& part : *parts) {
    at = step_down(*at, part);
    if (at == nullptr) return invalid(path);
  }
  return at;
}

std::optional<std::vector<std::string_view>> natural_keys(json::Value const& list) {
  if (!list.is_array()) return std::nullopt;
  std::vector<std::string_view> keys;
  for (json::Value const& element : list.as_array()) {
    json::Value const* key = natural_key(element);
    if (key == nullptr || !key->is_string()) return std::nullopt;
    keys.push_back(key->as_string());
  }
  return keys;
}

}  // namespace rehearse::pipeline
