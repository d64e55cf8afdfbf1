// What a step leaves behind, as a scenario gives it: checked against what the definition declares
// and the step's type exposes.
// Source: sagemaker-pipelines 1.5, 1.8.
#pragma once

#include <string>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/domain/plan.hpp"
#include "sim/pipeline/definition.hpp"

namespace rehearse::scenario {

/// `given`: a table of property files (any document), output parameters of Lambda and Callback (a
/// value of their type), exposed properties of a job, and for a Training step `metrics` (name ->
/// number), which become its FinalMetricDataList. Error: anything else, with the nearest;
/// without a place.
Result<std::vector<domain::PlannedOutput>> read_outputs(pipeline::Step const& step,
                                                        json::Value const& given);

}  // namespace rehearse::scenario
