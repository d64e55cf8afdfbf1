// From what a scenario writes to what a call takes: handles become ARNs or names, `{}` becomes the
// list or object that the member wants, documents become their JSON text.
#pragma once

#include "sim/base/json.hpp"
#include "sim/calls/shapes.hpp"
#include "sim/world/world.hpp"

namespace rehearse::scenario {

/// `caller`: where the call arrives. A pipeline of another account or Region is named by its ARN,
/// one's own by whatever the member is called. Error: a handle where the member wants another kind,
/// a role as `PipelineName`.
Result<json::Value> fit_input(world::World const& world, world::Place const& caller,
                              json::Value input, calls::Shape const& shape);
/// Handles in a policy or another document: ARNs, account ids.
json::Value resolve_handles(world::World const& world, json::Value document);

}  // namespace rehearse::scenario
