#include "sim/domain/step_quotas.hpp"

#include "sim/domain/job_limits.hpp"
#include "sim/domain/quotas.hpp"
#include "sim/domain/registering.hpp"
#include "sim/domain/step_arguments.hpp"

namespace rehearse::domain {
namespace {

using pipeline::StepType;
using pipeline::StepTypeRow;
using world::StepIndex;

StepTypeRow const& type_of_step(Context const& c, ExecutionId execution, StepIndex step) {
  return pipeline::row_of(c.world.executions()[execution].table.type(step));
}

std::optional<StepFailure> failure_of(Context const& c, ExecutionId execution, StepIndex step,
                                      std::optional<ApiError> const& over) {
  if (!over) return std::nullopt;
  return StepFailure{FailureKind::exception, ExceptionType::resource_limit,
                     failed_to_invoke(c, execution, step, over->message)};
}

}  // namespace

std::optional<pipeline::Instances> taken_by_step(Context const& c, ExecutionId execution,
                                                 StepIndex step) {
  StepTypeRow const& type = type_of_step(c, execution, step);
  if (type.quota.empty() || described_step(c, execution, step) == nullptr) return std::nullopt;
  if (!pipeline::runs_on_instances(type.type)) return taken_up(type.type, std::nullopt);
  return pipeline::read_instances(argument(c, execution, step, type.cluster_argument));
}

std::optional<StepFailure> over_quota(Context const& c, Assume& assume, ExecutionId execution,
                                      StepIndex step,
                                      std::optional<pipeline::Instances> const& taken) {
  StepTypeRow const& type = type_of_step(c, execution, step);
  if (type.quota.empty()) return over_quota_of_created(c, assume, execution, step);
  if (described_step(c, execution, step) == nullptr) return std::nullopt;
  JobDemand demand{type.quota, taken};
  if (pipeline::runs_on_instances(type.type))
    demand.runtime_seconds = number_argument(c, execution, step, runtime_path(type.type));
  return failure_of(c, execution, step,
                    over_job_quotas(c.world, assume, c.world.place_of(execution), demand));
}

std::optional<StepFailure> over_quota_of_created(Context const& c, Assume& assume,
                                                 ExecutionId execution, StepIndex step) {
  StepType const type = type_of_step(c, execution, step).type;
  bool const creates = type == StepType::register_model || type == StepType::endpoint;
  if (!creates || described_step(c, execution, step) == nullptr) return std::nullopt;
  return failure_of(c, execution, step,
                    over_created_quota(c.world, assume, c.world.place_of(execution), type,
                                       sent_arguments(c, execution, step)));
}

}  // namespace rehearse::domain
