// Tags that a call gives to a resource of SageMaker, when it creates it or by AddTags. Source:
// sharing-and-access 5.1.
#pragma once

#include "sim/api/answers.hpp"

namespace rehearse::api::tags {

/// A call that creates with Tags may be refused by their keys, and needs `sagemaker:AddTags` on
/// what it creates besides. REQUIRES: the creation is the first need.
void need_add_tags(json::Value const& input, std::vector<calls::Need>& needs);
/// The error of a version that is to be tagged.
ApiError version_has_none();
/// What is wrong with the call's tags, beside those that the resource has already.
std::optional<ApiError> check(json::Value const& input, std::vector<world::Tag> const& known = {});
void store(Request& r, std::string const& arn);

}  // namespace rehearse::api::tags
