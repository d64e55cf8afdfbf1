// The nearest change that would turn a decision: the smallest edits among those that people make,
// each tried in a copy of the access state and decided again.
#pragma once

#include <vector>

#include "sim/world/nearest/edit.hpp"
#include "sim/world/nearest/matrix.hpp"

namespace rehearse::world {

/// INVARIANT: after these edits, in their order, the decision is the other one.
struct Remedy {
  std::vector<Edit> edits;
  std::vector<Flip> others;  // what else opens and closes
};

/// The remedies with the fewest edits, those first that change least else. `pipelines`: what the
/// side effects are looked at on. At most `most`; none when up to three edits are not enough.
std::vector<Remedy> nearest_changes(Access const& access, Question const& question,
                                    std::vector<std::string> const& pipelines,
                                    std::size_t most = 4);

}  // namespace rehearse::world
