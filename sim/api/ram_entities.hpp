// What may be put into a share: which resources and which principals, and how many of them.
#pragma once

#include "sim/api/ram_parts.hpp"

namespace rehearse::api::ram {

/// The resources' and principals' faults, first the resources'. `share`: none for a new one.
std::optional<ApiError> check_entities(Request& r, ShareId share, bool allow_external);
/// Would they exceed a quota? Source: 1.17.
std::optional<ApiError> check_quotas(Request& r, ShareId share, bool retain);
/// Puts them in, each type of resource with its permission.
void associate_all(Request& r, ShareId share);

/// RAM judges such a call once a principal and once a resource, each time with that one's keys
/// (1.18); a call that names neither, once.
void need_for_each(calls::Need const& need, json::Value const& input,
                   std::vector<calls::Need>& needs);

}  // namespace rehearse::api::ram
