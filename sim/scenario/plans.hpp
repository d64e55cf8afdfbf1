// How the steps of a pipeline behave: what `pipeline {}` says of durations, outputs and failures.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/pipeline/definition.hpp"
#include "sim/scenario/step_tables.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::scenario {

class Host;

/// Tables by step, as they are written; everything may be left out.
struct Behaviour {
  std::optional<StepTable> durations;
  std::optional<StepTable> outputs;
  std::optional<json::Value> failures;
  std::optional<std::vector<std::string>> answered;  // callback steps that the scenario answers
};

/// Stores it in the host's plan, functions with the host. Error: a step or an output that the
/// definition does not have, with the nearest; a value of another kind. Steps that only a file of
/// durations speaks of are left out, and a note of the run says so.
Result<void> read_plans(Host& host, PipelineId id, Behaviour const& given,
                        pipeline::Definition const& definition);

}  // namespace rehearse::scenario
