// Accounts that Organizations creates: asked for, and there some minutes later.
// Source: sharing-and-access 2.4.
#pragma once

#include <string>

#include "sim/domain/assume.hpp"
#include "sim/domain/context.hpp"
#include "sim/domain/identities.hpp"

namespace rehearse::domain {

/// How old a created account must be to leave the organization.
inline constexpr Duration kCreatedAccountStays = std::chrono::days(4);

struct AccountWish {
  std::string name;
  std::string email;
  std::string role;  // the role in it for the management account
};

class AccountCreation {
 public:
  AccountCreation(Context const& context, Assume& assume, Identities& identities)
      : c_(context), assume_(assume), identities_(identities) {}

  /// Takes a request, which is IN_PROGRESS. Returns its id.
  std::string begin(AccountWish const& wish);
  /// The account stands at the root, with the role and the default policies; or it failed, because
  /// its email address has an account already.
  void complete(std::uint32_t position);

 private:
  AccountId make_account(world::AccountCreation const& request);

  Context c_;
  Assume& assume_;
  Identities& identities_;
};

}  // namespace rehearse::domain
