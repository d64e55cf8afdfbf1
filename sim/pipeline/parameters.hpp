// The parameter values of one execution: defaults overlaid with what the caller supplied.
//
// Source: sagemaker-pipelines 1.2.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/pipeline/definition.hpp"
#include "sim/vocab/api_error.hpp"

namespace rehearse::pipeline {

/// One parameter of a start call; all values travel as text.
struct SuppliedParameter {
  std::string name;
  std::string value;
};

/// The value that a text stands for, of a parameter or of an output parameter; nothing when it is
/// not of the type.
std::optional<json::Value> value_of_text(std::string_view text, ParameterType type);

/// One value a declared parameter, in the order of `Definition::parameters`, of its declared type.
using ParameterValues = std::vector<json::Value>;

/// Error: ValidationException for an unknown name (nearest offered), one given twice, an empty
/// text, a text that is not of the declared type or none of its EnumValues, a parameter without
/// value.
std::expected<ParameterValues, ApiError> resolve_parameters(
    Definition const& definition, std::span<SuppliedParameter const> supplied);

}  // namespace rehearse::pipeline
