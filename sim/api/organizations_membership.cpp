// Joining, leaving and closing: invitations are handshakes that live 15 days, and are shown 30 days
// longer.
// Source: sharing-and-access 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

json::Value handshake_answer(World const& world, world::Handshake const& handshake) {
  world::Organization const& organization = world.organization();
  auto party = [](std::string const& id, char const* type) {
    return json::Value{}.set("Id", id).set("Type", type);
  };
  return json::Value{}
      .set("Id", handshake.id)
      .set("Arn", handshake_arn(world, handshake.id))
      .set("Parties", json::Array{party(organization.id().substr(2), "ORGANIZATION"),
                                  party(organization.account(handshake.account).id, "ACCOUNT")})
      .set("State", name_of(handshake.status))
      .set("RequestedTimestamp", timestamp(world, handshake.sent))
      .set("ExpirationTimestamp", timestamp(world, handshake.sent + domain::kHandshakeLife))
      .set("Action", "INVITE");
}

/// A created account is held back for some days, and needs what its creation did not ask for.
std::optional<ApiError> created_stays(Request const& r, AccountId account) {
  auto const* creation = r.world().organization().creation_of(account);
  if (creation == nullptr) return std::nullopt;
  if (r.world().now() < creation->completed + domain::kCreatedAccountStays)
    return constraint_violation(
        "You must wait until at least four days after the account was created. Invited accounts "
        "aren't subject to this waiting period.");
  if (r.domain.assume.is(domain::Assumption::created_account_billing, "missing"))
    return constraint_violation(
        "To complete this operation with this member account, you first must associate a valid "
        "payment instrument, such as a credit card, with the account.");
  return std::nullopt;
}

std::optional<ApiError> cannot_leave(Request const& r, AccountId account) {
  world::Organization const& organization = r.world().organization();
  if (organization.is_management(account))
    return ApiError{"MasterCannotLeaveOrganizationException",
                    "You can't remove a management account from an organization."};
  if (organization.is_delegated(account))
    return constraint_violation(
        "You attempted to remove an account that is registered as a delegated administrator for "
        "a service integrated with your organization. To complete this operation, you must first "
        "deregister this account as a delegated administrator.");
  return created_stays(r, account);
}

Answer take_out(Request& r, AccountId account) {
  if (auto refused = cannot_leave(r, account)) return std::unexpected(*refused);
  r.call.accept();
  r.domain.propagation.move_account(account, {});
  return json::Value{json::Object{}};
}

bool is_shown(World const& world, world::Handshake const& handshake) {
  return handshake.status == HandshakeStatus::open ||
         world.now() < handshake.moved + domain::kHandshakeKept;
}

/// The handshake of the call, which only its two parties see.
std::expected<world::Handshake, ApiError> find_handshake(Request const& r) {
  world::Organization const& organization = r.world().organization();
  auto const* handshake = organization.find_handshake(text_of(r.input, "HandshakeId"));
  if (handshake != nullptr && is_shown(r.world(), *handshake) &&
      (handshake->account == r.account() || organization.is_management(r.account())))
    return *handshake;
  return std::unexpected(
      ApiError{"HandshakeNotFoundException",
               "We can't find a handshake with the HandshakeId that you specified."});
}

/// Only an open handshake moves, and only by the hand of its party.
Answer answer_handshake(Request& r, HandshakeStatus to) {
  auto handshake = find_handshake(r);
  if (!handshake) return std::unexpected(handshake.error());
  bool const by_receiver = to != HandshakeStatus::canceled;
  if (by_receiver && handshake->account != r.account())
    return std::unexpected(access_denied("You don't have permissions to access this resource."));
  if (handshake->status == to)
    return std::unexpected(ApiError{"HandshakeAlreadyInStateException",
                                    "The specified handshake is already in the requested state."});
  if (handshake->status != HandshakeStatus::open)
    return std::unexpected(
        ApiError{"InvalidHandshakeTransitionException",
                 fmt::format("You can't perform the operation on the handshake in its current "
                             "state, {}.",
                             name_of(handshake->status))});
  if (to == HandshakeStatus::accepted && r.own_account().ou)
    return std::unexpected(ApiError{"HandshakeConstraintViolationException",
                                    "The account is already a member of an organization."});
  r.call.accept();
  r.domain.memberships.answer(*handshake, to);
  return json::Value{}.set(
      "Handshake",
      handshake_answer(r.world(), *r.world().organization().find_handshake(handshake->id)));
}

/// Invitations are the only handshakes, and no handshake has a parent.
bool wants_invitations(json::Value const& input) {
  json::Value const* filter = input.find("Filter");
  if (filter == nullptr) return true;
  std::string const action = text_of(*filter, "ActionType");
  return (action.empty() || action == "INVITE") && filter->find("ParentHandshakeId") == nullptr;
}

Answer handshakes_of(Request const& r, std::optional<AccountId> account) {
  json::Array items;
  for (world::Handshake const& handshake : r.world().organization().handshakes())
    if ((!account || handshake.account == *account) && is_shown(r.world(), handshake) &&
        wants_invitations(r.input))
      items.push_back(handshake_answer(r.world(), handshake));
  return page(r.input, std::move(items), {"Handshakes"});
}

}  // namespace

Answer leave(Request& r) { return take_out(r, r.account()); }

Answer remove_account(Request& r) {
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  return take_out(r, *account);
}

Answer close_account(Request& r) {
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  if (r.world().organization().is_management(*account))
    return std::unexpected(
        constraint_violation("You cannot close the management account of an organization."));
  if (r.world().organization().account(*account).status != AccountStatus::active)
    return std::unexpected(ApiError{"AccountAlreadyClosedException",
                                    "You attempted to close an account that is already closed."});
  r.call.accept();
  r.domain.memberships.close(*account);
  return json::Value{json::Object{}};
}

Answer invite(Request& r) {
  if (auto refused = tags_given(r)) return std::unexpected(*refused);
  world::Organization const& organization = r.world().organization();
  json::Value const& target = *r.input.find("Target");
  AccountId account = organization.find_account(text_of(target, "Id"));
  if (text_of(target, "Type") != "ACCOUNT" || !account)
    return std::unexpected(ApiError{"InvalidInputException",
                                    "only accounts of the scenario can be invited, by their ids"});
  if (organization.account(account).ou)
    return std::unexpected(ApiError{"HandshakeConstraintViolationException",
                                    "The account is already a member of an organization."});
  for (world::Handshake const& handshake : organization.handshakes())
    if (handshake.account == account && handshake.status == HandshakeStatus::open)
      return std::unexpected(
          ApiError{"DuplicateHandshakeException",
                   "A handshake with the same action and target already exists."});
  if (accounts_left(r.world()) <= 0)
    return std::unexpected(
        ApiError{"HandshakeConstraintViolationException",
                 "You attempted to exceed the limit on the number of accounts in an "
                 "organization."});
  r.call.accept();
  std::string const id = r.domain.memberships.invite(account);
  return json::Value{}.set("Handshake",
                           handshake_answer(r.world(), *organization.find_handshake(id)));
}

Answer accept_handshake(Request& r) { return answer_handshake(r, HandshakeStatus::accepted); }
Answer decline_handshake(Request& r) { return answer_handshake(r, HandshakeStatus::declined); }
Answer cancel_handshake(Request& r) { return answer_handshake(r, HandshakeStatus::canceled); }

Answer describe_handshake(Request& r) {
  auto handshake = find_handshake(r);
  if (!handshake) return std::unexpected(handshake.error());
  return json::Value{}.set("Handshake", handshake_answer(r.world(), *handshake));
}

Answer list_own_handshakes(Request& r) { return handshakes_of(r, r.account()); }

Answer list_handshakes(Request& r) { return handshakes_of(r, std::nullopt); }

}  // namespace rehearse::api::organizations
