#include "sim/iam/condition.hpp"

#include <algorithm>

namespace rehearse::iam {
namespace {

template <class T>
bool related(T const& given, T const& wanted, Relation relation) {
  switch (relation) {
    case Relation::equal:
      return given == wanted;
    case Relation::less:
      return given < wanted;
    case Relation::less_or_equal:
      return given <= wanted;
    case Relation::greater:
      return given > wanted;
    case Relation::greater_or_equal:
      return given >= wanted;
  }
  return false;
}

/// Does any operand stand in the relation to the value that the request gave?
template <class T>
bool any_related(Condition const& condition, std::optional<T> const& given) {
  if (!given) return false;
  return std::ranges::any_of(condition.operands, [&](Operand const& operand) {
    return related(*given, std::get<T>(operand), condition.op.row->relation);
  });
}

template <class Test>
bool any_pattern(Condition const& condition, Test test) {
  return std::ranges::any_of(
      condition.operands, [&](Operand const& operand) { return test(std::get<Pattern>(operand)); });
}

/// Does any of the policy's values match this one of the request?
bool any_matches(Condition const& condition, std::string_view given, Context const& context) {
  switch (condition.op.row->compare) {
    case Compare::text:
      return any_pattern(condition, [&](Pattern const& p) { return p.matches(given, context); });
    case Compare::text_ignoring_case:
    case Compare::truth:
      return any_pattern(condition,
                         [&](Pattern const& p) { return p.matches_ignoring_case(given, context); });
    case Compare::arn:
      return any_pattern(condition,
                         [&](Pattern const& p) { return p.matches_arn(given, context); });
    case Compare::number:
      return any_related(condition, Decimal::parse(given));
    case Compare::date:
      return any_related(condition, parse_date(given));
    case Compare::binary:
      return any_related(condition, parse_base64(given));
    case Compare::address: {
      auto address = parse_network(given);
      return address && std::ranges::any_of(condition.operands, [&](Operand const& operand) {
               return std::get<Network>(operand).contains(*address);
             });
    }
    case Compare::presence:
      break;
  }
  return false;
}

/// The operator on one value: some value of the policy matches, or, negated, none does.
bool passes(Condition const& condition, std::string_view given, Context const& context) {
  return any_matches(condition, given, context) != condition.op.row->negated;
}

bool presence_holds(Condition const& condition, bool absent) {
  return std::ranges::any_of(condition.operands, [&](Operand const& operand) {
    return std::get<bool>(operand) == absent;
  });
}

}  // namespace

bool Condition::holds(Context const& context) const {
  Context::Entry const* entry = context.find(key, mark);
  if (op.row->compare == Compare::presence) return presence_holds(*this, entry == nullptr);
  auto pass = [&](std::string_view value) { return passes(*this, value, context); };
  switch (op.set) {
    case SetOperator::for_all_values:
      if (entry == nullptr) return true;
      return entry->multivalued ? std::ranges::all_of(entry->values, pass) : pass(entry->value);
    case SetOperator::for_any_value:
      if (entry == nullptr) return op.if_exists && context.rules.any_value_if_exists;
      return entry->multivalued ? std::ranges::any_of(entry->values, pass) : pass(entry->value);
    case SetOperator::none:
      break;
  }
  if (entry == nullptr) return op.if_exists || op.row->negated;
  // A plain operator on a multivalued key does not match (3.5).
  return !entry->multivalued && pass(entry->value);
}

std::optional<Operand> read_operand(OperatorRow const& row, std::string_view text, bool variables) {
  auto wrap = [](auto const& read) -> std::optional<Operand> {
    if (!read) return std::nullopt;
    return Operand(*read);
  };
  switch (row.compare) {
    case Compare::text:
    case Compare::text_ignoring_case:
    case Compare::arn:
      return Operand(
          Pattern(text, {.wildcards = row.wildcards, .variables = variables && row.variables}));
    case Compare::truth: {
      Pattern pattern(text, {.wildcards = false, .variables = variables && row.variables});
      if (!pattern.has_variables() && !parse_truth(text)) return std::nullopt;
      return Operand(std::move(pattern));
    }
    case Compare::number:
      return wrap(Decimal::parse(text));
    case Compare::date:
      return wrap(parse_date(text));
    case Compare::binary:
      return wrap(parse_base64(text));
    case Compare::address:
      return wrap(parse_network(text));
    case Compare::presence:
      return wrap(parse_truth(text));
  }
  return std::nullopt;
}

bool is_readable(Compare compare, std::string_view given) {
  switch (compare) {
    case Compare::number:
      return Decimal::parse(given).has_value();
    case Compare::date:
      return parse_date(given).has_value();
    case Compare::truth:
      return parse_truth(given).has_value();
    case Compare::binary:
      return parse_base64(given).has_value();
    case Compare::address:
      return parse_network(given).has_value();
    case Compare::text:
    case Compare::text_ignoring_case:
    case Compare::arn:
    case Compare::presence:
      break;
  }
  return true;
}

std::string_view describe(Compare compare) {
  switch (compare) {
    case Compare::number:
      return "a number";
    case Compare::date:
      return "a date such as `2026-01-05T09:00:00Z` or seconds since 1970";
    case Compare::truth:
    case Compare::presence:
      return "`true` or `false`";
    case Compare::binary:
      return "base64 text";
    case Compare::address:
      return "an address or a network such as `10.0.0.0/8`";
    case Compare::text:
    case Compare::text_ignoring_case:
    case Compare::arn:
      break;
  }
  return "text";
}

}  // namespace rehearse::iam
