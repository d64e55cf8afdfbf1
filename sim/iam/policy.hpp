// A policy document as the judge reads it: compiled statements, immutable once made, shared by many
// requests.
//
//   auto policy = compile(document, PolicyKind::identity, "policy.json", text);
//   if (!policy) for (Error const& fault : policy.error()) ...
//   policy->document = id;   // what StatementRef will name
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/iam/condition.hpp"
#include "sim/iam/match.hpp"
#include "sim/vocab/enum_names.hpp"

namespace rehearse::iam {

/// What a document is attached to; each kind has its own rules
/// (sharing-and-access 3.1, 1.4, 2.2, 2.3). A `ram_permission` is a template: one statement without
/// principal and resource, not wrapped in a document.
enum class PolicyKind : std::uint8_t {
  identity,
  resource,
  trust,
  boundary,
  session,
  scp,
  rcp,
  ram_permission
};

struct Statement {
  std::string sid;  // may be empty
  bool allow = false;
  bool not_action = false;     // `actions` come from NotAction
  bool not_resource = false;   // `resources` come from NotResource
  bool not_principal = false;  // `principals` come from NotPrincipal
  bool any_resource = false;   // no Resource at all: speaks of whatever the document is attached to
  bool any_principal = false;  // no Principal at all: speaks of whoever the document is attached to
  std::vector<ActionPattern> actions;
  std::vector<ResourcePattern> resources;
  std::vector<PrincipalEntry> principals;
  std::vector<Condition> conditions;
};

struct Policy {
  PolicyKind kind = PolicyKind::identity;
  std::uint32_t document = UINT32_MAX;  // the caller's DocumentId, named by StatementRef
  std::string name;                     // for explanations: `FullAWSAccess`, `RunShared`
  bool described = false;               // `name` is words (`the policy that RAM wrote`), no name
  std::string arn;                      // where it has one; for AWS's messages
  bool listed = true;                   // `Statement` is a list, not one statement alone
  std::vector<Statement> statements;
};

/// The JSON pointer of a statement in its document: `/Statement/2`, `/Statement`; empty for a
/// template, which is one.
std::string statement_pointer(Policy const& policy, std::uint32_t statement);

/// `all`: what AWS refuses to save. `meaning`: without what changes no decision (size, `Id`, the
/// spelling of a Sid). `meaning_of_plain`: the same, of a document whose texts are known to be
/// printable ASCII.
enum class Checks : std::uint8_t { all, meaning, meaning_of_plain };

/// Compiles a document, or returns every fault it has, with JSON pointer and, when `text` is the
/// text that the document was read from, line and column. Checks the grammar, the rules of the kind
/// and the size (3.6).
std::expected<Policy, Errors> compile(json::Value const& document, PolicyKind kind,
                                      std::string_view file = {}, std::string_view text = {},
                                      Checks checks = Checks::all);

}  // namespace rehearse::iam

REHEARSE_ENUM_NAMES(rehearse::iam::PolicyKind, "identity policy", "resource policy", "trust policy",
                    "permissions boundary", "session policy", "service control policy",
                    "resource control policy", "RAM permission");
