// What the operations of the model registry share: finding the group that a call names.
#pragma once

#include "sim/api/answers.hpp"

namespace rehearse::api::registry {

/// By its name in the caller's account, or by its ARN.
std::string group_arn(World const& world, Caller const& caller, json::Value const& input);
Needs group_need(World const& world, Caller const& caller, std::string_view action,
                 json::Value const& input);
std::expected<GroupId, ApiError> find_group(Request const& r);
/// The group's policy is no more, if it has one. REQUIRES: the call is accepted.
void take_policy(Request& r, std::string const& group_arn);

}  // namespace rehearse::api::registry
