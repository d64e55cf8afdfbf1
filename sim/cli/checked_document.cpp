#include "sim/cli/checked_document.hpp"

#include <array>

#include <fmt/format.h>

#include "sim/base/text.hpp"
#include "sim/calls/step_arguments.hpp"
#include "sim/cli/files.hpp"
#include "sim/iam/lint.hpp"

namespace rehearse::cli {
namespace {

template <class Warning>
std::vector<Doubt> doubts_of(std::vector<Warning> warnings) {
  std::vector<Doubt> out;
  for (Warning& warning : warnings) out.push_back({warning.row->id, std::move(warning.what)});
  return out;
}

Checked check_definition(std::string const& text, std::string const& path) {
  auto definition = pipeline::parse_definition(text, path, calls::definition_options());
  if (!definition) return std::unexpected(definition.error());
  std::string said =
      fmt::format("pipeline definition, {}, {}", counted(definition->steps.size(), "step"),
                  counted(definition->parameters.size(), "parameter"));
  auto compiled = pipeline::compile(std::move(*definition));
  if (!compiled) return std::unexpected(compiled.error());
  return Fine{std::move(said), doubts_of(calls::warnings_of(**compiled, {})), std::move(*compiled)};
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
              doubts_of(iam::lint(document, *policy, path, text)), nullptr};
}

/// Neither: perhaps the one key that tells them apart is misspelt.
Error unknown_document(json::Value const& document, std::string const& path) {
  static constexpr std::array<std::string_view, 2> kMarks = {"Steps", "Statement"};
  std::string hint = "a definition has `Steps`, a policy has `Statement`";
  if (document.is_object())
    for (auto const& [key, value] : document.as_object())
      if (std::string near = did_you_mean(key, kMarks); !near.empty())
        hint = "it has `" + escape_controls(shorten(key, 40)) + "`: " + near;
  std::string message =
      document.is_object()
          ? "this is neither a pipeline definition nor a policy"
          : fmt::format("this is neither a pipeline definition nor a policy but a JSON {}",
                        document.kind_name());
  return {Error::Code::definition, std::move(message), {path, 1, 1}, std::move(hint), {}};
}

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

Checked check_document(std::string const& path, std::optional<iam::PolicyKind> kind) {
  auto text = read_file(path);
  if (!text) return std::unexpected(Errors{text.error()});
  auto document = json::parse(*text, path);
  if (!document && !kind && text->find("\"Steps\"") != std::string::npos)
    return check_definition(*text, path);  // in the service's words
  if (!document) return std::unexpected(Errors{document.error()});
  if (kind) return check_policy(*document, *kind, *text, path);
  if (document->find("Steps") != nullptr) return check_definition(*text, path);
  if (document->find("Statement") != nullptr)
    return check_policy(*document, kind_of(*document), *text, path);
  return std::unexpected(Errors{unknown_document(*document, path)});
}

}  // namespace rehearse::cli
