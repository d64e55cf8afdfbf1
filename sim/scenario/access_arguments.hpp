// What a scenario's words on access take: an action, and what it is about.
#pragma once

#include <string>
#include <string_view>

#include "sim/base/result.hpp"
#include "sim/iam/actions.hpp"
#include "sim/world/access/question.hpp"
#include "sim/world/world.hpp"

struct lua_State;

namespace rehearse::scenario {

/// The argument at `index` as an action. `word`: whose argument it is. Error: there is no such
/// action, with the nearest.
Result<iam::ActionRow const*> read_action(lua_State* lua, int index, std::string_view word);
/// The argument at `index` as the resource that the judge is asked about: `*` for an action without
/// one. Error: it is not what the action is about.
Result<std::string> read_resource(world::World const& world, lua_State* lua, int index,
                                  std::string_view word, iam::ActionRow const& action);
/// The same, but a pipeline's handle also stands for the next of its executions.
Result<std::string> read_matrix_resource(world::World const& world, lua_State* lua, int index,
                                         std::string_view word, iam::ActionRow const& action);

/// `sagemaker:StartPipelineExecution`.
std::string action_name(iam::ActionRow const& action);
/// May this principal do that, as of now?
world::Question access_question(world::World const& world, PrincipalId who,
                                iam::ActionRow const& action, std::string const& resource);

}  // namespace rehearse::scenario
