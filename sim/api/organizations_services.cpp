// Services that may look at the organization, and the accounts that administer one of them for it.
// Only RAM is simulated: of the others nothing else shows than these calls, and that their
// administrators may read the organization. Source: sharing-and-access 1.10, 2.4.
#include <fmt/format.h>

#include "sim/api/organizations_parts.hpp"

namespace rehearse::api::organizations {
namespace {

constexpr std::string_view kRam = "ram.amazonaws.com";

struct ServiceRow {
  std::string_view principal;
  bool delegates;  // a member account can administer it
};
/// Source: AWS Organizations User Guide, services that work with Organizations.
constexpr ServiceRow kServices[] = {
    {"access-analyzer.amazonaws.com", true},
    {"account.amazonaws.com", true},
    {"auditmanager.amazonaws.com", true},
    {"backup.amazonaws.com", true},
    {"cloudtrail.amazonaws.com", true},
    {"compute-optimizer.amazonaws.com", true},
    {"config-multiaccountsetup.amazonaws.com", true},
    {"config.amazonaws.com", true},
    {"controltower.amazonaws.com", false},
    {"detective.amazonaws.com", true},
    {"fms.amazonaws.com", true},
    {"guardduty.amazonaws.com", true},
    {"health.amazonaws.com", true},
    {"inspector2.amazonaws.com", true},
    {"ipam.amazonaws.com", true},
    {"license-manager.amazonaws.com", true},
    {"macie.amazonaws.com", true},
    {"member.org.stacksets.cloudformation.amazonaws.com", true},
    {kRam, false},
    {"securityhub.amazonaws.com", true},
    {"servicecatalog.amazonaws.com", true},
    {"ssm.amazonaws.com", true},
    {"sso.amazonaws.com", true},
    {"storage-lens.s3.amazonaws.com", true},
    {"tagpolicies.tag.amazonaws.com", false},
};

ApiError unrecognized() {
  return {"InvalidInputException", "You specified an unrecognized service principal."};
}

std::expected<ServiceRow, ApiError> service_of_call(Request const& r) {
  auto found =
      std::ranges::find(kServices, text_of(r.input, "ServicePrincipal"), &ServiceRow::principal);
  if (found == std::end(kServices)) return std::unexpected(unrecognized());
  return *found;
}

bool is_trusted(world::Organization const& organization, std::string_view service) {
  if (service == kRam) return organization.ram_sharing_state() != RamSharing::off;
  auto const& all = organization.service_access();
  return std::ranges::find(all, service, &world::ServiceAccess::service) != all.end();
}

bool is_administrator(world::Organization const& organization, AccountId account,
                      std::string_view service) {
  return std::ranges::any_of(organization.delegations(), [&](world::Delegation const& each) {
    return each.account == account && each.service == service;
  });
}

std::optional<ApiError> cannot_register(Request const& r, AccountId account, ServiceRow service) {
  world::Organization const& organization = r.world().organization();
  if (!service.delegates) return unrecognized();
  if (organization.is_management(account))
    return constraint_violation(
        "You cannot register master account/yourself as delegated administrator for your "
        "organization.");
  if (organization.account(account).status != AccountStatus::active)
    return constraint_violation(
        "You cannot register a suspended account as a delegated administrator.");
  if (!is_trusted(organization, service.principal))
    return constraint_violation(
        "You attempted to register a delegated administrator before you enabled service access. "
        "Call the EnableAWSServiceAccess API first.");
  if (is_administrator(organization, account, service.principal))
    return ApiError{"AccountAlreadyRegisteredException",
                    "The specified account is already a delegated administrator for this AWS "
                    "service."};
  return std::nullopt;
}

ApiError not_registered() {
  return {"AccountNotRegisteredException",
          "The specified account is not a delegated administrator for this AWS service."};
}

void put_access(Request& r, ServiceRow service, bool on) {
  if (service.principal != kRam) {
    r.domain.context().record.record(trace::ServiceAccessMoved{std::string(service.principal), on});
  } else if (on) {
    // Trusted access alone does not let RAM look at the tree: for that its own call is needed.
    r.domain.context().record.record(trace::RamSharingMoved{RamSharing::organizations_only});
  } else {
    r.domain.sharing.organization_sharing_off();
  }
}

}  // namespace

Answer enable_service_access(Request& r) {
  auto service = service_of_call(r);
  if (!service) return std::unexpected(service.error());
  if (auto refused = not_all_features(r.world())) return std::unexpected(*refused);
  r.call.accept();
  if (!is_trusted(r.world().organization(), service->principal)) put_access(r, *service, true);
  return json::Value{json::Object{}};
}

Answer disable_service_access(Request& r) {
  auto service = service_of_call(r);
  if (!service) return std::unexpected(service.error());
  auto const& delegations = r.world().organization().delegations();
  bool const administered = std::ranges::find(delegations, service->principal,
                                              &world::Delegation::service) != delegations.end();
  if (administered && r.domain.assume.is(domain::Assumption::disabled_service_delegates, "refused"))
    return std::unexpected(constraint_violation(
        "You must first deregister the delegated administrators of the service."));
  r.call.accept();
  if (is_trusted(r.world().organization(), service->principal)) put_access(r, *service, false);
  return json::Value{json::Object{}};
}

Answer list_service_access(Request& r) {
  world::Organization const& organization = r.world().organization();
  json::Array items;
  if (is_trusted(organization, kRam)) items.push_back(json::Value{}.set("ServicePrincipal", kRam));
  for (world::ServiceAccess const& each : organization.service_access())
    items.push_back(json::Value{}
                        .set("ServicePrincipal", each.service)
                        .set("DateEnabled", timestamp(r.world(), each.since)));
  return page(r.input, std::move(items), {"EnabledServicePrincipals"});
}

Answer register_administrator(Request& r) {
  auto service = service_of_call(r);
  if (!service) return std::unexpected(service.error());
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  if (auto refused = not_all_features(r.world())) return std::unexpected(*refused);
  if (auto refused = cannot_register(r, *account, *service)) return std::unexpected(*refused);
  r.call.accept();
  r.domain.context().record.record(
      trace::DelegationMoved{*account, std::string(service->principal), true});
  return json::Value{json::Object{}};
}

Answer deregister_administrator(Request& r) {
  auto service = service_of_call(r);
  if (!service) return std::unexpected(service.error());
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  if (!is_administrator(r.world().organization(), *account, service->principal))
    return std::unexpected(not_registered());
  r.call.accept();
  r.domain.context().record.record(
      trace::DelegationMoved{*account, std::string(service->principal), false});
  return json::Value{json::Object{}};
}

/// Each account once, with the date of its oldest delegation that was asked for.
Answer list_administrators(Request& r) {
  std::string const service = text_of(r.input, "ServicePrincipal");
  json::Array items;
  std::vector<AccountId> seen;
  for (world::Delegation const& each : r.world().organization().delegations()) {
    if (!service.empty() && each.service != service) continue;
    if (std::ranges::find(seen, each.account) != seen.end()) continue;
    seen.push_back(each.account);
    items.push_back(account_answer(r.world(), each.account)
                        .set("DelegationEnabledDate", timestamp(r.world(), each.since)));
  }
  return page(r.input, std::move(items), {"DelegatedAdministrators"});
}

Answer list_delegated_services(Request& r) {
  auto account = find_member(r);
  if (!account) return std::unexpected(account.error());
  json::Array items;
  for (world::Delegation const& each : r.world().organization().delegations())
    if (each.account == *account)
      items.push_back(json::Value{}
                          .set("ServicePrincipal", each.service)
                          .set("DelegationEnabledDate", timestamp(r.world(), each.since)));
  if (items.empty()) return std::unexpected(not_registered());
  return page(r.input, std::move(items), {"DelegatedServices"});
}

}  // namespace rehearse::api::organizations
