// The kinds of faults, one row each. Source: sagemaker-pipelines 1.10, 2.4, 2.9, 5.2; the wording
// of errors that these do not quote is the field's.
#include <algorithm>
#include <array>

#include "sim/domain/faults.hpp"

namespace rehearse::domain {
namespace {

constexpr std::array kFaultRows = {
    FaultRow{FaultKind::throttling, kAtCall | kAtCreate, ExceptionType::throttling,
             "ThrottlingException", "Rate exceeded", "a call is throttled"},
    FaultRow{FaultKind::service_fault, kAtCall | kAtCreate, ExceptionType::service_fault,
             "InternalFailure",
             "The request processing has failed because of an unknown error, exception or failure.",
             "a call fails inside the service"},
    FaultRow{FaultKind::region_out, kAtCall | kAtCreate, ExceptionType::service_fault,
             "ServiceUnavailable",
             "The request has failed due to a temporary failure of the server.",
             "no call to the Region succeeds"},
    FaultRow{FaultKind::resource_limit, kAtCreate, ExceptionType::resource_limit,
             "ResourceLimitExceeded",
             "The account-level service limit for this resource is exceeded. Please contact AWS "
             "support to request an increase for this limit.",
             "a create call meets a quota"},
    FaultRow{FaultKind::capacity, kAtJob, ExceptionType::capacity_error, "",
             "CapacityError: Unable to provision requested ML compute capacity. Please retry using "
             "a different ML instance type.",
             "a job waits for instances in vain"},
    FaultRow{FaultKind::internal_error, kAtJob, ExceptionType::job_internal_error, "",
             "InternalServerError: We encountered an internal error. Please try again.",
             "a job fails inside the service"},
    FaultRow{FaultKind::job_failure, kAtJob, ExceptionType::none, "",
             "ClientError: AlgorithmError: ExecuteUserScriptError: exit code 1",
             "a job's own code fails"},
    FaultRow{FaultKind::drift, kAtJob, ExceptionType::none, "",
             "ClientError: {} check failed. See violation report", "a check finds a drift"},
    FaultRow{FaultKind::spot_interruption, kAtJob, ExceptionType::none, "",
             "Spot capacity was taken back", "a managed spot job is interrupted"},
    FaultRow{FaultKind::hang, kAtJob, ExceptionType::none, "", "The job made no progress",
             "a job runs until its limit"},
    FaultRow{FaultKind::no_answer, kAtAnswer, ExceptionType::none, "", "Nobody answered",
             "nobody answers a callback"},
    FaultRow{FaultKind::lost_event, kAtEvent, ExceptionType::none, "", "The event was lost",
             "an event does not arrive"},
    FaultRow{FaultKind::doubled_event, kAtEvent, ExceptionType::none, "", "The event arrived twice",
             "an event arrives twice"},
};

constexpr bool faults_in_order() {
  for (std::size_t i = 0; i < kFaultRows.size(); ++i)
    if (static_cast<std::size_t>(kFaultRows[i].kind) != i) return false;
  return true;
}
static_assert(faults_in_order() && kFaultRows.size() == EnumNames<FaultKind>::names.size(),
              "the table's rows stand in the order of FaultKind");

}  // namespace

std::span<FaultRow const> fault_rows() { return kFaultRows; }

FaultRow const& row_of(FaultKind kind) { return kFaultRows[static_cast<std::size_t>(kind)]; }

bool can_strike(FaultKind kind, pipeline::StepTypeRow const& type) {
  using pipeline::Runner;
  switch (kind) {
    case FaultKind::capacity:
    case FaultKind::resource_limit:
      return pipeline::runs_on_instances(type.type);
    case FaultKind::internal_error:
      return type.runner == Runner::job;
    case FaultKind::job_failure:
      return type.runner == Runner::job || type.runner == Runner::lambda;
    case FaultKind::hang:
      return type.runner == Runner::job || type.runner == Runner::lambda;
    case FaultKind::spot_interruption:
      return type.type == pipeline::StepType::training;
    case FaultKind::drift:
      return type.type == pipeline::StepType::quality_check ||
             type.type == pipeline::StepType::clarify_check;
    case FaultKind::no_answer:
      return type.runner == Runner::callback;
    default:
      return type.makes_call();
  }
}

}  // namespace rehearse::domain
