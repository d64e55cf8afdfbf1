// Documents with parts that are drawn when a step leaves them behind: one of several values, one
// with a chance, a decimal between two bounds.
//
// A drawn part stands in the document as an object that no author can write by hand; each is keyed
// by its place in the document, so that another part moves none of its draws.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/base/rng.hpp"

namespace rehearse::domain {

/// Each alternative is as likely as another. REQUIRES: not empty.
json::Value draw_one_of(json::Array alternatives);
/// `value` with that chance, else `otherwise`.
json::Value draw_chance(Ratio chance, json::Value value, json::Value otherwise);
/// Evenly between two decimals, the bounds included: texts give a text with as many places as the
/// longer of them has, numbers a number with four more, whole numbers a whole one. Error: bounds
/// that are no decimals of at most 15 digits, of two kinds, or the wrong way round.
Result<json::Value> draw_uniform(json::Value const& low, json::Value const& high);

/// An even draw from 0 to n - 1 for the part at a JSON pointer.
using Draw = std::function<std::uint64_t(std::string_view place, std::uint64_t n)>;
/// The document with every part drawn.
json::Value drawn(json::Value const& document, Draw const& draw);
/// Calls `f` for each value that may come to stand where `value` stands; of a decimal, its bounds.
void for_each_outcome(json::Value const& value, std::function<void(json::Value const&)> const& f);

}  // namespace rehearse::domain
