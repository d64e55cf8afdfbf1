// What a shape says about one value: its type and its constraints, and the sentences that services
// have for them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/calls/shapes.hpp"

namespace rehearse::calls {

/// Neither a structure, a list nor a map.
bool is_scalar(Shape const& shape);

bool has_type(Shape const& shape, json::Value const& value);
/// In the words of the services' JSON reader: `NUMBER_VALUE can not be converted to a String`.
std::string type_message(Shape const& shape, json::Value const& value);
/// `a string`, for a hint.
std::string_view type_description(Shape const& shape);

enum class Constraint : std::uint8_t { at_most, at_least, one_of, pattern };
inline constexpr std::array kConstraints{Constraint::at_most, Constraint::at_least,
                                         Constraint::one_of, Constraint::pattern};

/// Does the shape say so much?
bool has(Shape const& shape, Constraint constraint);
/// REQUIRES: has(shape, constraint) and has_type(shape, value).
bool holds(Shape const& shape, Constraint constraint, json::Value const& value);
/// All that the shape has. REQUIRES: has_type(shape, value).
bool holds_all(Shape const& shape, json::Value const& value);
/// `Member must have length less than or equal to 256`. REQUIRES: has(shape, constraint).
std::string sentence(Shape const& shape, Constraint constraint);
std::string all_sentences(Shape const& shape);

/// The value as a message repeats it: `[a, b]`, cut when long.
std::string shown(json::Value const& value);

}  // namespace rehearse::calls
