#include "sim/calls/shape_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/base/text.hpp"
#include "sim/calls/value_rules.hpp"

namespace rehearse::calls {
namespace {

constexpr std::size_t kFaultsMax = 10;
constexpr std::size_t kNameBytesMax = 100;  // of a name in a message

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
  auto const name = shorten(path.name, kNameBytesMax);
  text += to_lower(name.substr(0, 1));
  return text += name.substr(std::min<std::size_t>(1, name.size()));
}

/// RAM refuses wrong values of its enumerations itself, in words of its own, once the call is
/// allowed. Source: sharing-and-access 1.16.
bool leaves_to_handler(Operation const& operation, Constraint constraint) {
  return constraint == Constraint::one_of && operation.service == "ram";
}

class Checker {
 public:
  explicit Checker(Operation const& operation) : operation_(operation) {}

  /// Goes down as far as the shapes do, not as far as the input does.
  void check(Shape const& shape, json::Value const& value, Path const& path) {
    if (unknown_ || faults_.size() >= kFaultsMax) return;
    if (!has_type(shape, value)) {
      if (!wrong_type_) wrong_type_ = wrong_type(shape, value, path);
      return;
    }
    for (Constraint constraint : kConstraints)
      if (has(shape, constraint) && !leaves_to_handler(operation_, constraint) &&
          !holds(shape, constraint, value))
        add_fault(shape, value, path, sentence(shape, constraint));
    if (shape.kind == ShapeKind::structure) check_members(shape, value.as_object(), path);
    if (shape.kind == ShapeKind::list) check_elements(shape, value, path);
    if (shape.kind == ShapeKind::map) check_entries(shape, value, path);
  }

  std::optional<InputFault> result() {
    if (unknown_) return std::move(unknown_);
    bool const query = operation_.protocol == Protocol::query;
    if (wrong_type_) {
      wrong_type_->error.code = query ? "MalformedInput" : "SerializationException";
      return std::move(wrong_type_);
    }
    if (faults_.empty()) return std::nullopt;
    // Organizations models the fault of a value; the others use the name that their protocol has
    // for it.
    bool const modelled =
        std::ranges::find(operation_.errors, "InvalidInputException") != operation_.errors.end();
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
            fmt::format("{} must be {}", where, type_description(shape))};
  }

  static InputFault unknown_member(Shape const& shape, std::string_view name, Path const& path) {
    auto const where = path.up == nullptr ? std::string("the input") : "`" + wire_path(path) + "`";
    auto const shown_name = shorten(name, kNameBytesMax);
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

  Operation const& operation_;
  std::optional<InputFault> unknown_;
  std::optional<InputFault> wrong_type_;
  std::vector<std::string> faults_;
};

}  // namespace

std::optional<InputFault> check_input(Operation const& operation, json::Value const& input) {
  Checker checker(operation);
  if (input.is_null())
    checker.check(*operation.input, json::Object{}, Path{});
  else
    checker.check(*operation.input, input, Path{});
  return checker.result();
}

}  // namespace rehearse::calls
