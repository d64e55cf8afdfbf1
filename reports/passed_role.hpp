// The role that a step hands over to its job, from the trace alone: records name it only where it
// was refused. Source: sagemaker-pipelines 1.5, 1.3.
#pragma once

#include <string>

#include "sim/world/world.hpp"

namespace rehearse::reports {

/// Its ARN, as the definition and the execution's parameters say; empty where it rests on what
/// another step left behind, or there is none.
std::string passed_role(world::World const& world, ExecutionId execution, world::StepIndex step);

}  // namespace rehearse::reports
