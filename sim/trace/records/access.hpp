// Organization, accounts, roles and their policies: stored and in force.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

struct OrganizationDefined {
  std::string id;
  std::string name;
  std::string root_id;
  std::string management;  // the management account's 12 digits
  bool ram_sharing = true;
  SourceLine where;
  static constexpr std::string_view kName = "OrganizationDefined";
  static constexpr auto fields() {
    using R = OrganizationDefined;
    return std::tuple{field("id", &R::id),
                      field("name", &R::name),
                      field("root_id", &R::root_id),
                      field("management", &R::management),
                      field("ram_sharing", &R::ram_sharing),
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
  static constexpr std::string_view kName = "SettingChanged";
  static constexpr auto fields() {
    using R = SettingChanged;
    return std::tuple{field("account", &R::account), field("name", &R::name),
                      field("value", &R::value), field("beyond_aws", &R::beyond_aws)};
  }
};

/// An account's place in the tree, as Organizations shows it. SCPs follow at once, RAM later
/// (MembershipInForce).
struct AccountMoved {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "AccountMoved";
  static constexpr auto fields() {
    using R = AccountMoved;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

/// From here on the access decisions see the account at its new place.
struct MembershipInForce {
  AccountId account;
  OuId ou;
  static constexpr std::string_view kName = "MembershipInForce";
  static constexpr auto fields() {
    using R = MembershipInForce;
    return std::tuple{field("account", &R::account), field("ou", &R::ou)};
  }
};

struct RoleDefined {
  RoleId role;
  AccountId account;
  std::string path;  // `/` or `/team/`
  std::string name;
  std::string unique_id;  // AROA...
  DocumentId trust;
  SourceLine where;
  static constexpr std::string_view kName = "RoleDefined";
  static constexpr auto fields() {
    using R = RoleDefined;
    return std::tuple{field("role", &R::role),           field("account", &R::account),
                      field("path", &R::path),           field("name", &R::name),
                      field("unique_id", &R::unique_id), field("trust", &R::trust),
                      undigested("where", &R::where)};
  }
};

/// An inline policy of a role as IAM shows it. No document: deleted.
struct RolePolicyStored {
  RoleId role;
  std::string name;
  DocumentId document;
  static constexpr std::string_view kName = "RolePolicyStored";
  static constexpr auto fields() {
    using R = RolePolicyStored;
    return std::tuple{field("role", &R::role), field("name", &R::name),
                      field("document", &R::document)};
  }
};

/// From here on decisions see it.
struct RolePolicyInForce {
  RoleId role;
  std::string name;
  DocumentId document;
  static constexpr std::string_view kName = "RolePolicyInForce";
  static constexpr auto fields() {
    using R = RolePolicyInForce;
    return std::tuple{field("role", &R::role), field("name", &R::name),
                      field("document", &R::document)};
  }
};

}  // namespace rehearse::trace
