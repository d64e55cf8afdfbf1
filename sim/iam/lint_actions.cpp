// What is wrong with a statement's actions and with the resources it names for them.
#include <fmt/format.h>

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/iam/actions.hpp"
#include "sim/iam/authorize.hpp"
#include "sim/iam/lint_rows.hpp"

namespace rehearse::iam {
namespace {

/// Is there a text that both patterns match? Only `*` and `?` are special.
bool overlap(std::string_view a, std::string_view b) {
  std::vector<char> row(b.size() + 1, 0), next(b.size() + 1, 0);
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      bool star_a = i > 0 && a[i - 1] == '*', star_b = j > 0 && b[j - 1] == '*';
      bool same = i > 0 && j > 0 && (a[i - 1] == b[j - 1] || a[i - 1] == '?' || b[j - 1] == '?');
      bool fits = (i == 0 && j == 0) || (star_a && row[j]) || (star_a && j > 0 && next[j - 1]) ||
                  (star_b && j > 0 && next[j - 1]) || (star_b && i > 0 && row[j]) ||
                  (same && !star_a && !star_b && row[j - 1]);
      next[j] = fits;
    }
    std::swap(row, next);
  }
  return row[b.size()];
}

/// The pattern with every variable made a star.
std::string without_variables(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    auto end = text.substr(at, 2) == "${" ? text.find('}', at) : std::string_view::npos;
    out += end == std::string_view::npos ? text[at] : '*';
    if (end != std::string_view::npos) at = end;
  }
  return out;
}

/// Is there an ARN that both match? Field by field; fields that a short one lacks are stars.
bool arns_overlap(std::string_view pattern, std::string_view arn) {
  std::string filled = without_variables(pattern);
  std::string_view a = filled, b = arn;
  for (int field = 0; field < 6; ++field) {
    auto take = [&](std::string_view& rest) {
      auto end = field == 5 ? std::string_view::npos : rest.find(':');
      std::string_view out = rest.substr(0, end);
      rest = end == std::string_view::npos ? std::string_view("*") : rest.substr(end + 1);
      return out;
    };
    if (!overlap(take(a), take(b))) return false;
  }
  return true;
}

/// The known actions that a pattern stands for.
struct Meant {
  std::vector<ActionRow const*> rows;
  bool others = false;  // it stands for actions, too, that have no row
};

Meant meant_by(ActionPattern const& pattern) {
  Meant out;
  out.others = pattern.service.empty() || !is_known_service(pattern.service);
  if (out.others) return out;
  Context const none;
  for (ActionRow const& row : action_rows())
    if (row.service == pattern.service && pattern.name.matches(to_lower(row.name), none))
      out.rows.push_back(&row);
  bool is_literal = pattern.name.is_literal();
  out.others = is_literal ? out.rows.empty() : true;
  return out;
}

bool stands_for_some(ActionPattern const& pattern) {
  Context const none;
  return any_action(pattern.service, [&](std::string_view name) {
    return pattern.name.matches(to_lower(name), none);
  });
}

std::string_view service_of(std::string_view arn) {
  auto parts = split(arn, ':');
  return parts.size() > 2 ? parts[2] : std::string_view{};
}

bool has_wildcards(std::string_view text) { return find_wildcard(text) != std::string_view::npos; }

/// The ARN patterns of an action's resources.
std::vector<std::string_view> arns_of(ActionRow const& row) {
  std::vector<std::string_view> out;
  for (std::string_view type : {row.resource_type, row.second_resource_type})
    if (auto const* known = find_resource_type(row.service, type)) out.push_back(known->arn);
  return out;
}

bool fits_some(ActionRow const& row, std::vector<ResourcePattern> const& resources) {
  if (row.resource_type == "any") return true;
  auto arns = arns_of(row);
  return std::ranges::any_of(resources, [&](ResourcePattern const& resource) {
    return resource.everything || std::ranges::any_of(arns, [&](std::string_view arn) {
             return arns_overlap(resource.text, arn);
           });
  });
}

bool names_pipelines(std::vector<ResourcePattern> const& resources) {
  return std::ranges::any_of(resources, [](ResourcePattern const& resource) {
    return arns_overlap(resource.text, "arn:*:sagemaker:*:*:pipeline/*");
  });
}

/// One action that no resource of the statement fits.
void warn_of_misfit(ActionRow const& row, LintedStatement const& linted, Node const& at,
                    Warnings& out) {
  std::string action = fmt::format("{}:{}", row.service, row.name);
  if (has_no_resource(row))
    return out.add(Lint::action_without_resource, at,
                   fmt::format("`{}` has no resource, so these ARNs never match it", action),
                   "give it a statement of its own with `\"Resource\": \"*\"`");
  if (row.resource_type == "pipeline-execution" && names_pipelines(linted.statement.resources))
    return out.add(Lint::pipeline_without_executions, at,
                   fmt::format("`{}` speaks of an execution, and only pipelines are named", action),
                   fmt::format("add `{}/execution/*`", linted.statement.resources.front().text));
  auto const* type = find_resource_type(row.service, row.resource_type);
  out.add(Lint::resource_never_matches, at,
          fmt::format("no resource of this statement can be one of `{}`", action),
          type ? fmt::format("its ARNs are `{}`", type->arn) : "");
}

/// True when it warned.
bool lint_services(LintedStatement const& linted, std::vector<Meant> const& meant, Warnings& out) {
  if (std::ranges::any_of(meant, &Meant::others)) return false;
  bool warned = false;
  linted.each_entry("Resource", [&](Node const& at, std::size_t i) {
    std::string_view service = service_of(linted.statement.resources[i].text);
    if (service.empty() || has_wildcards(service)) return;
    bool any = false, known = false;
    for (Meant const& each : meant)
      for (ActionRow const* row : each.rows) {
        any |= row->resource_type == "any";
        for (std::string_view arn : arns_of(*row)) {
          known = true;
          any |= service_of(arn) == service;
        }
      }
    if (any || !known) return;
    warned = true;
    out.add(Lint::arn_of_wrong_service, at,
            fmt::format("no action of this statement has a resource of `{}`", shorten(service, 60)),
            "name the resources of its actions, or split the statement");
  });
  return warned;
}

}  // namespace

void lint_actions(LintedStatement const& linted, Warnings& out) {
  Statement const& statement = linted.statement;
  std::vector<Meant> meant;
  for (ActionPattern const& action : statement.actions) meant.push_back(meant_by(action));
  auto check = [&](Node const& at, std::size_t i) {
    ActionPattern const& action = statement.actions[i];
    bool known = !action.service.empty() && is_known_service(action.service);
    if (known && !stands_for_some(action))
      out.add(Lint::unknown_action, at,
              fmt::format("`{}` is no action that exists", shorten(action.text, 120)),
              nearest_action(action.text));
    if (linted.policy.kind == PolicyKind::rcp && !rcp_bears_on(action.service))
      out.add(Lint::rcp_without_effect, at,
              fmt::format("resource control policies do not bear on `{}`", action.service),
              "deny it by a service control policy of the callers");
  };
  linted.each_entry("Action", check);
  linted.each_entry("NotAction", check);
  bool plain = !statement.not_action && !statement.not_resource && !statement.any_resource;
  if (!plain || lint_services(linted, meant, out)) return;
  linted.each_entry("Action", [&](Node const& at, std::size_t i) {
    std::vector<ActionRow const*> const& rows = meant[i].rows;
    if (rows.empty() || (meant[i].others && !statement.actions[i].name.is_literal())) return;
    for (ActionRow const* row : rows)
      if (fits_some(*row, statement.resources)) return;
    warn_of_misfit(*rows.front(), linted, at, out);
  });
}

void lint_resources(LintedStatement const& linted, Warnings& out) {
  auto check = [&](Node const& at, std::size_t) {
    std::string const& text = at.value.as_string();
    bool is_short = std::ranges::count(text, ':') < 5;
    if (text.starts_with("arn:") && is_short && !text.ends_with('*'))
      out.add(Lint::short_arn, at,
              fmt::format("`{}` has fewer than six fields", shorten(text, 120)),
              "an ARN is `arn:partition:service:region:account:resource`");
  };
  linted.each_entry("Resource", check);
  linted.each_entry("NotResource", check);
  Statement const& statement = linted.statement;
  bool everything = std::ranges::all_of(statement.resources, &ResourcePattern::everything);
  if (linted.policy.kind == PolicyKind::scp && statement.allow &&
      (statement.not_resource || !everything))
    out.add(Lint::scp_allow_resource, linted.node,
            "this Allow of a service control policy names resources",
            "allow `*` and deny the rest");
}

}  // namespace rehearse::iam
