#include "sim/domain/memberships.hpp"

#include <fmt/format.h>

namespace rehearse::domain {
std::string Memberships::invite(AccountId account) {
  auto const& handshakes = c_.world.organization().handshakes();
  auto position = static_cast<std::uint32_t>(handshakes.size());
  std::string key =
      fmt::format("handshake/{}/{}", c_.world.organization().account(account).name, position);
  std::string id = "h-" + Stream(0, key).alphanumeric(10);
  trace::Seq seq = c_.record.record(trace::HandshakeMoved{id, account, HandshakeStatus::open});
  c_.engine.after_in_background(kHandshakeLife, make_wake(WakeKind::handshake_expires, position),
                                seq);
  return id;
}

void Memberships::answer(world::Handshake const& handshake, HandshakeStatus status) {
  AccountId const account = handshake.account;
  c_.record.record(trace::HandshakeMoved{handshake.id, account, status});
  if (status == HandshakeStatus::accepted) propagation_.move_account(account, OuId{0});
}

void Memberships::expire(std::uint32_t position) {
  world::Handshake const handshake = c_.world.organization().handshakes()[position];
  if (handshake.status == HandshakeStatus::open) answer(handshake, HandshakeStatus::expired);
}

void Memberships::close(AccountId account) {
  trace::Seq seq =
      c_.record.record(trace::AccountStatusMoved{account, AccountStatus::pending_closure});
  c_.engine.after(assume_(Assumption::account_closure),
                  make_wake(WakeKind::account_closed, account.index), seq);
}

void Memberships::closed(AccountId account) {
  c_.record.record(trace::AccountStatusMoved{account, AccountStatus::suspended});
}

}  // namespace rehearse::domain
