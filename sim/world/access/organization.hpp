// The organization's tree and the accounts in and outside it: where each account is, and where
// decisions see it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/trace/trace.hpp"
#include "sim/vocab/quotas.hpp"
#include "sim/world/access/place.hpp"

namespace rehearse::world {

struct Ou {
  OuId parent;  // none: the root
  std::string id;
  std::string name;
  std::string arn;
  std::string path;  // `o-acme/r-ab12/ou-ab12-prod/`, as aws:PrincipalOrgPaths has it
  bool deleted = false;
};

struct Account {
  std::string id;  // 12 digits
  std::string name;
  std::string region;
  OuId ou;           // as Organizations shows it; none: outside
  OuId path_ou;      // as control policies see it
  OuId ou_in_force;  // as RAM and the organization's keys see it
  AccountStatus status{};
  std::map<std::string, std::int64_t, std::less<>> settings;
  trace::SourceLine where;
  std::map<std::pair<std::string, std::string>, std::int64_t> regional_settings{};  // Region, name

  /// Of what is the same in every Region: what the scenario set, else AWS's default.
  std::int64_t limit(Quota quota) const {
    auto at = settings.find(row_of(quota).setting);
    return at == settings.end() ? row_of(quota).standard : at->second;
  }
};

struct Handshake {
  std::string id;
  AccountId account;
  HandshakeStatus status{};
  Time sent{};
  Time moved{};  // into its status
};

/// A request to create an account.
struct AccountCreation {
  std::string id;  // `car-...`
  std::string name;
  std::string email;
  std::string role;
  AccountCreationStatus status{};
  AccountId account;   // none until it is there
  std::string reason;  // of a failure
  Time requested{};
  Time completed{};
};

/// A service that may look at the organization, RAM apart.
struct ServiceAccess {
  std::string service;
  Time since{};
};

/// An account that administers a service for the organization.
struct Delegation {
  AccountId account;
  std::string service;
  Time since{};
};

class Organization {
 public:
  bool exists() const { return !id_.empty(); }
  std::string const& id() const { return id_; }
  std::string const& name() const { return name_; }
  std::string const& management() const { return management_; }
  bool is_management(AccountId id) const { return account(id).id == management_; }
  std::string arn() const;
  FeatureSet features() const { return features_; }
  RamSharing ram_sharing_state() const { return ram_sharing_; }
  /// RAM knows the organization.
  bool ram_sharing() const { return ram_sharing_ == RamSharing::on; }

  std::vector<Ou> const& ous() const { return ous_; }
  Ou const& ou(OuId id) const { return ous_[id.index]; }
  OuId find_ou(std::string_view id_or_arn) const;
  /// By the path that a scenario writes: `Workloads/Staging`; empty is the root.
  OuId find_ou_by_path(std::string_view path) const;
  /// How many levels below the root; 0 for the root.
  int depth(OuId id) const;

  std::vector<Account> const& accounts() const { return accounts_; }
  Account const& account(AccountId id) const { return accounts_[id.index]; }
  /// By its 12 digits.
  AccountId find_account(std::string_view id) const;
  AccountId find_account_by_name(std::string_view name) const;
  /// Empty `region`: the account's own.
  Place place(AccountId id, std::string_view region = {}) const;
  /// The Region as records tell it: empty for the account's own.
  std::string foreign_region(Place const& place) const;
  /// What the scenario set for the account in this Region, else for the account; nothing when it
  /// set neither.
  std::optional<std::int64_t> setting(Place const& place, std::string_view name) const;
  /// What the scenario set, else AWS's default.
  std::int64_t limit(Place const& place, Quota quota) const;
  /// The path decisions see, or empty outside the organization.
  std::string_view path_in_force(AccountId id) const;

  std::vector<Handshake> const& handshakes() const { return handshakes_; }
  Handshake const* find_handshake(std::string_view id) const;

  /// Every request, in the order they were made.
  std::vector<AccountCreation> const& creations() const { return creations_; }
  /// The request that an account came from; null: it was not created in the run.
  AccountCreation const* creation_of(AccountId id) const;

  /// In the order they were switched on.
  std::vector<ServiceAccess> const& service_access() const { return service_access_; }
  /// In the order they were registered.
  std::vector<Delegation> const& delegations() const { return delegations_; }
  bool is_delegated(AccountId id) const;

  void apply(trace::Entry const&, trace::OrganizationDefined const& record);
  void apply(trace::Entry const&, trace::OuDefined const& record);
  void apply(trace::Entry const&, trace::OuDeleted const& record);
  void apply(trace::Entry const&, trace::AccountDefined const& record);
  void apply(trace::Entry const&, trace::AccountMoved const& record);
  void apply(trace::Entry const&, trace::PathInForce const& record);
  void apply(trace::Entry const&, trace::MembershipInForce const& record);
  void apply(trace::Entry const&, trace::AccountStatusMoved const& record);
  void apply(trace::Entry const&, trace::RamSharingMoved const& record);
  void apply(trace::Entry const&, trace::HandshakeMoved const& record);
  void apply(trace::Entry const&, trace::SettingChanged const& record);
  void apply(trace::Entry const&, trace::OuRenamed const& record);
  void apply(trace::Entry const&, trace::AccountCreationMoved const& record);
  void apply(trace::Entry const&, trace::ServiceAccessMoved const& record);
  void apply(trace::Entry const&, trace::DelegationMoved const& record);

 private:
  std::string id_;
  std::string name_;
  std::string management_;
  FeatureSet features_{};
  RamSharing ram_sharing_{};
  std::vector<Ou> ous_;
  std::vector<Account> accounts_;
  std::vector<Handshake> handshakes_;
  std::vector<AccountCreation> creations_;
  std::vector<ServiceAccess> service_access_;
  std::vector<Delegation> delegations_;
  std::map<std::string, AccountId, std::less<>> by_id_;
};

}  // namespace rehearse::world
