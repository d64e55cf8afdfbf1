#include "sim/cli/pasted_check.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "sim/base/time.hpp"
#include "sim/iam/actions.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::cli {
namespace {

constexpr std::string_view kExecution = "/execution/";
constexpr std::string_view kKeywords[] = {"and",   "break", "do",       "else", "elseif", "end",
                                          "false", "for",   "function", "goto", "if",     "in",
                                          "local", "nil",   "not",      "or",   "repeat", "return",
                                          "then",  "true",  "until",    "while"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Of a role, a user, a pipeline or one of its executions.
struct Named {
  std::string account;  // 12 digits
  std::string name;
  std::string execution;  // `/execution/000000000000`, or empty
};

Named named(std::string_view text) {
  auto arn = ArnView::split(text);
  if (!arn) return {{}, std::string(text), {}};
  std::string_view rest = arn->resource;
  std::size_t execution = std::min(rest.find(kExecution), rest.size());
  std::string_view whole = rest.substr(0, execution);
  return {std::string(arn->account), std::string(last_name(whole)),
          std::string(rest.substr(execution))};
}

/// Do two things of the run, in two accounts, have this name?
bool is_ambiguous(run::Observed const& plain, Named const& thing) {
  return std::ranges::any_of(plain.access, [&](auto const& row) {
    for (std::string const& text : {row.first.principal, row.first.resource}) {
      Named other = named(text);
      if (other.name == thing.name && other.account != thing.account) return true;
    }
    return false;
  });
}

std::string account_of(run::Observed const& plain, Named const& thing) {
  auto at = plain.accounts.find(thing.account);
  return at == plain.accounts.end() ? thing.account : at->second;
}

std::string variable(run::Observed const& plain, Named const& thing) {
  std::string lead = is_ambiguous(plain, thing) ? account_of(plain, thing) + "_" : std::string{};
  return variable_of(lead + thing.name);
}

}  // namespace

std::string variable_of(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    bool after_small = i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
    bool before_small = i + 1 < name.size() && is_lower(name[i + 1]) && i > 0;
    if (is_upper(c) && (after_small || before_small) && !out.ends_with('_')) out += '_';
    if (is_upper(c))
      out += static_cast<char>(c - 'A' + 'a');
    else
      out += is_lower(c) || is_digit(c) ? c : '_';
  }
  if (std::ranges::find(kKeywords, out) != std::end(kKeywords)) out += '_';
  return out.empty() || is_digit(out.front()) ? "_" + out : out;
}

std::string cell_words(run::Observed const& plain, run::Cell const& cell) {
  Named who = named(cell.principal), what = named(cell.resource);
  return fmt::format("{} of {}: {} on {}{}", who.name, account_of(plain, who), cell.action,
                     what.execution.empty() ? "" : "the executions of ", what.name);
}

std::string pasted_check(trace::Trace const& trace, run::Observed const& plain,
                         run::Cell const& cell) {
  Named who = named(cell.principal), what = named(cell.resource);
  bool allowed = plain.access.at(cell);
  std::string resource = variable(plain, what);
  if (!what.execution.empty()) resource += ".arn .. \"" + what.execution + "\"";
  std::string text = fmt::format("{} {} {} {}", who.name, allowed ? "may" : "may not",
                                 iam::bare_action(cell.action), what.name);
  std::string call =
      fmt::format("access({}, \"{}\", {})", variable(plain, who), cell.action, resource);
  if (run::always_so(trace, cell, allowed))
    return fmt::format("always(\"{}\", function() return {}{} end)", text, allowed ? "" : "not ",
                       call);
  auto end = std::chrono::floor<std::chrono::seconds>(plain.end.time_since_epoch()) +
             std::chrono::seconds(1);
  return fmt::format("actor(\"auditor\", function() at \"+{}\" expect.equal(\"{}\", {}, {}) end)",
                     format_duration(end), text, call, allowed);
}

}  // namespace rehearse::cli
