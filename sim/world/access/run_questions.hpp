// The questions behind what a run does by itself: the calls that a step makes, a service taking on
// a role.
#pragma once

#include <string>
#include <string_view>

#include "sim/world/access/question.hpp"

namespace rehearse::world {

/// What the name of every job that a step creates starts with.
inline constexpr std::string_view kJobPrefix = "pipelines-";

/// The question behind a call that a step makes in the name of its pipeline's role.
Question step_question(Access const& access, PrincipalId role, trace::StepCallKind kind,
                       std::string_view create_action, std::string const& resource);

/// May SageMaker take on that role for that pipeline? Which source keys it sends is not confirmed
/// (sharing-and-access 4.6): here it sends aws:SourceAccount and aws:SourceArn.
Question service_question(Access const& access, PrincipalId role, std::string_view service,
                          std::string_view source_arn, AccountId source_account);

}  // namespace rehearse::world
