// How long a step takes, as people and `rehearse learn` write it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/json.hpp"
#include "sim/base/result.hpp"
#include "sim/base/rng.hpp"
#include "sim/pipeline/instances.hpp"

namespace rehearse::scenario {

/// Makes the error of a value that is wrong: where it stands is known to whoever read the document.
using FaultAt = std::function<std::unexpected<Error>(json::Value const& at, std::string message,
                                                     std::string hint)>;

/// `"25m"`, or `{ "18m", "25m", "60m" }` (p10, p50, p90). `what`: `durations.Train`.
Result<Quantiles> read_quantiles(json::Value const& value, std::string const& what,
                                 FaultAt const& fault);

struct ReadDuration {
  std::optional<Quantiles> otherwise;
  std::vector<std::pair<pipeline::Instances, Quantiles>> by_instances;
};
/// The same, or by the instances that a step of this type runs on: `{ ["ml.m5.xlarge"] = "25m",
/// ["ml.m5.xlarge x2"] = "14m", other = "30m" }`.
Result<ReadDuration> read_duration(json::Value const& value, pipeline::StepType type,
                                   std::string const& what, FaultAt const& fault);

}  // namespace rehearse::scenario
