#include "sim/pipeline/reader.hpp"

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/key_forms.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::size_t kErrorsMax = 100;
constexpr std::size_t kWordShown = 100;
constexpr std::string_view kUnable =
    "Unable to parse pipeline definition. ";  // the service's own prefix (1.14)

}  // namespace

std::string Place::pointer() const {
  if (parent == nullptr) return {};
  std::string above = parent->pointer();
  return parent->value.is_array() ? json::pointer_step(above, index)
                                  : json::pointer_step(above, key);
}

std::string Place::spoken() const {
  if (parent == nullptr) return "the document";
  if (!parent->value.is_array()) return "`" + shorten(key, kWordShown) + "`";
  return "element " + std::to_string(index) + " of " + parent->spoken();
}

std::string Place::must_be(std::string_view wanted) const {
  std::string const kind(value.is_null() ? "null" : with_article(value.kind_name()));
  return spoken() + " must be " + std::string(wanted) + ", not " + kind;
}

void Reader::fault(std::uint32_t offset, std::string const& pointer, std::string const& message,
                   std::string const& hint) {
  if (errors_.size() >= kErrorsMax) return;
  errors_.push_back({Error::Code::definition, escape_controls(message),
                     json::locate(text_, offset, file_), escape_controls(hint),
                     escape_controls(pointer)});
}

void Reader::fault(Place const& place, std::string const& message, std::string const& hint) {
  fault(place.value.offset(), place.pointer(), message, hint);
}

// "Expecting start of Json Array." is the service's (1.14); that of objects is made after it.
bool Reader::is_object(Place const& place) {
  if (place.value.is_object()) return true;
  fault(place, std::string(kUnable) + "Expecting start of Json Object.",
        place.must_be("an object"));
  return false;
}

bool Reader::is_array(Place const& place) {
  if (place.value.is_array()) return true;
  fault(place, std::string(kUnable) + "Expecting start of Json Array.", place.must_be("an array"));
  return false;
}

void Reader::wrong_type(Place const& place, std::string_view wanted) {
  fault(place, std::string(kUnable) + place.must_be(wanted));
}

void Reader::check_keys(Place const& object, Names known) {
  for (auto const& [key, value] : object.value.as_object())
    if (std::ranges::find(known, key) == known.end())
      fault(object.member(key, value),
            std::string(kUnable) + "Cannot parse object, unknown property '" + shorten(key, 100) +
                "'.",
            hint_of(key, known));
}

void Reader::check_required(Place const& object, Names required, std::string_view hint) {
  for (std::string_view key : required) {
    if (object.value.find(key) != nullptr) continue;
    auto form = std::ranges::find(kKeyForms, key, &KeyForm::key);
    bool const known = hint.empty() && form != kKeyForms.end();
    fault(object, "the key `" + std::string(key) + "` is missing",
          std::string(known ? form->form : hint));
  }
}

std::optional<std::string> Reader::text_of(Place const& object, std::string_view key, bool required,
                                           std::string_view hint) {
  json::Value const* value = object.value.find(key);
  if (value == nullptr) {
    if (required) check_required(object, std::span(&key, 1), hint);
    return std::nullopt;
  }
  if (value->is_string()) return value->as_string();
  wrong_type(object.member(key, *value), "a string");
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

void Reader::check_text_or_expression(Place const& place) {
  if (!place.value.is_string() && !is_expression(place.value))
    wrong_type(place, "a string or an expression");
}

bool is_name(std::string_view text, std::size_t characters_max) {
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  };
  return !text.empty() && text.size() <= characters_max && std::ranges::all_of(text, allowed);
}

std::string hint_of(std::string_view word, Names known, std::string_view otherwise) {
  constexpr std::size_t kFew = 12;
  std::vector<std::string_view> each;
  for (std::string_view one : known)
    if (!one.empty() && std::ranges::find(each, one) == each.end()) each.push_back(one);
  std::string hint = did_you_mean(word, each);
  if (!hint.empty()) return hint;
  if (each.empty() || each.size() > kFew) return std::string(otherwise);
  for (std::string_view one : each)
    hint += (hint.empty() ? "known: `" : ", `") + shorten(one, kWordShown) + "`";
  return hint;
}

}  // namespace rehearse::pipeline
