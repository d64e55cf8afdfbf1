// What a step's cache entry is found by: the arguments that count, by type of step.
//
// Source: sagemaker-pipelines 1.9. All else (instance, role, outputs, tags) does not count.
#pragma once

#include <span>
#include <string_view>

#include "sim/pipeline/step_types.hpp"

namespace rehearse::pipeline {

/// Paths below `Arguments`: `AutoMLJobConfig.Mode`. Empty for a type that the documentation does
/// not list as cacheable: its `CacheConfig` is accepted and finds nothing.
Names cache_arguments(StepType type);
/// Keys beside `Arguments` that count too.
Names cache_siblings(StepType type);

}  // namespace rehearse::pipeline
