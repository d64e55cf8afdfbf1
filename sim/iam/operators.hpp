// The condition operators, one row each. Source: sharing-and-access 3.5.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rehearse::iam {

/// How a value is read and compared.
enum class Compare : std::uint8_t {
  text,
  text_ignoring_case,
  number,
  date,
  truth,
  binary,
  address,
  arn,
  presence
};
/// What must hold between the request's value and the policy's.
enum class Relation : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };
/// The set operator in front.
enum class SetOperator : std::uint8_t { none, for_all_values, for_any_value };

struct OperatorRow {
  std::string_view name;
  Compare compare;
  Relation relation;
  bool negated;    // true only when none of the values matches
  bool wildcards;  // `*` and `?` in the policy's values
  bool variables;  // `${...}` in the policy's values
};

std::span<OperatorRow const> operator_rows();

/// An operator as a policy writes it: `ForAnyValue:StringLikeIfExists`.
struct Operator {
  OperatorRow const* row = nullptr;
  SetOperator set = SetOperator::none;
  bool if_exists = false;
};

/// Nothing when there is no such operator. The name's case counts not.
std::optional<Operator> find_operator(std::string_view written);
/// `did you mean ...?` for a misspelled one, or an empty string.
std::string nearest_operator(std::string_view written);

}  // namespace rehearse::iam
