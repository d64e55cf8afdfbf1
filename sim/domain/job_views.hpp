// The jobs of an account, whether a call, a pipeline's step or a tuning job created them. Those of
// steps follow from their executions and are stored nowhere: one an attempt, each with a name of
// its own; so do the training jobs of tuning jobs (tuning.hpp). Source:
// sagemaker-pipelines 1.5, 2.1, 2.2.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/domain/plan.hpp"
#include "sim/vocab/status.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {

/// What the reason of a job says that its longest time has stopped.
inline constexpr std::string_view kOvertime = "MaxRuntimeExceeded";

struct JobView {
  JobKind kind{};
  world::Place place;
  std::string name;
  std::string arn;
  JobStatus status{};
  std::string reason;
  Time created{};
  Time moved{};
  JobId job;  // none: a step's
  ExecutionId execution;
  world::StepIndex step = 0;
  std::uint64_t attempt = 0;  // of the step
  std::string tuning_arn{};   // of the tuning job that made it; empty: none did
};

/// Has the step's latest attempt come so far that what it creates is there?
bool step_has_created(world::World const& world, ExecutionId execution, world::StepIndex step);

JobView job_view(world::World const& world, JobId job);
/// REQUIRES: the step makes jobs. Of each of its attempts that created one, in order.
std::vector<JobView> step_jobs(world::World const& world, ExecutionId execution,
                               world::StepIndex step);
/// The last of them, or nothing.
std::optional<JobView> latest_job(world::World const& world, ExecutionId execution,
                                  world::StepIndex step);
/// Oldest first.
std::vector<JobView> jobs_of(world::World const& world, Plan const& plan, world::Place const& place,
                             JobKind kind);
std::optional<JobView> find_job(world::World const& world, Plan const& plan,
                                world::Place const& place, JobKind kind, std::string const& name);
/// Is it the ARN of a job of any kind that lives there?
bool is_job_arn(world::World const& world, Plan const& plan, world::Place const& place,
                std::string_view arn);
/// What its create call gave; of a step what its arguments resolve to, of a tuning job's training
/// job what its definition says.
json::Value request_of(world::World const& world, Plan const& plan, JobView const& view);
/// Sets the members of its request that its Describe call shows.
void put_request(json::Value& out, world::World const& world, Plan const& plan,
                 JobView const& view);
/// `Training`, `MaxRuntimeExceeded`, or the status itself.
std::string secondary_status(JobView const& view);

}  // namespace rehearse::domain
