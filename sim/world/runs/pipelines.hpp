// Pipelines: what each account owns, by name.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/text_index.hpp"
#include "sim/pipeline/definition.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/organization.hpp"

namespace rehearse::world {

/// What an execution of a version runs. Source: sagemaker-pipelines 3.3.
struct PipelineVersion {
  std::uint32_t version = 1;
  std::uint32_t parallel_max = 0;  // 0: no limit
  DocumentId definition;
  PrincipalId role;
  PrincipalId by;  // who made it; none: the scenario
  Time stored{};
};

/// What people call a pipeline or a version of one; empty where nobody did.
struct Description {
  std::string display_name;
  std::string description;

  bool is_empty() const { return display_name.empty() && description.empty(); }
};

/// A pipeline, and with it its newest version. Its ARN follows from place and name: `World::arn`.
struct Pipeline : PipelineVersion, Place {
  std::string name;
  bool deleted = false;
  PrincipalId creator;
  PrincipalId modifier;
  Time created{};
  Time modified{};
};

/// How this account's definitions are read: AWS's quotas, but for what its settings change
/// (`pipeline_steps_max`, `pipeline_parameters_max`).
pipeline::Options definition_options(Account const& owner);

class Pipelines {
 public:
  std::deque<Pipeline> const& all() const { return pipelines_; }
  Pipeline const& operator[](PipelineId id) const { return pipelines_[id.index]; }
  /// Names are looked up case-sensitively; a deleted pipeline is not found.
  PipelineId find(Place const& place, std::string_view name) const;

  /// Null when there is no such version. Good until the next version is stored.
  PipelineVersion const* version(PipelineId id, std::uint32_t number) const;
  /// Oldest first.
  std::vector<PipelineVersion const*> versions(PipelineId id) const;
  /// As CreatePipeline and UpdatePipeline described the pipeline.
  Description const& description(PipelineId id) const;
  /// As UpdatePipelineVersion described a version of it.
  Description const& description(PipelineId id, std::uint32_t version) const;

  /// `place` is made by the world, which knows the account.
  void store(trace::Entry const& entry, trace::PipelineStored const& record, Place place);
  void apply(trace::Entry const&, trace::PipelineDeleted const& record);
  void apply(trace::Entry const& entry, trace::PipelineVersionDescribed const& record);

 private:
  using VersionKey = std::pair<PipelineId, std::uint32_t>;  // 0: of the pipeline itself

  std::deque<Pipeline> pipelines_;
  TextIndex<PipelineId> by_name_;
  std::map<PipelineId, std::vector<PipelineVersion>> earlier_;  // all but the newest
  std::map<VersionKey, Description> described_;                 // what has a description
};

}  // namespace rehearse::world
