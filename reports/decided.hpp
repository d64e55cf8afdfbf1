// What decided a call: the statement with its document and line, who put it there and since when it
// is in force; and the share by which a resource policy reaches the caller.
#pragma once

#include <string>
#include <vector>

#include "reports/model.hpp"
#include "sim/world/access/judge.hpp"

namespace rehearse::reports {

/// One sentence each; none for an implicit deny that no share bears on. `access`: as it stood when
/// the call was judged.
std::vector<std::string> decided_by(trace::Trace const& trace, Seq call,
                                    world::Access const& access, world::Question const& question,
                                    Decision const& decision);

}  // namespace rehearse::reports
