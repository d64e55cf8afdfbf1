// What would have helped against a failed attempt of a step, in one sentence.
#pragma once

#include <cstdint>
#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// Empty where nobody but the job's owner can tell. `execution`: its position in the model, whose
/// `fault` is one of its faults. `used_up`: attempts before this one failed with its exception and
/// were retried.
std::string remedy_of(RunModel const& model, std::uint32_t execution, StepFault const& fault,
                      bool used_up);

}  // namespace rehearse::reports
