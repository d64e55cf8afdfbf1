#include "sim/calls/shape_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"

namespace rehearse::calls {
namespace {

constexpr std::size_t kFaultsMax = 10;
constexpr std::size_t kValueBytesMax = 1024;  // of a value repeated in a message

/// Where in the input we are; links of a chain on the stack, so that a right input costs no text.
struct Path {
  Path const* up = nullptr;
  std::string_view name{};
  std::size_t element = 0;  // from 1; 0 when the step is a name
};

/// `tags.1.member.key`, as the services write it.
std::string wire_path(Path const& path) {
  if (path.up == nullptr) return {};
  std::string text = wire_path(*path.up);
  if (!text.empty()) text += '.';
  if (path.element != 0) return text + fmt::format("{}.member", path.element);
  text += to_lower(path.name.substr(0, 1));
  return text += path.name.substr(std::min<std::size_t>(1, path.name.size()));
}

// ---- constraints ----

enum class Constraint { at_most, at_least, one_of, pattern };
constexpr std::array kConstraints{Constraint::at_most, Constraint::at_least, Constraint::one_of,
                                  Constraint::pattern};

bool is_number(ShapeKind kind) {
  return kind == ShapeKind::integer || kind == ShapeKind::long_integer ||
         kind == ShapeKind::float_number || kind == ShapeKind::double_number;
}

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

// ---- types ----

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

/// The services' JSON reader's own words.
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
  std::string text = "[";
  for (json::Value const& element : value.as_array()) {
    if (text.size() > kValueBytesMax) break;
    if (text.size() > 1) text += ", ";
    text += element.is_array() ? "[...]" : shown(element);
  }
  return shorten(text, kValueBytesMax) + "]";
}

// ---- the walk ----

class Checker {
 public:
  /// Goes down as far as the shapes do, not as far as the input does.
  void check(Shape const& shape, json::Value const& value, Path const& path) {
    if (unknown_ || faults_.size() >= kFaultsMax) return;
    if (!has_type(shape, value)) {
      if (!wrong_type_) wrong_type_ = wrong_type(shape, value, path);
      return;
    }
    for (Constraint constraint : kConstraints)
      if (has(shape, constraint) && !holds(shape, constraint, value))
        add_fault(shape, value, path, sentence(shape, constraint));
    if (shape.kind == ShapeKind::structure) check_members(shape, value.as_object(), path);
    if (shape.kind == ShapeKind::list) check_elements(shape, value, path);
    if (shape.kind == ShapeKind::map) check_entries(shape, value, path);
  }

  std::optional<InputFault> result(Operation const& operation) {
    if (unknown_) return std::move(unknown_);
    bool const query = operation.protocol == Protocol::query;
    if (wrong_type_) {
      wrong_type_->error.code = query ? "MalformedInput" : "SerializationException";
      return std::move(wrong_type_);
    }
    if (faults_.empty()) return std::nullopt;
    // Organizations models the fault of a value; the others use the name that their protocol has
    // for it.
    bool const modelled =
        std::ranges::find(operation.errors, "InvalidInputException") != operation.errors.end();
    return InputFault{false,
                      {modelled ? "InvalidInputException"
                       : query  ? "ValidationError"
                                : "ValidationException",
                       fmt::format("{} validation error{} detected: {}", faults_.size(),
                                   faults_.size() == 1 ? "" : "s", join(faults_, "; "))},
                      {}};
  }

 private:
  void check_members(Shape const& shape, json::Object const& given, Path const& path) {
    for (auto const& [name, value] : given)
      if (shape.find(name) == nullptr) {
        unknown_ = unknown_member(shape, name, path);
        return;
      }
    for (Member const& member : shape.members) {
      auto const at = std::ranges::find(given, member.name, &json::Object::value_type::first);
      Path const below{&path, member.name};
      if (at != given.end() && !at->second.is_null())
        check(*member.shape, at->second, below);
      else if (member.required && !member.idempotency_token)
        add_null_fault(below);
    }
  }

  void check_elements(Shape const& shape, json::Value const& list, Path const& path) {
    bool told = false;  // the services name the list, once, for all its bad elements
    std::size_t index = 0;
    for (json::Value const& value : list.as_array()) {
      Path const below{&path, {}, ++index};
      if (value.is_null()) {
        add_null_fault(below);
      } else if (!is_scalar(*shape.element) || !has_type(*shape.element, value)) {
        check(*shape.element, value, below);
      } else if (!told && !holds_all(*shape.element, value)) {
        told = true;
        add_group_fault(*shape.element, "Member", list, path);
      }
    }
  }

  void check_entries(Shape const& shape, json::Value const& map, Path const& path) {
    bool key_told = false;
    bool value_told = false;
    for (auto const& [key, value] : map.as_object()) {
      Path const below{&path, key};
      if (!key_told && !holds_all(*shape.key, key)) {
        key_told = true;
        add_group_fault(*shape.key, "Map keys", map, path);
      }
      if (value.is_null()) {
        add_null_fault(below);
      } else if (!is_scalar(*shape.element) || !has_type(*shape.element, value)) {
        check(*shape.element, value, below);
      } else if (!value_told && !holds_all(*shape.element, value)) {
        value_told = true;
        add_group_fault(*shape.element, "Map value", map, path);
      }
    }
  }

  void add_fault(Shape const& shape, json::Value const& value, Path const& path,
                 std::string const& constraint) {
    if (faults_.size() >= kFaultsMax) return;
    auto const repeated = shape.sensitive ? std::string{} : fmt::format(" '{}'", shown(value));
    faults_.push_back(fmt::format("Value{} at '{}' failed to satisfy constraint: {}", repeated,
                                  wire_path(path), constraint));
  }

  void add_group_fault(Shape const& element, std::string_view who, json::Value const& value,
                       Path const& path) {
    add_fault(element, value, path,
              fmt::format("{} must satisfy constraint: [{}]", who, all_sentences(element)));
  }

  void add_null_fault(Path const& path) {
    if (faults_.size() < kFaultsMax)
      faults_.push_back(
          fmt::format("Value null at '{}' failed to satisfy constraint: Member must not be null",
                      wire_path(path)));
  }

  static InputFault wrong_type(Shape const& shape, json::Value const& value, Path const& path) {
    auto const where = path.up == nullptr ? std::string("the input") : "`" + wire_path(path) + "`";
    return {false,
            {{}, type_message(shape, value)},
            fmt::format("{} must be {}", where, type_of(shape.kind).description)};
  }

  static InputFault unknown_member(Shape const& shape, std::string_view name, Path const& path) {
    auto const where = path.up == nullptr ? std::string("the input") : "`" + wire_path(path) + "`";
    auto const shown_name = shorten(name, 100);
    return {true,
            {"ParamValidationError", fmt::format("unknown member `{}` in {}", shown_name, where)},
            nearest_member(shape, shown_name)};
  }

  /// Also finds the member that somebody wrote as boto3 would write a function: `pipeline_name`.
  static std::string nearest_member(Shape const& shape, std::string_view name) {
    if (shape.members.empty()) return "it has no members";
    std::string joined(name);
    std::erase(joined, '_');
    std::vector<std::string_view> names;
    for (Member const& member : shape.members) {
      if (equals_ignoring_case(member.name, joined))
        return fmt::format("did you mean `{}`?", member.name);
      names.push_back(member.name);
    }
    auto const guess = did_you_mean(name, names);
    return guess.empty() ? fmt::format("its members are `{}`", fmt::join(names, "`, `")) : guess;
  }

  std::optional<InputFault> unknown_;
  std::optional<InputFault> wrong_type_;
  std::vector<std::string> faults_;
};

}  // namespace

std::optional<InputFault> check_input(Operation const& operation, json::Value const& input) {
  Checker checker;
  checker.check(*operation.input, input.is_null() ? json::Value(json::Object{}) : input, Path{});
  return checker.result(operation);
}

}  // namespace rehearse::calls
