// Changes of what an organization sets over its accounts: policies attached and detached, accounts
// moved.
#include <fmt/format.h>

#include "sim/world/nearest/candidates.hpp"

namespace rehearse::world {
namespace {

/// The root, the units and the account above which control policies of a decision stand.
std::vector<std::string> path_ids(Organization const& organization, AccountId account) {
  std::vector<std::string> out{organization.account(account).id};
  for (OuId ou = organization.account(account).path_ou; ou; ou = organization.ou(ou).parent)
    out.push_back(organization.ou(ou).id);
  return out;
}

std::string target_name(Organization const& organization, std::string const& id) {
  if (AccountId account = organization.find_account(id))
    return fmt::format("account `{}`", organization.account(account).name);
  OuId ou = organization.find_ou(id);
  return ou && organization.ou(ou).parent ? fmt::format("unit `{}`", organization.ou(ou).name)
                                          : std::string("the root");
}

void detach_deciding(Access const& access, AccountId account, Decision const& decision,
                     std::vector<Edit>& out) {
  Organization const& organization = access.organization();
  ControlPolicies const& control = access.control_policies();
  auto type = decision.layer == Layer::scp ? ControlPolicyType::scp : ControlPolicyType::rcp;
  for (std::string const& target : path_ids(organization, account))
    for (std::uint32_t policy : control.in_force(target, type)) {
      if (control.all()[policy].in_force.index != decision.deciding.document) continue;
      Edit edit;
      edit.what = fmt::format("detach `{}` from {}", control.all()[policy].name,
                              target_name(organization, target));
      edit.paste = fmt::format("aws organizations detach-policy --policy-id {} --target-id {}",
                               control.all()[policy].id, target);
      edit.records.push_back(trace::AttachmentInForce{control.all()[policy].id, target, false});
      out.push_back(std::move(edit));
    }
}

/// Levels at which nothing allows: FullAWSAccess is missing there.
void attach_full_access(Access const& access, AccountId account,
                        iam::Explanation const& explanation, std::vector<Edit>& out) {
  Organization const& organization = access.organization();
  std::vector<std::string> path = path_ids(organization, account);  // the account first
  Edit edit;
  for (iam::LayerFinding const& layer : explanation.layers) {
    bool silent = layer.layer == Layer::scp && layer.result == Outcome::implicitly_denied;
    if (!silent || layer.level >= path.size()) continue;
    std::string const& target = path[path.size() - 1 - layer.level];
    if (!edit.paste.empty()) edit.paste += " && ";
    edit.paste += fmt::format("aws organizations attach-policy --policy-id {} --target-id {}",
                              kFullAwsAccess, target);
    edit.what += (edit.what.empty() ? "attach `FullAWSAccess` to " : " and ") +
                 target_name(organization, target);
    edit.records.push_back(trace::AttachmentInForce{std::string(kFullAwsAccess), target, true});
  }
  if (!edit.records.empty()) out.push_back(std::move(edit));
}

void move_account(Access const& access, AccountId account, std::vector<Edit>& out) {
  constexpr std::size_t kTriedMax = 8;
  Organization const& organization = access.organization();
  Account const& moved = organization.account(account);
  for (std::uint32_t i = 0; i < organization.ous().size() && i < kTriedMax; ++i) {
    Ou const& ou = organization.ous()[i];
    if (ou.deleted || !moved.path_ou || moved.path_ou.index == i) continue;
    Edit edit;
    edit.what =
        fmt::format("move account `{}` to {}", moved.name, target_name(organization, ou.id));
    edit.paste = fmt::format(
        "aws organizations move-account --account-id {} --source-parent-id {} "
        "--destination-parent-id {}",
        moved.id, organization.ou(moved.path_ou).id, ou.id);
    edit.records.push_back(trace::PathInForce{account, OuId{i}});
    edit.records.push_back(trace::MembershipInForce{account, OuId{i}});
    out.push_back(std::move(edit));
  }
}

}  // namespace

void open_by_control_policies(Access const& access, Question const& question,
                              iam::Explanation const& explanation, std::vector<Edit>& out) {
  Decision const& decision = explanation.decision;
  AccountId caller =
      question.principal ? access.principals()[question.principal].account : AccountId{};
  if (decision.layer == Layer::rcp && question.owner)
    return detach_deciding(access, question.owner, decision, out);
  if (decision.layer != Layer::scp || !caller) return;
  if (decision.outcome == Outcome::explicitly_denied)
    detach_deciding(access, caller, decision, out);
  else
    attach_full_access(access, caller, explanation, out);
  move_account(access, caller, out);
}

}  // namespace rehearse::world
