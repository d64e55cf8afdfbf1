// Where a call has its pipeline's definition from. Source: sagemaker-pipelines 1.1, 1.14.
#pragma once

#include "sim/api/answers.hpp"

namespace rehearse::api::pipelines {

/// s3:GetObject, and kms:Decrypt where the bucket has a key, for a definition that lies in a
/// declared bucket: with the caller's credentials.
void need_definition(World const& world, json::Value const& input, std::vector<calls::Need>& needs);

/// The definition as compact JSON, checked; nothing when the call gives none.
std::expected<std::optional<std::string>, ApiError> given_definition(Request const& r);

}  // namespace rehearse::api::pipelines
