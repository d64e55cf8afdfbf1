// The generated tables, for the files of this folder alone.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/calls/shapes.hpp"

namespace rehearse::calls::data {

/// By service and name.
extern std::span<Operation const> const kOperations;
/// By service and operation.
extern std::span<StepShape const> const kRequests;
extern std::span<StepShape const> const kAnswers;
/// Indices into kOperations, by service and boto3 name.
extern std::span<std::uint16_t const> const kBySnake;
extern std::span<std::string_view const> const kServices;

}  // namespace rehearse::calls::data
