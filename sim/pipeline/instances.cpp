#include "sim/pipeline/instances.hpp"

#include <algorithm>
#include <iterator>

#include "sim/base/text.hpp"

namespace rehearse::pipeline {
namespace {

/// Where a type's arguments hold `InstanceType` and `InstanceCount`.
struct ResourcePlace {
  StepType type;
  std::string_view path;
};
constexpr ResourcePlace kResourcePlaces[] = {
    {StepType::processing, "ProcessingResources.ClusterConfig"},
    {StepType::quality_check, "ProcessingResources.ClusterConfig"},
    {StepType::clarify_check, "ProcessingResources.ClusterConfig"},
    {StepType::training, "ResourceConfig"},
    {StepType::tuning, "TrainingJobDefinition.ResourceConfig"},
    {StepType::transform, "TransformResources"},
};

/// A count may be a text where it was joined from parts.
std::optional<std::int64_t> count_of(json::Value const* value) {
  if (value == nullptr) return 1;
  if (!value->is_string()) return value->as_integer();
  return parse_unsigned<std::int64_t>(value->as_string());
}

}  // namespace

std::string to_text(Instances const& instances) {
  return instances.count == 1 ? instances.type
                              : instances.type + " x" + std::to_string(instances.count);
}

Result<Instances> parse_instances(std::string_view text) {
  auto parts = split(text, ' ');
  bool well = !parts[0].empty() && parts.size() <= 2;
  Instances out{std::string(parts[0]), 1};
  if (well && parts.size() == 2) {
    auto count =
        parts[1].starts_with('x') ? parse_unsigned<std::int64_t>(parts[1].substr(1)) : std::nullopt;
    well = count && *count > 0;
    out.count = count.value_or(1);
  }
  if (well) return out;
  return std::unexpected(Error{Error::Code::scenario,
                               "`" + shorten(text, 60) + "` is no instance type with a count",
                               {},
                               "write `ml.m5.xlarge` for one, `ml.m5.xlarge x2` for two",
                               {}});
}

bool runs_on_instances(StepType type) {
  return std::ranges::find(kResourcePlaces, type, &ResourcePlace::type) !=
         std::end(kResourcePlaces);
}

std::optional<Instances> instances_of(StepType type, json::Value const& arguments) {
  for (ResourcePlace const& place : kResourcePlaces) {
    if (place.type != type) continue;
    json::Value const* at = &arguments;
    for (std::string_view key : split(place.path, '.'))
      if (at = at->find(key); at == nullptr) return std::nullopt;
    std::string_view name = at->string_or_empty("InstanceType");
    auto count = count_of(at->find("InstanceCount"));
    if (name.empty() || !count || *count < 1) return std::nullopt;
    return Instances{std::string(name), *count};
  }
  return std::nullopt;
}

}  // namespace rehearse::pipeline
