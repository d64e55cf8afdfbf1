// Quotas of SageMaker, one row each, and what AWS says when one is met. A scenario sets them for an
// account (`settings`). Source: sagemaker-pipelines 5.1.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sim/domain/assume.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/vocab/api_error.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {

enum class Quota : std::uint8_t {
  pipelines,
  concurrent_executions,
  instances_per_processing_job,
  instances_per_training_job,
  count_
};

struct QuotaRow {
  Quota quota{};
  std::string_view setting;  // of an account
  std::string_view name;     // AWS's
  std::string_view unit;
  std::int64_t standard = 0;
};

/// In the order of Quota.
std::span<QuotaRow const> quota_rows();

/// ResourceLimitExceeded when `used` and `more` exceed the quota of the account in this Region.
std::optional<ApiError> over(world::World const& world, world::Place const& place, Quota quota,
                             std::int64_t used, std::int64_t more = 1);
/// The same for the instances of one job of a kind (`training job`).
std::optional<ApiError> over_job_size(world::World const& world, world::Place const& place,
                                      std::string_view kind, std::int64_t instances);
/// The same for instances of a type in the jobs of a kind: `ml.m5.large for training job usage`.
/// Unlimited where the account's settings name none, unless the assumption `instance_quotas` gives
/// it those of a new account.
std::optional<ApiError> over_instances(world::World const& world, Assume& assume,
                                       world::Place const& place, std::string_view kind,
                                       std::string_view type, std::int64_t more);

/// The first of both quotas that a job of a kind exceeds on these instances.
std::optional<ApiError> over_job_quotas(world::World const& world, Assume& assume,
                                        world::Place const& place, std::string_view kind,
                                        pipeline::Instances const& instances);
/// How many of them a record counts.
std::uint32_t counted(pipeline::Instances const& instances);

/// Is this the name of a quota of instances: `ml.TYPE.SIZE for KIND usage`?
bool is_instance_quota(std::string_view name);

}  // namespace rehearse::domain
