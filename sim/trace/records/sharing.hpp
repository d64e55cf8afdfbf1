// Resource shares, their associations and invitations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sim/trace/field.hpp"
#include "sim/vocab/decision.hpp"
#include "sim/vocab/ids.hpp"
#include "sim/vocab/status.hpp"

namespace rehearse::trace {

struct ShareStored {
  ShareId share;
  AccountId owner;
  std::string arn;
  std::string name;
  bool allow_external = true;
  bool retain = false;  // retainSharingOnAccountLeaveOrganization
  static constexpr std::string_view kName = "ShareStored";
  static constexpr auto fields() {
    using R = ShareStored;
    return std::tuple{field("share", &R::share),
                      field("owner", &R::owner),
                      field("arn", &R::arn),
                      field("name", &R::name),
                      field("allow_external", &R::allow_external),
                      field("retain", &R::retain)};
  }
};

/// UpdateResourceShare: what may change of a share.
struct ShareUpdated {
  ShareId share;
  std::string name;
  bool allow_external = true;
  static constexpr std::string_view kName = "ShareUpdated";
  static constexpr auto fields() {
    using R = ShareUpdated;
    return std::tuple{field("share", &R::share), field("name", &R::name),
                      field("allow_external", &R::allow_external)};
  }
};

/// RAM made a share or a customer managed permission from a policy that somebody wrote onto a
/// resource, or a share that it made so is promoted.
struct FeatureSetMoved {
  std::string arn;
  ShareFeatureSet to{};
  static constexpr std::string_view kName = "FeatureSetMoved";
  static constexpr auto fields() {
    using R = FeatureSetMoved;
    return std::tuple{field("arn", &R::arn), field("to", &R::to)};
  }
};

struct ShareMoved {
  ShareId share;
  ShareStatus status{};
  static constexpr std::string_view kName = "ShareMoved";
  static constexpr auto fields() {
    using R = ShareMoved;
    return std::tuple{field("share", &R::share), field("status", &R::status)};
  }
};

/// A share's managed permission for one resource type, pinned to a version, as RAM shows it.
struct SharePermissionStored {
  ShareId share;
  std::string type;           // `sagemaker:Pipeline`
  std::string permission;     // its ARN; empty: taken out
  std::uint32_t version = 0;  // 0: taken out
  static constexpr std::string_view kName = "SharePermissionStored";
  static constexpr auto fields() {
    using R = SharePermissionStored;
    return std::tuple{field("share", &R::share), field("resource_type", &R::type),
                      field("permission", &R::permission), field("version", &R::version)};
  }
};

/// From here on the resource policies that RAM wrote carry it.
struct SharePermissionInForce {
  ShareId share;
  std::string type;
  std::string permission;
  std::uint32_t version = 0;
  static constexpr std::string_view kName = "SharePermissionInForce";
  static constexpr auto fields() {
    using R = SharePermissionInForce;
    return std::tuple{field("share", &R::share), field("resource_type", &R::type),
                      field("permission", &R::permission), field("version", &R::version)};
  }
};

/// A principal or a resource of a share, and whether the policy that RAM wrote has it.
struct AssociationMoved {
  ShareId share;
  AssociationType type{};
  std::string entity;  // account id, ARN of a principal or of a shared resource
  AssociationStatus status{};
  bool in_force = false;
  bool external = false;
  std::string unique_id;  // of the role that an ARN names at this moment; else empty
  std::string why;        // statusMessage
  static constexpr std::string_view kName = "AssociationMoved";
  static constexpr auto fields() {
    using R = AssociationMoved;
    return std::tuple{field("share", &R::share),         field("associationType", &R::type),
                      field("entity", &R::entity),       field("status", &R::status),
                      field("in_force", &R::in_force),   field("external", &R::external),
                      field("unique_id", &R::unique_id), field("why", &R::why)};
  }
};

struct InvitationMoved {
  InvitationId invitation;
  ShareId share;
  AccountId receiver;
  std::string principal;
  std::string arn;
  InvitationStatus status{};
  static constexpr std::string_view kName = "InvitationMoved";
  static constexpr auto fields() {
    using R = InvitationMoved;
    return std::tuple{field("invitation", &R::invitation),
                      field("share", &R::share),
                      field("receiver", &R::receiver),
                      field("principal", &R::principal),
                      field("arn", &R::arn),
                      field("status", &R::status)};
  }
};

/// A customer managed permission is created, deleted, or gone.
struct PermissionMoved {
  std::string arn;
  AccountId owner;
  std::string name;
  std::string type;  // resource type
  PermissionStatus status{};
  static constexpr std::string_view kName = "PermissionMoved";
  static constexpr auto fields() {
    using R = PermissionMoved;
    return std::tuple{field("arn", &R::arn), field("owner", &R::owner), field("name", &R::name),
                      field("resource_type", &R::type), field("status", &R::status)};
  }
};

/// A new version of a managed permission, which is the default from now on. Also of an AWS managed
/// one, which AWS publishes.
struct PermissionVersionStored {
  std::string arn;
  std::uint32_t version = 0;
  JsonText grants;  // `{"Effect":"Allow","Action":[...],"Condition":{...}}`
  static constexpr std::string_view kName = "PermissionVersionStored";
  static constexpr auto fields() {
    using R = PermissionVersionStored;
    return std::tuple{field("arn", &R::arn), field("version", &R::version),
                      field("grants", &R::grants)};
  }
};

/// An older version is the default again (ATTACHABLE), or a version is gone (DELETED).
struct PermissionVersionMoved {
  std::string arn;
  std::uint32_t version = 0;
  PermissionStatus status{};
  static constexpr std::string_view kName = "PermissionVersionMoved";
  static constexpr auto fields() {
    using R = PermissionVersionMoved;
    return std::tuple{field("arn", &R::arn), field("version", &R::version),
                      field("status", &R::status)};
  }
};

/// ReplacePermissionAssociations: work that takes time.
struct ReplaceWorkMoved {
  std::string id;
  AccountId owner;
  std::string from;
  std::uint32_t from_version = 0;  // 0: any
  std::string to;
  std::uint32_t to_version = 0;
  ReplaceWorkStatus status{};
  std::string why;  // statusMessage
  static constexpr std::string_view kName = "ReplaceWorkMoved";
  static constexpr auto fields() {
    using R = ReplaceWorkMoved;
    return std::tuple{field("id", &R::id),         field("owner", &R::owner),
                      field("from", &R::from),     field("from_version", &R::from_version),
                      field("to", &R::to),         field("to_version", &R::to_version),
                      field("status", &R::status), field("why", &R::why)};
  }
};

}  // namespace rehearse::trace
