// What is: a fold of the trace. World = documents + access (who may what) + runs (what happens).
//
// INVARIANT: apply is the only thing that changes a World, so that the records alone give the same
// World again.
#pragma once

#include <cstdint>
#include <string>

#include "sim/trace/trace.hpp"
#include "sim/world/access/organization.hpp"
#include "sim/world/access/principals.hpp"
#include "sim/world/access/shares.hpp"
#include "sim/world/documents.hpp"
#include "sim/world/runs/executions.hpp"
#include "sim/world/runs/pipelines.hpp"
#include "sim/world/runs/registry.hpp"
#include "sim/world/runs/rules.hpp"

namespace rehearse::world {

class World {
 public:
  explicit World(DefinitionLibrary const* library = nullptr) : documents_(library) {}
  World(World const&) = delete;  // executions point into the documents
  World& operator=(World const&) = delete;

  Documents const& documents() const { return documents_; }
  Organization const& organization() const { return organization_; }
  Principals const& principals() const { return principals_; }
  Shares const& shares() const { return shares_; }
  Pipelines const& pipelines() const { return pipelines_; }
  Executions const& executions() const { return executions_; }
  Registry const& registry() const { return registry_; }
  Endpoints const& endpoints() const { return endpoints_; }
  Rules const& rules() const { return rules_; }

  Epoch epoch() const { return epoch_; }
  std::uint64_t seed() const { return seed_; }
  /// The time of the last record.
  Time now() const { return now_; }
  /// Moves whenever something that a decision reads has changed.
  std::uint64_t access_epoch() const { return access_epoch_; }
  /// Moves whenever anything has changed: what conditions of a scenario look at.
  std::uint64_t epoch_of_changes() const { return changes_; }

  template <class R>
  void apply(trace::Entry const& entry, R const& record) {
    now_ = entry.at;
    if constexpr (requires { executions_.apply(entry, record); }) {
      executions_.apply(entry, record);
      ++changes_;
    } else if constexpr (requires { take(entry, record); }) {
      take(entry, record);
      ++changes_;
    }
    // Calls, checks, notes and choices change nothing.
  }

  /// A hash over everything, by names and ARNs, not ids.
  std::uint64_t fingerprint() const;
  /// The text that the fingerprint hashes: to see where two worlds differ.
  std::string describe() const;

 private:
  void take(trace::Entry const&, trace::RunStarted const& record);
  void take(trace::Entry const&, trace::AccountDefined const& record);
  void take(trace::Entry const&, trace::SettingChanged const& record);
  void take(trace::Entry const&, trace::RoleDefined const& record);
  void take(trace::Entry const&, trace::PipelineStored const& record);
  void take(trace::Entry const&, trace::ExecutionStarted const& record);
  void take(trace::Entry const&, trace::PackageGroupStored const& record);
  void take(trace::Entry const&, trace::PackageStored const& record);
  void take(trace::Entry const&, trace::ModelStored const& record);
  void take(trace::Entry const&, trace::EndpointConfigStored const& record);
  void take(trace::Entry const&, trace::EndpointStored const& record);
  void take(trace::Entry const&, trace::RuleDefined const& record);
  /// The records that one part takes alone.
  template <class R>
    requires requires(Organization& o, R const& r) { o.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    changes_access(), organization_.apply(entry, record);
  }
  template <class R>
    requires requires(Principals& p, R const& r) { p.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    changes_access(), principals_.apply(entry, record);
  }
  template <class R>
    requires requires(Shares& s, R const& r) { s.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    changes_access(), shares_.apply(entry, record);
  }
  template <class R>
    requires requires(Registry& r, R const& record) { r.apply(trace::Entry{}, record); }
  void take(trace::Entry const& entry, R const& record) {
    changes_access(), registry_.apply(entry, record);
  }
  template <class R>
    requires requires(Documents& d, R const& r) { d.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    documents_.apply(entry, record);
  }
  template <class R>
    requires requires(Pipelines& p, R const& r) { p.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    changes_access(), pipelines_.apply(entry, record);
  }
  template <class R>
    requires requires(Endpoints& e, R const& r) { e.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    endpoints_.apply(entry, record);
  }
  template <class R>
    requires requires(Rules& w, R const& r) { w.apply(trace::Entry{}, r); }
  void take(trace::Entry const& entry, R const& record) {
    rules_.apply(entry, record);
  }

  void changes_access() { ++access_epoch_; }
  std::string arn(AccountId account, std::string_view resource) const;

  Documents documents_;
  Organization organization_;
  Principals principals_;
  Shares shares_;
  Pipelines pipelines_;
  Executions executions_;
  Registry registry_;
  Endpoints endpoints_;
  Rules rules_;
  Epoch epoch_;
  std::uint64_t seed_ = 1;
  Time now_{};
  std::uint64_t access_epoch_ = 0;
  std::uint64_t changes_ = 0;
};

}  // namespace rehearse::world
