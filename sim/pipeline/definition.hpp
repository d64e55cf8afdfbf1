// A pipeline definition (Version 2020-12-01) as data: every step in one flat list, every name
// checked.
//
// Source: sagemaker-pipelines 1.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/base/time.hpp"
#include "sim/pipeline/expression.hpp"
#include "sim/pipeline/retry_policy.hpp"
#include "sim/pipeline/step_types.hpp"
#include "sim/vocab/enum_names.hpp"
#include "sim/vocab/quotas.hpp"

namespace rehearse::pipeline {

/// A step's position in `Definition::steps`: document order, branch steps right after their
/// condition step.
using StepIndex = std::uint16_t;
/// More steps than this are refused whatever the options say: indices are 16 bits, drawing needs a
/// bit a pair.
inline constexpr std::size_t kStepsLimit = 20'000;

enum class ParameterType : std::uint8_t { string, integer, floating, boolean };

struct Parameter {
  std::string name;
  ParameterType type = ParameterType::string;
  std::optional<json::Value> default_value;  // of the declared type
  std::vector<std::string> enum_values;      // empty = any value
  std::string description;
};

/// Source: 1.8.
struct PropertyFile {
  std::string name;
  std::string output_name;
  std::string file_path;
  std::uint32_t output_offset = 0;  // of the text of OutputName, in the definition
  std::uint32_t index = 0;          // in the section
};

/// A declared output of a Lambda or Callback step.
struct OutputParameter {
  std::string name;
  ParameterType type = ParameterType::string;
};

/// The branch a step stands in: it exists only where `condition` came out as `outcome`.
struct Branch {
  StepIndex condition = 0;
  bool outcome = false;  // true = IfSteps
  auto operator<=>(Branch const&) const = default;
};

struct Step {
  std::string name;
  StepType type{};
  std::string display_name;
  std::string description;
  json::Value arguments;  // an object; of a condition step without IfSteps and ElseSteps
  json::Value siblings;   // an object: the type's own keys beside Arguments (SqsQueueUrl, ...)
  std::vector<StepIndex> depends_on;  // from DependsOn alone
  std::vector<Reference>
      references;  // everything its arguments and siblings refer to, in the order of the text
  std::vector<PropertyFile> property_files;
  std::vector<OutputParameter> output_parameters;  // Lambda and Callback
  json::Value cache;                               // CacheConfig as written, or null
  json::Value retry;                               // RetryPolicies as written, or null
  std::optional<Duration> cached_for;              // how long a result serves again; none = never
  std::vector<RetryPolicy> retries;                // in the order of the text
  std::optional<Branch> branch;                    // none = top level
  std::uint32_t offset = 0;                        // where its object starts in the text
  std::string pointer;                             // JSON pointer: `/Steps/2/Arguments/IfSteps/0`
};

/// `ExperimentName` and `TrialName` as values or expressions. Absent: AWS's defaults (pipeline
/// name, execution id).
struct ExperimentConfig {
  json::Value experiment_name;  // null = default
  json::Value trial_name;       // null = default
  bool disabled = false;        // the section was `null`
};

/// INVARIANT: made by `parse_definition`; names are unique and every reference resolves.
struct Definition {
  std::vector<Parameter> parameters;
  std::vector<Step> steps;
  ExperimentConfig experiment;
  std::string text;  // as given
  std::string file;  // for messages

  std::optional<StepIndex> find_step(std::string_view step) const;
  Parameter const* find_parameter(std::string_view parameter) const;
  Where where(std::uint32_t offset) const { return json::locate(text, offset, file); }

  std::vector<StepIndex> by_name;  // steps in the order of their names, for find_step
};

struct Place;
class Reader;
/// Looks at the arguments of a step for what this layer does not know (the shapes of the job APIs),
/// and reports to the reader. REQUIRES: `arguments` is an object.
using ArgumentsCheck = void (*)(StepType type, Place const& arguments, Reader& reader);

/// Quotas and switches. The defaults are AWS's behaviour, or the stricter choice where sources
/// disagree (section 9).
struct Options {
  std::size_t steps_max = static_cast<std::size_t>(row_of(Quota::pipeline_steps).standard);
  std::size_t parameters_max =
      static_cast<std::size_t>(row_of(Quota::pipeline_parameters).standard);
  bool allow_nested_conditions = false;
  bool allow_simulator_steps = false;  // `rehearse:Delay`
  bool depends_on_condition = false;   // a condition step may stand in DependsOn (1.7)
  ArgumentsCheck arguments_check = nullptr;
};

/// Reads a definition, or says everything that is wrong with it (1.14), each with file, line,
/// column and JSON pointer, and the service's or SDK's own text where it is known. `file` is used
/// for messages only. At most 100 errors.
std::expected<Definition, Errors> parse_definition(std::string_view text,
                                                   std::string_view file = {},
                                                   Options const& options = {});

}  // namespace rehearse::pipeline

REHEARSE_ENUM_NAMES(rehearse::pipeline::ParameterType, "String", "Integer", "Float", "Boolean");
