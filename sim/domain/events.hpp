// EventBridge: events that rules match travel to their targets. Source: sagemaker-pipelines 5.2.
#pragma once

#include <optional>

#include "sim/base/json.hpp"
#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/faults.hpp"
#include "sim/domain/job_views.hpp"

namespace rehearse::domain {

class Events {
 public:
  Events(Context const& context, Assume& assume, Faults& faults)
      : c_(context), assume_(assume), faults_(faults) {}

  /// False: nothing that happens needs to be told.
  bool anybody_listens() const { return !c_.world.rules().all().empty(); }
  void execution_moved(ExecutionId execution, std::optional<ExecutionStatus> from);
  void step_moved(ExecutionId execution, world::StepIndex step, StepStatus from);
  /// A job has begun or moved; kinds without events tell nothing.
  void job_moved(JobView const& view);
  void package_changed(PackageId package);
  void endpoint_changed(EndpointId endpoint);

  /// The event has arrived at the rule's target.
  void deliver(EventId event, RuleId rule);

 private:
  /// May a rule at that place match events of that detail-type? Else none needs to be made.
  bool wanted(world::Place const& place, std::string_view detail_type) const;
  void step_job_moved(ExecutionId execution, world::StepIndex step, StepStatus from);
  void emit(world::Place const& place, std::string_view source, std::string_view detail_type,
            json::Array resources, json::Value detail);

  Context c_;
  Assume& assume_;
  Faults& faults_;
};

}  // namespace rehearse::domain
