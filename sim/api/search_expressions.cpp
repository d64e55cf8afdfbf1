#include "sim/api/search_expressions.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/base/time.hpp"

namespace rehearse::api {
namespace {

constexpr std::string_view kTagPrefix = "Tags.";
constexpr std::string_view kOrdering[] = {"GreaterThan", "GreaterThanOrEqualTo", "LessThan",
                                          "LessThanOrEqualTo"};
constexpr std::string_view kOfTexts[] = {"Contains", "In"};

json::Array const& list_of(json::Value const& expression, std::string_view member) {
  static json::Array const kNone;
  json::Value const* list = expression.find(member);
  return list != nullptr && list->is_array() ? list->as_array() : kNone;
}

std::string operator_of(json::Value const& filter) {
  std::string op = text_of(filter, "Operator");
  return op.empty() ? "Equals" : op;
}

/// The shape of a property such as `CreatedBy.IamIdentity.Arn`, or null.
calls::Shape const* property_shape(calls::Shape const& record, std::string_view name) {
  calls::Shape const* at = &record;
  for (std::string_view part : split(name, '.')) {
    calls::Member const* member = at->find(part);
    if (member == nullptr) return nullptr;
    at = member->shape;
  }
  return at;
}

std::optional<ApiError> check_filter(json::Value const& filter, calls::Shape const& record) {
  std::string const name = text_of(filter, "Name");
  std::string const op = operator_of(filter);
  bool text = true;
  if (!name.starts_with(kTagPrefix)) {
    calls::Shape const* shape = property_shape(record, name);
    if (shape == nullptr || shape->kind == calls::ShapeKind::structure)
      return validation_error(fmt::format("Unknown property name: {}", name));
    text = shape->kind == calls::ShapeKind::string;
  }
  if (text && std::ranges::find(kOrdering, op) != std::end(kOrdering))
    return validation_error(
        fmt::format("The operator {} is not supported for the text property {}", op, name));
  if (!text && std::ranges::find(kOfTexts, op) != std::end(kOfTexts))
    return validation_error(
        fmt::format("The operator {} is only supported for text properties, not {}", op, name));
  bool const valued = op != "Exists" && op != "NotExists";
  if (valued && filter.find("Value") == nullptr)
    return validation_error(fmt::format("The filter on {} has no value", name));
  return std::nullopt;
}

std::optional<ApiError> check_part(json::Value const& expression, calls::Shape const& record,
                                   int& contains, int& parts) {
  if (auto why = not_simulated(expression, {"NestedFilters"})) return validation_error(*why);
  for (json::Value const& filter : list_of(expression, "Filters")) {
    if (auto refused = check_filter(filter, record)) return refused;
    contains += operator_of(filter) == "Contains" ? 1 : 0;
    ++parts;
  }
  for (json::Value const& each : list_of(expression, "SubExpressions")) {
    if (auto refused = check_part(each, record, contains, parts)) return refused;
    ++parts;
  }
  return std::nullopt;
}

/// The value of a property as a filter compares it: a text, or a number; null if it has none.
json::Value property_of(json::Value const& record, std::string_view name) {
  if (name.starts_with(kTagPrefix)) {
    for (json::Value const& tag : list_of(record, "Tags"))
      if (tag.string_or_empty("Key") == name.substr(kTagPrefix.size())) return *tag.find("Value");
    return {};
  }
  json::Value const* at = &record;
  for (std::string_view part : split(name, '.'))
    if (at = at->find(part); at == nullptr) return {};
  return *at;
}

std::optional<Decimal> number_in(std::string const& text) {
  if (auto number = Decimal::parse(text)) return number;
  std::string const zoned = text.ends_with('Z') ? text : text + "Z";
  auto microseconds = parse_instant(zoned);
  return microseconds ? Decimal::parse(fmt::format("{}e-6", *microseconds)) : std::nullopt;
}

bool compare(std::string_view op, std::partial_ordering order) {
  if (op == "GreaterThan") return order > 0;
  if (op == "GreaterThanOrEqualTo") return order >= 0;
  if (op == "LessThan") return order < 0;
  if (op == "LessThanOrEqualTo") return order <= 0;
  return (order == 0) == (op == "Equals");
}

bool matches_filter(json::Value const& filter, json::Value const& record) {
  json::Value const value = property_of(record, text_of(filter, "Name"));
  std::string const op = operator_of(filter);
  std::string const wanted = text_of(filter, "Value");
  if (op == "Exists" || op == "NotExists") return value.is_null() == (op == "NotExists");
  if (value.is_null()) return op == "NotEquals";
  if (value.is_number()) {
    auto const number = Decimal::parse(value.as_number_text());
    auto const other = number_in(wanted);
    return number && other && compare(op, *number <=> *other);
  }
  if (!value.is_string()) return false;
  std::string const& text = value.as_string();
  if (op == "Contains") return text.find(wanted) != std::string::npos;
  if (op == "In")
    return std::ranges::any_of(split(wanted, ','), [&](auto each) { return each == text; });
  return compare(op, text <=> wanted);
}

}  // namespace

std::optional<ApiError> check_search(json::Value const& expression, calls::Shape const& record) {
  constexpr int kPartsMax = 50;
  int contains = 0;
  int parts = 0;
  if (auto refused = check_part(expression, record, contains, parts)) return refused;
  if (contains > 1) return validation_error("'CONTAINS' operator usage limit of 1 exceeded.");
  if (parts == 0)
    return validation_error(
        "A search expression has at least one filter, nested filter or subexpression");
  if (parts > kPartsMax)
    return validation_error(
        fmt::format("A search expression has at most {} filters and subexpressions", kPartsMax));
  return std::nullopt;
}

bool matches_search(json::Value const& expression, json::Value const& record) {
  bool const any = expression.string_or_empty("Operator") == "Or";
  auto const found = [&](bool holds) { return holds == any; };
  for (json::Value const& filter : list_of(expression, "Filters"))
    if (found(matches_filter(filter, record))) return any;
  for (json::Value const& each : list_of(expression, "SubExpressions"))
    if (found(matches_search(each, record))) return any;
  return !any;
}

}  // namespace rehearse::api
