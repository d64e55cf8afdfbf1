// The jobs that somebody created by a call: names, statuses, requests. Those of steps follow from
// their executions. Source: sagemaker-pipelines 1.5, 3.3.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/place.hpp"
#include "sim/world/runs/instances.hpp"

namespace rehearse::world {

struct Job : Place {
  JobKind kind{};
  std::string name;
  std::string arn;
  DocumentId request;
  PrincipalId by;
  JobStatus status{};
  std::string reason;  // why it is Failed, or is stopped by itself
  Time created{};
  Time moved{};
  std::uint32_t instances = 0;  // that it takes up until it has ended
  std::string instance_type;
};

/// When a training job of a tuning job was stopped, and when it is Stopped.
struct TunedStop {
  Time asked{};
  Time over{};
};

class Jobs {
 public:
  std::vector<Job> const& all() const { return jobs_; }
  Job const& operator[](JobId id) const { return jobs_[id.index]; }
  /// Names are unique within an account, Region and kind, for good: no call deletes a job.
  JobId find(Place const& place, JobKind kind, std::string_view name) const;

  /// Null: nobody stopped the training job of that name, which a tuning job made.
  TunedStop const* tuned_stop(Place const& place, std::string_view name) const;

  auto const& tuned_stops() const { return tuned_stops_; }

  /// What the jobs that run take up.
  Instances const& instances() const { return instances_; }

  /// `place` and `arn` are made by the world, which knows the account.
  void store(trace::Entry const& entry, trace::JobStored const& record, Place place,
             std::string arn);
  void apply(trace::Entry const& entry, trace::JobMoved const& record);
  /// `place` as above.
  void stop_tuned(trace::Entry const& entry, trace::TunedJobStopped const& record, Place place);

 private:
  std::vector<Job> jobs_;
  std::map<std::tuple<Place, JobKind, std::string>, JobId> by_name_;
  std::map<std::pair<Place, std::string>, TunedStop> tuned_stops_;
  Instances instances_;
};

}  // namespace rehearse::world
