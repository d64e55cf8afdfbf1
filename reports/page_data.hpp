// The model as the JSON that the page reads: rows of numbers, with every text that repeats written
// once. reports/web/data.ts is the other side of it: change both together.
#pragma once

#include <cstddef>
#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// Of the checks that failed the page lists so many, and as many of those that held.
inline constexpr std::size_t kPageChecksMax = 1000;

/// Times are whole milliseconds since the epoch, ids are positions (-1: none), statuses are
/// positions in their enumeration. Every `<` is written as an escape, so the text may stand inside
/// a script element.
std::string page_data(RunModel const& model);

}  // namespace rehearse::reports
