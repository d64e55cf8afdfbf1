// `Parameters`: declarations, their types and defaults (sagemaker-pipelines 1.2).
#include <algorithm>
#include <array>

#include "sim/base/decimal.hpp"
#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 5> kKeys{"Name", "Type", "DefaultValue", "EnumValues",
                                                "Description"};
constexpr std::size_t kTextMax = 4096;  // of a default and of a description, in characters
constexpr auto const& kTypes = EnumNames<ParameterType>::names;

bool has_type(json::Value const& value, ParameterType type) {
  switch (type) {
    case ParameterType::string:
      return value.is_string();
    case ParameterType::boolean:
      return value.is_bool();
    case ParameterType::floating:
      return value.is_number();
    case ParameterType::integer:
      break;
  }
  if (!value.is_number()) return false;
  auto number = Decimal::parse(value.as_number_text());
  return number && number->is_integer();
}

/// False when it cannot be read: what depends on it is no fault of its own.
bool read_type(Place const& place, Parameter& parameter, Reader& reader) {
  if (place.value.find("Type") == nullptr) return true;  // String
  auto type = reader.text_of(place, "Type");
  if (!type) return false;
  auto known = enum_from<ParameterType>(*type);
  if (known)
    parameter.type = *known;
  else
    reader.fault(place.member("Type", *place.value.find("Type")),
                 "`" + shorten(*type, 100) + "` is no parameter type", hint_of(*type, kTypes));
  return known.has_value();
}

void read_enum_values(Place const& place, Parameter& parameter, Reader& reader) {
  json::Value const* values = place.value.find("EnumValues");
  if (values == nullptr || values->is_null()) return;
  Place list = place.member("EnumValues", *values);
  if (!reader.is_array(list)) return;
  if (parameter.type != ParameterType::string)
    reader.fault(list, "`EnumValues` belongs to String parameters only",
                 "leave it out, or write `\"Type\": \"String\"`");
  for (std::size_t i = 0; i < values->as_array().size(); ++i) {
    Place one = list.element(i);
    if (one.value.is_string())
      parameter.enum_values.push_back(one.value.as_string());
    else
      reader.wrong_type(one, "a string");
  }
}

std::string default_form(ParameterType type) {
  switch (type) {
    case ParameterType::string:
      return "a text in double quotes";
    case ParameterType::integer:
      return "a whole number without quotes: `5`";
    case ParameterType::floating:
      return "a number without quotes: `0.5`";
    case ParameterType::boolean:
      return "`true` or `false` without quotes";
  }
  return {};
}

void read_default(Place const& place, Parameter& parameter, Reader& reader) {
  json::Value const* value = place.value.find("DefaultValue");
  if (value == nullptr || value->is_null()) return;
  Place where = place.member("DefaultValue", *value);
  if (!has_type(*value, parameter.type)) {
    reader.fault(where,
                 "Unexpected type for parameter '" + shorten(parameter.name, 100) + "'. Expected " +
                     std::string(name_of(parameter.type)) + " but found " +
                     std::string(value->kind_name()) + ".",
                 default_form(parameter.type));
    return;
  }
  if (value->is_string()) reader.check_length(where, "DefaultValue", kTextMax);
  parameter.default_value = *value;
}

}  // namespace

std::vector<Parameter> read_parameters(Place const& parameters, Reader& reader) {
  std::vector<Parameter> out;
  if (!reader.is_array(parameters)) return {Parameter{}};
  std::size_t count = parameters.value.as_array().size();
  std::size_t most = reader.options().parameters_max;
  if (count > most) {
    reader.fault(parameters,
                 std::to_string(count) + " parameters, but the quota `" +
                     std::string(row_of(Quota::pipeline_parameters).name) + "` is " +
                     std::to_string(most),
                 "leave some out");
    count = most;  // the rest would only repeat it
    out.emplace_back();
  }
  for (std::size_t i = 0; i < count; ++i) {
    Place place = parameters.element(i);
    if (!reader.is_object(place)) {
      out.emplace_back();
      continue;
    }
    reader.check_keys(place, kKeys);
    Parameter parameter;
    if (auto name = reader.text_of(place, "Name")) {
      parameter.name = *name;
      if (!is_name(*name))
        reader.fault(place.member("Name", *place.value.find("Name")),
                     "`" + shorten(*name, 100) + "` is no parameter name",
                     "1 to 64 letters, digits, `-` and `_`");
      if (std::ranges::find(out, *name, &Parameter::name) != out.end())
        reader.fault(place.member("Name", *place.value.find("Name")),
                     "the parameter `" + shorten(*name, 100) + "` is declared twice",
                     "give one of the two another name");
    }
    if (read_type(place, parameter, reader)) {
      read_enum_values(place, parameter, reader);
      read_default(place, parameter, reader);
    }
    if (auto description = reader.text_of(place, "Description", false)) {
      reader.check_length(place.member("Description", *place.value.find("Description")),
                          "Description", kTextMax);
      parameter.description = std::move(*description);
    }
    out.push_back(std::move(parameter));
  }
  return out;
}

}  // namespace rehearse::pipeline
