#include "sim/iam/operators.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "sim/base/text.hpp"

namespace rehearse::iam {
namespace {

using enum Compare;
using enum Relation;

constexpr auto kRows = std::to_array<OperatorRow>({
    // name, compare, relation, negated, wildcards, variables
    {"StringEquals", text, equal, false, false, true},
    {"StringNotEquals", text, equal, true, false, true},
    {"StringEqualsIgnoreCase", text_ignoring_case, equal, false, false, true},
    {"StringNotEqualsIgnoreCase", text_ignoring_case, equal, true, false, true},
    {"StringLike", text, equal, false, true, true},
    {"StringNotLike", text, equal, true, true, true},
    {"NumericEquals", number, equal, false, false, false},
    {"NumericNotEquals", number, equal, true, false, false},
    {"NumericLessThan", number, less, false, false, false},
    {"NumericLessThanEquals", number, less_or_equal, false, false, false},
    {"NumericGreaterThan", number, greater, false, false, false},
    {"NumericGreaterThanEquals", number, greater_or_equal, false, false, false},
    {"DateEquals", date, equal, false, false, false},
    {"DateNotEquals", date, equal, true, false, false},
    {"DateLessThan", date, less, false, false, false},
    {"DateLessThanEquals", date, less_or_equal, false, false, false},
    {"DateGreaterThan", date, greater, false, false, false},
    {"DateGreaterThanEquals", date, greater_or_equal, false, false, false},
    {"Bool", truth, equal, false, false,
     true},  // ASSUMPTION bool-variables: disputed, supported (9, row 10)
    {"BinaryEquals", binary, equal, false, false, false},
    {"IpAddress", address, equal, false, false, false},
    {"NotIpAddress", address, equal, true, false, false},
    {"ArnEquals", arn, equal, false, true, true},  // the same as ArnLike
    {"ArnNotEquals", arn, equal, true, true, true},
    {"ArnLike", arn, equal, false, true, true},
    {"ArnNotLike", arn, equal, true, true, true},
    {"Null", presence, equal, false, false, false},
});

struct Parts {
  SetOperator set = SetOperator::none;
  std::string_view base;
  bool if_exists = false;
};

Parts take_apart(std::string_view written) {
  constexpr std::string_view kAll = "ForAllValues:", kAny = "ForAnyValue:", kIfExists = "IfExists";
  Parts out{SetOperator::none, written, false};
  for (auto [prefix, set] :
       {std::pair{kAll, SetOperator::for_all_values}, {kAny, SetOperator::for_any_value}}) {
    if (!equals_ignoring_case(out.base.substr(0, prefix.size()), prefix)) continue;
    out.set = set;
    out.base.remove_prefix(prefix.size());
    break;
  }
  std::size_t tail = out.base.size() - std::min(out.base.size(), kIfExists.size());
  out.if_exists = equals_ignoring_case(out.base.substr(tail), kIfExists);
  if (out.if_exists) out.base = out.base.substr(0, tail);
  return out;
}

}  // namespace

std::span<OperatorRow const> operator_rows() { return kRows; }

std::optional<Operator> find_operator(std::string_view written) {
  Parts parts = take_apart(written);
  for (OperatorRow const& row : kRows) {
    if (row.name.size() != parts.base.size() || !equals_ignoring_case(row.name, parts.base))
      continue;
    bool decorated = parts.if_exists || parts.set != SetOperator::none;
    if (row.compare == presence && decorated) return std::nullopt;  // `Null` stands alone
    return Operator{&row, parts.set, parts.if_exists};
  }
  return std::nullopt;
}

std::string nearest_operator(std::string_view written) {
  Parts parts = take_apart(written);
  std::vector<std::string_view> names;
  for (OperatorRow const& row : kRows) names.push_back(row.name);
  std::string_view near = nearest(parts.base, names);
  if (near.empty()) return "";
  std::string_view set =
      written.substr(0, static_cast<std::size_t>(parts.base.data() - written.data()));
  if (near == "Null") return "did you mean `Null`?";
  return "did you mean `" + std::string(set) + std::string(near) +
         (parts.if_exists ? "IfExists" : "") + "`?";
}

}  // namespace rehearse::iam
