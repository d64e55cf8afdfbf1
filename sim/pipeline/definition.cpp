#include "sim/pipeline/definition.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>

#include "sim/base/text.hpp"
#include "sim/pipeline/reader.hpp"

namespace rehearse::pipeline {
namespace {

constexpr std::array<std::string_view, 6> kTopKeys{
    "Version", "Metadata", "Parameters", "PipelineExperimentConfig", "MlflowConfig", "Steps"};
constexpr std::array<std::string_view, 1> kTopRequired{"Steps"};
constexpr std::array<std::string_view, 2> kExperimentKeys{"ExperimentName", "TrialName"};
constexpr std::array<std::string_view, 2> kMlflowKeys{"MlflowResourceArn", "MlflowExperimentName"};
constexpr std::string_view kVersion = "2020-12-01";
constexpr std::size_t kMetadataKeyMax = 128;
constexpr std::size_t kMetadataValueMax = 1024;

void check_version(Place const& root, Reader& reader) {
  auto version = reader.text_of(root, "Version", false);
  if (version && *version != kVersion)
    reader.fault(root.member("Version", *root.value.find("Version")),
                 "`" + shorten(*version, 100) + "` is no version",
                 "the only one is `" + std::string(kVersion) + "`");
}

void check_metadata(Place const& root, Reader& reader) {
  json::Value const* metadata = root.value.find("Metadata");
  if (metadata == nullptr || metadata->is_null()) return;
  Place place = root.member("Metadata", *metadata);
  if (!reader.is_object(place)) return;
  for (auto const& [key, value] : metadata->as_object()) {
    Place const one = place.member(key, value);
    if (!is_name(key, kMetadataKeyMax))
      reader.fault(one, "`" + shorten(key, 100) + "` is no key of metadata",
                   "1 to 128 letters, digits, `-` and `_`");
    if (!value.is_string())
      reader.wrong_type(one, "a string");
    else
      reader.check_length(one, shorten(key, 100), kMetadataValueMax);
  }
}

ExperimentConfig read_experiment(Place const& root, std::vector<FoundReference>& found,
                                 Reader& reader) {
  ExperimentConfig out;
  json::Value const* config = root.value.find("PipelineExperimentConfig");
  if (config == nullptr) return out;
  out.disabled = config->is_null();
  Place place = root.member("PipelineExperimentConfig", *config);
  if (out.disabled || !reader.is_object(place)) return out;
  reader.check_keys(place, kExperimentKeys);
  for (auto const& [key, value] : config->as_object()) {
    Place one = place.member(key, value);
    reader.check_text_or_expression(one);
    check_expressions(one, FoundReference::kNoStep, found, reader);
  }
  if (json::Value const* name = config->find("ExperimentName")) out.experiment_name = *name;
  if (json::Value const* name = config->find("TrialName")) out.trial_name = *name;
  return out;
}

void check_mlflow(Place const& root, std::vector<FoundReference>& found, Reader& reader) {
  json::Value const* config = root.value.find("MlflowConfig");
  if (config == nullptr || config->is_null()) return;
  Place place = root.member("MlflowConfig", *config);
  if (!reader.is_object(place)) return;
  reader.check_keys(place, kMlflowKeys);
  for (auto const& [key, value] : config->as_object())
    if (!value.is_null()) reader.check_text_or_expression(place.member(key, value));
  check_expressions(place, FoundReference::kNoStep, found, reader);
}

void read_root(Place const& root, Definition& definition, Reader& reader) {
  if (!reader.is_object(root)) return;
  reader.check_keys(root, kTopKeys);
  reader.check_required(root, kTopRequired);
  check_version(root, reader);
  check_metadata(root, reader);
  if (json::Value const* parameters = root.value.find("Parameters");
      parameters != nullptr && !parameters->is_null())
    definition.parameters = read_parameters(root.member("Parameters", *parameters), reader);
  RawSteps raw;
  if (json::Value const* steps = root.value.find("Steps"))
    raw = read_steps(root.member("Steps", *steps), reader);
  definition.experiment = read_experiment(root, raw.references, reader);
  check_mlflow(root, raw.references, reader);
  resolve_names(definition, raw, reader);
}

/// Is there a misspelling of the key that is missing, beside where it belongs?
bool is_misspelt(Error const& missing, Errors const& errors) {
  constexpr std::string_view kKey = "the key `", kMissing = "` is missing";
  std::string_view key = missing.message;
  if (!key.starts_with(kKey) || !key.ends_with(kMissing)) return false;
  key = key.substr(kKey.size(), key.size() - kKey.size() - kMissing.size());
  std::string const meant = "did you mean `" + std::string(key) + "`?";
  return std::ranges::any_of(errors, [&](Error const& error) {
    std::size_t const above = error.pointer.rfind('/');
    return error.hint == meant && above == missing.pointer.size() &&
           error.pointer.starts_with(missing.pointer);
  });
}

/// In the order of the text; what has one cause, or is run into by several references, once.
Errors told(Errors errors) {
  Errors out;
  std::ranges::copy_if(errors, std::back_inserter(out),
                       [&](Error const& error) { return !is_misspelt(error, errors); });
  std::ranges::sort(out, {}, [](Error const& error) {
    return std::tie(error.where, error.pointer, error.message);
  });
  auto const twice = std::ranges::unique(out);
  out.erase(twice.begin(), twice.end());
  return out;
}

}  // namespace

std::optional<StepIndex> Definition::find_step(std::string_view step) const {
  auto name = [&](StepIndex i) -> std::string_view { return steps[i].name; };
  auto at = std::ranges::lower_bound(by_name, step, {}, name);
  if (at == by_name.end() || name(*at) != step) return std::nullopt;
  return *at;
}

Parameter const* Definition::find_parameter(std::string_view parameter) const {
  auto at = std::ranges::find(parameters, parameter, &Parameter::name);
  return at == parameters.end() ? nullptr : &*at;
}

std::expected<Definition, Errors> parse_definition(std::string_view text, std::string_view file,
                                                   Options const& options) {
  auto root = json::parse(text, file);
  if (!root) {
    Error error = std::move(root.error());
    error.code = Error::Code::definition;
    error.message = "Unable to parse pipeline definition. " + error.message;
    return std::unexpected(Errors{std::move(error)});
  }
  Definition definition;
  definition.text = text;
  definition.file = file;
  Reader reader(text, file, options);
  read_root(Place{*root}, definition, reader);
  if (reader.errors().empty()) return definition;
  return std::unexpected(told(std::move(reader.errors())));
}

}  // namespace rehearse::pipeline
