#include "reports/words.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

namespace rehearse::reports {
namespace {

std::string counted(std::size_t n, std::string_view noun) {
  return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
}

/// The kind of policy, as the sentence "refused by ..." wants it; one row a Layer.
constexpr std::array<std::string_view, 8> kLayerWords = {"any policy",
                                                         "a service control policy",
                                                         "a resource control policy",
                                                         "the caller's own policies",
                                                         "a permissions boundary",
                                                         "the session's policy",
                                                         "the resource's policy",
                                                         "the role's trust policy"};

}  // namespace

std::string_view scenario_stem(std::string_view scenario) {
  scenario = scenario.substr(scenario.find_last_of('/') + 1);
  if (scenario.ends_with(".lua")) scenario.remove_suffix(4);
  return scenario;
}

std::string accounts_phrase(RunModel const& model) {
  Header const& header = model.header;
  auto is_outside = [](Account const& a) {
    return a.stored_units.empty() || a.stored_units.back().to.empty();
  };
  auto counts = [&](Account const& a) { return a.id != header.management; };
  std::size_t all = static_cast<std::size_t>(std::ranges::count_if(model.accounts, counts));
  if (header.organization.empty()) return counted(all, "account");
  std::size_t outside = static_cast<std::size_t>(std::ranges::count_if(
      model.accounts, [&](Account const& a) { return counts(a) && is_outside(a); }));
  std::string phrase = counted(all - outside, "account") + " in " + header.organization;
  if (outside > 0) phrase += fmt::format(" and {} outside", outside);
  return phrase;
}

std::string span_phrase(RunModel const& model) {
  std::string from = format_minute(model.header.epoch, Time{});
  std::string to = format_minute(model.header.epoch, model.header.end);
  bool same_day = from.substr(0, 10) == to.substr(0, 10);
  return from + " to " + (same_day ? to.substr(11) : to);
}

bool is_fault(RunModel const& model) {
  return model.header.complete && (model.header.reason == trace::EndReason::fault ||
                                   model.header.reason == trace::EndReason::limit);
}

std::string verdict_phrase(RunModel const& model) {
  std::size_t all = model.checks.size(), failed = model.failed_checks();
  if (is_fault(model))
    return model.header.reason == trace::EndReason::fault ? "stopped by a fault"
                                                          : "stopped by a limit";
  if (all == 0) return "no checks";
  if (failed > 0) return fmt::format("{} of {} failed", failed, counted(all, "check"));
  return all == 1 ? "the check held" : fmt::format("all {} checks held", all);
}

std::string ending_phrase(RunModel const& model) {
  Header const& header = model.header;
  if (!header.complete)  // only a run that came to its RunEnded has a digest
    return header.digest.empty() ? "incomplete: the trace ends in the middle of the run"
                                 : "incomplete: the run was interrupted";
  std::string_view reason;
  switch (header.reason) {
    case trace::EndReason::finished:
      return {};
    case trace::EndReason::until:
      reason = "ended at the time given with --until";
      break;
    case trace::EndReason::limit:
      reason = "stopped by a limit";
      break;
    case trace::EndReason::fault:
      reason = "stopped by a fault in the scenario";
      break;
    case trace::EndReason::interrupted:
      reason = "interrupted";
      break;
  }
  return std::string(reason) + (header.message.empty() ? "" : ": " + header.message);
}

std::string lasting(Duration duration) {
  std::string whole = format_duration(duration), out;
  std::size_t units = 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    bool starts = i > 0 && std::isdigit(static_cast<unsigned char>(whole[i])) != 0 &&
                  std::isdigit(static_cast<unsigned char>(whole[i - 1])) == 0;
    if (starts && ++units == 2) break;
    out += whole[i];
  }
  return out;
}

std::string place(SourceLine const& where) {
  if (where.file.empty()) return {};
  std::string name = where.file.substr(where.file.find_last_of('/') + 1);
  return where.line == 0 ? name : fmt::format("{}:{}", name, where.line);
}

std::string check_time(RunModel const& model, Check const& check) {
  if (check.kind == CheckKind::always && check.held) return "always";
  return format_clock(model.header.epoch, check.at);
}

ShownChecks shown_checks(RunModel const& model, std::size_t max) {
  ShownChecks out;
  for (bool held : {false, true}) {
    std::size_t shown = 0, all = 0;
    for (std::size_t i = 0; i < model.checks.size(); ++i) {
      if (model.checks[i].held != held) continue;
      ++all;
      if (shown >= max) continue;
      ++shown;
      out.indices.push_back(i);
    }
    (held ? out.held_left : out.failed_left) = all - shown;
    if (!held) out.any_failed = all > 0;
  }
  return out;
}

std::string refusal_phrase(Call const& call) {
  if (call.result != CallResult::refused) return {};
  std::string_view by = kLayerWords[static_cast<std::size_t>(call.layer) % kLayerWords.size()];
  if (call.outcome == Outcome::implicitly_denied) return fmt::format("nothing in {} allows it", by);
  std::string phrase = fmt::format("denied by {}", by);
  if (!call.document.empty())
    phrase += fmt::format(" `{}`, statement {}", call.document, call.statement + 1);
  return phrase;
}

}  // namespace rehearse::reports
