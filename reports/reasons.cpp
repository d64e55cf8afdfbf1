#include "reports/reasons.hpp"

#include <array>

#include <fmt/format.h>

namespace rehearse::reports {

std::string_view mark_of(Verdict verdict) {
  static constexpr std::array<std::string_view, 3> kMarks = {"✓", "✗", "·"};  // one a Verdict
  return kMarks[static_cast<std::size_t>(verdict)];
}

std::vector<Reason> reasons_of(Call const& call, std::string_view but) {
  std::vector<Reason> out = call.why.layers;
  std::erase_if(out, [&](Reason const& reason) { return reason.heading == but; });
  return out;
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

}  // namespace rehearse::reports
