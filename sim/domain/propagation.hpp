// Stored is not yet in force: a change that somebody made is enforced a while later. Each kind of
// change has its delay. Source: sharing-and-access 6.
#pragma once

#include <deque>
#include <variant>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Propagation {
 public:
  Propagation(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  // Each records what the service shows now and sets the timer of what decisions see.
  void change(trace::IamStored const& stored);
  void change(trace::ManagedPolicyStored const& stored);
  void change(trace::ResourcePolicyStored const& stored);
  void change(trace::ControlPolicyStored const& stored);
  void change(trace::AttachmentStored const& stored);
  /// Out of the organization: no unit. Control policies follow sooner than RAM.
  void move_account(AccountId account, OuId ou);

  void in_force(std::uint32_t change);

 private:
  using InForce =
      std::variant<trace::IamInForce, trace::ManagedPolicyInForce, trace::ResourcePolicyInForce,
                   trace::ControlPolicyInForce, trace::AttachmentInForce, trace::PathInForce,
                   trace::MembershipInForce>;
  void later(InForce what, Assumption delay, trace::Seq stored);

  Context c_;
  Assume& assume_;
  std::deque<InForce> changes_;  // a wake names one by its position
};

}  // namespace rehearse::domain
