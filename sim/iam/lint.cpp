#include "sim/iam/lint.hpp"

#include <fmt/format.h>

#include <array>

#include "sim/base/text.hpp"
#include "sim/iam/lint_rows.hpp"

namespace rehearse::iam {
namespace {

constexpr auto kLintRows = std::to_array<LintRow>({
    {"unknown-action", "a statement about an action that does not exist matches no request",
     "sharing-and-access 5"},
    {"arn-of-wrong-service", "none of the statement's actions has a resource of that service",
     "sharing-and-access 5"},
    {"short-arn",
     "an ARN has six fields; with fewer, what it matches depends on the kind of policy",
     "sharing-and-access 3.2"},
    {"action-without-resource",
     "the action has no resource, so that only `\"Resource\": \"*\"` matches it",
     "sharing-and-access 3.2"},
    {"pipeline-without-executions",
     "the action speaks of an execution, and a pipeline's ARN does not match its executions",
     "sharing-and-access 8.1, row 2"},
    {"resource-never-matches", "no resource of the action has such an ARN", "sharing-and-access 5"},
    {"variable-in-old-document",
     "variables belong to version 2012-10-17; before, `${...}` is plain text",
     "sharing-and-access 3.4"},
    {"all-values-allow", "`ForAllValues` is true when the request does not have the key at all",
     "sharing-and-access 8.1, row 26"},
    {"negated-deny",
     "a negated operator is true when the request does not have the key: the Deny hits such "
     "requests too",
     "sharing-and-access 8.1, row 27"},
    {"list-key-without-set", "a plain operator never matches a key that holds a list",
     "sharing-and-access 3.5"},
    {"unknown-key", "no request for these actions has the key", "sharing-and-access 5, 3.5"},
    {"rcp-without-effect", "resource control policies do not bear on that service",
     "sharing-and-access 2.3"},
    {"scp-allow-resource",
     "whether an Allow of a service control policy may name resources is disputed",
     "sharing-and-access 2.2, 9 row 13"},
});

/// Every text below the node that has a variable.
void find_variables(Node const& node, Warnings& out) {
  if (node.value.is_string() && node.value.as_string().find("${") != std::string::npos)
    out.add(Lint::variable_in_old_document, node,
            fmt::format("`{}` is plain text in a document without `\"Version\": \"2012-10-17\"`",
                        shorten(node.value.as_string(), 120)),
            "add the version");
  if (node.value.is_array())
    for (std::size_t i = 0; i < node.value.as_array().size(); ++i)
      find_variables(node.element(i, node.value.as_array()[i]), out);
  if (node.value.is_object())
    for (auto const& [key, value] : node.value.as_object())
      find_variables(node.member(key, value), out);
}

void lint_statement(LintedStatement const& linted, bool variables, Warnings& out) {
  if (!variables) find_variables(linted.node, out);
  lint_actions(linted, out);
  lint_resources(linted, out);
  lint_conditions(linted, out);
}

}  // namespace

std::span<LintRow const> lint_rows() { return kLintRows; }

std::vector<Warning> lint(json::Value const& document, Policy const& policy, std::string_view file,
                          std::string_view text) {
  Warnings out(file, text);
  Node root{document};
  if (policy.kind == PolicyKind::ram_permission) {
    lint_statement({policy, policy.statements.front(), root}, true, out);
    return out.take();
  }
  json::Value const* statements = document.find("Statement");
  bool variables = document.string_or_empty("Version") == "2012-10-17";
  Node at = root.member("Statement", *statements);
  for (std::size_t i = 0; i < policy.statements.size(); ++i)
    lint_statement({policy, policy.statements[i],
                    policy.listed ? at.element(i, statements->as_array()[i]) : at},
                   variables, out);
  return out.take();
}

}  // namespace rehearse::iam
