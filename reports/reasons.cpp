#include "reports/reasons.hpp"

#include <array>

namespace rehearse::reports {
namespace {

constexpr std::string_view kIndent = "  ";  // before a statement, as the judge writes it

Verdict verdict_of(std::string_view heading) {
  if (heading.ends_with(" denies it")) return Verdict::refuses;
  if (!heading.ends_with(" allows it")) return Verdict::other;
  return heading.starts_with("no ") ? Verdict::refuses : Verdict::allows;
}

}  // namespace

std::string_view mark_of(Verdict verdict) {
  static constexpr std::array<std::string_view, 3> kMarks = {"✓", "✗", "·"};  // one a Verdict
  return kMarks[static_cast<std::size_t>(verdict)];
}

std::vector<Reason> reasons_of(Call const& call, std::string_view but) {
  std::vector<Reason> out;
  for (std::size_t i = 1; i < call.explanation.size(); ++i) {
    std::string_view line = call.explanation[i];
    if (line == but) continue;
    if (!line.starts_with(kIndent))
      out.push_back({verdict_of(line), std::string(line), {}});
    else if (!out.empty())
      out.back().statements.push_back(std::string(line.substr(kIndent.size())));
  }
  return out;
}

}  // namespace rehearse::reports
