// What is wrong with a statement's conditions.
#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/iam/keys.hpp"
#include "sim/iam/lint_rows.hpp"

namespace rehearse::iam {
namespace {

/// Does the statement ask, too, that the request has the key?
bool asks_for_presence(Statement const& statement, std::string_view key) {
  return std::ranges::any_of(statement.conditions, [&](Condition const& condition) {
    bool null = condition.op.row->compare == Compare::presence;
    return null && equals_ignoring_case(condition.key, key) &&
           std::ranges::none_of(condition.operands,
                                [](Operand const& operand) { return std::get<bool>(operand); });
  });
}

bool is_always_present(std::string_view key) {
  GlobalKey const* known = find_global_key(key);
  return known != nullptr && known->present == Present::always;
}

void lint_operator(LintedStatement const& linted, Condition const& condition, Node const& at,
                   Warnings& out) {
  Operator const& op = condition.op;
  bool asked = asks_for_presence(linted.statement, condition.key);
  std::string key = shorten(condition.key, 120);
  std::string check = fmt::format("add `\"Null\": {{\"{}\": \"false\"}}`", key);
  GlobalKey const* known = find_global_key(condition.key);
  bool all_values = op.set == SetOperator::for_all_values;
  if (all_values && linted.statement.allow && !asked)
    out.add(Lint::all_values_allow, at,
            fmt::format("a request without `{}` is allowed as well", key), check);
  bool true_when_missing =
      op.row->negated && (op.set == SetOperator::none || all_values || op.if_exists);
  if (true_when_missing && !linted.statement.allow && !op.if_exists && !asked &&
      !is_always_present(condition.key))
    out.add(Lint::negated_deny, at, fmt::format("a request without `{}` is denied as well", key),
            check + fmt::format(", or write `{}IfExists` to say that it is meant",
                                condition.written_operator));
  if (known != nullptr && known->multivalued && op.set == SetOperator::none &&
      op.row->compare != Compare::presence)
    out.add(
        Lint::list_key_without_set, at,
        fmt::format("`{}` holds a list, which `{}` never matches", key, condition.written_operator),
        fmt::format("`ForAnyValue:{}`", condition.written_operator));
}

bool has_key(std::string_view keys, std::string_view key) {
  return std::ranges::any_of(split(keys, ' '), [&](std::string_view each) {
    bool family = each.ends_with('/');
    return !each.empty() && equals_ignoring_case(family ? key.substr(0, each.size()) : key, each);
  });
}

/// Of an action: its own, its resource types', and `...` where not all are known.
std::string keys_of(ActionRow const& row) {
  std::string out(row.keys);
  for (std::string_view type : {row.resource_type, row.second_resource_type})
    if (auto const* known = find_resource_type(row.service, type))
      out += " " + std::string(known->keys);
  return out;
}

/// The keys of a service that the statement's actions do not have.
void lint_key(LintedStatement const& linted, std::string_view key, Node const& at, Warnings& out) {
  std::string_view prefix = key.substr(0, key.find(':'));
  if (equals_ignoring_case(prefix, "aws")) {
    std::string near = find_global_key(key) == nullptr ? nearest_global_key(key) : "";
    if (!near.empty())
      out.add(Lint::unknown_key, at, fmt::format("`{}` is no key that is known", shorten(key, 120)),
              near);
    return;
  }
  if (!is_known_service(prefix) || linted.statement.not_action) return;
  std::string all;
  for (ActionPattern const& action : linted.statement.actions) {
    ActionRow const* row = find_action(action.text);
    if (row == nullptr) return;  // a wildcard, or an action without a row
    all += keys_of(*row) + " ";
  }
  if (has_key(all, key) || has_key(all, "...")) return;
  out.add(Lint::unknown_key, at,
          fmt::format("no action of this statement has the key `{}`", shorten(key, 120)),
          did_you_mean(key, split(all, ' ')));
}

}  // namespace

void lint_conditions(LintedStatement const& linted, Warnings& out) {
  json::Value const* block = linted.node.value.find("Condition");
  if (block == nullptr) return;
  Node at = linted.node.member("Condition", *block);
  std::size_t next = 0;  // conditions were compiled in the block's order
  for (auto const& [name, keys] : block->as_object()) {
    Node under = at.member(name, keys);
    for (auto const& [key, values] : keys.as_object()) {
      Node place = under.member(key, values);
      lint_operator(linted, linted.statement.conditions[next++], place, out);
      lint_key(linted, key, place, out);
    }
  }
}

}  // namespace rehearse::iam
