// The organization: its tree, its accounts and the policies that it sets over them. What is stored
// and what decisions see are two records each.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/access.hpp"
#include "sim/vocab/ids.hpp"

namespace rehearse::trace {

struct OrganizationDefined {
  std::string id;
  std::string name;
  std::string root_id;
  std::string management;  // the management account's 12 digits
  FeatureSet features{};
  SourceLine where;
  static constexpr std::string_view kName = "OrganizationDefined";
  static constexpr auto fields() {
    using R = OrganizationDefined;
    return std::tuple{field("id", &R::id),
                      field("name", &R::name),
                      field("root_id", &R::root_id),
                      field("management", &R::management),
                      field("features", &R::features),
                      undigested("where", &R::where)};
  }
};

/// An organizational unit. OU 0 is the root; its parent is none.
struct OuDefined {
  OuId ou;
  OuId parent;
  std::string id;
  std::string name;
  static constexpr std::string_view kName = "OuDefined";
  static constexpr auto fields() {
    using R = OuDefined;
    return std::tuple{field("ou", &R::ou), field("parent", &R::parent), field("id", &R::id),
                      field("name", &R::name)};
  }
};

struct OuDeleted {
  OuId ou;
  static constexpr std::string_view kName = "OuDeleted";
  static constexpr auto fields() { return std::tuple{field("ou", &OuDeleted::ou)}; }
};

struct AccountDefined {
  AccountId account;
  std::string id;  // 12 digits
  std::string name;
  std::string region;
  OuId ou;  // none: outside the organization
  SourceLine where;
  static constexpr std::string_view kName = "AccountDefined";
  static constexpr auto fields() {
    using R = AccountDefined;
    return std::tuple{field("account", &R::account), field("id", &R::id),
                      field("name", &R::name),       field("region", &R::region),
                      field("ou", &R::ou),           undigested("where", &R::where)};
  }
};

/// A quota or a queue that differs from AWS's default. `beyond_aws`: AWS has no such setting or
/// would not grant it.
struct SettingChanged {
  AccountId account;
  std::string name;
  std::int64_t value = 0;
  bool beyond_aws = false;
  std::string region{};  // where it holds; empty: in all of the account's
  static constexpr std::string_view kName = "SettingChanged";
  static constexpr auto fields() {
    using R = SettingChanged;
    return std::tuple{field("account", &R::account), field("name", &R::name),
                      field("value", &R::value), field("beyond_aws", &R::beyond_aws),
                      field("region", &R::region)};
  }
};

/// An account's place in the tree, as Organizations shows it; none: it left. Control policies
/// follow (PathInForce), RAM later (MembershipInForce): in between the two disagree.
struct AccountMoved {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "AccountMoved";
  static constexpr auto fields() {
    using R = AccountMoved;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

/// From here on the control policies of the new place bind the account.
struct PathInForce {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "PathInForce";
  static constexpr auto fields() {
    using R = PathInForce;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

/// From here on RAM and the keys of the organization see the account at its new place.
struct MembershipInForce {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "MembershipInForce";
  static constexpr auto fields() {
    using R = MembershipInForce;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

struct AccountStatusMoved {
  AccountId account;
  AccountStatus status{};
  static constexpr std::string_view kName = "AccountStatusMoved";
  static constexpr auto fields() {
    using R = AccountStatusMoved;
    return std::tuple{field("account", &R::account), field("status", &R::status)};
  }
};

/// How RAM stands to the organization.
struct RamSharingMoved {
  RamSharing to{};
  static constexpr std::string_view kName = "RamSharingMoved";
  static constexpr auto fields() { return std::tuple{field("to", &RamSharingMoved::to)}; }
};

/// A type of control policy is being switched on or off at the root, or is so. It binds from
/// ENABLED until it is DISABLED.
struct PolicyTypeMoved {
  ControlPolicyType type{};
  PolicyTypeStatus status{};
  static constexpr std::string_view kName = "PolicyTypeMoved";
  static constexpr auto fields() {
    using R = PolicyTypeMoved;
    return std::tuple{field("policy_type", &R::type), field("status", &R::status)};
  }
};

/// A control policy as Organizations shows it. No document: deleted.
struct ControlPolicyStored {
  std::string id;  // `p-...`
  ControlPolicyType type{};
  std::string name;
  DocumentId document;
  SourceLine where;
  static constexpr std::string_view kName = "ControlPolicyStored";
  static constexpr auto fields() {
    using R = ControlPolicyStored;
    return std::tuple{field("id", &R::id), field("policy_type", &R::type), field("name", &R::name),
                      field("document", &R::document), undigested("where", &R::where)};
  }
};

/// From here on its content binds.
struct ControlPolicyInForce {
  std::string id;
  DocumentId document;
  static constexpr std::string_view kName = "ControlPolicyInForce";
  static constexpr auto fields() {
    using R = ControlPolicyInForce;
    return std::tuple{field("id", &R::id), field("document", &R::document)};
  }
};

/// A control policy attached to (or detached from) a root, a unit or an account.
struct AttachmentStored {
  std::string policy;  // its id
  std::string target;  // the id of a root or unit, or 12 digits
  bool attached = false;
  static constexpr std::string_view kName = "AttachmentStored";
  static constexpr auto fields() {
    using R = AttachmentStored;
    return std::tuple{field("policy", &R::policy), field("target", &R::target),
                      field("attached", &R::attached)};
  }
};

/// From here on it binds (or no longer does).
struct AttachmentInForce {
  std::string policy;
  std::string target;
  bool attached = false;
  static constexpr std::string_view kName = "AttachmentInForce";
  static constexpr auto fields() {
    using R = AttachmentInForce;
    return std::tuple{field("policy", &R::policy), field("target", &R::target),
                      field("attached", &R::attached)};
  }
};

/// An invitation to join the organization.
struct HandshakeMoved {
  std::string id;  // `h-...`
  AccountId account;
  HandshakeStatus status{};
  static constexpr std::string_view kName = "HandshakeMoved";
  static constexpr auto fields() {
    using R = HandshakeMoved;
    return std::tuple{field("id", &R::id), field("account", &R::account),
                      field("status", &R::status)};
  }
};

struct OuRenamed {
  OuId ou;
  std::string name;
  static constexpr std::string_view kName = "OuRenamed";
  static constexpr auto fields() {
    return std::tuple{field("ou", &OuRenamed::ou), field("name", &OuRenamed::name)};
  }
};

/// A request to create an account: made, and answered. SUCCEEDED: `account` is there, at the root.
struct AccountCreationMoved {
  std::string id;    // `car-...`
  std::string name;  // of the account
  std::string email;
  std::string role;  // the role in it that the management account may take on
  AccountCreationStatus status{};
  AccountId account;   // none until SUCCEEDED
  std::string reason;  // of FAILED: `EMAIL_ALREADY_EXISTS`
  static constexpr std::string_view kName = "AccountCreationMoved";
  static constexpr auto fields() {
    using R = AccountCreationMoved;
    return std::tuple{field("id", &R::id),         field("name", &R::name),
                      field("email", &R::email),   field("role", &R::role),
                      field("status", &R::status), field("account", &R::account),
                      field("reason", &R::reason)};
  }
};

/// Trusted access of a service other than RAM (RamSharingMoved).
struct ServiceAccessMoved {
  std::string service;  // `guardduty.amazonaws.com`
  bool enabled = false;
  static constexpr std::string_view kName = "ServiceAccessMoved";
  static constexpr auto fields() {
    using R = ServiceAccessMoved;
    return std::tuple{field("service", &R::service), field("enabled", &R::enabled)};
  }
};

/// An account becomes the delegated administrator of a service, or is so no longer.
struct DelegationMoved {
  AccountId account;
  std::string service;
  bool delegated = false;
  static constexpr std::string_view kName = "DelegationMoved";
  static constexpr auto fields() {
    using R = DelegationMoved;
    return std::tuple{field("account", &R::account), field("service", &R::service),
                      field("delegated", &R::delegated)};
  }
};

}  // namespace rehearse::trace
