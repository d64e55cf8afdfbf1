// Which decisions stand: the same for every resource whose ARN starts alike, at any time, until a
// policy changes. Thousands of steps ask to create a job under the same role; all that differs is
// the end of the job's name.
#pragma once

#include "sim/iam/authorize.hpp"

namespace rehearse::world {

/// Do these policies say the same of the action on every resource whose ARN starts like the
/// question's, whenever it is asked? `question`: its resource is that start, which reaches into the
/// ARN's last field. False when that is not plain to see.
bool stands(iam::PolicyView const& view, iam::Question const& question);

/// Does a statement look at the time of the question? A variable may name it.
bool reads_clock(iam::Policy const& policy);
/// Does a statement look at keys that the call's own input fills? A variable may name one.
bool looks_into_calls(iam::Policy const& policy);

}  // namespace rehearse::world
