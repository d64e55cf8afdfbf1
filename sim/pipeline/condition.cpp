#include "sim/pipeline/condition.hpp"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

using Verdict = std::expected<bool, std::string>;

// The comparisons of two values: which orders satisfy each.
struct Comparison {
  std::string_view type;
  bool less;
  bool equal;
  bool greater;
  bool ordering;  // needs an order, not just equality
};
constexpr std::array<Comparison, 6> kComparisons{
    {{"Equals", false, true, false, false},
     {"NotEquals", true, false, true, false},
     {"LessThan", true, false, false, true},
     {"LessThanOrEqualTo", true, true, false, true},
     {"GreaterThan", false, false, true, true},
     {"GreaterThanOrEqualTo", false, true, true, true}}};

std::string shown(json::Value const& value) {
  return value.is_string() ? shorten(value.as_string(), 200) : shorten(json::dump(value), 200);
}

/// How two values of one kind stand to each other; nothing when they cannot be compared.
std::optional<std::strong_ordering> order(json::Value const& a, json::Value const& b) {
  if (a.is_string() && b.is_string()) return a.as_string() <=> b.as_string();
  if (a.is_bool() && b.is_bool()) return a.as_bool() <=> b.as_bool();
  if (!a.is_number() || !b.is_number()) return std::nullopt;
  auto left = Decimal::parse(a.as_number_text());
  auto right = Decimal::parse(b.as_number_text());
  if (!left || !right) return std::nullopt;
  return *left <=> *right;
}

/// The first of two members: the SDK's spelling, or the older schema's.
json::Value const* either(json::Value const& condition, std::string_view name,
                          std::string_view older) {
  json::Value const* value = condition.find(name);
  return value != nullptr ? value : condition.find(older);
}

Resolver::Answer operand(json::Value const* value, Resolver& resolver) {
  if (value == nullptr) return std::unexpected("the condition lacks an operand");
  return resolve(*value, resolver);
}

Verdict compare(json::Value const& condition, Comparison const& row, Resolver& resolver) {
  auto left = operand(condition.find("LeftValue"), resolver);
  if (!left) return std::unexpected(std::move(left.error()));
  auto right = operand(condition.find("RightValue"), resolver);
  if (!right) return std::unexpected(std::move(right.error()));
  auto how = order(*left, *right);
  if (!how)
    return std::unexpected("LeftValue [" + shown(*left) + "] and RightValue [" + shown(*right) +
                           "] are not of the same type.");
  if (row.ordering && left->is_bool())
    return std::unexpected(std::string(row.type) + " not supported between boolean and boolean");
  return *how < 0 ? row.less : *how > 0 ? row.greater : row.equal;
}

Verdict is_in(json::Value const& condition, Resolver& resolver) {
  auto query = operand(either(condition, "QueryValue", "Value"), resolver);
  if (!query) return std::unexpected(std::move(query.error()));
  json::Value const* values = either(condition, "Values", "In");
  if (values == nullptr || !values->is_array())
    return std::unexpected("the condition lacks its Values");
  for (json::Value const& candidate : values->as_array()) {
    auto value = resolve(candidate, resolver);
    if (!value) return std::unexpected(std::move(value.error()));
    if (order(*query, *value) == std::strong_ordering::equal) return true;
  }
  return false;
}

Verdict evaluate_one(json::Value const& condition, Resolver& resolver);

Verdict any_of(json::Value const* conditions, Resolver& resolver) {
  if (conditions == nullptr || !conditions->is_array())
    return std::unexpected("the condition lacks its Conditions");
  for (json::Value const& condition : conditions->as_array()) {
    Verdict verdict = evaluate_one(condition, resolver);
    if (!verdict || *verdict) return verdict;
  }
  return false;
}

Verdict negate(Verdict verdict) {
  if (verdict) *verdict = !*verdict;
  return verdict;
}

Verdict evaluate_one(json::Value const& condition, Resolver& resolver) {
  std::string_view type = condition.string_or_empty("Type");
  auto row = std::ranges::find(kComparisons, type, &Comparison::type);
  if (row != kComparisons.end()) return compare(condition, *row, resolver);
  if (type == "In") return is_in(condition, resolver);
  if (type == "NotIn") return negate(is_in(condition, resolver));
  if (type == "Or") return any_of(condition.find("Conditions"), resolver);
  json::Value const* inner = condition.find("Condition");
  if (type == "Not" && inner != nullptr) return negate(evaluate_one(*inner, resolver));
  return std::unexpected("unknown condition type '" + std::string(type) + "'");
}

}  // namespace

std::expected<bool, std::string> evaluate(json::Value const& conditions, Resolver& resolver) {
  if (!conditions.is_array()) return std::unexpected("Conditions is no list");
  for (json::Value const& condition : conditions.as_array()) {
    Verdict verdict = evaluate_one(condition, resolver);
    if (!verdict || !*verdict) return verdict;
  }
  return true;
}

}  // namespace rehearse::pipeline
