#include "sim/world/runs/rules.hpp"

#include <algorithm>
#include <array>

#include "sim/base/assert.hpp"
#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"

namespace rehearse::world {
namespace {

constexpr std::array<std::string_view, 7> kOperators = {
    "prefix", "suffix", "anything-but", "exists", "numeric", "equals-ignore-case", "wildcard"};

bool same_scalar(json::Value const& a, json::Value const& b) {
  if (a.is_number() && b.is_number())
    return Decimal::parse(a.as_number_text()) == Decimal::parse(b.as_number_text());
  return a == b;
}

bool compares(std::string_view operation, Decimal const& left, Decimal const& right) {
  if (operation == "=") return left == right;
  if (operation == "<") return left < right;
  if (operation == "<=") return left <= right;
  if (operation == ">") return left > right;
  return operation == ">=" && left >= right;
}

/// `["numeric": [">", 0, "<=", 5]]`: all comparisons hold.
bool numeric_matches(json::Value const& parts, json::Value const& value) {
  if (!value.is_number() || !parts.is_array() || parts.as_array().size() % 2 != 0) return false;
  auto number = Decimal::parse(value.as_number_text());
  auto const& list = parts.as_array();
  for (std::size_t i = 0; i + 1 < list.size(); i += 2) {
    if (!list[i].is_string() || !list[i + 1].is_number()) return false;
    auto bound = Decimal::parse(list[i + 1].as_number_text());
    if (!number || !bound || !compares(list[i].as_string(), *number, *bound)) return false;
  }
  return !list.empty();
}

bool leaf_matches(json::Value const& wanted, json::Value const* value);

bool operator_matches(std::string_view name, json::Value const& operand, json::Value const* value) {
  if (name == "exists") return operand.is_bool() && operand.as_bool() == (value != nullptr);
  if (value == nullptr) return false;
  if (name == "numeric") return numeric_matches(operand, *value);
  if (name == "anything-but") {
    if (operand.is_array())
      return std::ranges::none_of(
          operand.as_array(), [&](json::Value const& each) { return leaf_matches(each, value); });
    return !leaf_matches(operand, value);
  }
  if (!operand.is_string() || !value->is_string()) return false;
  if (name == "prefix") return value->as_string().starts_with(operand.as_string());
  if (name == "suffix") return value->as_string().ends_with(operand.as_string());
  if (name == "equals-ignore-case")
    return equals_ignoring_case(operand.as_string(), value->as_string());
  return name == "wildcard" && glob_match(operand.as_string(), value->as_string());
}

/// One entry of a leaf's list: a plain value or an object with one operator.
bool leaf_matches(json::Value const& wanted, json::Value const* value) {
  if (wanted.is_object()) {
    auto const& object = wanted.as_object();
    return object.size() == 1 &&
           operator_matches(object.front().first, object.front().second, value);
  }
  return value != nullptr && same_scalar(wanted, *value);
}

/// A leaf: any of the list; where the event has a list, any of its elements.
bool list_matches(json::Array const& wanted, json::Value const* value) {
  return std::ranges::any_of(wanted, [&](json::Value const& each) {
    if (value != nullptr && value->is_array())
      return std::ranges::any_of(value->as_array(), [&](json::Value const& element) {
        return leaf_matches(each, &element);
      });
    return leaf_matches(each, value);
  });
}

bool object_matches(json::Value const& pattern, json::Value const* event) {
  for (auto const& [key, wanted] : pattern.as_object()) {
    if (key == "$or") {
      bool any =
          wanted.is_array() && std::ranges::any_of(wanted.as_array(), [&](json::Value const& each) {
            return each.is_object() && object_matches(each, event);
          });
      if (!any) return false;
      continue;
    }
    json::Value const* value = event != nullptr ? event->find(key) : nullptr;
    if (wanted.is_array() ? !list_matches(wanted.as_array(), value)
                          : !wanted.is_object() || !object_matches(wanted, value))
      return false;
  }
  return true;
}

void check_leaf(json::Value const& wanted, std::string const& pointer, Errors& errors) {
  auto refuse = [&](std::string message, std::string hint) {
    errors.push_back(
        Error{Error::Code::scenario, std::move(message), {}, std::move(hint), pointer});
  };
  if (!wanted.is_object()) return;
  if (wanted.as_object().size() != 1)
    return refuse("a match of an event pattern has one operator", "write `{ prefix = \"x\" }`");
  std::string const& name = wanted.as_object().front().first;
  if (std::ranges::find(kOperators, name) == kOperators.end())
    refuse("`" + shorten(name, 40) + "` is no operator of event patterns",
           did_you_mean(name, kOperators));
}

void check_object(json::Value const& pattern, std::string const& pointer, Errors& errors) {
  for (auto const& [key, wanted] : pattern.as_object()) {
    std::string here = json::pointer_step(pointer, key);
    if (wanted.is_object()) {
      check_object(wanted, here, errors);
    } else if (wanted.is_array()) {
      for (std::size_t i = 0; i < wanted.as_array().size(); ++i) {
        json::Value const& each = wanted.as_array()[i];
        std::string at = json::pointer_step(here, i);
        if (key == "$or" && each.is_object())
          check_object(each, at, errors);
        else
          check_leaf(each, at, errors);
      }
    } else {
      errors.push_back(Error{
          Error::Code::scenario,
          "`" + shorten(key, 60) + "` of an event pattern is a " + std::string(wanted.kind_name()),
          {},
          "a value to match stands in a list: `" + shorten(key, 60) + " = { ... }`",
          here});
    }
  }
}

}  // namespace

bool event_matches(json::Value const& pattern, json::Value const& event) {
  return pattern.is_object() && object_matches(pattern, &event);
}

Errors check_event_pattern(json::Value const& pattern) {
  Errors errors;
  if (!pattern.is_object() || pattern.as_object().empty())
    errors.push_back(Error{Error::Code::scenario,
                           "an event pattern is an object with at least one field",
                           {},
                           "write `pattern = { source = { \"aws.sagemaker\" } }`",
                           {}});
  else
    check_object(pattern, {}, errors);
  return errors;
}

void Rules::store(trace::RuleDefined const& record, Place place, std::string_view pattern_text) {
  auto pattern = json::parse(pattern_text);
  REHEARSE_ASSERT(pattern.has_value(), "only patterns that were read are stored");
  rules_.push_back(
      {std::move(place), record.name, std::move(*pattern), record.target_role, record.where});
}

}  // namespace rehearse::world
