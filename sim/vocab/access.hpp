// The words of IAM and Organizations, spelled as AWS spells them.
#pragma once

#include <cstdint>

#include "sim/vocab/enum_names.hpp"

namespace rehearse {

/// What carries policies and may call. A group calls nothing: its policies count for its users.
enum class IdentityKind : std::uint8_t { role, user, group, root };

/// What IAM keeps of an identity, each with a stored and an enforced state.
/// Source: sharing-and-access 6.
enum class IamSlot : std::uint8_t {
  existence,        // the role or user itself
  inline_policy,    // name, document
  attached_policy,  // name: a managed policy's ARN
  boundary,         // name: a managed policy's ARN
  trust,            // document
  tag,              // name, value
  membership,       // of a user; name: the group's
  session_max,      // of a role; value: seconds (MaxSessionDuration)
};

/// The policies that an organization sets over its accounts.
enum class ControlPolicyType : std::uint8_t { scp, rcp };

/// Source: sharing-and-access 2.1.
enum class AccountStatus : std::uint8_t { active, pending_closure, suspended };

/// Source: sharing-and-access 2.4.
enum class HandshakeStatus : std::uint8_t { open, accepted, declined, canceled, expired };

/// Of a type of control policy at the root. AWS shows no `DISABLED`: the type is not listed then.
/// Source: sharing-and-access 2.4.
enum class PolicyTypeStatus : std::uint8_t { disabled, pending_enable, enabled, pending_disable };

/// Of a request to create an account. Source: sharing-and-access 2.4.
enum class AccountCreationStatus : std::uint8_t { in_progress, succeeded, failed };

/// How RAM stands to the organization. `organizations_only`: trusted access was switched on with
/// Organizations, so RAM has no role to look at the tree with. Source: sharing-and-access 1.10.
enum class RamSharing : std::uint8_t { off, organizations_only, on };

enum class FeatureSet : std::uint8_t { all, consolidated_billing };

}  // namespace rehearse

REHEARSE_ENUM_NAMES(rehearse::IdentityKind, "role", "user", "group", "root");
REHEARSE_ENUM_NAMES(rehearse::IamSlot, "existence", "inline_policy", "attached_policy", "boundary",
                    "trust", "tag", "membership", "session_max");
REHEARSE_ENUM_NAMES(rehearse::ControlPolicyType, "SERVICE_CONTROL_POLICY",
                    "RESOURCE_CONTROL_POLICY");
REHEARSE_ENUM_NAMES(rehearse::AccountStatus, "ACTIVE", "PENDING_CLOSURE", "SUSPENDED");
REHEARSE_ENUM_NAMES(rehearse::HandshakeStatus, "OPEN", "ACCEPTED", "DECLINED", "CANCELED",
                    "EXPIRED");
REHEARSE_ENUM_NAMES(rehearse::PolicyTypeStatus, "DISABLED", "PENDING_ENABLE", "ENABLED",
                    "PENDING_DISABLE");
REHEARSE_ENUM_NAMES(rehearse::AccountCreationStatus, "IN_PROGRESS", "SUCCEEDED", "FAILED");
REHEARSE_ENUM_NAMES(rehearse::RamSharing, "off", "organizations_only", "on");
REHEARSE_ENUM_NAMES(rehearse::FeatureSet, "ALL", "CONSOLIDATED_BILLING");
