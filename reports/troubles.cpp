#include "reports/troubles.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/words.hpp"
#include "sim/base/text.hpp"

namespace rehearse::reports {
namespace {

/// What helps against a failure of a kind; against an exception, by its type.
struct RemedyRow {
  FailureKind kind{};
  ExceptionType exception{};
  std::string_view words;
};
constexpr RemedyRow kRemedies[] = {
    {FailureKind::exception, ExceptionType::throttling,
     "a retry policy for Step.THROTTLING with a longer IntervalSeconds and up to 20 MaxAttempts; "
     "or fewer calls at once (MaxParallelExecutionSteps)"},
    {FailureKind::exception, ExceptionType::service_fault,
     "a retry policy for Step.SERVICE_FAULT with a longer IntervalSeconds and up to 20 "
     "MaxAttempts"},
    {FailureKind::exception, ExceptionType::job_internal_error,
     "a retry policy for SageMaker.JOB_INTERNAL_ERROR: without one this fails at the first "
     "occurrence"},
    {FailureKind::exception, ExceptionType::capacity_error,
     "a retry policy for SageMaker.CAPACITY_ERROR with an interval of many minutes, or another "
     "instance type"},
    {FailureKind::exception, ExceptionType::resource_limit,
     "a retry policy for SageMaker.RESOURCE_LIMIT waits until there is room; a higher quota, "
     "or fewer steps at once, needs no waiting"},
    {FailureKind::exception, ExceptionType::emr_resource_limit,
     "a retry policy for Emr.RESOURCE_LIMIT"},
    {FailureKind::refused, ExceptionType::none,
     "a permission of the role that called: the call's explanation names the policy and the "
     "nearest "
     "change"},
    {FailureKind::arguments, ExceptionType::none,
     "what it refers to must be there when the step runs: an output, a property file, a value of "
     "the same type"},
    {FailureKind::drift, ExceptionType::none,
     "FailOnViolation = false lets the pipeline decide by a Condition; a new baseline where the "
     "data has changed for good"},
    {FailureKind::runtime_limit, ExceptionType::none,
     "a larger StoppingCondition.MaxRuntimeInSeconds, or more or larger instances"},
    {FailureKind::function_limit, ExceptionType::none,
     "a function that returns sooner, or a Callback step: a Lambda step waits 10 minutes at most"},
    {FailureKind::stopped_job, ExceptionType::none,
     "StopPipelineExecution stops the job with its execution, which can be resumed; so can this "
     "one "
     "by RetryPipelineExecution"},
    {FailureKind::execution_limit, ExceptionType::none,
     "an answer to the callback's token, or a stop: AWS ends an execution after 672 hours"},
};

std::string_view remedy_of(StepFault const& fault) {
  auto const row = std::ranges::find_if(kRemedies, [&](RemedyRow const& each) {
    return each.kind == fault.kind && each.exception == fault.exception;
  });
  return row == std::end(kRemedies) ? std::string_view{} : row->words;
}

}  // namespace

std::vector<Trouble> troubles(RunModel const& model) {
  std::vector<Trouble> out;
  for (std::uint32_t i = 0; i < model.executions.size(); ++i) {
    Execution const& run = model.executions[i];
    auto const& nodes = model.graphs[run.graph].nodes;
    for (StepFault const& fault : run.faults) {
      if (fault.retried || fault.kind == FailureKind::fail_step) continue;
      auto const tries = std::ranges::count(run.faults, fault.step, &StepFault::step);
      out.push_back({i, &fault, fault.step < nodes.size() ? nodes[fault.step].name : std::string{},
                     static_cast<std::uint32_t>(tries), remedy_of(fault)});
    }
  }
  std::ranges::sort(out, {}, [](Trouble const& each) {
    return std::tuple{each.fault->at, each.execution, each.fault->step};
  });
  return out;
}

std::string fault_phrase(RunModel const& model, Fault const& fault) {
  std::vector<std::string> parts{std::string(name_of(fault.kind))};
  if (!fault.step.empty()) parts.push_back("step " + fault.step);
  if (!fault.step_type.empty()) parts.push_back(fault.step_type + " steps");
  if (!fault.operation.empty()) parts.push_back(fault.operation);
  if (Pipeline const* pipeline = item(model.pipelines, fault.pipeline))
    parts.push_back("pipeline " + pipeline->name);
  if (Account const* account = item(model.accounts, fault.account))
    parts.push_back("in " + account->name);
  if (!fault.region.empty()) parts.push_back("in " + fault.region);
  if (fault.numerator != fault.denominator)
    parts.push_back(fmt::format("{} in {}", fault.numerator, fault.denominator));
  Epoch const epoch = model.header.epoch;
  if (fault.from > Duration{0}) parts.push_back("from " + format_clock(epoch, Time{fault.from}));
  if (fault.until > Duration{0}) parts.push_back("to " + format_clock(epoch, Time{fault.until}));
  return join(parts, ", ");
}

}  // namespace rehearse::reports
