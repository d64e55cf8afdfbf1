// The instances that a job runs on: where its request and its description say so, and how people
// write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/pipeline/step_types.hpp"

namespace rehearse::pipeline {

/// INVARIANT: count > 0.
struct Instances {
  std::string type;  // `ml.m5.xlarge`
  std::int64_t count = 1;
  auto operator<=>(Instances const&) const = default;
};

/// `ml.m5.xlarge` for one, `ml.m5.xlarge x2` for more.
std::string to_text(Instances const& instances);
/// Reads what to_text writes.
Result<Instances> parse_instances(std::string_view text);

/// Do the arguments of a step of this type name instances?
bool runs_on_instances(StepType type);
/// `{"InstanceType": ..., "InstanceCount": ...}`, resolved; nothing when it says neither, as for a
/// group of different types.
std::optional<Instances> read_instances(json::Value const& cluster);
/// What a job's resolved arguments or its description ask for: `ResourceConfig`,
/// `ProcessingResources.ClusterConfig`, `TransformResources`,
/// `TrainingJobDefinition.ResourceConfig`. Nothing for a step that runs on none, and for a group of
/// different types. Source: sagemaker-pipelines 1.5.
std::optional<Instances> instances_of(StepType type, json::Value const& arguments);
/// What an endpoint of this configuration runs on: `InstanceType` and `InitialInstanceCount` of its
/// `ProductionVariants` and `ShadowProductionVariants`; a serverless one has none.
/// Source: sagemaker-pipelines 6.3.
std::vector<Instances> hosted_instances(json::Value const& config);

}  // namespace rehearse::pipeline
