// Who belongs to the organization: invitations to join it, leaving, closing an account.
// Source: sharing-and-access 2.4.
#pragma once

#include <string>

#include "sim/domain/propagation.hpp"

namespace rehearse::domain {

/// How long an invitation to join can be answered.
inline constexpr Duration kHandshakeLife = std::chrono::days(15);
/// How long one stays listed that is answered or has expired.
inline constexpr Duration kHandshakeKept = std::chrono::days(30);

class Memberships {
 public:
  Memberships(Context const& context, Assume& assume, Propagation& propagation)
      : c_(context), assume_(assume), propagation_(propagation) {}

  /// Invites an account from outside, for 15 days. Returns the handshake's id.
  std::string invite(AccountId account);
  /// Accepted: the account joins at the root.
  void answer(world::Handshake const& handshake, HandshakeStatus status);
  void expire(std::uint32_t position);
  void close(AccountId account);
  void closed(AccountId account);

 private:
  Context c_;
  Assume& assume_;
  Propagation& propagation_;
};

}  // namespace rehearse::domain
