#include "sim/calls/value_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"

namespace rehearse::calls {
namespace {

constexpr std::size_t kValueBytesMax = 1024;
constexpr std::size_t kListBytesMax = 256;  // of a list: what stands in it is seldom what is wrong
constexpr std::size_t kTablesMax = 3;       // of a list: they all look alike

bool is_number(ShapeKind kind) {
  return kind == ShapeKind::integer || kind == ShapeKind::long_integer ||
         kind == ShapeKind::float_number || kind == ShapeKind::double_number;
}

/// What min and max bound: a number's value, or how long or large the value is. -1, 0 or 1 against
/// `bound`.
int compare_measure(Shape const& shape, json::Value const& value, std::int64_t bound) {
  auto const sign = [](auto order) { return order < 0 ? -1 : order > 0 ? 1 : 0; };
  if (is_number(shape.kind)) {
    auto const number = Decimal::parse(value.as_number_text());
    auto const limit = Decimal::parse(std::to_string(bound));
    return number && limit ? sign(*number <=> *limit) : 0;
  }
  std::size_t const size = value.is_string()  ? character_count(value.as_string())
                           : value.is_array() ? value.as_array().size()
                                              : value.as_object().size();
  return sign(static_cast<std::int64_t>(size) <=> bound);
}

struct TypeRow {
  std::string_view name;         // in the service's message
  std::string_view description;  // in the hint
};

TypeRow type_of(ShapeKind kind) {
  switch (kind) {
    case ShapeKind::structure:
      return {"structure", "a table of members"};
    case ShapeKind::list:
      return {"list", "a list"};
    case ShapeKind::map:
      return {"map", "a table of names and values"};
    case ShapeKind::string:
      return {"a String", "a string"};
    case ShapeKind::blob:
      return {"a Blob", "a string"};
    case ShapeKind::integer:
      return {"an Integer", "a whole number of 32 bits"};
    case ShapeKind::long_integer:
      return {"a Long", "a whole number of 64 bits"};
    case ShapeKind::boolean:
      return {"a Boolean", "true or false"};
    case ShapeKind::float_number:
      return {"a Float", "a number"};
    case ShapeKind::double_number:
      return {"a Double", "a number"};
    case ShapeKind::timestamp:
      return {"a Timestamp", "a number of seconds since 1970 or text like `2026-01-05T09:00:00Z`"};
  }
  return {};
}

}  // namespace

bool is_scalar(Shape const& shape) {
  return shape.kind != ShapeKind::structure && shape.kind != ShapeKind::list &&
         shape.kind != ShapeKind::map;
}

bool has(Shape const& shape, Constraint constraint) {
  switch (constraint) {
    case Constraint::at_most:
      return shape.max.has_value();
    case Constraint::at_least:
      return shape.min.has_value();
    case Constraint::one_of:
      return !shape.values.empty();
    case Constraint::pattern:
      return shape.pattern != nullptr;
  }
  return false;
}

std::string sentence(Shape const& shape, Constraint constraint) {
  auto const measure = is_number(shape.kind) ? "value" : "length";
  switch (constraint) {
    case Constraint::at_most:
      return fmt::format("Member must have {} less than or equal to {}", measure, *shape.max);
    case Constraint::at_least:
      return fmt::format("Member must have {} greater than or equal to {}", measure, *shape.min);
    case Constraint::one_of:
      return fmt::format("Member must satisfy enum value set: [{}]", fmt::join(shape.values, ", "));
    case Constraint::pattern:
      return fmt::format("Member must satisfy regular expression pattern: {}", shape.pattern->text);
  }
  return {};
}

bool holds(Shape const& shape, Constraint constraint, json::Value const& value) {
  switch (constraint) {
    case Constraint::at_most:
      return compare_measure(shape, value, *shape.max) <= 0;
    case Constraint::at_least:
      return compare_measure(shape, value, *shape.min) >= 0;
    case Constraint::one_of:
      return std::ranges::find(shape.values, value.as_string()) != shape.values.end();
    case Constraint::pattern:
      return matches(*shape.pattern, value.as_string());
  }
  return true;
}

bool holds_all(Shape const& shape, json::Value const& value) {
  return std::ranges::all_of(
      kConstraints, [&](Constraint c) { return !has(shape, c) || holds(shape, c, value); });
}

std::string all_sentences(Shape const& shape) {
  std::vector<std::string> sentences;
  for (Constraint constraint : kConstraints)
    if (has(shape, constraint)) sentences.push_back(sentence(shape, constraint));
  return join(sentences, ", ");
}

bool has_type(Shape const& shape, json::Value const& value) {
  switch (shape.kind) {
    case ShapeKind::structure:
    case ShapeKind::map:
      return value.is_object();
    case ShapeKind::list:
      return value.is_array();
    case ShapeKind::string:
    case ShapeKind::blob:
      return value.is_string();
    case ShapeKind::boolean:
      return value.is_bool();
    case ShapeKind::float_number:
    case ShapeKind::double_number:
      return value.is_number() && Decimal::parse(value.as_number_text());
    case ShapeKind::long_integer:
      return value.is_number() && value.as_integer();
    case ShapeKind::integer: {
      using Limits = std::numeric_limits<std::int32_t>;
      auto const number = value.is_number() ? value.as_integer() : std::nullopt;
      return number && *number >= Limits::min() && *number <= Limits::max();
    }
    case ShapeKind::timestamp:
      return value.is_number() || (value.is_string() && parse_instant(value.as_string()));
  }
  return false;
}

std::string type_message(Shape const& shape, json::Value const& value) {
  if (value.is_object()) return "Start of structure or map found where not expected.";
  if (value.is_array()) return "Start of list found where not expected";
  if (!is_scalar(shape)) return fmt::format("Expected {} or null", type_of(shape.kind).name);
  auto const found = value.is_bool()     ? (value.as_bool() ? "TRUE" : "FALSE")
                     : value.is_number() ? "NUMBER"
                                         : "STRING";
  return fmt::format("{}_VALUE can not be converted to {}", found, type_of(shape.kind).name);
}

std::string shown(json::Value const& value) {
  if (value.is_string()) return shorten(value.as_string(), kValueBytesMax);
  if (value.is_number()) return shorten(value.as_number_text(), kValueBytesMax);
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_null()) return "null";
  if (value.is_object()) return "{...}";
  // Whole elements, then how many more there are, so that the rest of the message is still read.
  json::Array const& elements = value.as_array();
  std::string text = "[";
  for (std::size_t i = 0; i < elements.size(); ++i) {
    std::string const next = elements[i].is_array() ? "[...]" : shown(elements[i]);
    bool const enough = elements[i].is_object()
                            ? i >= kTablesMax
                            : i > 0 && text.size() + next.size() > kListBytesMax;
    if (enough) return fmt::format("{}, ... {} more]", text, elements.size() - i);
    text += fmt::format("{}{}", i > 0 ? ", " : "", next);
  }
  return text + "]";
}

std::string_view type_description(Shape const& shape) { return type_of(shape.kind).description; }

}  // namespace rehearse::calls
