#include "reports/change_words.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/record_words.hpp"
#include "reports/words.hpp"
#include "sim/base/text.hpp"
#include "sim/vocab/arn.hpp"

namespace rehearse::reports {
namespace {

std::string quoted(std::string_view text) {
  std::string out = shorten(text, kPhraseBytesMax);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return "`" + out + "`";
}

/// What an association does, by its status and whether it is in force: with a principal, and with a
/// resource.
struct AssociationWords {
  AssociationStatus status;
  bool in_force;
  std::string_view principal, resource;
};
constexpr AssociationWords kAssociationWords[] = {
    {AssociationStatus::associating, false, "does not reach {} yet", "does not hold {} yet"},
    {AssociationStatus::associated, true, "reaches {}", "holds {}"},
    {AssociationStatus::disassociating, true, "still reaches {}", "still holds {}"},
    {AssociationStatus::disassociating, false, "no longer reaches {}", "no longer holds {}"},
    {AssociationStatus::disassociated, false, "no longer reaches {}", "no longer holds {}"},
    {AssociationStatus::failed, false, "could not be associated with {}",
     "could not be associated with {}"},
};

/// What IAM keeps in a slot, before its name.
std::string_view slot_words(IamSlot slot) {
  switch (slot) {
    case IamSlot::existence:
      return "it";
    case IamSlot::inline_policy:
      return "the inline policy";
    case IamSlot::attached_policy:
      return "the attached policy";
    case IamSlot::boundary:
      return "the permissions boundary";
    case IamSlot::trust:
      return "the trust policy";
    case IamSlot::tag:
      return "the tag";
    case IamSlot::membership:
      return "the membership in";
    case IamSlot::session_max:
      return "the longest session";
  }
  return "it";
}

}  // namespace

std::string ChangeWords::phrase(trace::ShareMoved const& r) const {
  return fmt::format("{} is {}", share(r.share), name_of(r.status));
}

std::string ChangeWords::phrase(trace::AssociationMoved const& r) const {
  std::string_view words = r.in_force ? "reaches {}" : "does not reach {}";
  for (AssociationWords const& row : kAssociationWords)
    if (row.status == r.status && row.in_force == r.in_force)
      words = r.type == AssociationType::principal ? row.principal : row.resource;
  std::string const what = fmt::format(fmt::runtime(words), entity(r.entity));
  return fmt::format("{} {} ({}){}", share(r.share), what, name_of(r.status),
                     r.why.empty() ? "" : ": " + shorten(r.why, kPhraseBytesMax));
}

std::string ChangeWords::phrase(trace::SharePermissionStored const& r) const {
  if (r.permission.empty())
    return fmt::format("{} has no permission for {} any more", share(r.share), r.type);
  return fmt::format("{} is given the permission {}", share(r.share),
                     quoted(last_name(r.permission)));
}

std::string ChangeWords::phrase(trace::SharePermissionInForce const& r) const {
  if (r.permission.empty())
    return fmt::format("{} grants nothing on {} any more", share(r.share), r.type);
  return fmt::format("{} grants what the permission {} says", share(r.share),
                     quoted(last_name(r.permission)));
}

std::string ChangeWords::phrase(trace::InvitationMoved const& r) const {
  return fmt::format("the invitation of {} to {} is {}", account(r.receiver), share(r.share),
                     name_of(r.status));
}

template <class R>
std::string ChangeWords::slot(R const& r, std::string_view as, std::string_view gone) const {
  Role const* role = item(model_.roles, r.principal);
  std::string const who = role == nullptr ? "somebody" : quoted(role->name);
  if (r.slot == IamSlot::existence) return fmt::format("{} is {}", who, r.present ? as : gone);
  std::string what(slot_words(r.slot));
  if (!r.name.empty())
    what += " " + quoted(r.name.starts_with("arn:") ? last_name(r.name) : std::string_view(r.name));
  return fmt::format("{} of {} is {}", what, who, r.present ? as : gone);
}

std::string ChangeWords::phrase(trace::IamStored const& r) const {
  return slot(r, "stored", "taken away");
}
std::string ChangeWords::phrase(trace::IamInForce const& r) const {
  return slot(r, "in force", "no longer in force");
}

std::string ChangeWords::phrase(trace::ManagedPolicyInForce const& r) const {
  return fmt::format("the managed policy {} is {}", quoted(last_name(r.arn)),
                     r.document ? "in force" : "no longer in force");
}

std::string ChangeWords::phrase(trace::ResourcePolicyInForce const& r) const {
  return fmt::format("the policy on {} is {}", quoted(last_name(r.arn)),
                     r.document ? "in force" : "no longer in force");
}

std::string ChangeWords::phrase(trace::ControlPolicyInForce const& r) const {
  return fmt::format("the control policy {} is {}", control_policy(r.id),
                     r.document ? "in force" : "no longer in force");
}

std::string ChangeWords::phrase(trace::AttachmentInForce const& r) const {
  return fmt::format("the control policy {} {} {}", control_policy(r.policy),
                     r.attached ? "binds" : "no longer binds", entity(r.target));
}

std::string ChangeWords::phrase(trace::AccountMoved const& r) const {
  if (!r.ou) return fmt::format("{} leaves the organization", account(r.account));
  return fmt::format("{} moves to {}", account(r.account), unit(r.ou));
}

std::string ChangeWords::phrase(trace::PathInForce const& r) const {
  if (!r.ou) return fmt::format("no control policy binds {} any more", account(r.account));
  return fmt::format("the control policies of {} bind {}", unit(r.ou), account(r.account));
}

std::string ChangeWords::phrase(trace::MembershipInForce const& r) const {
  if (!r.ou) return fmt::format("RAM no longer sees {} in the organization", account(r.account));
  return fmt::format("RAM sees {} in {}", account(r.account), unit(r.ou));
}

std::string ChangeWords::phrase(trace::PolicyTypeMoved const& r) const {
  // By status.
  constexpr std::string_view kWords[] = {"are switched off", "are being switched on",
                                         "are switched on", "are being switched off"};
  return fmt::format("{} control policies {}",
                     r.type == ControlPolicyType::scp ? "service" : "resource",
                     kWords[static_cast<std::size_t>(r.status)]);
}

std::string ChangeWords::share(ShareId id) const {
  Share const* found = item(model_.shares, id);
  return found == nullptr ? "a share" : "share " + quoted(found->name);
}

std::string ChangeWords::account(AccountId id) const {
  Account const* found = item(model_.accounts, id);
  return found == nullptr ? "an account" : quoted(found->name);
}

std::string ChangeWords::unit(OuId id) const {
  if (id.index >= model_.units.size() || id.index == 0) return "the root";
  return "unit " + quoted(model_.units[id.index].path);
}

std::string ChangeWords::entity(std::string_view id) const {
  auto account = std::ranges::find(model_.accounts, id, &Account::id);
  if (account != model_.accounts.end()) return quoted(account->name);
  for (std::size_t i = 0; i < model_.units.size(); ++i)
    if (std::string const& unit_id = model_.units[i].id; !unit_id.empty() && id.ends_with(unit_id))
      return unit(OuId{static_cast<std::uint32_t>(i)});
  if (id.contains(":organization/")) return "the organization";
  return quoted(last_name(id));
}

std::string ChangeWords::control_policy(std::string_view id) const {
  std::string name(id);
  trace_.for_each([&](trace::Entry const&, trace::ControlPolicyStored const& r) {
    if (r.id == id) name = r.name;
  });
  return quoted(name);
}

}  // namespace rehearse::reports
