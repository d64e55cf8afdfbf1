#include "sim/domain/propagation.hpp"

namespace rehearse::domain {

void Propagation::later(InForce what, Assumption delay, trace::Seq stored) {
  changes_.push_back(std::move(what));
  auto index = static_cast<std::uint32_t>(changes_.size() - 1);
  c_.engine.after(assume_(delay), make_wake(WakeKind::in_force, index), stored);
}

void Propagation::in_force(std::uint32_t change) {
  std::visit([&](auto const& record) { c_.record.record(record); }, changes_[change]);
}

void Propagation::change(trace::IamStored const& s) {
  trace::Seq seq = c_.record.record(s);
  // A new identity is known to decisions later than a change of one that is there.
  bool made = s.slot == IamSlot::existence && s.present;
  later(trace::IamInForce{s.principal, s.slot, s.name, s.document, s.value, s.present},
        made ? Assumption::iam_new_principal : Assumption::iam_propagation, seq);
}

void Propagation::change(trace::ManagedPolicyStored const& s) {
  trace::Seq seq = c_.record.record(s);
  // Only the default version decides; a policy that is gone is attached nowhere.
  if (s.is_default)
    later(trace::ManagedPolicyInForce{s.arn, s.document}, Assumption::iam_propagation, seq);
}

void Propagation::change(trace::ResourcePolicyStored const& s) {
  trace::Seq seq = c_.record.record(s);
  later(trace::ResourcePolicyInForce{s.arn, s.document}, Assumption::iam_propagation, seq);
}

void Propagation::change(trace::ControlPolicyStored const& s) {
  trace::Seq seq = c_.record.record(s);
  later(trace::ControlPolicyInForce{s.id, s.document}, Assumption::control_policy_delay, seq);
}

void Propagation::change(trace::AttachmentStored const& s) {
  trace::Seq seq = c_.record.record(s);
  later(trace::AttachmentInForce{s.policy, s.target, s.attached}, Assumption::control_policy_delay,
        seq);
}

void Propagation::move_account(AccountId account, OuId ou) {
  trace::Seq seq = c_.record.record(trace::AccountMoved{account, ou});
  later(trace::PathInForce{account, ou}, Assumption::control_policy_delay, seq);
  changes_.push_back(trace::MembershipInForce{account, ou});
  c_.engine.after(assume_(Assumption::ram_membership_delay),
                  make_wake(WakeKind::membership, account.index, changes_.size() - 1), seq);
}

}  // namespace rehearse::domain
