// What the handlers of Organizations share: finding what a call names, its errors, its answers.
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "sim/api/answers.hpp"

namespace rehearse::api::organizations {

ApiError constraint_violation(std::string text);
/// Tags of the organization's own things are not simulated. Error: InvalidInputException.
std::optional<ApiError> tags_given(Request const& r);
/// ConstraintViolationException where the organization has only consolidated billing.
std::optional<ApiError> not_all_features(World const& world);
/// How many more accounts it can have: those in creation and invited count
/// (setting `organization_accounts_max` of the management account, 10 by default).
std::int64_t accounts_left(World const& world);

/// `arn:aws:organizations::MANAGEMENT:account/o-acme/111122223333`.
std::string account_arn(World const& world, AccountId account);
std::string control_policy_arn(World const& world, world::ControlPolicy const& policy);
std::string handshake_arn(World const& world, std::string_view id);

/// An account of the organization. Error: AccountNotFoundException.
std::expected<AccountId, ApiError> find_member(Request const& r);
/// A root or unit. Error: `code`.
std::expected<OuId, ApiError> find_parent(Request const& r, std::string_view member,
                                          std::string_view code, std::string_view text);
/// `SERVICE_CONTROL_POLICY` or `RESOURCE_CONTROL_POLICY`. Error: InvalidInputException.
std::expected<ControlPolicyType, ApiError> read_policy_type(std::string_view given);
/// A policy of a type that is simulated. Error: PolicyNotFoundException.
std::expected<world::ControlPolicy, ApiError> find_policy(Request const& r);

json::Value account_answer(World const& world, AccountId account);
json::Value unit_answer(World const& world, OuId ou);
json::Value root_answer(World const& world);

}  // namespace rehearse::api::organizations
