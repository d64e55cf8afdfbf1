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

/// A policy without a name of its own is told of in words: they stand without the marks of an
/// identifier.
std::string unquoted_descriptions(std::string_view line) {
  std::string out;
  while (true) {
    std::size_t open = line.find('`');
    std::size_t close = open == line.npos ? open : line.find('`', open + 1);
    if (close == line.npos) return out.append(line);
    std::string_view quoted = line.substr(open + 1, close - open - 1);
    bool described = quoted.starts_with("policy ") || quoted.starts_with("the policy ");
    out.append(line.substr(0, open));
    out.append(described ? quoted : line.substr(open, close - open + 1));
    line.remove_prefix(close + 1);
  }
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
      out.push_back({verdict_of(line), unquoted_descriptions(line), {}});
    else if (!out.empty())
      out.back().statements.push_back(unquoted_descriptions(line.substr(kIndent.size())));
  }
  return out;
}

}  // namespace rehearse::reports
