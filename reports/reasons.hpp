// A refusal's explanation as people read it: a heading a layer with its mark, and the statements
// that the layer looked at below it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/model.hpp"

namespace rehearse::reports {

/// `✓`, `✗` or `·`.
std::string_view mark_of(Verdict verdict);

/// Layer by layer, without the sentence `but`, which stands there already.
std::vector<Reason> reasons_of(Call const& call, std::string_view but);

/// What leads to the nearest change of a call: `what would allow it`, `what would close it`.
std::string_view nearest_heading(Call const& call);
/// `the change opens nothing else`, or what else it does, a line each.
std::vector<std::string> side_effects(NearestChange const& change);
/// `rehearse explain TRACE --call 68`.
std::string explain_command(std::string_view trace, Call const& call);

}  // namespace rehearse::reports
