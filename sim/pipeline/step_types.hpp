// The step types of a pipeline, one row each: what a definition may say, what runs it, what it
// calls and creates.
//
// Source: sagemaker-pipelines 1.5; argument and property names follow the Create*/Describe*
// requests they mirror.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "sim/base/rng.hpp"

namespace rehearse::pipeline {

/// In the order of the table.
enum class StepType : std::uint8_t {
  processing,
  training,
  tuning,
  automl,
  transform,
  model,
  register_model,
  condition,
  callback,
  lambda,
  quality_check,
  clarify_check,
  emr,
  emr_serverless,
  fail,
  endpoint_config,
  endpoint,
  inference_component,
  lineage,
  bedrock_custom_model,
  bedrock_custom_model_deployment,
  bedrock_model_import,
  bedrock_provisioned_model_throughput,
  job,
  delay,
};

/// What makes a step end: `job` takes time after its create call, `instant` is done with the call,
/// the others have their own protocol.
enum class Runner : std::uint8_t { job, instant, condition, callback, lambda, fail };

/// How long a step of a type lasts when the scenario says nothing: the 10th, 50th and 90th
/// percentile.
struct DefaultDuration {
  Duration p10{};
  Duration p50{};
  Duration p90{};
};

using Names = std::span<std::string_view const>;

/// One row of the table. Empty texts and lists mean "none" unless a field says otherwise.
struct StepTypeRow {
  StepType type{};
  std::string_view name{};  // the exact text of `Type`
  Runner runner{};
  Names arguments{};           // top-level keys of `Arguments`; empty = any key
  Names arguments_required{};  // those that must be there
  Names siblings{};  // keys beside `Arguments` that this type adds to the common ones (1.4)
  Names siblings_required{};
  Names properties{};                   // roots of what `Steps.<name>.` exposes
  std::string_view create_action{};     // IAM action of the create call; empty = makes no call
  std::string_view arn_resource{};      // resource type in the ARN of what it creates
  bool short_job_names = false;         // its API allows 32 characters instead of 63
  std::string_view metadata_key{};      // key of the step's Metadata in ListPipelineExecutionSteps
  std::string_view quota{};             // what its jobs count as; empty: nothing (5.1)
  std::string_view cluster_argument{};  // path of the argument with InstanceType, InstanceCount
  std::string_view role_argument{};     // path of the argument whose role is passed (iam:PassRole)
  DefaultDuration duration{};
  Names cache_key{};                // attributes of the cache key; empty = never a hit (1.9)
  bool cacheable = false;           // CacheConfig accepted (1.9)
  bool retryable = false;           // RetryPolicies accepted (1.10)
  bool retries_internally = false;  // never again after JOB_INTERNAL_ERROR (1.10)
  bool simulator_only = false;      // not AWS's: refused in definitions unless an option allows it

  bool makes_call() const { return !create_action.empty(); }
  Quantiles default_duration() const;
};

/// The table, in the order of `StepType`.
std::span<StepTypeRow const> step_types();
StepTypeRow const& row_of(StepType type);
/// The row whose `Type` text this is, or null.
StepTypeRow const* find_step_type(std::string_view name);

}  // namespace rehearse::pipeline
