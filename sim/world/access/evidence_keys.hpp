// What a decision reads, side by side, as numbers: as long as the caller's number and the
// resource's stay the same, every answer about the two stays the same.
#pragma once

#include <cstdint>
#include <string_view>

#include "sim/world/access/evidence.hpp"

namespace rehearse::world {

/// Of the principal's side: whether it is there, its policies, tags and place in the organization;
/// and the time, when one of the policies reads a clock.
std::uint64_t caller_key(Access const& access, CallerPolicies const& policies,
                         PrincipalId principal);
/// Of the resource's side: the policies on it, its tags, and its owner's control policies and
/// place; and the time, when one of the policies reads a clock. `owner`: none when the scenario
/// does not have that account.
std::uint64_t resource_key(Access const& access, CompiledPolicies& compiled,
                           std::string_view resource, AccountId owner);

}  // namespace rehearse::world
