// From a JSON document to compiled statements: the grammar and the rules of each kind.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/iam/compile_elements.hpp"

namespace rehearse::iam {
namespace {

constexpr auto kDocumentElements = std::to_array<std::string_view>({"Version", "Id", "Statement"});
constexpr auto kStatementElements =
    std::to_array<std::string_view>({"Sid", "Effect", "Principal", "NotPrincipal", "Action",
                                     "NotAction", "Resource", "NotResource", "Condition"});

void check_names(Reading& reading, Node const& node, std::span<std::string_view const> known) {
  for (auto const& [name, value] : node.value.as_object())
    if (std::ranges::find(known, name) == known.end())
      reading.faults.add(node.member(name, value),
                         fmt::format("`{}` is no element here", shorten(name, 60)),
                         did_you_mean(name, known));
}

/// Policy text may use tab, line ends and U+0020 to U+00FF. Source: sharing-and-access 3.1.
bool is_policy_text(std::string_view text) {
  if (is_plain_ascii(text)) return true;
  return std::ranges::all_of(text, [](char c) {
    auto byte = static_cast<unsigned char>(c);
    bool control = byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r';
    bool beyond = byte >= 0xC4;  // the first byte of U+0100 and all that follows
    return !control && !beyond;
  });
}

void check_text(Reading& reading, Node const& node) {
  auto check = [&](std::string_view text) {
    if (!is_policy_text(text))
      reading.faults.add(
          node, fmt::format("`{}` has characters that a policy may not have", shorten(text, 60)),
          "only U+0020 to U+00FF, tabs and line ends");
  };
  if (node.value.is_string()) check(node.value.as_string());
  if (node.value.is_array())
    for (std::size_t i = 0; i < node.value.as_array().size(); ++i)
      check_text(reading, node.element(i, node.value.as_array()[i]));
  if (node.value.is_object())
    for (auto const& [key, value] : node.value.as_object()) {
      check(key);
      check_text(reading, node.member(key, value));
    }
}

void read_effect(Reading& reading, Node const& node, Statement& out) {
  constexpr auto kEffects = std::to_array<std::string_view>({"Allow", "Deny"});
  auto const* effect = node.value.find("Effect");
  if (effect == nullptr)
    return reading.faults.add(node, "the statement has no `Effect`", "`Allow` or `Deny`");
  Node at = node.member("Effect", *effect);
  std::string_view name =
      effect->is_string() ? std::string_view(effect->as_string()) : std::string_view{};
  if (name != "Allow" && name != "Deny") {
    std::string hint = did_you_mean(name, kEffects);
    return reading.faults.add(
        at,
        fmt::format("`{}` is no effect",
                    effect->is_string() ? shorten(name, 60) : std::string(effect->kind_name())),
        hint.empty() ? "`Allow` or `Deny`" : hint);
  }
  out.allow = name == "Allow";
  if (out.allow && !reading.rules.allow)
    reading.faults.add(at, fmt::format("{} may only deny", reading.rules.name));
  if (!out.allow && !reading.rules.deny)
    reading.faults.add(at, fmt::format("{} may only allow", reading.rules.name));
}

void read_sid(Reading& reading, Node const& node, Statement& out) {
  auto const* sid = node.value.find("Sid");
  if (sid == nullptr) return;
  Node at = node.member("Sid", *sid);
  if (!sid->is_string())
    return reading.faults.add(at, fmt::format("`Sid` is {}, not text", sid->kind_name()));
  out.sid = sid->as_string();
  auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  if (reading.rules.plain_sids && reading.checks == Checks::all &&
      !std::ranges::all_of(out.sid, plain))
    reading.faults.add(at, fmt::format("the Sid `{}` has other characters than letters and digits",
                                       shorten(out.sid, 60)));
}

/// Of an element and its negation (`Action`, `NotAction`) a statement has one at most.
struct Choice {
  json::Value const* value = nullptr;
  bool negated = false;
  std::string name;
};

Choice choose(Reading& reading, Node const& node, std::string const& name, Need need,
              bool negation_allowed) {
  Choice out{node.value.find(name), false, name};
  std::string negation = "Not" + name;
  auto const* negated = node.value.find(negation);
  if (out.value != nullptr && negated != nullptr)
    reading.faults.add(node.member(negation, *negated),
                       fmt::format("the statement has both `{}` and `{}`", name, negation));
  if (out.value == nullptr && negated != nullptr) out = {negated, true, negation};
  if (out.value == nullptr) {
    if (need == Need::required)
      reading.faults.add(node, fmt::format("the statement has no `{}`", name));
    return out;
  }
  Node at = node.member(out.name, *out.value);
  if (need == Need::forbidden)
    reading.faults.add(at, fmt::format("{} may not have `{}`", reading.rules.name, out.name));
  else if (out.negated && !negation_allowed)
    reading.faults.add(at, fmt::format("{} may not have `{}`", reading.rules.name, out.name),
                       fmt::format("use `{}`", name));
  return out;
}

void read_principal(Reading& reading, Node const& node, Statement& out) {
  Choice principal =
      choose(reading, node, "Principal", reading.rules.principal, reading.rules.not_principal);
  out.any_principal = principal.value == nullptr;
  if (principal.value == nullptr || reading.rules.principal == Need::forbidden) return;
  Node at = node.member(principal.name, *principal.value);
  out.not_principal = principal.negated;
  out.principals = read_principals(reading, at);
  bool everybody = principal.value->is_string() && !out.principals.empty();
  if (reading.rules.only_everybody && !everybody)
    reading.faults.add(at, fmt::format("the principal of {} is `*`", reading.rules.name),
                       "narrow it by a condition");
  if (out.not_principal && out.allow)
    reading.faults.add(at, "`NotPrincipal` with `Allow` would let everybody else in",
                       "name the principals");
}

Statement read_statement(Reading& reading, Node const& node) {
  Statement out;
  if (!node.value.is_object()) {
    reading.faults.add(node,
                       fmt::format("a statement is an object, not {}", node.value.kind_name()));
    return out;
  }
  check_names(reading, node, kStatementElements);
  read_sid(reading, node, out);
  read_effect(reading, node, out);
  read_principal(reading, node, out);
  Choice action = choose(reading, node, "Action", Need::required, reading.rules.not_action);
  out.not_action = action.negated;
  if (action.value != nullptr)
    out.actions = read_actions(reading, node.member(action.name, *action.value));
  Choice resource = choose(reading, node, "Resource", reading.rules.resource, true);
  out.not_resource = resource.negated;
  out.any_resource = resource.value == nullptr;
  if (resource.value != nullptr)
    out.resources = read_resources(reading, node.member(resource.name, *resource.value));
  if (auto const* condition = node.value.find("Condition"))
    out.conditions = read_conditions(reading, node.member("Condition", *condition));
  return out;
}

void read_version(Reading& reading, Node const& node) {
  constexpr std::string_view kOld = "2008-10-17", kNew = "2012-10-17";
  auto const* version = node.value.find("Version");
  if (version == nullptr) {  // the old one, which has no variables
    if (!reading.rules.old_version && reading.checks == Checks::all)
      reading.faults.add(node, fmt::format("{} needs a `Version`", reading.rules.name),
                         fmt::format("`\"Version\": \"{}\"`", kNew));
    return;
  }
  std::string_view name = node.value.string_or_empty("Version");
  reading.variables = name == kNew;
  if (name == kNew || (name == kOld && reading.rules.old_version)) return;
  reading.faults.add(node.member("Version", *version),
                     fmt::format("`{}` is no version of {}", shorten(name, 60), reading.rules.name),
                     fmt::format("use `{}`", kNew));
}

void read_document(Reading& reading, Node const& node, Policy& out) {
  check_names(reading, node, kDocumentElements);
  read_version(reading, node);
  if (auto const* id = node.value.find("Id");
      id != nullptr && !reading.rules.id && reading.checks == Checks::all)
    reading.faults.add(node.member("Id", *id),
                       fmt::format("{} may not have `Id`", reading.rules.name));
  auto const* statements = node.value.find("Statement");
  if (statements == nullptr) return reading.faults.add(node, "the document has no `Statement`");
  Node at = node.member("Statement", *statements);
  out.listed = statements->is_array();
  if (!out.listed) return out.statements.push_back(read_statement(reading, at));
  json::Array const& list = statements->as_array();
  if (list.empty()) reading.faults.add(at, "`Statement` is an empty list");
  out.statements.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i)
    out.statements.push_back(read_statement(reading, at.element(i, list[i])));
}

/// White space counts for the kinds that are saved as they are written. Source: 3.6.
/// False when it is so large that nothing else need be said of it.
bool check_size(Reading& reading, Node const& node, std::string_view written) {
  constexpr std::size_t kReadMax = std::size_t{1} << 20;
  bool as_written = reading.rules.counts_space && !written.empty();
  std::string text = as_written ? std::string(written) : json::dump(node.value);
  auto characters = std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) > reading.rules.characters_max)
    reading.faults.add(node,
                       fmt::format("{} has at most {} characters, and this one has {}",
                                   reading.rules.name, reading.rules.characters_max, characters),
                       reading.rules.counts_space
                           ? "white space counts; take it out, join statements or use wildcards"
                           : "white space does not count; join statements or use wildcards");
  return text.size() <= kReadMax;
}

}  // namespace

std::string statement_pointer(Policy const& policy, std::uint32_t statement) {
  if (policy.kind == PolicyKind::ram_permission) return "";
  return policy.listed ? json::pointer_step("/Statement", statement) : "/Statement";
}

std::expected<Policy, Errors> compile(json::Value const& document, PolicyKind kind,
                                      std::string_view file, std::string_view text, Checks checks) {
  Faults faults(file, text);
  Reading reading{rules_of(kind), kind, checks, false, faults};
  Policy out;
  out.kind = kind;
  Node root{document};
  if (!document.is_object()) {
    faults.add(root,
               fmt::format("{} is an object, not {}", reading.rules.name, document.kind_name()));
    return std::unexpected(faults.take());
  }
  if (checks == Checks::all && !check_size(reading, root, text))
    return std::unexpected(faults.take());
  if (checks != Checks::meaning_of_plain) check_text(reading, root);
  if (kind == PolicyKind::ram_permission) {
    reading.variables = true;  // it becomes part of a document of the new version
    out.statements.push_back(read_statement(reading, root));
  } else {
    read_document(reading, root, out);
  }
  if (!faults.none()) return std::unexpected(faults.take());
  return out;
}

}  // namespace rehearse::iam
