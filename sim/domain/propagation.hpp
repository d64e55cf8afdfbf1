// Stored is not yet in force: changes of policies and of membership are enforced a while after they
// were made. Source: sharing-and-access 6.
#pragma once

#include <string>
#include <vector>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"

namespace rehearse::domain {

class Propagation {
 public:
  Propagation(Context const& context, Assume& assume) : c_(context), assume_(assume) {}

  /// IAM shows the policy at once (no document: it is gone); decisions follow later.
  void put_role_policy(RoleId role, std::string const& name, DocumentId document);
  void put_group_policy(GroupId group, DocumentId document);
  void move_account(AccountId account, OuId ou);

  void role_policy_in_force(RoleId role, std::uint64_t change);
  void group_policy_in_force(GroupId group, std::uint64_t document);
  void membership_in_force(AccountId account, std::uint64_t ou);

 private:
  struct Change {
    std::string policy;
    DocumentId document;
  };

  Context c_;
  Assume& assume_;
  std::vector<Change> changes_;  // a wake names one by its position
};

}  // namespace rehearse::domain
