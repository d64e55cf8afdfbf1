#include "sim/domain/propagation.hpp"

namespace rehearse::domain {

void Propagation::put_role_policy(RoleId role, std::string const& name, DocumentId document) {
  trace::Seq seq = c_.record.record(trace::RolePolicyStored{role, name, document});
  changes_.push_back({name, document});
  c_.engine.after(assume_(Assumption::iam_propagation),
                  make_wake(WakeKind::role_policy, role.index, changes_.size() - 1), seq);
}

void Propagation::role_policy_in_force(RoleId role, std::uint64_t change) {
  Change const& made = changes_[change];
  c_.record.record(trace::RolePolicyInForce{role, made.policy, made.document});
}

void Propagation::put_group_policy(GroupId group, DocumentId document) {
  trace::Seq seq = c_.record.record(trace::GroupPolicyStored{group, document});
  c_.engine.after(assume_(Assumption::iam_propagation),
                  make_wake(WakeKind::group_policy, group.index, document.index), seq);
}

void Propagation::group_policy_in_force(GroupId group, std::uint64_t document) {
  c_.record.record(
      trace::GroupPolicyInForce{group, DocumentId{static_cast<std::uint32_t>(document)}});
}

void Propagation::move_account(AccountId account, OuId ou) {
  trace::Seq seq = c_.record.record(trace::AccountMoved{account, ou});
  c_.engine.after(assume_(Assumption::ram_membership_delay),
                  make_wake(WakeKind::membership, account.index, ou.index), seq);
}

void Propagation::membership_in_force(AccountId account, std::uint64_t ou) {
  c_.record.record(trace::MembershipInForce{account, OuId{static_cast<std::uint32_t>(ou)}});
}

}  // namespace rehearse::domain
