// rehearse validate: pipeline definitions and IAM policies, every fault with its place and what
// would be right.
#include <algorithm>
#include <array>
#include <cstdio>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/cli/arguments.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/files.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/iam/lint.hpp"
#include "sim/iam/policy.hpp"
#include "sim/pipeline/compiled.hpp"

namespace rehearse::cli {
namespace {

/// What `--kind` calls the kinds of policies.
struct KindName {
  std::string_view name;
  iam::PolicyKind kind;
};
constexpr std::array kKinds = {KindName{"identity", iam::PolicyKind::identity},
                               KindName{"resource", iam::PolicyKind::resource},
                               KindName{"trust", iam::PolicyKind::trust},
                               KindName{"boundary", iam::PolicyKind::boundary},
                               KindName{"session", iam::PolicyKind::session},
                               KindName{"scp", iam::PolicyKind::scp},
                               KindName{"rcp", iam::PolicyKind::rcp},
                               KindName{"permission", iam::PolicyKind::ram_permission}};

/// A document without faults: one line about it, and what is legal and surely not meant.
struct Fine {
  std::string said;
  std::vector<iam::Warning> warnings;
};
using Checked = std::expected<Fine, Errors>;

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Checked check_definition(std::string const& text, std::string const& path) {
  auto definition = pipeline::parse_definition(text, path);
  if (!definition) return std::unexpected(definition.error());
  std::string said =
      fmt::format("pipeline definition, {}, {}", counted(definition->steps.size(), "step"),
                  counted(definition->parameters.size(), "parameter"));
  auto compiled = pipeline::compile(std::move(*definition));
  if (!compiled) return std::unexpected(compiled.error());
  return Fine{std::move(said), {}};
}

/// Calls `f` for each statement: one may stand without its list.
template <class F>
void for_each_statement(json::Value const& document, F f) {
  json::Value const* statements = document.find("Statement");
  if (statements == nullptr) return;
  if (!statements->is_array()) return f(*statements);
  for (json::Value const& statement : statements->as_array()) f(statement);
}

/// A document with principals is attached to a resource; one without resources beside is a role's
/// trust policy.
iam::PolicyKind kind_of(json::Value const& document) {
  bool principals = false, resources = false;
  for_each_statement(document, [&](json::Value const& statement) {
    principals |=
        statement.find("Principal") != nullptr || statement.find("NotPrincipal") != nullptr;
    resources |= statement.find("Resource") != nullptr || statement.find("NotResource") != nullptr;
  });
  if (!principals) return iam::PolicyKind::identity;
  return resources ? iam::PolicyKind::resource : iam::PolicyKind::trust;
}

Checked check_policy(json::Value const& document, iam::PolicyKind kind, std::string const& text,
                     std::string const& path) {
  auto policy = iam::compile(document, kind, path, text);
  if (!policy) return std::unexpected(policy.error());
  return Fine{fmt::format("{}, {}", name_of(kind), counted(policy->statements.size(), "statement")),
              iam::lint(document, *policy, path, text)};
}

/// Neither: perhaps the one key that tells them apart is misspelt.
Error unknown_document(json::Value const& document, std::string const& path) {
  static constexpr std::array<std::string_view, 2> kMarks = {"Steps", "Statement"};
  std::string hint = "a definition has `Steps`, a policy has `Statement`";
  if (document.is_object())
    for (auto const& [key, value] : document.as_object())
      if (std::string near = did_you_mean(key, kMarks); !near.empty())
        hint = "it has `" + shorten(key, 40) + "`: " + near;
  std::string message =
      document.is_object()
          ? "this is neither a pipeline definition nor a policy"
          : fmt::format("this is neither a pipeline definition nor a policy but a JSON {}",
                        document.kind_name());
  return {Error::Code::definition, std::move(message), {path, 1, 1}, std::move(hint), {}};
}

Checked check_document(std::string const& path, std::optional<iam::PolicyKind> kind) {
  auto text = read_file(path);
  if (!text) return std::unexpected(Errors{text.error()});
  auto document = json::parse(*text, path);
  if (!document) return std::unexpected(Errors{document.error()});
  if (kind) return check_policy(*document, *kind, *text, path);
  if (document->find("Steps") != nullptr) return check_definition(*text, path);
  if (document->find("Statement") != nullptr)
    return check_policy(*document, kind_of(*document), *text, path);
  return std::unexpected(Errors{unknown_document(*document, path)});
}

}  // namespace

ExitCode command_validate(std::vector<std::string> const& arguments) {
  std::vector<std::string> paths;
  std::string kind_text;
  Arguments parser(
      "validate",
      "Checks pipeline definitions and IAM policies: says what is wrong, where, and what would be "
      "right.",
      "rehearse validate scenarios/definitions/hello.json scenarios/policies/engineer.json");
  parser.positionals("FILE", paths, true, "definitions and policies, told apart by their content")
      .option(
          "--kind", kind_text, "KIND",
          "all are policies of this kind: identity, resource, trust, boundary, session, scp, rcp, "
          "permission");
  if (auto done = parser.parse(arguments)) return *done;
  std::optional<iam::PolicyKind> kind;
  if (!kind_text.empty()) {
    auto known = std::ranges::find(kKinds, kind_text, &KindName::name);
    if (known == kKinds.end()) {
      std::vector<std::string_view> names;
      for (KindName const& each : kKinds) names.push_back(each.name);
      std::string hint = did_you_mean(kind_text, names);
      return complain("there is no kind of policy `" + shorten(kind_text, 40) + "`; " +
                      (hint.empty() ? "`rehearse validate --help` lists them" : hint));
    }
    kind = known->kind;
  }
  ExitCode code = ExitCode::well;
  for (std::string const& path : paths) {
    Checked verdict = check_document(path, kind);
    if (verdict) {
      std::size_t warned = verdict->warnings.size();
      fmt::print("ok  {}  {}{}\n", path, verdict->said,
                 warned == 0 ? "" : ", " + counted(warned, "warning"));
      for (iam::Warning const& warning : verdict->warnings)
        fmt::print("  warning: {} [{}]\n", to_string(warning.what), warning.row->id);
      continue;
    }
    for (Error const& fault : verdict.error()) code = complain(fault);
  }
  return code;
}

}  // namespace rehearse::cli
