// What makes two runs of a step the same for the cache: the attributes of its type's key, after
// the expressions are resolved. Source: sagemaker-pipelines 1.9, 2.8.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/time.hpp"
#include "sim/pipeline/step_types.hpp"

namespace rehearse::pipeline {

/// Reads `ExpireAfter`: `P30D`, `pt1h`, `4dT12h`, `T16m`. Units y m w d, after a T h and m, in any
/// case; a month is 30 days and a year 365 (not documented). Nothing for any other text.
std::optional<Duration> parse_expiry(std::string_view written);

/// A hash of the key's attributes. `arguments` and `siblings` as resolved; the order of members
/// does not count. REQUIRES: the type has a key (`StepTypeRow::cache_key`).
std::uint64_t cache_key(StepType type, json::Value const& arguments, json::Value const& siblings);

}  // namespace rehearse::pipeline
