// The values that expressions of a definition refer to, as the world knows them at this instant.
// Source: sagemaker-pipelines 1.3, 1.12.
#pragma once

#include <expected>
#include <map>
#include <memory>
#include <utility>

#include "sim/domain/plan.hpp"
#include "sim/pipeline/expression.hpp"
#include "sim/pipeline/parameters.hpp"
#include "sim/world/names.hpp"
#include "sim/world/world.hpp"

namespace rehearse::domain {

/// Is that property the name or ARN of what the step makes? The run decides them.
bool names_its_job(pipeline::StepType type, std::string_view property);
/// When an attempt of a step began, which is when its arguments are sent; for one that has not,
/// this instant. `attempt`: 0 for the latest.
Time attempt_began(world::World const& world, ExecutionId execution, world::StepIndex step,
                   std::uint64_t attempt = 0);
/// Sets ModelArtifacts of a training job whose OutputDataConfig is in `out`:
/// `<S3OutputPath>/<job>/output/model.tar.gz`, as the training service lays it out.
void put_model_artifacts(json::Value& out, std::string const& job);

class WorldResolver final : public pipeline::Resolver {
 public:
  /// `step`: the step whose arguments are resolved, as they are for that attempt (0: the latest).
  WorldResolver(world::World const& world, Plan const& plan, ExecutionId execution,
                world::StepIndex step, std::uint64_t attempt = 0)
      : world_(world),
        plan_(plan),
        execution_(execution),
        step_(step),
        attempt_(attempt),
        memory_(std::make_shared<Memory>()) {}

  Answer parameter(std::string_view name) override;
  Answer execution_variable(std::string_view name) override;
  Answer step_property(std::string_view step, std::string_view path) override;
  Answer outcome(std::string_view step) override;
  Answer property_file_value(std::string_view step, std::string_view file,
                             std::string_view path) override;
  Answer s3_value(std::string_view uri, std::string_view path) override;
  Answer experiment(std::string_view field) override;

 private:
  /// What one resolution has found out: a step that is referred to often is looked at once, and
  /// neither long chains nor texts that double at every step run away.
  struct Memory {
    std::map<ExecutionId, std::expected<pipeline::ParameterValues, ApiError>> parameters;
    std::map<std::pair<ExecutionId, world::StepIndex>, json::Value> properties;
    std::size_t bytes = 0;
    std::size_t depth = 0;
  };

  /// What `Steps.<name>.` exposes of a step that has run: its resolved arguments, the names and
  /// ARNs it made, and what the scenario says it produced.
  json::Value properties_of(world::StepRef step) const;
  world::StepDetail const* detail_of(std::string_view step) const;
  pipeline::Definition const& definition() const {
    return *world_.executions()[execution_].graph->definition();
  }

  world::World const& world_;
  Plan const& plan_;
  ExecutionId execution_;
  world::StepIndex step_;
  std::uint64_t attempt_;
  std::shared_ptr<Memory> memory_;
};

}  // namespace rehearse::domain
