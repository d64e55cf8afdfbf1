// Everything that a decision reads: who there is, which policies are stored and in force, how the
// accounts hang together, what is shared. A value: a copy can be changed by further records and
// asked what would be.
//
//   Access what_if = world.access();
//   what_if.apply(entry, trace::IamInForce{...});
//   Judge(what_if).decide(question);
#pragma once

#include "sim/iam/open_rules.hpp"
#include "sim/trace/trace.hpp"
#include "sim/world/access/buckets.hpp"
#include "sim/world/access/control_policies.hpp"
#include "sim/world/access/managed_policies.hpp"
#include "sim/world/access/organization.hpp"
#include "sim/world/access/principals.hpp"
#include "sim/world/access/sessions.hpp"
#include "sim/world/access/shares.hpp"
#include "sim/world/access/written_policies.hpp"
#include "sim/world/documents.hpp"

namespace rehearse::world {

/// The parts that a record goes to, one overload a record type.
template <class Part, class R>
concept Takes =
    requires(Part& part, trace::Entry const& entry, R const& record) { part.apply(entry, record); };

class Access {
 public:
  explicit Access(DefinitionLibrary const* library = nullptr) : documents_(library) {}

  Documents const& documents() const { return documents_; }
  Organization const& organization() const { return organization_; }
  ControlPolicies const& control_policies() const { return control_policies_; }
  Principals const& principals() const { return principals_; }
  ManagedPolicies const& managed_policies() const { return managed_policies_; }
  Sessions const& sessions() const { return sessions_; }
  WrittenPolicies const& written_policies() const { return written_policies_; }
  Shares const& shares() const { return shares_; }
  iam::OpenRules const& open_rules() const { return open_rules_; }
  Buckets const& buckets() const { return buckets_; }

  Epoch epoch() const { return epoch_; }
  std::uint64_t seed() const { return seed_; }
  /// The time of the last record, or a later one that a run has come to.
  Time now() const { return now_; }
  void set_now(Time now) { now_ = now; }
  /// Moves whenever something that a decision reads has changed.
  std::uint64_t changes() const { return changes_; }
  void changed() { ++changes_; }

  /// Does a decision read what this record changes? Documents and sessions alone change none.
  template <class R>
  static constexpr bool kReads =
      Takes<Organization, R> || Takes<ControlPolicies, R> || Takes<Principals, R> ||
      Takes<ManagedPolicies, R> || Takes<WrittenPolicies, R> || Takes<Shares, R> ||
      Takes<Buckets, R> || std::is_same_v<R, trace::PrincipalDefined>;
  template <class R>
  static constexpr bool kTakes = kReads<R> || Takes<Documents, R> || Takes<Sessions, R> ||
                                 std::is_same_v<R, trace::RunStarted>;

  template <class R>
    requires kTakes<R>
  void apply(trace::Entry const& entry, R const& record) {
    now_ = entry.at;
    if constexpr (kReads<R>) ++changes_;
    if constexpr (Takes<Documents, R>) documents_.apply(entry, record);
    if constexpr (Takes<Organization, R>) organization_.apply(entry, record);
    if constexpr (Takes<ControlPolicies, R>) control_policies_.apply(entry, record);
    if constexpr (Takes<Principals, R>) principals_.apply(entry, record);
    if constexpr (Takes<ManagedPolicies, R>) managed_policies_.apply(entry, record);
    if constexpr (Takes<Sessions, R>) sessions_.apply(entry, record);
    if constexpr (Takes<WrittenPolicies, R>) written_policies_.apply(entry, record);
    if constexpr (Takes<Shares, R>) shares_.apply(entry, record);
    if constexpr (Takes<Buckets, R>) buckets_.apply(entry, record);
    if constexpr (std::is_same_v<R, trace::RunStarted>) {
      epoch_ = Epoch{record.epoch};
      seed_ = record.seed;
    } else if constexpr (std::is_same_v<R, trace::AssumptionUsed>) {
      if (record.name == "iam_any_value_if_exists")
        open_rules_.any_value_if_exists = record.value == "holds";
    } else if constexpr (std::is_same_v<R, trace::PrincipalDefined>) {
      principals_.define(entry, record, organization_.account(record.account).id);
    } else if constexpr (std::is_same_v<R, trace::OuDefined>) {
      control_policies_.add_target(record.id);
    } else if constexpr (std::is_same_v<R, trace::AccountDefined>) {
      control_policies_.add_target(record.id);
    } else if constexpr (std::is_same_v<R, trace::AccountMoved>) {
      if (!record.ou) control_policies_.reset_stored(organization_.account(record.account).id);
    } else if constexpr (std::is_same_v<R, trace::PathInForce>) {
      if (!record.ou) control_policies_.reset_in_force(organization_.account(record.account).id);
    }
  }

 private:
  Documents documents_;
  Organization organization_;
  ControlPolicies control_policies_;
  Principals principals_;
  ManagedPolicies managed_policies_;
  Sessions sessions_;
  WrittenPolicies written_policies_;
  Shares shares_;
  iam::OpenRules open_rules_;
  Buckets buckets_;
  Epoch epoch_;
  std::uint64_t seed_ = 1;
  Time now_{};
  std::uint64_t changes_ = 0;
};

}  // namespace rehearse::world
