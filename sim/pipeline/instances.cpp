#include "sim/pipeline/instances.hpp"

#include "sim/base/text.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::pipeline {
namespace {

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

bool runs_on_instances(StepType type) { return !row_of(type).cluster_argument.empty(); }

std::optional<Instances> read_instances(json::Value const& cluster) {
  std::string_view name = cluster.string_or_empty("InstanceType");
  auto count = count_of(cluster.find("InstanceCount"));
  if (name.empty() || !count || *count < 1) return std::nullopt;
  return Instances{std::string(name), *count};
}

std::vector<Instances> hosted_instances(json::Value const& config) {
  std::vector<Instances> out;
  for (std::string_view member : {"ProductionVariants", "ShadowProductionVariants"}) {
    json::Value const* variants = config.find(member);
    if (variants == nullptr || !variants->is_array()) continue;
    for (json::Value const& variant : variants->as_array()) {
      std::string_view const type = variant.string_or_empty("InstanceType");
      auto const count = count_of(variant.find("InitialInstanceCount"));
      if (!type.empty() && count && *count > 0) out.push_back({std::string(type), *count});
    }
  }
  return out;
}

std::optional<Instances> instances_of(StepType type, json::Value const& arguments) {
  if (!runs_on_instances(type)) return std::nullopt;
  auto const cluster = lookup(arguments, row_of(type).cluster_argument);
  return cluster ? read_instances(**cluster) : std::nullopt;
}

}  // namespace rehearse::pipeline
