#include "sim/pipeline/reader.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::size_t kErrorsMax = 100;
constexpr std::string_view kUnable =
    "Unable to parse pipeline definition. ";  // the service's own prefix (1.14)

}  // namespace

std::string Place::pointer() const {
  if (parent == nullptr) return {};
  std::string above = parent->pointer();
  return parent->value.is_array() ? json::pointer_step(above, index)
                                  : json::pointer_step(above, key);
}

void Reader::fault(std::uint32_t offset, std::string pointer, std::string message,
                   std::string hint) {
  if (errors_.size() >= kErrorsMax) return;
  errors_.push_back({Error::Code::definition, std::move(message),
                     json::locate(text_, offset, file_), std::move(hint), std::move(pointer)});
}

void Reader::fault(Place const& place, std::string message, std::string hint) {
  fault(place.value.offset(), place.pointer(), std::move(message), std::move(hint));
}

bool Reader::is_object(Place const& place) {
  if (place.value.is_object()) return true;
  fault(place, std::string(kUnable) + "Expecting start of Json Object.",
        "an object belongs here, not " + std::string(place.value.kind_name()));
  return false;
}

bool Reader::is_array(Place const& place) {
  if (place.value.is_array()) return true;
  fault(place, std::string(kUnable) + "Expecting start of Json Array.",
        "an array belongs here, not " + std::string(place.value.kind_name()));
  return false;
}

void Reader::check_keys(Place const& object, Names known) {
  for (auto const& [key, value] : object.value.as_object())
    if (std::ranges::find(known, key) == known.end())
      fault(object.member(key, value),
            std::string(kUnable) + "Cannot parse object, unknown property '" + shorten(key, 100) +
                "'.",
            hint_of(key, known));
}

void Reader::check_required(Place const& object, Names required) {
  for (std::string_view key : required)
    if (object.value.find(key) == nullptr)
      fault(object, "the key `" + std::string(key) + "` is missing");
}

std::optional<std::string> Reader::text_of(Place const& object, std::string_view key,
                                           bool required) {
  json::Value const* value = object.value.find(key);
  if (value == nullptr) {
    if (required) check_required(object, std::span(&key, 1));
    return std::nullopt;
  }
  if (value->is_string()) return value->as_string();
  fault(object.member(key, *value),
        "`" + std::string(key) + "` must be a string, not " + std::string(value->kind_name()));
  return std::nullopt;
}

void Reader::check_length(Place const& place, std::string_view what, std::size_t characters_max) {
  auto const count =
      static_cast<std::size_t>(std::ranges::count_if(place.value.as_string(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
      }));  // code points
  if (count > characters_max)
    fault(place, "`" + std::string(what) + "` has " + std::to_string(count) +
                     " characters; at most " + std::to_string(characters_max) + " are allowed");
}

void Reader::check_text_or_expression(Place const& place, std::string_view what) {
  if (!place.value.is_string() && !is_expression(place.value))
    fault(place, "`" + shorten(what, 100) + "` must be a string or an expression, not " +
                     std::string(place.value.kind_name()));
}

bool is_name(std::string_view text, std::size_t characters_max) {
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !text.empty() && text.size() <= characters_max && std::ranges::all_of(text, allowed);
}

std::string hint_of(std::string_view word, Names known) {
  constexpr std::size_t kFew = 12;
  std::string hint = did_you_mean(word, known);
  if (!hint.empty() || known.empty() || known.size() > kFew) return hint;
  for (std::string_view one : known)
    hint += (hint.empty() ? "known: `" : ", `") + std::string(one) + "`";
  return hint;
}

}  // namespace rehearse::pipeline
