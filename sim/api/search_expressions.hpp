// The language of Search: which records an expression describes. Source: the API model of Search;
// operators that AWS gives to numbers and times alone are refused on texts.
#pragma once

#include <optional>

#include "sim/api/answers.hpp"
#include "sim/calls/shapes.hpp"

namespace rehearse::api {

/// What is wrong with an expression about records of that shape: an unknown property, an operator
/// that does not go with it, more than one Contains.
std::optional<ApiError> check_search(json::Value const& expression, calls::Shape const& record);
/// REQUIRES: check_search found nothing.
bool matches_search(json::Value const& expression, json::Value const& record);

}  // namespace rehearse::api
