// What the scenario decided before virtual time starts: how long steps take and what they leave
// behind.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/rng.hpp"
#include "sim/domain/assumptions.hpp"
#include "sim/pipeline/instances.hpp"
#include "sim/trace/records/runs.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::domain {

/// Something that a step leaves behind when it succeeds.
struct PlannedOutput {
  std::string name;   // of the property file, the output parameter, the root of a property
  json::Value value;  // parts of it may be drawn (draws.hpp)
  trace::ProductKind kind = trace::ProductKind::property_file;
};

/// What a scenario says of one step of a pipeline; everything may be left out.
struct StepPlan {
  std::optional<Quantiles> duration;  // on instances that have none of their own
  std::vector<std::pair<pipeline::Instances, Quantiles>> duration_by_instances;
  std::vector<PlannedOutput> outputs;
  // A function of the scenario says it instead (ScenarioHooks).
  bool computes_duration = false;
  bool computes_outputs = false;
  /// The step fails with this reason.
  std::string failure;
  /// A callback step that the scenario answers itself; otherwise it is answered when its duration
  /// is over.
  bool answered_by_scenario = false;
};

class Plan {
 public:
  Assumptions assumptions;

  /// Null when the scenario said nothing.
  StepPlan const* find(PipelineId pipeline, std::string_view step) const {
    if (steps_.empty()) return nullptr;
    auto at = steps_.find(pipeline);
    if (at == steps_.end()) return nullptr;
    auto step_at = at->second.find(step);
    return step_at == at->second.end() ? nullptr : &step_at->second;
  }
  StepPlan& step(PipelineId pipeline, std::string_view step) {
    return steps_[pipeline][std::string(step)];
  }

  /// The document that an S3 object of a pipeline's run holds: the one given for the longest end of
  /// its URI, or null.
  json::Value const* object(PipelineId pipeline, std::string_view uri) const {
    json::Value const* best = nullptr;
    std::size_t length = 0;
    for (Object const& each : objects_)
      if (each.pipeline == pipeline && uri.ends_with(each.end) && each.end.size() >= length)
        best = &each.document, length = each.end.size();
    return best;
  }
  void add_object(PipelineId pipeline, std::string end, json::Value document) {
    objects_.push_back({pipeline, std::move(end), std::move(document)});
  }

 private:
  struct Object {
    PipelineId pipeline;
    std::string end;
    json::Value document;
  };
  std::map<PipelineId, std::map<std::string, StepPlan, std::less<>>> steps_;
  std::vector<Object> objects_;
};

}  // namespace rehearse::domain
