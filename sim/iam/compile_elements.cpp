#include "sim/iam/compile_elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::iam {
namespace {

std::string quoted(std::string_view text) { return "`" + shorten(text, 120) + "`"; }

bool has_wildcard(std::string_view text) { return find_wildcard(text) != std::string_view::npos; }
bool only_stars(std::string_view text) {
  return !text.empty() && text.find_first_not_of('*') == std::string_view::npos;
}

std::size_t count_texts(Node const& node) {
  return node.value.is_array() ? node.value.as_array().size() : 1;
}

/// Calls `read(node)` for the texts of a string or a list of strings. Anything else, and an empty
/// list, is a fault.
template <class Read>
void each_text(Reading& reading, Node const& node, std::string_view element, Read read) {
  auto one = [&](Node const& at) {
    if (at.value.is_string() && !at.value.as_string().empty()) return read(at);
    reading.faults.add(at, at.value.is_string() ? fmt::format("`{}` is empty", element)
                                                : fmt::format("`{}` holds {}, not text", element,
                                                              at.value.kind_name()));
  };
  if (!node.value.is_array()) return one(node);
  json::Array const& values = node.value.as_array();
  if (values.empty()) reading.faults.add(node, fmt::format("`{}` is an empty list", element));
  for (std::size_t i = 0; i < values.size(); ++i) one(node.element(i, values[i]));
}

void read_action(Reading& reading, Node const& node, std::vector<ActionPattern>& out) {
  constexpr PatternSyntax kName{.wildcards = true, .variables = false};
  std::string const& text = node.value.as_string();
  auto colon = text.find(':');
  std::string_view service = std::string_view(text).substr(0, colon);
  bool all = only_stars(text) || (only_stars(service) && colon != std::string::npos &&
                                  only_stars(text.substr(colon + 1)));
  if (all) {
    if (!reading.rules.bare_star_action)
      reading.faults.add(node, fmt::format("{} may not speak of every action", reading.rules.name),
                         "name a service, as in `s3:*`");
    out.push_back({text, "", {}});
    return;
  }
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size())
    return reading.faults.add(
        node, fmt::format("{} is no action", quoted(text)),
        "an action is `*` or `service:Name`, as in `sagemaker:StartPipelineExecution`");
  if (has_wildcard(service))
    return reading.faults.add(node, fmt::format("the service of {} has a wildcard", quoted(text)),
                              "wildcards belong in the name behind the colon");
  out.push_back({text, to_lower(service),
                 Pattern(to_lower(std::string_view(text).substr(colon + 1)), kName)});
}

void read_resource(Reading& reading, Node const& node, std::vector<ResourcePattern>& out) {
  std::string const& text = node.value.as_string();
  bool is_short = std::ranges::count(text, ':') < 5;
  if (!only_stars(text)) {
    if (!text.starts_with("arn:"))
      return reading.faults.add(
          node, fmt::format("{} is no resource", quoted(text)),
          "a resource is `*` or an ARN: `arn:partition:service:region:account:resource`");
    bool broken = reading.rules.short_arn == ShortArn::invalid ||
                  (reading.rules.short_arn == ShortArn::must_end_in_star && !text.ends_with('*'));
    if (is_short && broken)
      return reading.faults.add(node, fmt::format("{} has fewer than six fields", quoted(text)),
                                "an ARN is `arn:partition:service:region:account:resource`");
  }
  out.push_back(compile_resource(text, reading.variables, reading.rules.short_arn));
}

/// `user/ana`, `role/path/Name` of IAM; `assumed-role/Role/session`, `federated-user/name` of STS.
bool names_a_principal(ArnView const& arn) {
  auto is = [&](std::string_view service, std::string_view type) {
    return arn.service == service && arn.resource.starts_with(type) &&
           arn.resource.size() > type.size();
  };
  return is_account_id(arn.account) && (is("iam", "user/") || is("iam", "role/") ||
                                        is("sts", "assumed-role/") || is("sts", "federated-user/"));
}

/// `AIDA...`, `AROA...`: what stands in a policy once the user or role it named is gone. Matches
/// nobody.
bool is_unique_id(std::string_view text) {
  constexpr std::size_t kSizeMin = 16;
  return text.size() >= kSizeMin && (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         std::ranges::all_of(
             text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

void read_aws_principal(Reading& reading, Node const& node, std::vector<PrincipalEntry>& out) {
  using Form = PrincipalEntry::Form;
  std::string const& text = node.value.as_string();
  if (text == "*") return out.push_back({Form::everybody, text, ""});
  if (is_account_id(text)) return out.push_back({Form::account, text, text});
  if (is_unique_id(text)) return out.push_back({Form::other, text, ""});
  auto arn = ArnView::split(text);
  if (arn && has_wildcard(text))
    return reading.faults.add(node, fmt::format("the principal {} has a wildcard", quoted(text)),
                              "use `*` with a condition on `aws:PrincipalArn`");
  if (arn && arn->service == "iam" && arn->resource == "root" && is_account_id(arn->account))
    return out.push_back({Form::account, text, std::string(arn->account)});
  if (arn && arn->resource.starts_with("group/"))
    return reading.faults.add(node,
                              fmt::format("{} is a group, which is no principal", quoted(text)),
                              "name users or roles");
  if (!arn || !names_a_principal(*arn))
    return reading.faults.add(node, fmt::format("{} is no principal", quoted(text)),
                              "a principal is `*`, 12 digits of an account, or the ARN of a role, "
                              "user, session or account root");
  out.push_back({Form::arn, text, text});
}

std::string text_of(json::Value const& scalar) {
  if (scalar.is_string()) return scalar.as_string();
  if (scalar.is_bool()) return scalar.as_bool() ? "true" : "false";
  return scalar.as_number_text();
}

void read_condition_value(Reading& reading, Node const& node, Condition& out) {
  json::Value const& value = node.value;
  if (!value.is_string() && !value.is_bool() && !value.is_number())
    return reading.faults.add(
        node, fmt::format("a condition's value is text, a number or a boolean, not {}",
                          value.kind_name()));
  std::string text = text_of(value);
  auto operand = read_operand(*out.op.row, text, reading.variables);
  if (!operand)
    return reading.faults.add(
        node, fmt::format("{} is not what `{}` compares", quoted(text), out.written_operator),
        fmt::format("give {}", describe(out.op.row->compare)));
  out.written_values.push_back(std::move(text));
  out.operands.push_back(std::move(*operand));
}

/// Source: sharing-and-access 1.4.
void check_ram_condition(Reading& reading, Node const& node, Condition const& condition) {
  if (condition.op.row->negated || condition.op.set != SetOperator::none)
    reading.faults.add(node,
                       fmt::format("a RAM permission may not use `{}`", condition.written_operator),
                       "only single operators that are not negated");
  for (std::string_view key : ram_permission_forbidden_keys())
    if (glob_match_ignoring_case(key, condition.key))
      reading.faults.add(node,
                         fmt::format("a RAM permission may not use the key `{}`", condition.key));
}

void read_key(Reading& reading, Node const& node, Condition condition,
              std::vector<Condition>& out) {
  if (condition.key.empty()) return reading.faults.add(node, "a condition key is empty");
  condition.operands.reserve(count_texts(node));
  condition.written_values.reserve(count_texts(node));
  if (reading.kind == PolicyKind::ram_permission) check_ram_condition(reading, node, condition);
  if (!node.value.is_array()) {
    read_condition_value(reading, node, condition);
  } else {
    json::Array const& values = node.value.as_array();
    if (values.empty())
      reading.faults.add(node, fmt::format("the key `{}` has no value", condition.key));
    for (std::size_t i = 0; i < values.size(); ++i)
      read_condition_value(reading, node.element(i, values[i]), condition);
  }
  out.push_back(std::move(condition));
}

}  // namespace

std::vector<ActionPattern> read_actions(Reading& reading, Node const& node) {
  std::vector<ActionPattern> out;
  out.reserve(count_texts(node));
  each_text(reading, node, "Action", [&](Node const& text) { read_action(reading, text, out); });
  return out;
}

std::vector<ResourcePattern> read_resources(Reading& reading, Node const& node) {
  std::vector<ResourcePattern> out;
  out.reserve(count_texts(node));
  each_text(reading, node, "Resource",
            [&](Node const& text) { read_resource(reading, text, out); });
  return out;
}

std::vector<PrincipalEntry> read_principals(Reading& reading, Node const& node) {
  constexpr auto kTypes =
      std::to_array<std::string_view>({"AWS", "Service", "Federated", "CanonicalUser"});
  std::vector<PrincipalEntry> out;
  bool everybody = node.value.is_string() && node.value.as_string() == "*";
  if (everybody)
    out.push_back({PrincipalEntry::Form::everybody, "*", ""});
  else if (!node.value.is_object())
    reading.faults.add(node, "`Principal` is neither `*` nor an object",
                       "write `{\"AWS\": \"...\"}`");
  else if (node.value.as_object().empty())
    reading.faults.add(node, "`Principal` names nobody");
  if (!node.value.is_object()) return out;
  for (auto const& [type, value] : node.value.as_object()) {
    Node at = node.member(type, value);
    if (std::ranges::find(kTypes, type) == kTypes.end()) {
      reading.faults.add(at, fmt::format("{} is no kind of principal", quoted(type)),
                         did_you_mean(type, kTypes));
      continue;
    }
    each_text(reading, at, type, [&](Node const& text) {
      std::string const& name = text.value.as_string();
      if (type == "AWS")
        read_aws_principal(reading, text, out);
      else if (type != "Service")
        out.push_back({PrincipalEntry::Form::other, name, ""});
      else if (has_wildcard(name))
        reading.faults.add(text, fmt::format("the service {} has a wildcard", quoted(name)));
      else
        out.push_back({PrincipalEntry::Form::service, name, name});
    });
  }
  return out;
}

std::vector<Condition> read_conditions(Reading& reading, Node const& node) {
  std::vector<Condition> out;
  if (!node.value.is_object()) {
    reading.faults.add(node,
                       fmt::format("`Condition` is {}, not an object", node.value.kind_name()));
    return out;
  }
  std::size_t count = 0;
  for (auto const& [name, keys] : node.value.as_object())
    count += keys.is_object() ? keys.as_object().size() : 0;
  out.reserve(count);
  for (auto const& [name, keys] : node.value.as_object()) {
    Node at = node.member(name, keys);
    auto op = find_operator(name);
    if (!op) {
      reading.faults.add(at, fmt::format("{} is no condition operator", quoted(name)),
                         nearest_operator(name));
    } else if (!keys.is_object()) {
      reading.faults.add(
          at, fmt::format("`{}` holds {}, not keys with their values", name, keys.kind_name()));
    } else {
      for (auto const& [key, values] : keys.as_object())
        read_key(
            reading, at.member(key, values),
            {.op = *op, .written_operator = name, .key = key, .written_values = {}, .operands = {}},
            out);
    }
  }
  return out;
}

}  // namespace rehearse::iam
