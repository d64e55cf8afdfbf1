// A step's arguments as they are sent: with every expression resolved.
// Source: sagemaker-pipelines 1.3, 1.5.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/json.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

/// The step in its definition, or null where the graph was built without one.
pipeline::Step const* described_step(world::World const& world, ExecutionId execution,
                                     world::StepIndex step);
inline pipeline::Step const* described_step(Context const& c, ExecutionId execution,
                                            world::StepIndex step) {
  return described_step(c.world, execution, step);
}
/// All arguments, as an attempt sends them (0: the latest); null when they cannot be resolved,
/// which fails the step when its time is over.
json::Value sent_arguments(world::World const& world, Plan const& plan, ExecutionId execution,
                           world::StepIndex step, std::uint64_t attempt = 0);
inline json::Value sent_arguments(Context const& c, ExecutionId execution, world::StepIndex step) {
  return sent_arguments(c.world, c.plan, execution, step);
}
/// One argument by its path (`StoppingCondition.MaxRuntimeInSeconds`); null when there is none.
json::Value argument(Context const& c, ExecutionId execution, world::StepIndex step,
                     std::string_view path);
/// What stands beside the arguments (`SqsQueueUrl`), resolved; null when there is none.
json::Value beside_arguments(Context const& c, ExecutionId execution, world::StepIndex step,
                             std::string_view key);
/// The number at that path, or written there as a text; nothing when there is none.
std::optional<std::int64_t> number_argument(Context const& c, ExecutionId execution,
                                            world::StepIndex step, std::string_view path);
/// The step's key in the cache of results (1.9); nothing when its results are not kept, or when
/// what it is made of cannot be resolved.
std::optional<std::uint64_t> cache_key_of(Context const& c, ExecutionId execution,
                                          world::StepIndex step);

}  // namespace rehearse::domain
