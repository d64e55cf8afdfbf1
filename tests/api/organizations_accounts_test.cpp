// Accounts that the organization creates, administrators that it delegates to, and what takes time
// or needs all features. Source: sharing-and-access 2.1, 2.4.
#include "tests/api/organization.hpp"

using namespace rehearse;

namespace {

constexpr char kGuardDuty[] = "guardduty.amazonaws.com";

json::Value wish(std::string const& name, std::string const& email = "ops@example.com") {
  return in({{"AccountName", name}, {"Email", email}});
}
json::Value creation(Sim& sim, std::string const& request) {
  return *manage(sim, "DescribeCreateAccountStatus", in({{"CreateAccountRequestId", request}}))
              .find("CreateAccountStatus");
}
std::string ask(Sim& sim, json::Value const& input) {
  return id_of(manage(sim, "CreateAccount", input), "CreateAccountStatus");
}
json::Value administering(std::string const& account, char const* service = kGuardDuty) {
  return in({{"AccountId", account}, {"ServicePrincipal", service}});
}
/// The statuses of the policy types that ListRoots shows.
Ids shown_types(Sim& sim) {
  json::Value root = manage(sim, "ListRoots").find("Roots")->as_array().at(0);
  return ids(root, "PolicyTypes", "Status");
}
void only_consolidated_billing(Sim& sim) {
  sim.domain().context().record.record(trace::OrganizationDefined{
      "o-acme123456", "acme", "r-ab12", "100000000000", FeatureSet::consolidated_billing, {}});
}

}  // namespace

TEST_CASE("organizations: a created account is there three minutes later, at the root, with a role",
          "[api][organizations]") {
  Sim sim;
  std::string request, id;
  sim.at(0s, [&] {
    sim.domain().control_policies.enable(ControlPolicyType::scp);
    request = ask(sim, wish("research"));
    CHECK(creation(sim, request).string_or_empty("State") == "IN_PROGRESS");
    CHECK(creation(sim, request).find("AccountId") == nullptr);
    CHECK(code(sim, "DescribeCreateAccountStatus",
               in({{"CreateAccountRequestId", "car-nosuchrequest"}})) ==
          "CreateAccountStatusNotFoundException");
  });
  sim.at(3min - 1us, [&] {
    CHECK(creation(sim, request).string_or_empty("State") == "IN_PROGRESS");
    CHECK(manage(sim, "ListAccounts").find("Accounts")->as_array().size() == 3);
  });
  sim.at(3min + 1us, [&] {
    CHECK(creation(sim, request).string_or_empty("State") == "SUCCEEDED");
    id = creation(sim, request).string_or_empty("AccountId");
    CHECK(id.size() == 12);
    CHECK(ids(manage(sim, "ListCreateAccountStatus", in({{"States", strings({"SUCCEEDED"})}})),
              "CreateAccountStatuses") == Ids{request});
    CHECK(ids(manage(sim, "ListCreateAccountStatus", in({{"States", strings({"FAILED"})}})),
              "CreateAccountStatuses")
              .empty());
    CHECK(ids(manage(sim, "ListParents", in({{"ChildId", id}})), "Parents") == Ids{"r-ab12"});
    CHECK(ids(manage(sim, "ListPoliciesForTarget",
                     in({{"TargetId", id}, {"Filter", "SERVICE_CONTROL_POLICY"}})),
              "Policies") == Ids{"p-FullAWSAccess"});
    // The management account takes on its role there and may do everything; others may not.
    std::string const role = "arn:aws:iam::" + id + ":role/OrganizationAccountAccessRole";
    CHECK(may_assume(sim, self(sim, sim.admin("staging")), role) == "AccessDenied");
    Session inside = assume(sim, self(sim, sim.admin("management")), role);
    CHECK(may(sim, inside, "iam", "CreateUser", in({{"UserName", "ana"}})) == "allowed");
    CHECK(may(sim, inside, "organizations", "DescribeOrganization") == "allowed");
  });
  sim.run();
}

TEST_CASE("organizations: what cannot be created is refused at once, or fails later",
          "[api][organizations]") {
  Sim sim;
  std::string second;
  sim.at(0s, [&] {
    CHECK(code(sim, "CreateAccount", wish("staging")) == "InvalidInputException");
    CHECK(sim.refused(sim.admin("staging"), "organizations", "CreateAccount", wish("x")).code ==
          "AccessDeniedException");
    ask(sim, wish("first", "one@example.com"));
    CHECK(code(sim, "CreateAccount", wish("first")) == "InvalidInputException");
    second = ask(sim, wish("second", "one@example.com"));
    for (char const* name : {"third", "fourth", "fifth"})
      ask(sim, wish(name, std::string(name) + "@example.com"));
    CHECK(code(sim, "CreateAccount", wish("sixth")) == "TooManyRequestsException");
  });
  sim.at(5min, [&] {
    CHECK(creation(sim, second).string_or_empty("State") == "FAILED");
    CHECK(creation(sim, second).string_or_empty("FailureReason") == "EMAIL_ALREADY_EXISTS");
    // Seven accounts; ten are the most, and who is invited counts.
    ask(sim, wish("sixth", "six@example.com"));
    ask(sim, wish("seventh", "seven@example.com"));
    json::Value const inviting = in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}});
    manage(sim, "InviteAccountToOrganization", inviting);
    CHECK(code(sim, "CreateAccount", wish("eighth")) == "ConstraintViolationException");
    sim.setting("management", "organization_accounts_max", 11);
    ask(sim, wish("eighth", "eight@example.com"));
  });
  sim.run();
}

TEST_CASE("organizations: no account is invited beyond the most that there can be",
          "[api][organizations]") {
  Sim sim;
  sim.setting("management", "organization_accounts_max", 3);
  sim.at(0s, [&] {
    CHECK(code(sim, "InviteAccountToOrganization",
               in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}})) ==
          "HandshakeConstraintViolationException");
  });
  sim.run();
}

TEST_CASE("organizations: a created account stays for four days, and an invited one leaves at once",
          "[api][organizations]") {
  Sim sim;
  json::Value account;
  auto removal = [&] {
    return verdict(sim.call(sim.admin("management"), "organizations",
                            "RemoveAccountFromOrganization", account));
  };
  sim.at(0s, [&] { ask(sim, wish("research")); });
  sim.at(5min, [&] {
    AccountId made = sim.account("research");
    account = in({{"AccountId", sim.world.organization().account(made).id}});
    ApiError error = sim.refused(sim.admin("management"), "organizations",
                                 "RemoveAccountFromOrganization", account);
    CHECK(error ==
          ApiError{"ConstraintViolationException",
                   "You must wait until at least four days after the account was created. Invited "
                   "accounts aren't subject to this waiting period."});
    manage(sim, "RemoveAccountFromOrganization", in({{"AccountId", kProduction}}));
  });
  sim.at(96h + 3min - 1us, [&] { CHECK(removal() == "ConstraintViolationException"); });
  SECTION("and leaves then") {
    sim.at(96h + 3min + 1us, [&] { CHECK(removal() == "allowed"); });
  }
  SECTION("and longer without a way to pay, where that is assumed") {
    sim.assume("created_account_billing", "missing");
    sim.at(96h + 3min + 1us, [&] { CHECK(removal() == "ConstraintViolationException"); });
  }
  sim.run();
}

TEST_CASE("organizations: a delegated administrator reads the organization and cannot leave it",
          "[api][organizations]") {
  Sim sim;
  json::Value const service = in({{"ServicePrincipal", kGuardDuty}});
  sim.at(0s, [&] {
    auto member = [&](char const* operation, json::Value const& input = json::Object{}) {
      return verdict(sim.call(sim.admin("production"), "organizations", operation, input));
    };
    ApiError error = sim.refused(sim.admin("management"), "organizations",
                                 "RegisterDelegatedAdministrator", administering(kProduction));
    CHECK(error.code == "ConstraintViolationException");
    CHECK(error.message.find("before you enabled service access") != std::string::npos);
    manage(sim, "EnableAWSServiceAccess", service);
    CHECK(member("ListAccounts") == "AccessDeniedException");
    manage(sim, "RegisterDelegatedAdministrator", administering(kProduction));
    CHECK(code(sim, "RegisterDelegatedAdministrator", administering(kProduction)) ==
          "AccountAlreadyRegisteredException");
    CHECK(code(sim, "RegisterDelegatedAdministrator", administering("100000000000")) ==
          "ConstraintViolationException");
    CHECK(code(sim, "RegisterDelegatedAdministrator", administering(kPartner)) ==
          "AccountNotFoundException");

    CHECK(member("ListAccounts") == "allowed");
    CHECK(member("ListDelegatedAdministrators", service) == "allowed");
    CHECK(member("CreateOrganizationalUnit", in({{"ParentId", "r-ab12"}, {"Name", "x"}})) ==
          "AccessDeniedException");
    CHECK(ids(manage(sim, "ListDelegatedAdministrators"), "DelegatedAdministrators") ==
          Ids{kProduction});
    CHECK(ids(manage(sim, "ListDelegatedServicesForAccount", in({{"AccountId", kProduction}})),
              "DelegatedServices", "ServicePrincipal") == Ids{kGuardDuty});

    CHECK(member("LeaveOrganization") == "ConstraintViolationException");
    CHECK(code(sim, "RemoveAccountFromOrganization", in({{"AccountId", kProduction}})) ==
          "ConstraintViolationException");
    CHECK(code(sim, "DisableAWSServiceAccess", service) == "ConstraintViolationException");
    manage(sim, "DeregisterDelegatedAdministrator", administering(kProduction));
    CHECK(code(sim, "DeregisterDelegatedAdministrator", administering(kProduction)) ==
          "AccountNotRegisteredException");
    CHECK(code(sim, "ListDelegatedServicesForAccount", in({{"AccountId", kProduction}})) ==
          "AccountNotRegisteredException");
    CHECK(member("ListAccounts") == "AccessDeniedException");
    manage(sim, "DisableAWSServiceAccess", service);
    CHECK(member("LeaveOrganization") == "allowed");
  });
  sim.run();
}

TEST_CASE("organizations: trusted access ends under its administrators, where that is assumed",
          "[api][organizations]") {
  Sim sim;
  sim.assume("disabled_service_delegates", "kept");
  json::Value const service = in({{"ServicePrincipal", kGuardDuty}});
  sim.at(0s, [&] {
    manage(sim, "EnableAWSServiceAccess", service);
    manage(sim, "RegisterDelegatedAdministrator", administering(kProduction));
    manage(sim, "DisableAWSServiceAccess", service);
    CHECK(ids(manage(sim, "ListDelegatedAdministrators", service), "DelegatedAdministrators") ==
          Ids{kProduction});
  });
  sim.run();
}

TEST_CASE("organizations: tags are refused by name", "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    json::Value const given = tags({{"team", "churn"}});
    auto refusal = [&](char const* operation, json::Value input) {
      return sim.refused(sim.admin("management"), "organizations", operation,
                         input.set("Tags", given));
    };
    ApiError const error{"InvalidInputException", "Tags is not simulated"};
    CHECK(refusal("CreateAccount", wish("x")) == error);
    CHECK(refusal("CreateOrganizationalUnit", in({{"ParentId", "r-ab12"}, {"Name", "x"}})) ==
          error);
    CHECK(refusal("InviteAccountToOrganization",
                  in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}})) == error);
    CHECK(refusal("CreatePolicy", in({{"Name", "x"},
                                      {"Description", ""},
                                      {"Type", "SERVICE_CONTROL_POLICY"},
                                      {"Content", kAllowAll}})) == error);
  });
  sim.run();
}

TEST_CASE("organizations: a delegated administrator is still bound by SCPs",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    manage(sim, "EnableAWSServiceAccess", in({{"ServicePrincipal", kGuardDuty}}));
    manage(sim, "RegisterDelegatedAdministrator", administering(kProduction));
    domain::ControlPolicyDesk& desk = sim.domain().control_policies;
    std::string id = desk.stand(
        ControlPolicyType::scp, "NoAccounts",
        statement(R"("Effect":"Deny","Action":"organizations:ListAccounts","Resource":"*")"), {});
    desk.stand_on(id, kProduction, false);
    auto result = sim.call(sim.admin("production"), "organizations", "ListAccounts");
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.layer == Layer::scp);
  });
  sim.run();
}

TEST_CASE("organizations: trusted access is given to services that work with organizations",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    CHECK(sim.refused(sim.admin("management"), "organizations", "EnableAWSServiceAccess",
                      in({{"ServicePrincipal", "guard.amazonaws.com"}})) ==
          ApiError{"InvalidInputException", "You specified an unrecognized service principal."});
    // RAM has no administrators but the management account.
    CHECK(code(sim, "RegisterDelegatedAdministrator",
               administering(kProduction, "ram.amazonaws.com")) == "InvalidInputException");
    manage(sim, "EnableAWSServiceAccess", in({{"ServicePrincipal", kGuardDuty}}));
    CHECK(ids(manage(sim, "ListAWSServiceAccessForOrganization"), "EnabledServicePrincipals",
              "ServicePrincipal") == Ids{"ram.amazonaws.com", kGuardDuty});
    manage(sim, "DisableAWSServiceAccess", in({{"ServicePrincipal", kGuardDuty}}));
    CHECK(ids(manage(sim, "ListAWSServiceAccessForOrganization"), "EnabledServicePrincipals",
              "ServicePrincipal") == Ids{"ram.amazonaws.com"});
  });
  sim.run();
}

TEST_CASE("organizations: a type of policy is pending for a while before it is on, and off",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    CHECK(shown_types(sim).empty());
    manage(sim, "EnablePolicyType", policy_type());
    CHECK(shown_types(sim) == Ids{"PENDING_ENABLE"});
    CHECK(code(sim, "EnablePolicyType", policy_type()) == "PolicyChangesInProgressException");
    CHECK(
        code(sim, "AttachPolicy", in({{"PolicyId", "p-FullAWSAccess"}, {"TargetId", "r-ab12"}})) ==
        "PolicyNotFoundException");
  });
  sim.at(10s + 1us, [&] {
    CHECK(shown_types(sim) == Ids{"ENABLED"});
    CHECK(ids(manage(sim, "ListTargetsForPolicy", in({{"PolicyId", "p-FullAWSAccess"}})), "Targets",
              "TargetId")
              .size() == 6);
    manage(sim, "DisablePolicyType", policy_type());
    CHECK(shown_types(sim) == Ids{"PENDING_DISABLE"});
    CHECK(code(sim, "DisablePolicyType", policy_type()) == "PolicyChangesInProgressException");
  });
  sim.at(21s, [&] {
    CHECK(shown_types(sim).empty());
    CHECK(code(sim, "DisablePolicyType", policy_type()) == "PolicyTypeNotEnabledException");
  });
  sim.run();
}

TEST_CASE("organizations: a unit is renamed, and stays the same unit", "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    auto renaming = [](std::string const& id, char const* name) {
      return in({{"OrganizationalUnitId", id}, {"Name", name}});
    };
    std::string const unit = "ou-ab12-product1";
    CHECK(code(sim, "UpdateOrganizationalUnit", renaming(unit, "Staging")) ==
          "DuplicateOrganizationalUnitException");
    CHECK(code(sim, "UpdateOrganizationalUnit", renaming("ou-ab12-nosuchou", "x")) ==
          "OrganizationalUnitNotFoundException");
    json::Value answer = manage(sim, "UpdateOrganizationalUnit", renaming(unit, "Live"));
    CHECK(answer.find("OrganizationalUnit")->string_or_empty("Name") == "Live");
    manage(sim, "UpdateOrganizationalUnit", renaming(unit, "Live"));
    CHECK(ids(manage(sim, "ListOrganizationalUnitsForParent", in({{"ParentId", "r-ab12"}})),
              "OrganizationalUnits", "Name") == Ids{"Staging", "Live"});
    CHECK(ids(manage(sim, "ListParents", in({{"ChildId", kProduction}})), "Parents") == Ids{unit});
    // The name is free again, for another unit with another id.
    json::Value const making = in({{"ParentId", "r-ab12"}, {"Name", "Lab"}});
    std::string const first =
        id_of(manage(sim, "CreateOrganizationalUnit", making), "OrganizationalUnit");
    manage(sim, "UpdateOrganizationalUnit", renaming(first, "Old"));
    CHECK(id_of(manage(sim, "CreateOrganizationalUnit", making), "OrganizationalUnit") != first);
  });
  sim.run();
}

TEST_CASE("organizations: consolidated billing alone has no policies, services or RAM sharing",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    only_consolidated_billing(sim);
    sim.ram_sharing(RamSharing::off);
    CHECK(manage(sim, "DescribeOrganization").find("Organization")->string_or_empty("FeatureSet") ==
          "CONSOLIDATED_BILLING");
    for (char const* type : {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}) {
      CHECK(code(sim, "EnablePolicyType", policy_type(type)) ==
            "PolicyTypeNotAvailableForOrganizationException");
      CHECK(
          code(sim, "CreatePolicy",
               in({{"Name", "x"}, {"Description", ""}, {"Type", type}, {"Content", kAllowAll}})) ==
          "PolicyTypeNotAvailableForOrganizationException");
    }
    CHECK(code(sim, "EnableAWSServiceAccess", in({{"ServicePrincipal", "ram.amazonaws.com"}})) ==
          "ConstraintViolationException");
    CHECK(code(sim, "RegisterDelegatedAdministrator", administering(kProduction)) ==
          "ConstraintViolationException");
    ApiError error =
        sim.refused(sim.admin("management"), "ram", "EnableSharingWithAwsOrganization");
    CHECK(error.code == "OperationNotPermittedException");
    CHECK(error.message.find("all features") != std::string::npos);
  });
  sim.run();
}

TEST_CASE("organizations: RAM's sharing is switched on by the management account alone",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    for (char const* account : {"staging", "partner"})
      CHECK(sim.refused(sim.admin(account), "ram", "EnableSharingWithAwsOrganization").code ==
            "OperationNotPermittedException");
  });
  sim.run();
}

TEST_CASE("organizations: an account that left comes back without the policies that it had",
          "[api][organizations]") {
  Sim sim;
  std::string handshake;
  auto attached = [&] {
    return ids(manage(sim, "ListPoliciesForTarget",
                      in({{"TargetId", kProduction}, {"Filter", "SERVICE_CONTROL_POLICY"}})),
               "Policies");
  };
  sim.at(0s, [&] {
    domain::ControlPolicyDesk& desk = sim.domain().control_policies;
    std::string id = desk.stand(
        ControlPolicyType::scp, "NoLists",
        statement(R"("Effect":"Deny","Action":"sagemaker:ListPipelines","Resource":"*")"), {});
    desk.stand_on(id, kProduction, false);
    CHECK(attached() == Ids{"p-FullAWSAccess", id});
    manage(sim, "RemoveAccountFromOrganization", in({{"AccountId", kProduction}}));
  });
  sim.at(2min, [&] {
    handshake = id_of(manage(sim, "InviteAccountToOrganization",
                             in({{"Target", in({{"Id", kProduction}, {"Type", "ACCOUNT"}})}})),
                      "Handshake");
    sim.ok(sim.admin("production"), "organizations", "AcceptHandshake",
           in({{"HandshakeId", handshake}}));
    CHECK(attached() == Ids{"p-FullAWSAccess"});
  });
  sim.at(4min, [&] {
    CHECK(verdict(sim.call(sim.admin("production"), "sagemaker", "ListPipelines")) == "allowed");
  });
  sim.run();
}
