#include "sim/pipeline/expression.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 8> kExecutionVariables{
    "PipelineName",  "PipelineArn",     "PipelineExecutionId", "PipelineExecutionArn",
    "StartDateTime", "CurrentDateTime", "TrainingJobName",     "ProcessingJobName"};

std::unexpected<std::string> unreadable(std::string_view get) {
  return std::unexpected("`" + shorten(get, 200) + "` is no reference");
}

/// The part before the first `.` or `[`, cut off `rest` together with a following dot.
std::string_view take_name(std::string_view& rest) {
  std::size_t end = std::min(rest.find_first_of(".["), rest.size());
  std::string_view name = rest.substr(0, end);
  rest.remove_prefix(end);
  if (!rest.empty() && rest.front() == '.') rest.remove_prefix(1);
  return name;
}

/// The only member of an expression object: its operator and operand.
std::pair<std::string, json::Value> const* expression_of(json::Value const& value) {
  if (!value.is_object() || value.as_object().size() != 1) return nullptr;
  auto const& member = value.as_object().front();
  bool known = member.first == "Get" || member.first == "Std:Join" || member.first == "Std:JsonGet";
  return known ? &member : nullptr;
}

void collect(json::Value const& value, std::vector<Reference>& out) {
  auto const* expression = expression_of(value);
  if (expression != nullptr && expression->first == "Get") {
    if (!expression->second.is_string()) return;
    if (auto reference = parse_reference(expression->second.as_string())) {
      reference->offset = expression->second.offset();
      out.push_back(std::move(*reference));
    }
  } else if (value.is_object()) {
    for (auto const& [key, member] : value.as_object()) collect(member, out);
  } else if (value.is_array()) {
    for (json::Value const& element : value.as_array()) collect(element, out);
  }
}

Resolver::Answer resolve_get(std::string_view get, Resolver& resolver) {
  auto reference = parse_reference(get);
  if (!reference) return std::unexpected(std::move(reference.error()));
  switch (reference->kind) {
    case ReferenceKind::parameter:
      return resolver.parameter(reference->name);
    case ReferenceKind::execution:
      return resolver.execution_variable(reference->name);
    case ReferenceKind::experiment:
      return resolver.experiment(reference->name);
    case ReferenceKind::outcome:
      return resolver.outcome(reference->name);
    case ReferenceKind::step_property:
      return resolver.step_property(reference->name, reference->path);
    case ReferenceKind::property_file:
      break;
  }
  return std::unexpected("a property file can be read by Std:JsonGet only");
}

std::expected<std::string, std::string> as_text(json::Value const& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_number()) return value.as_number_text();
  if (value.is_bool()) return std::string(value.as_bool() ? "true" : "false");
  return std::unexpected("Std:Join cannot join a value of kind " + std::string(value.kind_name()));
}

Resolver::Answer resolve_join(json::Value const& operand, Resolver& resolver) {
  json::Value const* values = operand.find("Values");
  if (values == nullptr || !values->is_array()) return std::unexpected("Std:Join has no Values");
  std::string joined;
  bool first = true;
  for (json::Value const& element : values->as_array()) {
    auto value = resolve(element, resolver);
    if (!value) return value;
    auto text = as_text(*value);
    if (!text) return std::unexpected(std::move(text.error()));
    if (!first) joined += operand.string_or_empty("On");
    first = false;
    joined += *text;
  }
  return json::Value(std::move(joined));
}

Resolver::Answer resolve_json_get(json::Value const& operand, Resolver& resolver) {
  std::string_view path = operand.string_or_empty("Path");
  if (json::Value const* file = operand.find("PropertyFile")) {
    auto reference = parse_reference(file->string_or_empty("Get"));
    if (!reference || reference->kind != ReferenceKind::property_file)
      return std::unexpected("Std:JsonGet names no property file");
    return resolver.property_file_value(reference->name, reference->path, path);
  }
  json::Value const* uri = operand.find("S3Uri");
  if (uri == nullptr) return std::unexpected("Std:JsonGet has neither PropertyFile nor S3Uri");
  auto address = resolve(*uri, resolver);
  if (!address) return address;
  if (!address->is_string()) return std::unexpected("Std:JsonGet needs an S3Uri that is a string");
  return resolver.s3_value(address->as_string(), path);
}

}  // namespace

std::span<std::string_view const> execution_variables() { return kExecutionVariables; }

bool is_expression(json::Value const& value) { return expression_of(value) != nullptr; }

std::expected<Reference, std::string> parse_reference(std::string_view get) {
  std::string_view rest = get;
  std::string_view root = take_name(rest);
  using enum ReferenceKind;
  if (root != "Steps") {
    auto kind = root == "Parameters"                 ? std::optional(parameter)
                : root == "Execution"                ? std::optional(execution)
                : root == "PipelineExperimentConfig" ? std::optional(experiment)
                                                     : std::nullopt;
    if (!kind || rest.empty() || rest.find_first_of(".[") != std::string_view::npos)
      return unreadable(get);
    return Reference{*kind, std::string(rest), {}, 0};
  }
  std::string step(take_name(rest));
  if (step.empty() || rest.empty()) return unreadable(get);
  if (rest == "Outcome") return Reference{outcome, step, {}, 0};
  constexpr std::string_view kFiles = "PropertyFiles.";
  if (rest.starts_with(kFiles)) {
    std::string_view file = rest.substr(kFiles.size());
    if (file.empty()) return unreadable(get);
    return Reference{property_file, step, std::string(file), 0};
  }
  if (!parse_path(rest)) return unreadable(get);
  return Reference{step_property, step, std::string(rest), 0};
}

std::vector<Reference> references_in(json::Value const& value) {
  std::vector<Reference> out;
  collect(value, out);
  return out;
}

Resolver::Answer resolve(json::Value const& value, Resolver& resolver) {
  if (auto const* expression = expression_of(value)) {
    auto const& [name, operand] = *expression;
    if (name == "Std:Join") return resolve_join(operand, resolver);
    if (name == "Std:JsonGet") return resolve_json_get(operand, resolver);
    if (!operand.is_string()) return std::unexpected("Get needs a string");
    return resolve_get(operand.as_string(), resolver);
  }
  if (value.is_array()) {
    json::Array out;
    out.reserve(value.as_array().size());
    for (json::Value const& element : value.as_array()) {
      auto resolved = resolve(element, resolver);
      if (!resolved) return resolved;
      out.push_back(std::move(*resolved));
    }
    return json::Value(std::move(out));
  }
  if (value.is_object()) {
    json::Object out;
    out.reserve(value.as_object().size());
    for (auto const& [key, member] : value.as_object()) {
      auto resolved = resolve(member, resolver);
      if (!resolved) return resolved;
      out.emplace_back(key, std::move(*resolved));
    }
    return json::Value(std::move(out));
  }
  return value;
}

}  // namespace rehearse::pipeline
