// Sentences on what changes who may do what: shares, permissions, policies, places in the tree.
#pragma once

#include <string>

#include "reports/model.hpp"

namespace rehearse::reports {

/// ``share `churn-for-production` reaches `production` (ASSOCIATED)``: one overload a record type.
/// `model`: the fold of `trace`.
class ChangeWords {
 public:
  ChangeWords(trace::Trace const& trace, RunModel const& model) : trace_(trace), model_(model) {}

  std::string phrase(trace::ShareMoved const& r) const;
  std::string phrase(trace::AssociationMoved const& r) const;
  std::string phrase(trace::SharePermissionStored const& r) const;
  std::string phrase(trace::SharePermissionInForce const& r) const;
  std::string phrase(trace::InvitationMoved const& r) const;
  std::string phrase(trace::IamStored const& r) const;
  std::string phrase(trace::IamInForce const& r) const;
  std::string phrase(trace::ManagedPolicyInForce const& r) const;
  std::string phrase(trace::ResourcePolicyInForce const& r) const;
  std::string phrase(trace::ControlPolicyInForce const& r) const;
  std::string phrase(trace::AttachmentInForce const& r) const;
  std::string phrase(trace::AccountMoved const& r) const;
  std::string phrase(trace::PathInForce const& r) const;
  std::string phrase(trace::MembershipInForce const& r) const;
  std::string phrase(trace::PolicyTypeMoved const& r) const;

 private:
  std::string share(ShareId id) const;
  std::string account(AccountId id) const;
  std::string unit(OuId id) const;
  /// An account's name, a unit's path or the last part of an ARN, for an id or ARN.
  std::string entity(std::string_view id) const;
  std::string control_policy(std::string_view id) const;
  template <class R>
  std::string slot(R const& r, std::string_view as, std::string_view gone) const;

  trace::Trace const& trace_;
  RunModel const& model_;
};

}  // namespace rehearse::reports
