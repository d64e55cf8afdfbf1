// The longest that a job may run, of whatever made it. Source: sagemaker-pipelines 2.11.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/pipeline/path.hpp"

namespace rehearse::domain {

/// Where a request says how long its job may run, or the training jobs of a tuning job.
inline std::string_view runtime_path(pipeline::StepType type) {
  return type == pipeline::StepType::tuning
             ? "TrainingJobDefinition.StoppingCondition.MaxRuntimeInSeconds"
             : "StoppingCondition.MaxRuntimeInSeconds";
}

/// The limit that a job exceeds which would run for `lasts`, or nothing: what its StoppingCondition
/// says (of a managed spot job first how long it may wait), else what the service allows.
/// `seconds_at`: the number at a path of its request, `std::optional<std::int64_t>`.
template <std::invocable<std::string_view> SecondsAt>
std::optional<Duration> job_time_limit(Context const& c, Assume& assume, Duration lasts, bool spot,
                                       SecondsAt seconds_at) {
  for (std::string_view path :
       {"StoppingCondition.MaxWaitTimeInSeconds", "StoppingCondition.MaxRuntimeInSeconds"}) {
    if (path.ends_with("MaxWaitTimeInSeconds") && !spot) continue;
    std::optional<std::int64_t> const seconds = seconds_at(path);
    if (!seconds) continue;
    Duration const limit = std::chrono::seconds(std::clamp<std::int64_t>(*seconds, 1, 1 << 30));
    return lasts > limit ? std::optional(limit) : std::nullopt;
  }
  if (lasts <= c.plan.assumptions[Assumption::job_runtime_max]) return std::nullopt;
  return assume(Assumption::job_runtime_max);
}

/// What a job's request says at a path (`StoppingCondition.MaxRuntimeInSeconds`), or null.
inline json::Value const* member_at(json::Value const& request, std::string_view path) {
  auto const found = pipeline::lookup(request, path);
  return found ? *found : nullptr;
}

}  // namespace rehearse::domain
