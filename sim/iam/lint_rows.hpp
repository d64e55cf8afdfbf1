// The kinds of warnings and what gathers them. Internal to the lint.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/iam/faults.hpp"
#include "sim/iam/lint.hpp"

namespace rehearse::iam {

/// In the order of lint_rows().
enum class Lint : std::uint8_t {
  unknown_action,
  arn_of_wrong_service,
  short_arn,
  action_without_resource,
  pipeline_without_executions,
  resource_never_matches,
  variable_in_old_document,
  all_values_allow,
  negated_deny,
  list_key_without_set,
  unknown_key,
  rcp_without_effect,
  scp_allow_resource,
};

class Warnings {
 public:
  Warnings(std::string_view file, std::string_view text) : file_(file), text_(text) {}
  void add(Lint kind, Node const& at, std::string message, std::string hint = {}) {
    Faults one(file_, text_);
    one.add(at, std::move(message), std::move(hint));
    if (found_.size() < kWarningsMax)
      found_.push_back(
          {&lint_rows()[static_cast<std::size_t>(kind)], std::move(one.take().front())});
  }
  std::vector<Warning> take() { return std::move(found_); }

 private:
  static constexpr std::size_t kWarningsMax = 100;
  std::string_view file_, text_;
  std::vector<Warning> found_;
};

/// What the checks of one statement look at: the compiled form and the JSON it came from.
struct LintedStatement {
  Policy const& policy;
  Statement const& statement;
  Node const& node;

  /// Calls `visit(node, i)` for the entries of an element that is a value or a list of them.
  template <class Visit>
  void each_entry(std::string_view element, Visit visit) const {
    json::Value const* value = node.value.find(element);
    if (value == nullptr) return;
    Node at = node.member(element, *value);
    if (!value->is_array()) return visit(at, std::size_t{0});
    for (std::size_t i = 0; i < value->as_array().size(); ++i)
      visit(at.element(i, value->as_array()[i]), i);
  }
};

void lint_actions(LintedStatement const& linted, Warnings& out);
void lint_resources(LintedStatement const& linted, Warnings& out);
void lint_conditions(LintedStatement const& linted, Warnings& out);

}  // namespace rehearse::iam
