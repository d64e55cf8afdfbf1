#include "sim/world/access/standing.hpp"

#include <algorithm>
#include <variant>

#include "sim/base/text.hpp"
#include "sim/iam/classify.hpp"
#include "sim/world/access/call_keys.hpp"

namespace rehearse::world {
namespace {

bool differ(std::string_view a, std::string_view b) {
  std::size_t size = std::min(a.size(), b.size());
  return a.substr(0, size) != b.substr(0, size);
}

bool same_for_all(iam::ResourcePattern const& pattern, iam::Question const& question) {
  if (pattern.everything || pattern.nothing) return true;
  if (pattern.resource.has_variables()) return false;
  // What differs in its literal part never matches; a final star takes whatever follows.
  if (pattern.literal_head && !question.request.resource.starts_with(pattern.head)) return true;
  if (differ(pattern.resource.literal_start(), question.resource_fields.back())) return true;
  return pattern.text.ends_with('*') && pattern.matches(question);
}

bool has_variables(iam::Condition const& condition) {
  return std::ranges::any_of(condition.operands, [](iam::Operand const& operand) {
    auto const* pattern = std::get_if<iam::Pattern>(&operand);
    return pattern != nullptr && pattern->has_variables();
  });
}

bool is_clock_key(std::string_view key) {
  return equals_ignoring_case(key, "aws:CurrentTime") ||
         equals_ignoring_case(key, "aws:EpochTime") ||
         equals_ignoring_case(key, "aws:TokenIssueTime");
}

/// Reads neither the clock nor the call's input: all other keys follow from the role and the
/// account.
bool same_for_every_call(iam::Condition const& condition) {
  return !is_call_key(condition.key) && !is_clock_key(condition.key) && !has_variables(condition);
}

/// Has it a condition on such a key, or a variable, which may name one?
template <class IsSuch>
bool looks_at(iam::Policy const& policy, IsSuch is_such) {
  return std::ranges::any_of(policy.statements, [&](iam::Statement const& statement) {
    return std::ranges::any_of(statement.conditions,
                               [&](iam::Condition const& condition) {
                                 return is_such(condition.key) || has_variables(condition);
                               }) ||
           std::ranges::any_of(statement.resources, [](iam::ResourcePattern const& resource) {
             return resource.resource.has_variables();
           });
  });
}

bool stands(iam::Statement const& statement, iam::Question const& question) {
  if (!iam::action_matches(statement, question)) return true;
  auto same = [&](iam::ResourcePattern const& pattern) { return same_for_all(pattern, question); };
  return std::ranges::all_of(statement.resources, same) &&
         std::ranges::all_of(statement.conditions, same_for_every_call);
}

bool stand(iam::PolicyList policies, iam::Question const& question) {
  return std::ranges::all_of(policies, [&](iam::Policy const* policy) {
    return std::ranges::all_of(policy->statements, [&](iam::Statement const& statement) {
      return stands(statement, question);
    });
  });
}

}  // namespace

bool stands(iam::PolicyView const& view, iam::Question const& question) {
  auto all_stand = [&](iam::PolicyList policies) { return stand(policies, question); };
  return all_stand(view.identity) && all_stand(view.session) && all_stand(view.resource) &&
         (view.boundary == nullptr || all_stand(iam::PolicyList(&view.boundary, 1))) &&
         std::ranges::all_of(view.scp_levels, all_stand) &&
         std::ranges::all_of(view.rcp_levels, all_stand);
}

bool reads_clock(iam::Policy const& policy) { return looks_at(policy, is_clock_key); }
bool looks_into_calls(iam::Policy const& policy) { return looks_at(policy, is_call_key); }

}  // namespace rehearse::world
