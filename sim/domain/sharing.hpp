// The lives of resource shares, their associations, permissions and invitations. Source:
// sharing-and-access 1.4 to 1.10, 1.13, 6. In five files: shares and associations (sharing.cpp),
// invitations, permissions, what an organization's changes do to shares (membership), and shares
// that RAM makes from policies.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/domain/assume.hpp"
#include "sim/domain/client_tokens.hpp"
#include "sim/domain/context.hpp"
#include "sim/iam/policy_mirror.hpp"

namespace rehearse::domain {

class Sharing {
 public:
  Sharing(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  ClientTokens<std::string> tokens;  // of all calls of RAM that take one: the answer, as JSON

  // ---- shares and associations ----
  /// A new share, ACTIVE at once, without permissions.
  ShareId create(world::Place const& owner, std::string const& name, bool allow_external,
                 bool retain);
  void update(ShareId share, std::string const& name, bool allow_external);
  void remove(ShareId share);
  /// ASSOCIATING now; ASSOCIATED after the delay, or once the invitation is accepted.
  void associate(ShareId share, AssociationType type, std::string const& entity);
  /// ASSOCIATED at once: what a scenario declares has been there for long.
  void stand(ShareId share, AssociationType type, std::string const& entity);
  /// DISASSOCIATING now; when access ends is an assumption (ram_revocation).
  void disassociate(ShareId share, AssociationType type, std::string const& entity);
  /// A resource is gone: what shares granted on it went with it, and whether it comes back with its
  /// name is an assumption (ram_recreated_pipeline). Source: 1.9.
  void resource_gone(std::string const& resource);

  // ---- permissions ----
  /// In force at once: with the share's creation, or before it holds a resource of the type.
  void pin(ShareId share, std::string const& permission);
  /// AWS's default where the share has none for the type yet.
  void pin_default(ShareId share, std::string_view resource_type);
  /// The permission's default version, in force after the delay.
  void replace_permission(ShareId share, std::string const& permission);
  /// Out at once. Source: 1.4.
  void unpin(ShareId share, std::string const& resource_type);
  /// Its ARN. `grants`: `{"Effect":"Allow","Action":[...],"Condition":{...}}`.
  std::string create_permission(world::Place const& owner, std::string const& name,
                                std::string const& type, json::Value const& grants);
  /// A new version, the default at once; also what AWS does to its own. Its number.
  std::uint32_t add_version(std::string const& permission, json::Value const& grants);
  void set_default_version(std::string const& permission, std::uint32_t version);
  void delete_version(std::string const& permission, std::uint32_t version);
  /// DELETING now, DELETED after the delay.
  void delete_permission(std::string const& permission);
  /// Moves every share of the owner from one permission (one of its versions; 0: any) to the
  /// default version of another, share by share in the order of their creation. The work's id.
  std::string replace_everywhere(AccountId owner, std::string const& from,
                                 std::uint32_t from_version, std::string const& to);

  // ---- policies written by hand (1.13) ----
  /// A policy is written onto a shareable resource: RAM shows a share that says the same, in the
  /// place of the one that it made from an earlier policy.
  void mirror(AccountId owner, std::string const& resource, json::Value const& policy);
  /// The policy is gone, and so is the share.
  void unmirror(std::string const& resource);
  /// The managed permission that grants just what the policy does: AWS's or the owner's. Null
  /// without one.
  world::Permission const* matching(AccountId owner, std::string_view type,
                                    iam::PolicyMirror const& mirror) const;
  /// PROMOTING_TO_STANDARD now; STANDARD after the delay, with the share's grants in the policy's
  /// place. REQUIRES: `permission` matches.
  void promote(ShareId share, std::string const& permission);

  // ---- invitations ----
  void accept(InvitationId invitation);
  void reject(InvitationId invitation);
  /// Must the principal accept? Source: 1.6.
  bool needs_invitation(ShareId share, std::string const& principal) const;
  /// Is the principal in another organization than the share's owner, or in none?
  bool is_external(ShareId share, std::string const& principal) const;

  // ---- the organization ----
  /// The account joined, left or moved, and RAM knows it by now. What it was given as a member dies
  /// when it leaves, unless the share retains it. Source: 1.9, 1.10.
  void membership_changed(AccountId account);
  void organization_sharing_on();
  /// Takes every organization and unit out of every share. One way: switching it on again brings
  /// nothing back. Source: 1.9.
  void organization_sharing_off();

  // What timers wake. `entity`: the association's position in its share; `payload`: see life_of.
  void association_done(ShareId share, std::uint16_t entity, std::uint64_t payload);
  void invitation_visible(ShareId share, std::uint16_t entity, std::uint64_t payload);
  void invitation_expires(InvitationId invitation);
  void permission_in_force(ShareId share, std::uint64_t change);
  void permission_deleted(std::uint32_t permission);
  void replace_next(std::uint32_t work, std::uint64_t first_share);
  void share_deleted(ShareId share);
  void share_promoted(ShareId share);

 private:
  struct Change {
    std::string type;
    std::string permission;
    std::uint32_t version;
  };

  world::Share const& at(ShareId share) const { return c_.world.shares().share(share); }
  world::Permission const& permission(std::string_view arn) const {
    return *c_.world.shares().permissions().find(arn);
  }
  std::uint16_t position(ShareId share, AssociationType type, std::string const& entity) const;
  std::string key_of(ShareId share) const;
  std::string stream_of(ShareId share, world::Association const& association) const;
  void consult_rules(ShareId share, AssociationType type, std::string const& entity);
  void move(ShareId share, AssociationType type, std::string const& entity,
            AssociationStatus status, bool in_force, std::string why = {});
  void later(Assumption delay, ShareId share, AssociationType type, std::string const& entity,
             AssociationStatus target);
  void drop(ShareId share, world::Association const& association, std::string const& why);
  void restore(ShareId share, world::Association const& association);
  void owner_left(ShareId share);
  void set_feature_set(std::string const& arn, ShareFeatureSet to);
  void promotion_later(ShareId share);
  void store_permission(ShareId share, world::Permission const& permission, bool at_once);
  void finish(std::uint32_t work, ReplaceWorkStatus status, std::string why = {});
  void end_invitation(InvitationId invitation, InvitationStatus status, std::string const& why);
  void end_invitations(ShareId share, std::string const& principal, std::string const& why);

  Context c_;
  Assume& assume_;
  std::vector<Change> changes_;                                       // a wake names one
  std::map<std::pair<ShareId, std::string>, std::uint64_t> applied_;  // the last one of a type
};

/// The account of a principal: 12 digits, or the account of a role's or user's ARN; empty for an OU
/// or organization.
std::string_view account_of_principal(std::string_view principal);
/// A UUID that follows from names, not from counters.
std::string uuid_of(std::string_view key, std::uint64_t seed);

}  // namespace rehearse::domain
