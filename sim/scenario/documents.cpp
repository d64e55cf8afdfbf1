#include "sim/scenario/documents.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/calls/value_rules.hpp"
#include "sim/domain/open_rules.hpp"
#include "sim/scenario/host.hpp"
#include "sim/scenario/input.hpp"
#include "sim/script/failure.hpp"
#include "sim/world/access/context_keys.hpp"

namespace rehearse::scenario {
namespace {

/// The line of each statement of a policy in its file: `{"policies/scp.json":[3,9]}`.
std::string statement_lines(json::Value const& document, ReadText const& read) {
  json::Value const* statements = document.find("Statement");
  if (statements == nullptr) return {};
  json::Array lines;
  auto add = [&](json::Value const& statement) {
    lines.push_back(std::int64_t{json::locate(read.text, statement.offset()).line});
  };
  if (statements->is_array())
    std::ranges::for_each(statements->as_array(), add);
  else
    add(*statements);
  return json::dump(json::Value{}.set(read.name, std::move(lines)));
}

}  // namespace

Result<ReadText> read_document(Host& host, DocumentArgument const& given, std::string const& name) {
  if (given.path.empty())
    return ReadText{name, json::dump(resolve_handles(host.world(), given.value))};
  auto text = host.file_root().read(given.path);
  if (!text) return std::unexpected(text.error());
  return ReadText{script::FileRoot::normal(given.path), std::string(*text)};
}

Result<ReadPolicy> read_policy(Host& host, DocumentArgument const& given, iam::PolicyKind kind,
                               std::string const& name) {
  auto read = read_document(host, given, name);
  if (!read) return std::unexpected(read.error());
  auto document = json::parse(read->text, read->name);
  if (!document) return std::unexpected(document.error());
  bool from_file = !given.path.empty();
  auto policy = iam::compile(*document, kind, from_file ? read->name : std::string{},
                             from_file ? read->text : std::string{});
  if (!policy) {
    Error error = telling_fault(policy.error(), given.path);
    if (!from_file)
      error.message = name + ": " + error.message;  // the place is the scenario's line
    if (!from_file) error.where = {};
    return std::unexpected(std::move(error));
  }
  if (std::string_view key = world::unfilled_key(*policy); !key.empty())
    return std::unexpected(Error{Error::Code::policy,
                                 "`" + read->name + "` has a condition on `" + std::string(key) +
                                     "`, which is not simulated",
                                 {},
                                 world::filled_keys_hint(key),
                                 {}});
  domain::consult_open_rules(host.domain().assume, *policy);
  return ReadPolicy{read->name, json::dump(*document),
                    from_file ? statement_lines(*document, *read) : std::string{}};
}

Result<Tags> read_tags(std::optional<json::Value> const& given, std::string const& what) {
  Tags out;
  if (!given || given->is_null()) return out;
  if (!given->is_object())
    return script::fail("`" + what + "` is a table", "write " + what + " = { team = \"ml\" }");
  for (auto const& [key, value] : given->as_object()) {
    if (!value.is_string()) return script::fail("the tag `" + shorten(key, 60) + "` is a text", {});
    out.emplace_back(key, value.as_string());
  }
  return out;
}

std::vector<std::string> ou_paths(world::Organization const& organization) {
  std::vector<std::string> paths;
  for (world::Ou const& ou : organization.ous()) {
    if (!ou.parent) {
      paths.emplace_back();
      continue;
    }
    std::string const& parent = paths[ou.parent.index];
    paths.push_back(parent.empty() ? ou.name : parent + "/" + ou.name);
  }
  if (!paths.empty()) paths.erase(paths.begin());
  return paths;
}

Result<void> check_name(std::string_view text, std::string_view what, std::string_view rule,
                        calls::Operation const& operation, std::string_view member) {
  if (calls::holds_all(*operation.input->find(member)->shape, json::Value{std::string(text)}))
    return {};
  return script::fail("`" + shorten(text, 80) + "` is no " + std::string(what), std::string(rule));
}

Error telling_fault(Errors const& faults, std::string const& path) {
  auto has_hint = [](Error const& fault) { return !fault.hint.empty(); };
  auto found = std::ranges::find_if(faults, has_hint);
  Error out = found == faults.end() ? faults.front() : *found;
  if (faults.size() < 2 || path.empty()) return out;
  out.hint += (out.hint.empty() ? "" : "; ") + std::to_string(faults.size() - 1) +
              " more: rehearse validate " + path;
  return out;
}

}  // namespace rehearse::scenario
