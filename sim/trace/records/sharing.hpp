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
  static constexpr std::string_view kName = "ShareStored";
  static constexpr auto fields() {
    using R = ShareStored;
    return std::tuple{field("share", &R::share), field("owner", &R::owner), field("arn", &R::arn),
                      field("name", &R::name), field("allow_external", &R::allow_external)};
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

/// The managed permission of a share, as RAM shows it.
struct SharePermissionStored {
  ShareId share;
  std::string permission;  // its ARN
  static constexpr std::string_view kName = "SharePermissionStored";
  static constexpr auto fields() {
    using R = SharePermissionStored;
    return std::tuple{field("share", &R::share), field("permission", &R::permission)};
  }
};

/// From here on the resource policies that RAM wrote carry it.
struct SharePermissionInForce {
  ShareId share;
  std::string permission;
  static constexpr std::string_view kName = "SharePermissionInForce";
  static constexpr auto fields() {
    using R = SharePermissionInForce;
    return std::tuple{field("share", &R::share), field("permission", &R::permission)};
  }
};

/// A principal or a resource of a share. Only ASSOCIATED is in force (and DISASSOCIATING until its
/// end).
struct AssociationMoved {
  ShareId share;
  AssociationType type{};
  std::string entity;  // account id, ARN of a principal or of a pipeline
  AssociationStatus status{};
  bool external = false;
  std::string why;  // statusMessage
  static constexpr std::string_view kName = "AssociationMoved";
  static constexpr auto fields() {
    using R = AssociationMoved;
    return std::tuple{field("share", &R::share),       field("associationType", &R::type),
                      field("entity", &R::entity),     field("status", &R::status),
                      field("external", &R::external), field("why", &R::why)};
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

}  // namespace rehearse::trace
