// What AWS says when a quota is met, and what counts against which. The quotas themselves stand in
// sim/vocab/quotas.hpp; a scenario sets them for an account (`settings`).
// Source: sagemaker-pipelines 5.1.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "sim/domain/assume.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/vocab/api_error.hpp"
#include "sim/vocab/quotas.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {

/// ResourceLimitExceeded when `used` and `more` exceed the quota of the account in this Region.
std::optional<ApiError> over(world::World const& world, world::Place const& place, Quota quota,
                             std::int64_t used, std::int64_t more = 1);

/// The same for one more group, and for one more version of a group. `found`: the group is there.
std::optional<ApiError> over_group_quota(world::World const& world, world::Place const& place);
std::optional<ApiError> over_package_quota(world::World const& world, world::Place const& place,
                                           bool found);

/// What a job's request asks for.
struct JobDemand {
  std::string_view kind;                          // `training job`
  std::optional<pipeline::Instances> instances;   // nothing: it does not say
  std::optional<std::int64_t> runtime_seconds{};  // MaxRuntimeInSeconds, where it says one
};
/// The first quota that such a job exceeds. Those of instances at once (of a type, across all jobs
/// of a kind) are unlimited where the account's settings name none, unless the assumption
/// `instance_quotas` gives it those of a new account.
std::optional<ApiError> over_job_quotas(world::World const& world, Assume& assume,
                                        world::Place const& place, JobDemand const& demand);
/// The same for the instances that an endpoint takes up when it moves to a configuration: what it
/// serves until then keeps its own (6.4: blue and green stand side by side).
std::optional<ApiError> over_endpoint_quotas(world::World const& world, Assume& assume,
                                             world::Place const& place, EndpointConfigId config);

/// What a job of this type takes up until it has ended, given what its request says: one of its
/// kind where that is what counts.
std::optional<pipeline::Instances> taken_up(pipeline::StepType type,
                                            std::optional<pipeline::Instances> asked);
/// How many of them a record counts.
std::uint32_t counted(pipeline::Instances const& instances);

}  // namespace rehearse::domain
