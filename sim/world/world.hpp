// What is: a fold of the trace. World = access (who may what) + runs (what happens).
//
// INVARIANT: apply is the only thing that changes a World, so that the records alone give the same
// World again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "sim/trace/trace.hpp"
#include "sim/world/access/access.hpp"
#include "sim/world/runs/executions.hpp"
#include "sim/world/runs/faults.hpp"
#include "sim/world/runs/jobs.hpp"
#include "sim/world/runs/pipelines.hpp"
#include "sim/world/runs/queues.hpp"
#include "sim/world/runs/registry.hpp"
#include "sim/world/runs/rules.hpp"

namespace rehearse::world {

class World {
 public:
  explicit World(DefinitionLibrary const* library = nullptr) : access_(library) {}
  World(World const&) = delete;  // executions point into the documents
  World& operator=(World const&) = delete;

  Access const& access() const { return access_; }
  Documents const& documents() const { return access_.documents(); }
  Organization const& organization() const { return access_.organization(); }
  Principals const& principals() const { return access_.principals(); }
  Shares const& shares() const { return access_.shares(); }
  Pipelines const& pipelines() const { return pipelines_; }
  Executions const& executions() const { return executions_; }
  Registry const& registry() const { return registry_; }
  Endpoints const& endpoints() const { return endpoints_; }
  Rules const& rules() const { return rules_; }
  Queues const& queues() const { return queues_; }
  Faults const& faults() const { return faults_; }
  Jobs const& jobs() const { return jobs_; }
  /// Where an execution runs: its pipeline's account and Region.
  Place const& place_of(ExecutionId execution) const {
    return pipelines_[executions_[execution].pipeline].place();
  }

  std::string arn(Place const& place, std::string_view resource) const;
  std::string arn(Pipeline const& pipeline) const;
  std::string arn(PipelineId pipeline) const { return arn(pipelines_[pipeline]); }
  /// The pipeline with this ARN, or none; a deleted one is not found.
  PipelineId find_pipeline(std::string_view arn) const;

  Epoch epoch() const { return access_.epoch(); }
  std::uint64_t seed() const { return access_.seed(); }
  /// The time of the last record, or a later one that a run has come to.
  Time now() const { return access_.now(); }
  void set_now(Time now) { access_.set_now(now); }
  /// Moves whenever something that a decision reads has changed.
  std::uint64_t access_epoch() const { return access_.changes(); }
  /// Moves whenever anything has changed: what conditions of a scenario look at.
  std::uint64_t epoch_of_changes() const { return changes_; }

  template <class R>
  void apply(trace::Entry const& entry, R const& record) {
    if constexpr (requires { executions_.apply(entry, record); }) {
      access_.set_now(entry.at);
      executions_.apply(entry, record);
      ++changes_;
    } else if constexpr (Access::kTakes<R>) {
      access_.apply(entry, record);
      if constexpr (requires { follow(record); }) follow(record);
      ++changes_;
    } else if constexpr (requires { take(entry, record); }) {
      access_.set_now(entry.at);
      take(entry, record);
      ++changes_;
    } else {
      access_.set_now(entry.at);  // calls, checks, notes and choices change nothing
    }
  }

  /// The same of a record whose type is known by its number, of one as encoded, and of one in a
  /// trace: compiled once.
  void apply(std::uint16_t type, trace::Entry const& entry, void const* record);
  void apply_encoded(trace::Entry const& entry, std::span<std::byte const> bytes);
  void apply(trace::Trace const& trace, trace::Seq seq);

  /// A hash over everything, by names and ARNs, not ids.
  std::uint64_t fingerprint() const;
  /// The text that the fingerprint hashes: to see where two worlds differ.
  std::string describe() const;

 private:
  // What runs take from records of the access state.
  void follow(trace::SettingChanged const& record);

  template <class... R>
  void apply_of(trace::TypeList<R...>, std::uint16_t type, trace::Entry const& entry,
                void const* record);

  void take(trace::Entry const&, trace::PipelineStored const& record);
  void take(trace::Entry const&, trace::ExecutionStarted const& record);
  void take(trace::Entry const&, trace::PackageGroupStored const& record);
  void take(trace::Entry const&, trace::PackageStored const& record);
  void take(trace::Entry const&, trace::ModelStored const& record);
  void take(trace::Entry const&, trace::EndpointConfigStored const& record);
  void take(trace::Entry const&, trace::EndpointStored const& record);
  void take(trace::Entry const&, trace::RuleDefined const& record);
  void take(trace::Entry const&, trace::QueueDefined const& record);
  void take(trace::Entry const&, trace::FaultDefined const& record);
  void take(trace::Entry const&, trace::FaultHit const& record);
  void take(trace::Entry const&, trace::JobStored const& record);
  void take(trace::Entry const&, trace::TunedJobStopped const& record);
  /// The records that one part takes alone.
  template <class R>
    requires Takes<Registry, R>
  void take(trace::Entry const& entry, R const& record) {
    registry_.apply(entry, record);
  }
  template <class R>
    requires Takes<Pipelines, R>
  void take(trace::Entry const& entry, R const& record) {
    pipelines_.apply(entry, record);
  }
  template <class R>
    requires Takes<Endpoints, R>
  void take(trace::Entry const& entry, R const& record) {
    endpoints_.apply(entry, record);
  }
  template <class R>
    requires Takes<Rules, R>
  void take(trace::Entry const& entry, R const& record) {
    rules_.apply(entry, record);
  }

  template <class R>
    requires Takes<Jobs, R>
  void take(trace::Entry const& entry, R const& record) {
    jobs_.apply(entry, record);
  }

  Place place_of(AccountId account, std::string const& region) const {
    return organization().place(account, region);
  }
  Access access_;
  Pipelines pipelines_;
  Executions executions_;
  Registry registry_;
  Endpoints endpoints_;
  Rules rules_;
  Queues queues_;
  Faults faults_;
  Jobs jobs_;
  std::uint64_t changes_ = 0;
};

}  // namespace rehearse::world
