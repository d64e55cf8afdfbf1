// Policies that calls bring, and the managed ones that they name.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "sim/api/handlers.hpp"
#include "sim/iam/policy.hpp"

namespace rehearse::api {

/// The document as compact JSON. Error: MalformedPolicyDocument with every rule that IAM holds
/// against it.
std::expected<std::string, ApiError> read_policy_input(Request const& r, std::string_view text,
                                                       rehearse::iam::PolicyKind kind);

/// A customer's, or one of AWS's own that this simulator knows.
bool managed_policy_exists(World const& world, std::string_view arn);

/// The entities that a resource or trust policy names and that there are not (or are too new to be
/// known): IAM refuses to save them. Source: sharing-and-access 3.3.
std::optional<ApiError> unknown_principal(World const& world, std::string_view document,
                                          rehearse::iam::PolicyKind kind);

}  // namespace rehearse::api
