// Small parts that many answers share: names or ARNs, timestamps, pages, sorting.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "sim/api/handlers.hpp"
#include "sim/world/access/tag_keys.hpp"

namespace rehearse::api {

/// The caller's account.
AccountId account_of(World const& world, Caller const& caller);
/// The caller's account in the client's Region.
world::Place place_of(World const& world, Caller const& caller);
/// Does the ARN name something of the client's Region? A service knows nothing of its other
/// Regions: what lives there does not exist for it. Source: sharing-and-access 1.12 (AWS's own
/// words for it are not known).
bool is_here(Request const& r, std::string_view arn);
/// `arn:aws:sagemaker:REGION:ACCOUNT:RESOURCE` in the caller's account and the client's Region.
std::string own_arn(World const& world, Caller const& caller, std::string_view resource);
/// A name or an ARN as an ARN: a bare name is one of the caller's own account
/// (sagemaker-pipelines 4.1).
std::string as_arn(World const& world, Caller const& caller, std::string_view type,
                   std::string_view name_or_arn);

/// What to say when the input has one of these members, which have no effect here; else nothing.
std::optional<std::string> not_simulated(json::Value const& input,
                                         std::initializer_list<std::string_view> members);

/// The pipeline that `PipelineName` names, by name or by ARN. Error: ResourceNotFound.
std::expected<PipelineId, ApiError> find_pipeline(Request const& r);
ApiError pipeline_not_found(std::string_view name);

/// Seconds since 1970 as JSON writes timestamps.
json::Value timestamp(World const& world, Time at);
std::string text_of(json::Value const& input, std::string_view member);
using world::add_tag_keys;
using world::tags_of;
using world::TagWords;
/// The condition keys that the call's own input fills, in every need of the call's own action (the
/// first).
void add_call_keys(json::Value const& input, std::vector<calls::Need>& needs);
/// The texts of a list, in its order; empty without one.
std::vector<std::string> texts_of(json::Value const& input, std::string_view member);
std::uint32_t number_of(json::Value const& input, std::string_view member, std::uint32_t otherwise);
bool flag_of(json::Value const& input, std::string_view member, bool otherwise);
/// `{"IamIdentity": {"Arn": ...}}`. Source: sagemaker-pipelines 3.3.
json::Value user_context(World const& world, PrincipalId role);

/// How an operation spells its paging members, and what its filters look at. `name`: the member of
/// an item that NameContains speaks of.
struct Paging {
  std::string_view list;
  std::string_view max = "MaxResults";
  std::string_view token_in = "NextToken";
  std::string_view token_out = "NextToken";
  std::string_view name{};
};

/// One page of those `items` that the input's filters leave: NameContains, created and modified
/// after and before (strictly). Tokens are opaque and good for their list alone; another one is a
/// ValidationException. Default page size: 100 (unstated by AWS).
Answer page(json::Value const& input, json::Array items, Paging const& paging);
/// The token for a list's items from `offset` on.
std::string page_token(std::string_view list, std::uint64_t offset);
/// Rising by a member, a text or a number; what is alike keeps its order, what lacks it comes
/// first.
void sort_by(json::Array& items, std::string_view member);
/// Newest first unless the input asks otherwise.
bool ascending(json::Value const& input, bool otherwise);

/// `iam:PassRole` on a role that is handed to SageMaker; appended where the input names a role.
void need_pass_role(World const& world, json::Value const& input, std::string_view member,
                    std::vector<calls::Need>& needs);

}  // namespace rehearse::api
