// Shares in words: why a share does, or does not, let a caller do something. For explanations;
// decides nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/world/access/access.hpp"

namespace rehearse::world {

/// What each share that holds the resource means for this caller and action now, one sentence a
/// share. The share that comes nearest to allowing it stands first.
std::vector<std::string> describe_shares(Access const& world, std::string_view resource_arn,
                                         AccountId caller, std::string_view action);

/// Since when each share that reaches this caller does so, and by which permission.
std::vector<std::string> describe_reach(Access const& world, std::string_view resource_arn,
                                        AccountId caller);

}  // namespace rehearse::world
