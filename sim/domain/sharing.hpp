// The lives of resource shares, their associations and invitations. Source: sharing-and-access 1.4
// to 1.9, 6.
#pragma once

#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/client_tokens.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Sharing {
 public:
  Sharing(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  /// A new share, ACTIVE at once, with this permission in force.
  ShareId create(AccountId owner, std::string const& name, std::string const& permission,
                 bool allow_external);
  ClientTokens<ShareId> tokens;  // of creations
  /// ASSOCIATING now; ASSOCIATED after the delay, or once the invitation is accepted.
  void associate(ShareId share, AssociationType type, std::string const& entity);
  /// DISASSOCIATING now, with access until DISASSOCIATED.
  void disassociate(ShareId share, AssociationType type, std::string const& entity);
  void replace_permission(ShareId share, std::string const& permission);
  /// A resource is gone: what shares granted on it went with it, and does not come back with its
  /// name (1.9, an inference of the reference).
  void resource_gone(std::string const& resource);
  void remove(ShareId share);
  void accept(InvitationId invitation);
  void reject(InvitationId invitation);

  /// Is the principal outside what the share's organization vouches for? Source: 1.6.
  bool needs_invitation(ShareId share, std::string const& principal) const;
  bool is_external(ShareId share, std::string const& principal) const;

  // What timers wake. `target`: the status to reach; `entity`: the association's position in its
  // share.
  void association_done(ShareId share, std::uint16_t entity, std::uint64_t target);
  void invitation_visible(ShareId share, std::uint16_t entity);
  void invitation_expires(InvitationId invitation);
  void permission_in_force(ShareId share, std::uint64_t permission);
  void share_deleted(ShareId share);

 private:
  world::Share const& at(ShareId share) const { return c_.world.shares().share(share); }
  std::uint16_t position(ShareId share, AssociationType type, std::string const& entity) const;
  void move(ShareId share, AssociationType type, std::string const& entity,
            AssociationStatus status, std::string why = {});
  void end_invitation(InvitationId invitation, InvitationStatus status, std::string const& why);

  void end_invitations(ShareId share, std::string const& principal, std::string const& why);

  Context c_;
  Assume& assume_;
};

/// The account of a principal: 12 digits, or the account of a role's or user's ARN; empty for an OU
/// or organization.
std::string_view account_of_principal(std::string_view principal);

}  // namespace rehearse::domain
