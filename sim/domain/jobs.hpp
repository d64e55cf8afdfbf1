// The lives of jobs that a call creates: they last as long as steps of their type do, take up
// instances, read and write buckets as their role, and can be stopped. Source: sagemaker-pipelines
// 1.5, 2.11, 3.3, 5.1.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/domain/job_views.hpp"
#include "sim/vocab/api_error.hpp"

namespace rehearse::domain {

/// Why a job's timer wakes: it is done, its role may not reach a bucket, its longest time is over.
enum class JobEnd : std::uint8_t { done, refused, overtime };

/// The ARN of the role that a job of this kind works as, from what its create call gives: its own,
/// of a transform job that of its model. Empty: it names none.
std::string job_role_arn(world::World const& world, world::Place const& place, JobKind kind,
                         json::Value const& request);

/// What the service says of a role that it cannot take on for a job.
std::string cannot_assume(std::string_view role_arn);
/// How long the job lasts when nothing ends it.
Duration drawn_duration(world::World const& world, world::Job const& job);

class Jobs {
 public:
  Jobs(Context const& context, Assume& assume, Events& events)
      : c_(context), assume_(assume), events_(events) {}

  /// ResourceLimitExceeded when what the request asks for exceeds a quota.
  std::optional<ApiError> over_quota(world::Place const& place, JobKind kind,
                                     json::Value const& request) const;
  /// REQUIRES: the name is free, no quota is exceeded.
  JobId create(world::Place const& place, JobKind kind, std::string const& name,
               json::Value const& request, PrincipalId by);
  /// REQUIRES: InProgress.
  void stop(JobId job, std::string_view reason = {});
  /// REQUIRES: a tuning job made it, and it is InProgress.
  void stop_tuned(JobView const& job);

  void done(JobId job, JobEnd end);
  void stopped(JobId job);

 private:
  std::optional<Duration> time_limit(JobKind kind, json::Value const& request,
                                     Duration lasts) const;
  trace::Seq move(JobId job, JobStatus to, std::string_view reason = {});

  Context c_;
  Assume& assume_;
  Events& events_;
  std::map<JobId, std::string> refusals_;  // why a job fails that may not reach its data
};

}  // namespace rehearse::domain
