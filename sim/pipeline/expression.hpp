// Value expressions of a definition: what they refer to, and their value once everything they need
// is known.
//
// Source: sagemaker-pipelines 1.3 and 1.12.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::pipeline {

enum class ReferenceKind : std::uint8_t {
  parameter,
  execution,
  step_property,
  property_file,
  outcome,
  experiment
};

/// One `{"Get": "..."}`. `name` is the parameter, execution variable, experiment field, or the
/// step; `path` is the property path below the step, or the property file's name.
struct Reference {
  ReferenceKind kind{};
  std::string name;
  std::string path;
  std::uint32_t offset = 0;  // of the text of the Get, in the definition

  bool names_step() const {
    return kind == ReferenceKind::step_property || kind == ReferenceKind::property_file ||
           kind == ReferenceKind::outcome;
  }
  bool operator==(Reference const&) const = default;
};

/// Reads the text of a Get: `Parameters.P`, `Execution.X`, `Steps.S.<path>`, `Steps.S.Outcome`,
/// `Steps.S.PropertyFiles.F`, `PipelineExperimentConfig.X`. Whether the names exist is not looked
/// at.
std::expected<Reference, std::string> parse_reference(std::string_view get);

/// Is the value `{"Get": ...}`, `{"Std:Join": ...}` or `{"Std:JsonGet": ...}`?
bool is_expression(json::Value const& value);

/// Every reference inside a value, in the order of the text; malformed expressions are passed over.
std::vector<Reference> references_in(json::Value const& value);

/// The execution variables of 1.12, without the `Execution.` prefix.
std::span<std::string_view const> execution_variables();

/// Where the values of references come from. Each answer is the value or the text of the step's
/// failure.
class Resolver {
 public:
  using Answer = std::expected<json::Value, std::string>;
  virtual ~Resolver() = default;
  virtual Answer parameter(std::string_view name) = 0;
  /// `name` without the prefix: `PipelineExecutionId`.
  virtual Answer execution_variable(std::string_view name) = 0;
  /// A property: `ModelArtifacts.S3ModelArtifacts`, `OutputParameters['x']`. `lookup` reads the
  /// path.
  virtual Answer step_property(std::string_view step, std::string_view path) = 0;
  /// The outcome of a condition step as the text `true` or `false`.
  virtual Answer outcome(std::string_view step) = 0;
  /// The value at `path` inside a property file of a step.
  virtual Answer property_file_value(std::string_view step, std::string_view file,
                                     std::string_view path) = 0;
  /// The value at `path` inside the JSON object at an S3 address.
  virtual Answer s3_value(std::string_view uri, std::string_view path) = 0;
  /// `ExperimentName` or `TrialName`.
  virtual Answer experiment(std::string_view field) = 0;
};

/// The value with every expression in it replaced by its value, at any depth. A Std:Join gives a
/// string: numbers as written, booleans as `true`/`false`. The error is the text a failing step
/// would carry.
Resolver::Answer resolve(json::Value const& value, Resolver& resolver);

}  // namespace rehearse::pipeline
