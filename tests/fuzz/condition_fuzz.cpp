// First line an operator, second a value of the policy, the others values of the request. Property:
// the set operators, IfExists and negation mean what they are made of.
#include <vector>

#include "input.hpp"
#include "sim/iam/condition.hpp"

using namespace rehearse;

namespace {

iam::Condition make(iam::Operator op, iam::Operand const& operand) {
  iam::Condition out{
      .op = op, .written_operator = {}, .key = "K", .written_values = {}, .operands = {operand}};
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view rest = fuzz::view_of(data, size);
  auto op = iam::find_operator(fuzz::take_line(rest));
  if (!op) return 0;
  auto operand = iam::read_operand(*op->row, fuzz::take_line(rest), true);
  if (!operand) return 0;
  std::vector<std::string_view> values;
  while (!rest.empty() && values.size() < 20) values.push_back(fuzz::take_line(rest));
  iam::Context empty, list;
  list.add_list("k", values);
  bool const presence = op->row->compare == iam::Compare::presence;
  using enum iam::SetOperator;
  auto set_to = [&](iam::SetOperator set) { return make({op->row, set, false}, *operand); };
  bool all = true, any = false;
  for (std::string_view value : values) {
    iam::Context one;
    one.add("k", value);
    bool holds = set_to(none).holds(one);
    all &= holds;
    any |= holds;
    fuzz::require(presence || holds == set_to(for_all_values).holds(one),
                  "a set operator sees one value on a single-valued key");
    fuzz::require(presence || holds == make({op->row, none, true}, *operand).holds(one),
                  "IfExists changes nothing when the key is there");
    if (!iam::is_readable(op->row->compare, value) && op->row->compare != iam::Compare::truth)
      fuzz::require(holds == op->row->negated, "what cannot be read matches nothing");
  }
  if (presence) {
    fuzz::require(set_to(none).holds(empty) != set_to(none).holds(list),
                  "Null is one or the other");
    return 0;
  }
  bool variables = std::holds_alternative<iam::Pattern>(*operand) &&
                   std::get<iam::Pattern>(*operand).has_variables();
  if (!variables) {
    fuzz::require(set_to(for_all_values).holds(list) == all, "ForAllValues is every value");
    fuzz::require(set_to(for_any_value).holds(list) == any, "ForAnyValue is some value");
  }
  fuzz::require(!set_to(none).holds(list), "a plain operator does not match a list");
  fuzz::require(set_to(none).holds(empty) == op->row->negated, "a missing key");
  fuzz::require(set_to(for_all_values).holds(empty), "a missing key, for all values");
  fuzz::require(!set_to(for_any_value).holds(empty), "a missing key, for any value");
  fuzz::require(make({op->row, none, true}, *operand).holds(empty), "a missing key, if exists");
  return 0;
}
