// The questions behind what a run does by itself: the calls that a step makes, a service taking on
// a role.
#pragma once

#include <string>
#include <string_view>

#include "sim/pipeline/step_types.hpp"
#include "sim/world/access/question.hpp"

namespace rehearse::world {

/// What the names of the jobs that steps of a type create start with, before the execution's id.
/// Source: sagemaker-pipelines 2.2; that short names go without it is our guess.
constexpr std::string_view job_prefix(pipeline::StepTypeRow const& type) {
  return type.short_job_names ? "" : "pipelines-";
}

/// The question behind a call that a step makes in the name of its pipeline's role.
Question step_question(Access const& access, PrincipalId role, trace::StepCallKind kind,
                       std::string_view create_action, std::string const& resource);

/// May SageMaker take on that role for that pipeline? Which source keys it sends is not confirmed
/// (sharing-and-access 4.6): here it sends aws:SourceAccount and aws:SourceArn.
Question service_question(Access const& access, PrincipalId role, std::string_view service,
                          std::string_view source_arn, AccountId source_account);

}  // namespace rehearse::world
