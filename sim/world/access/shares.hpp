// Resource shares: what RAM shows, and what of it is in force.
// Source: sharing-and-access 1.6 to 1.9.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/trace/trace.hpp"

namespace rehearse::world {

struct Association {
  AssociationType type{};
  std::string entity;
  AssociationStatus status{};
  bool external = false;
  std::string why;
  Time since{};

  /// Grants access: associated, or not yet done with going away (assumption ram_revocation).
  bool in_force() const {
    return status == AssociationStatus::associated || status == AssociationStatus::disassociating;
  }
};

struct Share {
  AccountId owner;
  std::string arn;
  std::string name;
  ShareStatus status = ShareStatus::pending;
  bool allow_external = true;
  std::string permission;           // ARN, as RAM shows it
  std::string permission_in_force;  // ARN, as the resource policies carry it
  std::vector<Association> associations;
  Time created{};
  Time moved{};

  Association const* find(AssociationType type, std::string_view entity) const;
};

struct Invitation {
  ShareId share;
  AccountId receiver;
  std::string principal;
  std::string arn;
  InvitationStatus status{};
  Time sent{};
};

class Shares {
 public:
  std::vector<Share> const& all() const { return shares_; }
  Share const& share(ShareId id) const { return shares_[id.index]; }
  ShareId find(std::string_view arn) const;
  std::vector<Invitation> const& invitations() const { return invitations_; }
  Invitation const& invitation(InvitationId id) const { return invitations_[id.index]; }
  InvitationId find_invitation(std::string_view arn) const;
  /// The shares that hold a resource, whatever their state.
  std::vector<ShareId> holding(std::string_view resource_arn) const;

  void apply(trace::Entry const& entry, trace::ShareStored const& record);
  void apply(trace::Entry const& entry, trace::ShareMoved const& record);
  void apply(trace::Entry const& entry, trace::SharePermissionStored const& record);
  void apply(trace::Entry const& entry, trace::SharePermissionInForce const& record);
  void apply(trace::Entry const& entry, trace::AssociationMoved const& record);
  void apply(trace::Entry const& entry, trace::InvitationMoved const& record);

 private:
  std::vector<Share> shares_;
  std::vector<Invitation> invitations_;
};

}  // namespace rehearse::world
