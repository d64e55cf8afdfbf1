// What the service's own rules say about a step type's arguments, beyond their names
// (sagemaker-pipelines 1.5, 1.14).
#include <algorithm>
#include <array>

#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

using enum StepType;

struct Either {
  StepType type;
  std::string_view one;
  std::string_view other;
};
constexpr std::array<Either, 3> kEither{{{model, "PrimaryContainer", "Containers"},
                                         {emr, "ClusterId", "ClusterConfig"},
                                         {emr_serverless, "ApplicationId", "ApplicationConfig"}}};

struct Unsupported {
  StepType type;
  std::string_view path;
};
constexpr std::array<Unsupported, 8> kUnsupported{
    {{endpoint, "DeploymentConfig"},
     {endpoint_config, "DataCaptureConfig"},
     {endpoint_config, "ExplainerConfig"},
     {emr, "ClusterConfig.Name"},
     {emr, "ClusterConfig.Steps"},
     {emr, "ClusterConfig.AutoTerminationPolicy"},
     {emr, "ClusterConfig.Instances.KeepJobFlowAliveWhenNoSteps"},
     {emr, "ClusterConfig.Instances.TerminationProtected"}}};

constexpr std::array<std::string_view, 2> kQualityChecks{"DATA_QUALITY", "MODEL_QUALITY"};
constexpr std::array<std::string_view, 3> kClarifyChecks{"DATA_BIAS", "MODEL_BIAS",
                                                         "MODEL_EXPLAINABILITY"};

/// Exactly one of two keys. REQUIRES: `object` is an object.
void check_either(Place const& object, std::string_view one, std::string_view other,
                  Reader& reader) {
  bool first = object.value.find(one) != nullptr;
  if (first != (object.value.find(other) != nullptr)) return;
  reader.fault(object, std::string(first ? "both" : "neither") + " `" + std::string(one) +
                           (first ? "` and `" : "` nor `") + std::string(other) +
                           "` given; exactly one is needed");
}

void check_emr(Place const& arguments, Reader& reader) {
  if (arguments.value.find("ExecutionRoleArn") != nullptr &&
      arguments.value.find("ClusterId") == nullptr)
    reader.fault(arguments, "`ExecutionRoleArn` is allowed with `ClusterId` only");
  if (auto jar = lookup(arguments.value, "StepConfig.HadoopJarStep.Jar");
      !jar && arguments.value.find("StepConfig"))
    reader.fault(arguments.member("StepConfig", *arguments.value.find("StepConfig")),
                 "the key `HadoopJarStep.Jar` is missing");
  json::Value const* cluster = arguments.value.find("ClusterConfig");
  if (cluster == nullptr) return;
  Place cluster_place = arguments.member("ClusterConfig", *cluster);
  if (!reader.is_object(cluster_place)) return;
  json::Value const* instances = cluster->find("Instances");
  if (instances == nullptr || !instances->is_object())
    return reader.fault(cluster_place, "the key `Instances` is missing");
  check_either(cluster_place.member("Instances", *instances), "InstanceGroups", "InstanceFleets",
               reader);
}

void check_check_type(Place const& step_place, StepType type, Reader& reader) {
  json::Value const* check = step_place.value.find("CheckType");
  if (check == nullptr || !check->is_string()) return;
  Names known = type == quality_check ? Names(kQualityChecks) : Names(kClarifyChecks);
  if (std::ranges::find(known, check->as_string()) == known.end())
    reader.fault(step_place.member("CheckType", *check),
                 "`" + shorten(check->as_string(), 100) + "` is no check type",
                 hint_of(check->as_string(), known));
}

/// Arguments that are near a known one are misspellings. Others pass: the job APIs grow, and know
/// best.
void check_argument_names(Place const& arguments, Names known, Reader& reader) {
  if (known.empty()) return;
  for (auto const& [key, value] : arguments.value.as_object()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    std::string hint = did_you_mean(key, known);
    if (hint.empty()) continue;
    reader.fault(arguments.member(key, value),
                 "Unable to parse pipeline definition. Cannot parse object, unknown property '" +
                     shorten(key, 100) + "'.",
                 hint);
  }
}

}  // namespace

void check_arguments(Place const& step_place, Place const& arguments, StepType type,
                     Reader& reader) {
  StepTypeRow const& row = row_of(type);
  reader.check_required(arguments, row.arguments_required);
  for (Unsupported const& rule : kUnsupported)
    if (rule.type == type)
      if (auto value = lookup(arguments.value, rule.path))
        reader.fault((*value)->offset(), arguments.pointer(),
                     "`" + std::string(rule.path) + "` is not supported on " +
                         std::string(row.name) + " steps");
  check_argument_names(arguments, row.arguments, reader);
  for (Either const& rule : kEither)
    if (rule.type == type) check_either(arguments, rule.one, rule.other, reader);
  if (type == emr) check_emr(arguments, reader);
  if (type == quality_check || type == clarify_check) check_check_type(step_place, type, reader);
  auto has = [&](std::string_view key) { return arguments.value.find(key) != nullptr; };
  if (type == lineage && std::ranges::none_of(row.arguments, has))
    reader.fault(arguments,
                 "at least one of `Actions`, `Artifacts`, `Contexts`, `Associations` is needed");
  if (json::Value const* mode = arguments.value.find("AutoMLJobConfig");
      type == automl && mode != nullptr) {
    std::string_view text = mode->string_or_empty("Mode");
    if (!text.empty() && text != "ENSEMBLING")
      reader.fault(arguments.member("AutoMLJobConfig", *mode),
                   "the mode of an AutoML step must be `ENSEMBLING`");
  }
  if (type == delay && !parse_duration(arguments.value.string_or_empty("Duration")))
    reader.fault(arguments, "`Duration` must be a duration", "`90m`, `1h30m`, `2s`");
}

}  // namespace rehearse::pipeline
