#include "sim/world/runs/jobs.hpp"

#include "sim/base/assert.hpp"
#include "sim/pipeline/job_kinds.hpp"
#include "sim/vocab/lifecycle.hpp"

namespace rehearse::world {
namespace {

std::string_view quota_of(JobKind kind) {
  return pipeline::row_of(pipeline::row_of(kind).step).quota;
}

}  // namespace

JobId Jobs::find(Place const& place, JobKind kind, std::string_view name) const {
  auto at = by_name_.find({place, kind, std::string(name)});
  return at == by_name_.end() ? JobId{} : at->second;
}

void Jobs::store(trace::Entry const& entry, trace::JobStored const& record, Place place,
                 std::string arn) {
  REHEARSE_ASSERT(record.job.index == jobs_.size(), "jobs are numbered in order");
  by_name_[{place, record.kind, record.name}] = record.job;
  jobs_.push_back({std::move(place),
                   record.kind,
                   record.name,
                   std::move(arn),
                   record.request,
                   record.by,
                   JobStatus::in_progress,
                   {},
                   entry.at,
                   entry.at,
                   record.instances,
                   record.instance_type});
  if (record.instances > 0)
    instances_.take(jobs_.back().place(), quota_of(record.kind), record.instance_type,
                    record.instances);
}

void Jobs::apply(trace::Entry const& entry, trace::JobMoved const& record) {
  Job& job = jobs_[record.job.index];
  REHEARSE_ASSERT(job.status == record.from && may_move(record.from, record.to),
                  "a job follows its state machine");
  job.status = record.to;
  if (!record.reason.empty()) job.reason = record.reason;
  job.moved = entry.at;
  if (is_terminal(record.to) && job.instances > 0)
    instances_.release(job.place(), quota_of(job.kind), job.instance_type, job.instances);
}

TunedStop const* Jobs::tuned_stop(Place const& place, std::string_view name) const {
  if (tuned_stops_.empty()) return nullptr;
  auto at = tuned_stops_.find({place, std::string(name)});
  return at == tuned_stops_.end() ? nullptr : &at->second;
}

void Jobs::stop_tuned(trace::Entry const& entry, trace::TunedJobStopped const& record,
                      Place place) {
  tuned_stops_[{std::move(place), record.name}] = {entry.at, entry.at + record.stopping};
}

}  // namespace rehearse::world
