#include "sim/domain/account_creation.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace rehearse::domain {
namespace {

constexpr std::string_view kAdministrator = "arn:aws:iam::aws:policy/AdministratorAccess";
constexpr std::uint64_t kFirstId = 100'000'000'000;
constexpr std::uint64_t kIds = 900'000'000'000;

/// Twelve digits that follow from the account's name.
std::string new_account_id(world::Organization const& organization, std::string const& name) {
  for (int n = 0;; ++n) {
    std::uint64_t number = kFirstId + Stream(0, fmt::format("account/{}/{}", name, n)).below(kIds);
    std::string id = fmt::format("{}", number);
    if (!organization.find_account(id)) return id;
  }
}

std::string trusting_management(world::Organization const& organization) {
  return fmt::format(
      R"({{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{}:root"}},"Action":"sts:AssumeRole"}}]}})",
      organization.management());
}

}  // namespace

std::string AccountCreation::begin(AccountWish const& wish) {
  auto position = static_cast<std::uint32_t>(c_.world.organization().creations().size());
  std::string key = fmt::format("account creation/{}/{}", wish.name, position);
  std::string id = "car-" + Stream(0, key).alphanumeric(32);
  trace::Seq seq = c_.record.record(trace::AccountCreationMoved{
      id, wish.name, wish.email, wish.role, AccountCreationStatus::in_progress, {}, {}});
  c_.engine.after(assume_(Assumption::account_creation),
                  make_wake(WakeKind::account_created, position), seq);
  return id;
}

void AccountCreation::complete(std::uint32_t position) {
  auto const& all = c_.world.organization().creations();
  world::AccountCreation const request = all[position];
  bool const taken = std::ranges::any_of(all, [&](world::AccountCreation const& each) {
    return each.status == AccountCreationStatus::succeeded && each.email == request.email;
  });
  trace::AccountCreationMoved moved{
      request.id, request.name,          request.email, request.role, AccountCreationStatus::failed,
      {},         "EMAIL_ALREADY_EXISTS"};
  if (!taken) {
    moved.status = AccountCreationStatus::succeeded;
    moved.account = make_account(request);
    moved.reason.clear();
  }
  c_.record.record(moved);
}

AccountId AccountCreation::make_account(world::AccountCreation const& request) {
  world::Organization const& organization = c_.world.organization();
  AccountId management = organization.find_account(organization.management());
  AccountId account{static_cast<std::uint32_t>(organization.accounts().size())};
  c_.record.record(trace::AccountDefined{account,
                                         new_account_id(organization, request.name),
                                         request.name,
                                         organization.account(management).region,
                                         OuId{0},
                                         {}});
  PrincipalId role = identities_.define(IdentityKind::role, account, "/", request.role, {});
  DocumentId trust = c_.record.document(trace::DocumentKind::trust, request.role,
                                        trusting_management(organization));
  identities_.know_aws_policy(kAdministrator);
  identities_.stand(trace::IamStored{role, IamSlot::existence, {}, {}, {}, true});
  identities_.stand(trace::IamStored{role, IamSlot::trust, {}, trust, {}, true});
  identities_.stand(
      trace::IamStored{role, IamSlot::attached_policy, std::string(kAdministrator), {}, {}, true});
  return account;
}

}  // namespace rehearse::domain
