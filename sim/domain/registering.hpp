// What steps and calls create: model packages, models, endpoint configurations.
// Source: sagemaker-pipelines 3.4, 6.2.
#pragma once

#include <expected>
#include <optional>
#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/events.hpp"
#include "sim/vocab/api_error.hpp"

namespace rehearse::domain {

/// The effect of a finished RegisterModel, Model, EndpointConfig or Endpoint step; nothing for
/// other types. Error: why the step fails.
std::expected<void, std::string> create_resource(Context const& c, Events& events,
                                                 ExecutionId execution, world::StepIndex step,
                                                 json::Value const& arguments);

/// ResourceLimitExceeded when a RegisterModel or Endpoint step in this place would create more than
/// its owner may have; nothing for other types.
std::optional<ApiError> over_created_quota(world::World const& world, Assume& assume,
                                           world::Place const& place, pipeline::StepType type,
                                           json::Value const& arguments);

/// A new version in a group. `request`: the call's input.
PackageId register_package(Context const& c, Events& events, GroupId group, ApprovalStatus approval,
                           json::Value const& request, ExecutionId execution,
                           world::StepIndex step);
/// `request`: the whole of what it is registered with from now on.
void update_package(Context const& c, PackageId package, json::Value const& request);
GroupId create_group(Context const& c, world::Place const& place, std::string_view name);
ModelId create_model(Context const& c, world::Place const& place, std::string_view name,
                     json::Value const& request);
EndpointConfigId create_endpoint_config(Context const& c, world::Place const& place,
                                        std::string_view name, json::Value const& request);

}  // namespace rehearse::domain
