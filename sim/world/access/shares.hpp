// Resource shares: what RAM shows, and what of it is in force.
// Source: sharing-and-access 1.6 to 1.9.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/world/access/permissions.hpp"

namespace rehearse::world {

struct Association {
  AssociationType type{};
  std::string entity;
  AssociationStatus status{};
  bool in_force = false;  // the policy that RAM wrote has it
  bool external = false;
  bool invited = false;   // it needed an invitation: membership does not carry it
  std::string unique_id;  // of the role that was named, when it was named
  std::string why;
  Time created{};
  Time since{};
  std::uint32_t moves = 0;  // how often it changed: a timer of an earlier life is told by it

  /// Neither gone nor failed: the share has it.
  bool present() const {
    return status != AssociationStatus::disassociated && status != AssociationStatus::failed;
  }
};

/// A share's permission for one resource type: its ARN and version as RAM shows them, and as the
/// resource policies carry them. Empty and 0: none.
struct PinnedPermission {
  std::string type;
  std::string arn;
  std::uint32_t version = 0;
  std::string arn_in_force;
  std::uint32_t version_in_force = 0;
  Time since{};
};

struct Share {
  AccountId owner;
  std::string arn;
  std::string name;
  ShareStatus status = ShareStatus::pending;
  ShareFeatureSet feature_set = ShareFeatureSet::standard;
  bool allow_external = true;
  bool retain = false;
  std::vector<PinnedPermission> permissions;  // one a resource type
  std::vector<Association> associations;
  Time created{};
  Time moved{};

  /// It grants. One that RAM made from a policy only shows what that policy grants.
  bool standard() const { return feature_set == ShareFeatureSet::standard; }
  Association const* find(AssociationType type, std::string_view entity) const;
  /// The permission for a resource type, shown or in force; null when it has none.
  PinnedPermission const* permission_for(std::string_view resource_type) const;
};

struct Invitation {
  ShareId share;
  AccountId receiver;
  std::string principal;
  std::string arn;
  InvitationStatus status{};
  Time sent{};
};

/// ReplacePermissionAssociations on its way through the shares.
struct ReplaceWork {
  std::string id;
  AccountId owner;
  std::string from;
  std::uint32_t from_version = 0;  // 0: any
  std::string to;
  std::uint32_t to_version = 0;
  ReplaceWorkStatus status{};
  std::string why;
  Time created{};
  Time moved{};
};

/// How RAM writes what the sources leave open: the run's assumptions, as the trace told them.
struct RamRules {
  bool ou_by_path = true;
  bool lists_executions = true;
  bool own_account_delegates = true;
};

class Shares {
 public:
  std::vector<Share> const& all() const { return shares_; }
  Share const& share(ShareId id) const { return shares_[id.index]; }
  ShareId find(std::string_view arn) const;
  std::vector<Invitation> const& invitations() const { return invitations_; }
  Invitation const& invitation(InvitationId id) const { return invitations_[id.index]; }
  InvitationId find_invitation(std::string_view arn) const;
  /// The ordinary shares that hold a resource, whatever their state.
  std::vector<ShareId> holding(std::string_view resource_arn) const;
  /// The share in use that RAM made from the policy of a resource, or none.
  ShareId mirror_of(std::string_view resource_arn) const;
  Permissions const& permissions() const { return permissions_; }
  std::vector<ReplaceWork> const& works() const { return works_; }
  RamRules const& rules() const { return rules_; }

  void apply(trace::Entry const& entry, trace::ShareStored const& record);
  void apply(trace::Entry const& entry, trace::ShareUpdated const& record);
  void apply(trace::Entry const& entry, trace::ShareMoved const& record);
  void apply(trace::Entry const& entry, trace::FeatureSetMoved const& record);
  void apply(trace::Entry const& entry, trace::SharePermissionStored const& record);
  void apply(trace::Entry const& entry, trace::SharePermissionInForce const& record);
  void apply(trace::Entry const& entry, trace::AssociationMoved const& record);
  void apply(trace::Entry const& entry, trace::InvitationMoved const& record);
  void apply(trace::Entry const& entry, trace::ReplaceWorkMoved const& record);
  void apply(trace::Entry const& entry, trace::AssumptionUsed const& record);
  template <class R>
    requires requires(Permissions& p, R const& r) { p.apply(trace::Entry{}, r); }
  void apply(trace::Entry const& entry, R const& record) {
    permissions_.apply(entry, record);
  }

 private:
  PinnedPermission& pinned(ShareId share, std::string const& type);

  std::vector<Share> shares_;
  std::vector<Invitation> invitations_;
  std::vector<ReplaceWork> works_;
  Permissions permissions_;
  RamRules rules_;
};

}  // namespace rehearse::world
