#include "sim/pipeline/parameters.hpp"

#include <algorithm>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

std::unexpected<ApiError> bad_parameter(std::string message) {
  return std::unexpected(validation_error(std::move(message)));
}

ApiError unknown_parameter(Definition const& definition, std::string_view name) {
  std::vector<std::string_view> names;
  for (Parameter const& parameter : definition.parameters) names.push_back(parameter.name);
  std::string message = "Unknown parameter '" + shorten(name, 256) + "'";
  std::string_view near = nearest(name, names);
  if (!near.empty()) message += "; did you mean '" + std::string(near) + "'?";
  return validation_error(std::move(message));
}

std::expected<json::Value, ApiError> value_of(Parameter const& parameter, std::string_view text) {
  if (text.empty())
    return bad_parameter("[string \"\" is too short (length: 0, required minimum: 1)]");
  auto value = value_of_text(text, parameter.type);
  if (!value)
    return bad_parameter("Unexpected type for parameter '" + parameter.name + "'. Expected " +
                         std::string(name_of(parameter.type)) + " but found '" +
                         shorten(text, 100) + "'.");
  if (!parameter.enum_values.empty() &&
      std::ranges::find(parameter.enum_values, text) == parameter.enum_values.end())
    return bad_parameter("Value '" + shorten(text, 100) + "' for parameter '" + parameter.name +
                         "' failed to satisfy enum value set: [" +
                         join(parameter.enum_values, ", ") + "]");
  return std::move(*value);
}

}  // namespace

std::optional<json::Value> value_of_text(std::string_view text, ParameterType type) {
  if (type == ParameterType::string) return json::Value(text);
  if (type == ParameterType::boolean) {
    if (text == "true" || text == "True") return json::Value(true);
    if (text == "false" || text == "False") return json::Value(false);
    return std::nullopt;
  }
  auto number = Decimal::parse(text);
  if (!number || (type == ParameterType::integer && !number->is_integer())) return std::nullopt;
  auto written = json::parse(text);  // kept as written where that is JSON; `+5` is not
  if (written && written->is_number()) return std::move(*written);
  return json::Value(json::Number{number->text()});
}

std::expected<ParameterValues, ApiError> resolve_parameters(
    Definition const& definition, std::span<SuppliedParameter const> supplied) {
  std::vector<std::optional<json::Value>> given(definition.parameters.size());
  for (SuppliedParameter const& one : supplied) {
    Parameter const* parameter = definition.find_parameter(one.name);
    if (parameter == nullptr) return std::unexpected(unknown_parameter(definition, one.name));
    auto& slot = given[static_cast<std::size_t>(parameter - definition.parameters.data())];
    if (slot) return bad_parameter("Parameter '" + one.name + "' is given twice.");
    auto value = value_of(*parameter, one.value);
    if (!value) return std::unexpected(std::move(value.error()));
    slot = std::move(*value);
  }
  ParameterValues values;
  values.reserve(given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    Parameter const& parameter = definition.parameters[i];
    if (!given[i] && !parameter.default_value)
      return bad_parameter("Parameter '" + parameter.name + "' is undefined.");
    values.push_back(given[i] ? std::move(*given[i]) : *parameter.default_value);
  }
  return values;
}

}  // namespace rehearse::pipeline
