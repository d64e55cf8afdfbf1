#include "reports/remedies.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sim/pipeline/step_types.hpp"

namespace rehearse::reports {
namespace {

/// Against an exception: a retry policy, or what needs none. Sources: sagemaker-pipelines 1.10.
struct ExceptionRow {
  ExceptionType exception{};
  std::string_view first;    // the policy that a step without one wants
  std::string_view instead;  // what helps without retrying; may be empty
};
constexpr ExceptionRow kExceptions[] = {
    {ExceptionType::throttling, "with a longer IntervalSeconds and up to 20 MaxAttempts",
     "fewer calls at once (MaxParallelExecutionSteps)"},
    {ExceptionType::service_fault, "with a longer IntervalSeconds and up to 20 MaxAttempts", ""},
    {ExceptionType::job_internal_error, "(without one this fails at the first occurrence)", ""},
    {ExceptionType::capacity_error, "with an interval of many minutes", "another instance type"},
    {ExceptionType::resource_limit, "(it waits until there is room)",
     "a higher quota or fewer steps at once, which needs no waiting"},
    {ExceptionType::emr_resource_limit, "(it waits until there is room)", ""},
};

/// Against a refusal, by the layer that refused. Source: iam-evaluation.
struct RefusalRow {
  Layer layer{};
  Outcome outcome{};
  std::string_view words;
};
constexpr std::string_view kScp =
    "a change of the service control policies above the account: no permission of the role "
    "overrides them";
constexpr std::string_view kRcp =
    "a change of the resource control policies above the resource's account: no permission of the "
    "role overrides them";
constexpr std::string_view kBoundary =
    "a wider permissions boundary of the role: a further permission alone does not help";
constexpr std::string_view kTrust =
    "a trust policy of the role that lets `sagemaker.amazonaws.com` assume it";
constexpr std::string_view kDeny =
    "a narrower Deny statement: a further permission does not override it";
constexpr RefusalRow kRefusals[] = {
    {Layer::scp, Outcome::explicitly_denied, kScp},
    {Layer::scp, Outcome::implicitly_denied, kScp},
    {Layer::rcp, Outcome::explicitly_denied, kRcp},
    {Layer::rcp, Outcome::implicitly_denied, kRcp},
    {Layer::boundary, Outcome::explicitly_denied, kDeny},
    {Layer::boundary, Outcome::implicitly_denied, kBoundary},
    {Layer::trust, Outcome::explicitly_denied, kDeny},
    {Layer::trust, Outcome::implicitly_denied, kTrust},
    {Layer::identity, Outcome::explicitly_denied, kDeny},
    {Layer::identity, Outcome::implicitly_denied, "a permission of the role that called"},
    {Layer::resource, Outcome::explicitly_denied, kDeny},
    {Layer::resource, Outcome::implicitly_denied,
     "a statement that allows it in the policy of the resource, which its owner writes"},
};

/// Against every other kind.
struct KindRow {
  FailureKind kind{};
  std::string_view reason;     // only where the failure's text has this
  std::string_view step_type;  // only for steps of this type
  std::string_view words;
};
constexpr std::string_view kOwnRole =
    "a role of the pipeline's own account: a role cannot be handed over across accounts";
constexpr std::string_view kNotInOutputs =
    "a step that leaves it behind before this one runs; in the scenario, the pipeline's `outputs`";
constexpr KindRow kKinds[] = {
    {FailureKind::arguments, "did not return", "", kNotInOutputs},
    {FailureKind::arguments, "property file", "", kNotInOutputs},
    {FailureKind::arguments, "nothing was written to", "",
     "a step that writes it before this one; in the scenario, the pipeline's `objects`"},
    {FailureKind::arguments, "", "",
     "what it refers to must be there when the step runs: an output, a property file, a value of "
     "the same type"},
    {FailureKind::refused, "Cross-account pass role", "", kOwnRole},
    {FailureKind::refused, "Could not assume role", "", kTrust},
    {FailureKind::refused, "not reachable in this region", "",
     "a function of the Region in which the pipeline stands"},
    {FailureKind::drift, "No previous baseline", "",
     "a first run with SkipCheck and RegisterNewBaseline, a supplied baseline, or an approved "
     "version of the group that has baselines"},
    {FailureKind::drift, "", "",
     "FailOnViolation = false lets the pipeline decide by a Condition; a new baseline where the "
     "data has changed for good"},
    {FailureKind::runtime_limit, "", "",
     "a larger StoppingCondition.MaxRuntimeInSeconds, or more or larger instances"},
    {FailureKind::function_limit, "", "",
     "a function that returns sooner, or a Callback step: a Lambda step waits 10 minutes at most; "
     "how long this function may run is the assumption `lambda_timeout`"},
    {FailureKind::stopped_job, "", "",
     "StopPipelineExecution stops the job with its execution, which can be resumed; so can this "
     "one by RetryPipelineExecution"},
    {FailureKind::execution_limit, "", "Callback",
     "an answer to the callback's token, or a stop: AWS ends an execution after 672 hours"},
    {FailureKind::execution_limit, "", "",
     "work that ends sooner, or that is split over several executions: AWS ends an execution after "
     "672 hours"},
};

std::string against_exception(StepFault const& fault, pipeline::StepTypeRow const* type,
                              bool used_up) {
  auto const row = std::ranges::find(kExceptions, fault.exception, &ExceptionRow::exception);
  if (row == std::end(kExceptions)) return {};
  bool const inside = type != nullptr && type->retries_internally &&
                      fault.exception == ExceptionType::job_internal_error;
  std::string const name(name_of(fault.exception));
  if (inside)
    return fmt::format(
        "RetryPipelineExecution: {} steps retry internal errors inside, and a retry policy for {} "
        "has no effect there",
        type->name, name);
  if (type != nullptr && !type->retryable)
    return row->instead.empty()
               ? fmt::format("RetryPipelineExecution: {} steps take no retry policies", type->name)
               : std::string(row->instead);
  std::string const instead =
      row->instead.empty() ? std::string{} : fmt::format("; or {}", row->instead);
  if (used_up)
    return fmt::format(
        "more MaxAttempts (20 at most), a larger BackoffRate or a longer IntervalSeconds for {}: "
        "its retries were used up{}",
        name, instead);
  return fmt::format("a retry policy for {} {}{}", name, row->first, instead);
}

/// The refused call that made a step fail, or null.
Call const* refused_call(RunModel const& model, std::uint32_t execution, StepFault const& fault,
                         std::string const& step) {
  Call const* found = nullptr;
  for (Call const& call : std::ranges::equal_range(model.calls, fault.at, {}, &Call::at)) {
    if (call.result != CallResult::refused) continue;
    bool const by_step = call.execution.index == execution && call.resource == "step " + step;
    // What a job reads and writes is asked for in the name of its role; the failure quotes it.
    bool const by_job = !call.message.empty() && fault.reason.contains(call.message);
    if (by_step || by_job) found = &call;
  }
  return found;
}

std::string against_refusal(Call const* call) {
  std::string out = "a permission of the role that called";
  if (call != nullptr) {
    if (call->operation == "PassRole" && call->layer == Layer::resource)
      return std::string(kOwnRole);
    for (RefusalRow const& row : kRefusals)
      if (row.layer == call->layer && row.outcome == call->outcome) out = row.words;
  }
  return out + "; the call's explanation names the policy and the nearest change";
}

std::string_view against_kind(StepFault const& fault, std::string_view step_type) {
  for (KindRow const& row : kKinds)
    if (row.kind == fault.kind && fault.reason.contains(row.reason) &&
        (row.step_type.empty() || row.step_type == step_type))
      return row.words;
  return {};
}

}  // namespace

std::string remedy_of(RunModel const& model, std::uint32_t execution, StepFault const& fault,
                      bool used_up) {
  auto const& nodes = model.graphs[model.executions[execution].graph].nodes;
  GraphNode const step = fault.step < nodes.size() ? nodes[fault.step] : GraphNode{};
  if (fault.kind == FailureKind::exception)
    return against_exception(fault, pipeline::find_step_type(step.type), used_up);
  std::string_view const by_kind = against_kind(fault, step.type);
  if (fault.kind == FailureKind::refused && by_kind.empty())
    return against_refusal(refused_call(model, execution, fault, step.name));
  return std::string(by_kind);
}

}  // namespace rehearse::reports
