// What can go wrong, by the names that definitions and scenarios write.
#pragma once

#include <cstdint>

#include "sim/vocab/enum_names.hpp"

namespace rehearse {

/// What a retry policy may name; `none`: a failure that no policy can name.
/// Source: sagemaker-pipelines 1.10.
enum class ExceptionType : std::uint8_t {
  none,
  service_fault,
  throttling,
  job_internal_error,
  capacity_error,
  resource_limit,
  emr_resource_limit
};

/// A fault that a scenario puts into the world with `fault {}`; what each does stands in
/// domain/fault_rows.cpp.
enum class FaultKind : std::uint8_t {
  throttling,
  service_fault,
  region_out,
  resource_limit,
  capacity,
  internal_error,
  job_failure,
  drift,
  spot_interruption,
  hang,
  no_answer,
  lost_event,
  doubled_event
};

}  // namespace rehearse

REHEARSE_ENUM_NAMES(rehearse::ExceptionType, "none", "Step.SERVICE_FAULT", "Step.THROTTLING",
                    "SageMaker.JOB_INTERNAL_ERROR", "SageMaker.CAPACITY_ERROR",
                    "SageMaker.RESOURCE_LIMIT", "Emr.RESOURCE_LIMIT");
REHEARSE_ENUM_NAMES(rehearse::FaultKind, "throttling", "service_fault", "region_out",
                    "resource_limit", "capacity", "internal_error", "job_failure", "drift",
                    "spot_interruption", "hang", "no_answer", "lost_event", "doubled_event");
