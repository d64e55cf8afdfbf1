#include "reports/reasons.hpp"

#include <array>

#include <fmt/format.h>

namespace rehearse::reports {
namespace {

constexpr std::string_view kIndent = "  ";  // before a statement, as the judge writes it

Verdict verdict_of(std::string_view heading) {
  if (heading.ends_with(" denies it")) return Verdict::refuses;
  if (heading.starts_with("no ") && heading.ends_with(" applies")) return Verdict::refuses;
  if (!heading.ends_with(" allows it")) return Verdict::other;
  return heading.starts_with("no ") ? Verdict::refuses : Verdict::allows;
}

}  // namespace

std::string_view mark_of(Verdict verdict) {
  static constexpr std::array<std::string_view, 3> kMarks = {"✓", "✗", "·"};  // one a Verdict
  return kMarks[static_cast<std::size_t>(verdict)];
}

std::vector<Reason> reasons_of(Call const& call, std::string_view but) {
  std::span<std::string const> all(call.why.lines);
  return reasons_of(all.subspan(all.empty() ? 0 : 1), but);
}

std::string_view nearest_heading(Call const& call) {
  return call.result == CallResult::refused ? "what would allow it" : "what would close it";
}

std::vector<std::string> side_effects(NearestChange const& change) {
  if (change.others.empty()) return {"changes nothing else"};
  std::vector<std::string> out;
  for (std::string const& each : change.others) out.push_back("also: " + each);
  return out;
}

std::string explain_command(std::string_view trace, Call const& call) {
  return fmt::format("rehearse explain {} --call {}", trace, call.seq);
}

std::vector<Reason> reasons_of(std::span<std::string const> lines, std::string_view but) {
  std::vector<Reason> out;
  for (std::string_view line : lines) {
    if (line == but) continue;
    if (!line.starts_with(kIndent))
      out.push_back({verdict_of(line), std::string(line), {}});
    else if (!out.empty())
      out.back().statements.push_back(std::string(line.substr(kIndent.size())));
  }
  return out;
}

}  // namespace rehearse::reports
