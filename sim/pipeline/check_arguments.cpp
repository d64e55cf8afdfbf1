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

// Names of members whose requests have no shape here; elsewhere the job API's shapes know better.
constexpr std::array<std::string_view, 4> kJarKeys{"Args", "Jar", "MainClass", "Properties"};
constexpr std::array<std::string_view, 1> kJarSection{"HadoopJarStep"};
constexpr std::array<std::string_view, 1> kJarRequired{"Jar"};
constexpr std::array<std::string_view, 1> kInstances{"Instances"};
constexpr std::array<std::string_view, 11> kJobRunKeys{"applicationId",
                                                       "clientToken",
                                                       "configurationOverrides",
                                                       "executionIamPolicy",
                                                       "executionRoleArn",
                                                       "executionTimeoutMinutes",
                                                       "jobDriver",
                                                       "mode",
                                                       "name",
                                                       "retryPolicy",
                                                       "tags"};
constexpr std::array<std::string_view, 1> kJobRunRequired{"jobDriver"};

constexpr std::array<std::string_view, 3> kSwitches{"SkipCheck", "RegisterNewBaseline",
                                                    "FailOnViolation"};
constexpr std::array<std::string_view, 2> kQualityChecks{"DATA_QUALITY", "MODEL_QUALITY"};
constexpr std::array<std::string_view, 3> kClarifyChecks{"DATA_BIAS", "MODEL_BIAS",
                                                         "MODEL_EXPLAINABILITY"};

/// Exactly one of two keys. REQUIRES: `object` is an object.
void check_either(Place const& object, std::string_view one, std::string_view other,
                  Reader& reader) {
  bool first = object.value.find(one) != nullptr;
  if (first != (object.value.find(other) != nullptr)) return;
  reader.fault(first ? object.member(other, *object.value.find(other)) : object,
               std::string(first ? "both" : "neither") + " `" + std::string(one) +
                   (first ? "` and `" : "` nor `") + std::string(other) + "` given",
               "exactly one is needed");
}

void check_argument_names(Place const& arguments, Names known, Reader& reader);

void check_jar(Place const& step_config, Reader& reader) {
  if (is_expression(step_config.value) || !reader.is_object(step_config)) return;
  json::Value const* jar = step_config.value.find(kJarSection.front());
  if (jar == nullptr) return reader.check_required(step_config, kJarSection);
  Place const place = step_config.member(kJarSection.front(), *jar);
  if (is_expression(*jar) || !reader.is_object(place)) return;
  reader.check_required(place, kJarRequired);
  check_argument_names(place, kJarKeys, reader);
}

void check_emr(Place const& arguments, Reader& reader) {
  json::Value const* role = arguments.value.find("ExecutionRoleArn");
  if (role != nullptr && arguments.value.find("ClusterId") == nullptr)
    reader.fault(arguments.member("ExecutionRoleArn", *role),
                 "`ExecutionRoleArn` is allowed with `ClusterId` only", "leave it out");
  if (json::Value const* config = arguments.value.find("StepConfig"))
    check_jar(arguments.member("StepConfig", *config), reader);
  json::Value const* cluster = arguments.value.find("ClusterConfig");
  if (cluster == nullptr) return;
  Place cluster_place = arguments.member("ClusterConfig", *cluster);
  if (!reader.is_object(cluster_place)) return;
  json::Value const* instances = cluster->find("Instances");
  if (instances == nullptr) return reader.check_required(cluster_place, kInstances);
  Place const instances_place = cluster_place.member(kInstances.front(), *instances);
  if (reader.is_object(instances_place))
    check_either(instances_place, "InstanceGroups", "InstanceFleets", reader);
}

void check_serverless(Place const& arguments, Reader& reader) {
  json::Value const* config = arguments.value.find("JobConfig");
  if (config == nullptr || is_expression(*config)) return;
  Place const place = arguments.member("JobConfig", *config);
  if (!reader.is_object(place)) return;
  check_argument_names(place, kJobRunKeys, reader);
  reader.check_required(place, kJobRunRequired);
}

void check_automl(Place const& arguments, Reader& reader) {
  json::Value const* config = arguments.value.find("AutoMLJobConfig");
  if (config == nullptr || is_expression(*config)) return;
  Place const place = arguments.member("AutoMLJobConfig", *config);
  json::Value const* mode = config->find("Mode");
  bool const right = mode != nullptr && (is_expression(*mode) ||
                                         (mode->is_string() && mode->as_string() == "ENSEMBLING"));
  if (!right)
    reader.fault(mode != nullptr ? place.member("Mode", *mode) : place,
                 "the mode of an AutoML step must be `ENSEMBLING`",
                 "write `\"Mode\": \"ENSEMBLING\"`");
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

/// The JSON pointer of a dotted path below the arguments.
std::string pointer_of(Place const& arguments, std::string_view path) {
  std::string out = arguments.pointer();
  for (std::string_view part : split(path, '.')) out = json::pointer_step(out, part);
  return out;
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
        reader.fault((*value)->offset(), pointer_of(arguments, rule.path),
                     "`" + std::string(rule.path) + "` is not supported on " +
                         std::string(row.name) + " steps",
                     "leave it out");
  if (type == condition || type == fail)
    reader.check_keys(arguments, row.arguments);  // the service's own: no job API that grows
  else
    check_argument_names(arguments, row.arguments, reader);
  for (Either const& rule : kEither)
    if (rule.type == type) check_either(arguments, rule.one, rule.other, reader);
  if (type == emr) check_emr(arguments, reader);
  if (type == quality_check || type == clarify_check) check_check_type(step_place, type, reader);
  auto has = [&](std::string_view key) { return arguments.value.find(key) != nullptr; };
  if (type == lineage && std::ranges::none_of(row.arguments, has))
    reader.fault(arguments,
                 "at least one of `Actions`, `Artifacts`, `Contexts`, `Associations` is needed",
                 "an array of objects: `\"Artifacts\": [{...}]`");
  if (type == automl) check_automl(arguments, reader);
  if (type == emr_serverless) check_serverless(arguments, reader);
  if (json::Value const* message = arguments.value.find("ErrorMessage");
      type == fail && message != nullptr)
    reader.check_text_or_expression(arguments.member("ErrorMessage", *message));
  json::Value const* duration = arguments.value.find("Duration");
  if (type == delay && !parse_duration(arguments.value.string_or_empty("Duration")))
    reader.fault(duration != nullptr ? arguments.member("Duration", *duration) : arguments,
                 "`Duration` must be a duration", "`90m`, `1h30m`, `2s`");
}

void check_sibling(Place const& sibling, Reader& reader) {
  json::Value const& value = sibling.value;
  if (value.is_null() || sibling.key == "OutputParameters") return;  // SDKs write null for "none"
  if (std::ranges::find(kSwitches, sibling.key) == kSwitches.end())
    return reader.check_text_or_expression(sibling);
  if (!value.is_bool() && !is_expression(value))
    reader.wrong_type(sibling, "true, false or an expression");
}

}  // namespace rehearse::pipeline
