// The jobs of an account, whether a call or a pipeline's step created them. Those of steps follow
// from their executions and are stored nowhere; of a step that was retried there is the last
// attempt's alone. Source: sagemaker-pipelines 1.5, 2.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/api/answers.hpp"

namespace rehearse::api::jobs {

struct JobView {
  JobKind kind{};
  std::string name;
  std::string arn;
  JobStatus status{};
  std::string reason;
  Time created{};
  Time moved{};
  JobId job;  // none: a step's
  ExecutionId execution;
  world::StepIndex step = 0;
};

/// Has the step come so far that what it creates is there?
bool step_has_created(World const& world, ExecutionId execution, world::StepIndex step);

/// Oldest first.
std::vector<JobView> jobs_of(World const& world, world::Place const& place, JobKind kind);
std::optional<JobView> find_job(World const& world, world::Place const& place, JobKind kind,
                                std::string const& name);
/// Is it the ARN of a job of any kind?
bool is_job_arn(World const& world, std::string_view arn);
/// What its create call gave; of a step what its arguments resolve to.
json::Value request_of(World const& world, domain::Plan const& plan, JobView const& view);

}  // namespace rehearse::api::jobs
