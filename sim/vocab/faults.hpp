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

/// Why an attempt of a step failed.
enum class FailureKind : std::uint8_t {
  exception,        // one that retry policies can name
  refused,          // a call, or what a job reads or writes, was denied
  arguments,        // something it refers to is not there, or cannot be compared
  job,              // the job's own code
  drift,            // a check found a violation
  resource,         // what it was to create or update could not be
  runtime_limit,    // MaxRuntimeInSeconds, MaxWaitTimeInSeconds
  function_limit,   // of a Lambda function
  execution_limit,  // of the whole execution
  answer,           // a callback was answered with a failure
  fail_step,
  stopped_job  // a call of its own stopped the step's job
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
REHEARSE_ENUM_NAMES(rehearse::FailureKind, "exception", "refused", "arguments", "job", "drift",
                    "resource", "runtime_limit", "function_limit", "execution_limit", "answer",
                    "fail_step", "stopped_job");
