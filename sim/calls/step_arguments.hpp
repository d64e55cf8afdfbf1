// The arguments of a pipeline's steps against the requests that they become: what the job APIs say
// of members, types, words, bounds and patterns. Expressions are taken as right: their values are
// known when the step runs.
//
//   auto definition = pipeline::parse_definition(text, file, calls::definition_options(owner));
//
// Source: sagemaker-pipelines 1.14.
#pragma once

#include "sim/pipeline/lint.hpp"
#include "sim/pipeline/reader.hpp"
#include "sim/world/world.hpp"

namespace rehearse::calls {

/// The faults, in the service's words where they are known. For `pipeline::Options`.
void check_step_arguments(pipeline::StepType type, pipeline::Place const& arguments,
                          pipeline::Reader& reader);

/// What is taken into a definition and refused later, by the job's own API: texts that name
/// something outside (a role, an address) in a form that nothing there has, and members that no
/// published request has.
void warn_of_step_arguments(pipeline::Definition const& definition, pipeline::Warnings& out);

/// References below a step's first property that the job's description does not have: a misspelt
/// member, a list read as a structure.
void warn_of_step_properties(pipeline::Definition const& definition, pipeline::Warnings& out);

/// All that somebody should know about a definition that is taken: of the definition itself, and of
/// the two kinds above; by place. `owner_account`: the 12 digits, or empty when nobody knows.
/// REQUIRES: `pipeline` was compiled from a definition.
std::vector<pipeline::Warning> warnings_of(pipeline::Compiled const& pipeline,
                                           std::string_view owner_account);

/// How definitions of this owner are read: its quotas and switches, and the check of arguments.
pipeline::Options definition_options(world::Account const& owner);
/// The same for one that has no owner yet.
pipeline::Options definition_options();

}  // namespace rehearse::calls
