// Random decision cases whose parts are few and alike, so that near misses are frequent.
#pragma once

#include <cstdint>

#include "sim/base/json.hpp"

namespace generated {

/// The case with that number: always the same one.
rehearse::json::Value make_case(std::uint64_t number);

}  // namespace generated
