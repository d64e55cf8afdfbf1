// One line of a `Condition` block, compiled: operator, key, values. Source: sharing-and-access 3.5.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/base/decimal.hpp"
#include "sim/iam/operators.hpp"
#include "sim/iam/pattern.hpp"
#include "sim/iam/request.hpp"
#include "sim/iam/values.hpp"

namespace rehearse::iam {

/// A value of the policy, read as its operator wants it. Text, ARNs and truth are patterns; an
/// instant is microseconds since 1970; bytes are text.
using Operand = std::variant<Pattern, Decimal, std::int64_t, Network, bool, std::string>;

struct Condition {
  Operator op;
  std::string written_operator;             // for explanations
  std::string key;                          // as written; compared without case
  std::vector<std::string> written_values;  // for explanations, in step with `operands`
  std::vector<Operand> operands;
  std::uint64_t mark = key_mark(key);

  /// Does it hold? The values are alternatives; for a negated operator none may match. A missing
  /// key makes a positive operator false, a negated one, `IfExists` and `ForAllValues` true. A
  /// request's value that cannot be read (a number that is none) matches no value.
  bool holds(Context const& context) const;
};

/// Reads one value for an operator, or nothing when it is no such value (`abc` for NumericEquals).
/// `variables`: the document's version has them.
std::optional<Operand> read_operand(OperatorRow const& row, std::string_view text, bool variables);
/// Can a value of a request be read as that kind? Text always can.
bool is_readable(Compare compare, std::string_view given);
/// `a number`, `a date`, ...: what values of that kind are, for messages.
std::string_view describe(Compare compare);

}  // namespace rehearse::iam
