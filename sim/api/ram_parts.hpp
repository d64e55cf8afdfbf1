// What RAM's operations share: its errors, its enumerations, its pages, its quotas, and how it
// shows a share, an association and an invitation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/api/answers.hpp"
#include "sim/api/handlers.hpp"

namespace rehearse::api::ram {

using Keys = world::ContextKeys;

// ---- errors (sharing-and-access 1.15, 1.16) ----
ApiError unknown_resource(std::string message);
ApiError invalid_parameter(std::string message);
ApiError malformed_arn(std::string message);
ApiError not_permitted(std::string message);
ApiError invalid_policy(std::string message);
ApiError wrong_state(std::string message);
/// `The specified resource ARN {} is not valid. Verify the ARN and try again.`
ApiError bad_arn(std::string_view arn);
/// `ResourceShare {} could not be found.`
ApiError unknown_share(std::string_view arn);
ApiError unknown_permission(World const& world, std::string_view arn);

// ---- inputs ----
/// The list's texts, each once. Empty when the list is absent.
std::vector<std::string> texts(json::Value const& input, std::string_view member);
/// Does the list member name this text? An absent list names everything.
bool listed(json::Value const& input, std::string_view member, std::string_view text);
/// Is the member absent, or just this text?
bool wanted(json::Value const& input, std::string_view member, std::string_view text);
/// RAM refuses wrong values of its enumerations itself, in its own words; nothing when all that the
/// input has are right.
std::optional<ApiError> check_values(Request& r);
/// A RAM ARN of the kind (`resource-share/`) or the error.
std::optional<ApiError> check_arn(std::string_view arn, std::string_view kind);

// ---- once: calls with a client token ----
/// The answer to a token that was used before, or the error when it was used for something else;
/// nothing for a new one.
std::optional<Answer> known_answer(Request& r);
Answer remember(Request& r, Answer answer);
/// A handler that does nothing twice. Source: 1.15.
template <Answer (*handle)(Request&)>
Answer once(Request& r) {
  if (auto refused = check_values(r)) return std::unexpected(*refused);
  if (auto known = known_answer(r)) return std::move(*known);
  return remember(r, handle(r));
}
/// A handler that only reads.
template <Answer (*handle)(Request&)>
Answer reading(Request& r) {
  if (auto refused = check_values(r)) return std::unexpected(*refused);
  return handle(r);
}

/// A page of a list, with RAM's error for a bad token; the first one may be empty (assumption
/// ram_empty_pages).
Answer page_of(Request& r, std::string_view list, json::Array items);

/// A quota of the caller in the call's Region. Source: 1.17.
std::size_t quota(Request const& r, Quota which);

// ---- shares ----
/// A share that RAM still shows; a deleted one for a while. Source: 1.7.
bool is_listed(Request& r, world::Share const& share);
/// Rows of what was disassociated vanish after a while.
bool is_listed(Request& r, world::Association const& association);
/// An owner's share, in use, whatever its feature set.
std::expected<ShareId, ApiError> shown_share(Request& r);
/// An owner's share, in use, that can be changed: not one that RAM made from a policy (1.13).
std::expected<ShareId, ApiError> own_share(Request& r);
/// Does a share in force reach the account?
bool reaches(World const& world, world::Share const& share, AccountId account);
/// Does another account's share in force show it that resource?
bool discovers(World const& world, AccountId account, std::string_view resource_arn);
/// What a call on a share needs, with RAM's keys of the share. Source: 5.3.
calls::Need share_need(World const& world, std::string_view action, json::Value const& input);
/// RAM writes resource policies in the caller's name. Source: 1.8.
calls::Need put_policy_need();
/// RAM spells its members with small letters.
inline constexpr TagWords kTagWords{"tags", "key", "value"};
std::string_view text_of_flag(bool flag);
/// Faults of the tags that a call gives: too many, twice the same key.
std::optional<ApiError> check_tags(Request const& r, std::string_view arn);
void store_tags(Request& r, std::string const& arn);
json::Value tags_answer(World const& world, std::string_view arn);

// ---- answers ----
json::Value share_answer(World const& world, ShareId share);
json::Value association_answer(Request& r, ShareId share, world::Association const& association);
json::Value invitation_answer(World const& world, InvitationId invitation);

}  // namespace rehearse::api::ram
