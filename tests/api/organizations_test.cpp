// The organization's own calls. Source: sharing-and-access 2.
#include "tests/api/organization.hpp"

using namespace rehearse;

namespace {

json::Value policy_input(std::string const& name, std::string const& content,
                         char const* type = "SERVICE_CONTROL_POLICY") {
  return in({{"Name", name}, {"Description", ""}, {"Type", type}, {"Content", content}});
}
std::string create(Sim& sim, std::string const& name, std::string const& content,
                   char const* type = "SERVICE_CONTROL_POLICY") {
  json::Value made = manage(sim, "CreatePolicy", policy_input(name, content, type));
  return id_of(*made.find("Policy"), "PolicySummary");
}
json::Value on(std::string const& policy, std::string const& target) {
  return in({{"PolicyId", policy}, {"TargetId", target}});
}
std::string denying(std::string const& action) {
  return statement(R"("Effect":"Deny","Action":")" + action + R"(","Resource":"*")");
}
std::string lists(Sim& sim, char const* account) {
  return verdict(sim.call(sim.admin(account), "sagemaker", "ListPipelines"));
}

}  // namespace

TEST_CASE("organizations: the tree as its management account sees it", "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    json::Value organization = *manage(sim, "DescribeOrganization").find("Organization");
    CHECK(organization.string_or_empty("Arn") ==
          "arn:aws:organizations::100000000000:organization/o-acme123456");
    CHECK(organization.string_or_empty("FeatureSet") == "ALL");
    CHECK(ids(manage(sim, "ListRoots"), "Roots") == Ids{"r-ab12"});
    CHECK(ids(manage(sim, "ListAccounts"), "Accounts") ==
          Ids{"100000000000", "111122223333", kProduction});
    CHECK(ids(manage(sim, "ListOrganizationalUnitsForParent", in({{"ParentId", "r-ab12"}})),
              "OrganizationalUnits") == Ids{"ou-ab12-staging1", "ou-ab12-product1"});
    CHECK(ids(manage(sim, "ListChildren",
                     in({{"ParentId", "ou-ab12-product1"}, {"ChildType", "ACCOUNT"}})),
              "Children") == Ids{kProduction});
    CHECK(ids(manage(sim, "ListParents", in({{"ChildId", kProduction}})), "Parents") ==
          Ids{"ou-ab12-product1"});
    CHECK(code(sim, "ListParents", in({{"ChildId", kPartner}})) == "ChildNotFoundException");
    json::Value account = manage(sim, "DescribeAccount", in({{"AccountId", kProduction}}));
    CHECK(account.find("Account")->string_or_empty("Arn") ==
          "arn:aws:organizations::100000000000:account/o-acme123456/444455556666");
    CHECK(code(sim, "DescribeAccount", in({{"AccountId", kPartner}})) ==
          "AccountNotFoundException");
    // A member sees the organization, not its tree; from outside there is none.
    sim.ok(sim.admin("staging"), "organizations", "DescribeOrganization");
    CHECK(sim.refused(sim.admin("staging"), "organizations", "ListAccounts") ==
          ApiError{"AccessDeniedException", "You don't have permissions to access this resource."});
    CHECK(sim.refused(sim.admin("partner"), "organizations", "DescribeOrganization").code ==
          "AWSOrganizationsNotInUseException");
  });
  sim.run();
}

TEST_CASE("organizations: units nest five deep, are unique below their parent, are deleted empty",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    auto unit = [](std::string const& parent, std::string const& name) {
      return in({{"ParentId", parent}, {"Name", name}});
    };
    auto deleting = [](std::string const& id) { return in({{"OrganizationalUnitId", id}}); };
    std::string parent = "r-ab12", first;
    for (int depth = 1; depth <= 5; ++depth) {
      parent = id_of(manage(sim, "CreateOrganizationalUnit", unit(parent, "Deep")),
                     "OrganizationalUnit");
      CHECK(parent.starts_with("ou-ab12-"));
      if (depth == 1) first = parent;
    }
    CHECK(code(sim, "CreateOrganizationalUnit", unit(parent, "Deep")) ==
          "ConstraintViolationException");
    CHECK(code(sim, "CreateOrganizationalUnit", unit("r-ab12", "Deep")) ==
          "DuplicateOrganizationalUnitException");
    CHECK(code(sim, "CreateOrganizationalUnit", unit("ou-ab12-nosuchou", "Deep")) ==
          "ParentNotFoundException");
    CHECK(code(sim, "DeleteOrganizationalUnit", deleting(first)) ==
          "OrganizationalUnitNotEmptyException");
    CHECK(code(sim, "DeleteOrganizationalUnit", deleting("ou-ab12-product1")) ==
          "OrganizationalUnitNotEmptyException");
    manage(sim, "DeleteOrganizationalUnit", deleting(parent));
    CHECK(code(sim, "DescribeOrganizationalUnit", deleting(parent)) ==
          "OrganizationalUnitNotFoundException");
  });
  sim.run();
}

TEST_CASE("organizations: control policies are checked when they are written",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    CHECK(code(sim, "CreatePolicy", policy_input("x", "{")) == "MalformedPolicyDocumentException");
    CHECK(code(sim, "CreatePolicy", policy_input("x", trusting(kStagingRoot))) ==
          "MalformedPolicyDocumentException");
    // White space counts.
    CHECK(
        code(sim, "CreatePolicy", policy_input("x", denying("s3:*") + std::string(10'240, ' '))) ==
        "ConstraintViolationException");
    std::string const rcp =
        statement(R"("Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*")");
    CHECK(code(sim, "CreatePolicy", policy_input("x", rcp, "RESOURCE_CONTROL_POLICY")) ==
          "MalformedPolicyDocumentException");
    CHECK(code(sim, "CreatePolicy", policy_input("x", "{}", "TAG_POLICY")) ==
          "InvalidInputException");
    std::string const id = create(sim, "NoBuckets", denying("s3:*"));
    CHECK(code(sim, "CreatePolicy", policy_input("NoBuckets", denying("s3:*"))) ==
          "DuplicatePolicyException");
    json::Value shown = *manage(sim, "DescribePolicy", in({{"PolicyId", id}})).find("Policy");
    CHECK(shown.string_or_empty("Content") == denying("s3:*"));
    CHECK(shown.find("PolicySummary")->string_or_empty("Arn") ==
          "arn:aws:organizations::100000000000:policy/o-acme123456/service_control_policy/" + id);
    manage(sim, "UpdatePolicy", in({{"PolicyId", id}, {"Name", "Other"}}));
    CHECK(ids(manage(sim, "ListPolicies", in({{"Filter", "SERVICE_CONTROL_POLICY"}})), "Policies",
              "Name") == Ids{"Other"});
    CHECK(code(sim, "AttachPolicy", on(id, "r-ab12")) == "PolicyTypeNotEnabledException");
    manage(sim, "DeletePolicy", in({{"PolicyId", id}}));
    CHECK(code(sim, "DescribePolicy", in({{"PolicyId", id}})) == "PolicyNotFoundException");
    CHECK(code(sim, "DescribeEffectivePolicy", in({{"PolicyType", "TAG_POLICY"}})) ==
          "EffectivePolicyNotFoundException");
    CHECK(code(sim, "DescribeEffectivePolicy", in({{"PolicyType", "SERVICE_CONTROL_POLICY"}})) ==
          "InvalidInputException");
  });
  sim.run();
}

TEST_CASE("organizations: attaching and detaching bind five seconds later, and the last SCP stays",
          "[api][organizations]") {
  Sim sim;
  std::string id;
  sim.at(0s, [&] {
    sim.domain().control_policies.enable(ControlPolicyType::scp);
    CHECK(code(sim, "EnablePolicyType", policy_type()) == "PolicyTypeAlreadyEnabledException");
    CHECK(code(sim, "EnablePolicyType",
               in({{"RootId", "r-zz99"}, {"PolicyType", "SERVICE_CONTROL_POLICY"}})) ==
          "RootNotFoundException");
    id = create(sim, "NoLists", denying("sagemaker:ListPipelines"));
    CHECK(code(sim, "DetachPolicy", on(id, kProduction)) == "PolicyNotAttachedException");
    CHECK(code(sim, "AttachPolicy", on(id, kPartner)) == "TargetNotFoundException");
    CHECK(code(sim, "AttachPolicy", on("p-nosuchpol", kProduction)) == "PolicyNotFoundException");
    CHECK(code(sim, "DetachPolicy", on("p-FullAWSAccess", kProduction)) ==
          "ConstraintViolationException");
    manage(sim, "AttachPolicy", on(id, "ou-ab12-product1"));
    CHECK(code(sim, "AttachPolicy", on(id, "ou-ab12-product1")) ==
          "DuplicatePolicyAttachmentException");
    CHECK(code(sim, "DeletePolicy", in({{"PolicyId", id}})) == "PolicyInUseException");
    CHECK(ids(manage(sim, "ListTargetsForPolicy", in({{"PolicyId", id}})), "Targets", "TargetId") ==
          Ids{"ou-ab12-product1"});
    CHECK(ids(manage(sim, "ListPoliciesForTarget",
                     in({{"TargetId", "ou-ab12-product1"}, {"Filter", "SERVICE_CONTROL_POLICY"}})),
              "Policies") == Ids{"p-FullAWSAccess", id});
    CHECK(lists(sim, "production") == "allowed");
  });
  sim.at(5s - 1us, [&] { CHECK(lists(sim, "production") == "allowed"); });
  sim.at(5s + 1us, [&] {
    CHECK(lists(sim, "production") == "AccessDeniedException");
    CHECK(lists(sim, "staging") == "allowed");
    manage(sim, "DetachPolicy", on(id, "ou-ab12-product1"));
    CHECK(lists(sim, "production") == "AccessDeniedException");
  });
  sim.at(11s, [&] {
    CHECK(lists(sim, "production") == "allowed");
    manage(sim, "AttachPolicy", on(id, "r-ab12"));
  });
  sim.at(20s, [&] {
    CHECK(lists(sim, "staging") == "AccessDeniedException");
    CHECK(lists(sim, "management") == "allowed");  // never restricted
    CHECK(lists(sim, "partner") == "allowed");
    manage(sim, "DisablePolicyType", policy_type());
    CHECK(lists(sim, "staging") == "AccessDeniedException");
  });
  sim.at(31s, [&] {
    CHECK(lists(sim, "staging") == "allowed");
    manage(sim, "EnablePolicyType", policy_type());
  });
  sim.at(42s, [&] {
    CHECK(ids(manage(sim, "ListPoliciesForTarget",
                     in({{"TargetId", "r-ab12"}, {"Filter", "SERVICE_CONTROL_POLICY"}})),
              "Policies") == Ids{"p-FullAWSAccess"});
  });
  sim.run();
}

TEST_CASE("organizations: at most ten SCPs and five RCPs on a target, the defaults included",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    sim.domain().control_policies.enable(ControlPolicyType::scp);
    sim.domain().control_policies.enable(ControlPolicyType::rcp);
    for (int n = 1; n <= 10; ++n) {
      std::string const id = create(sim, "S" + std::to_string(n), denying("s3:*"));
      auto result =
          sim.call(sim.admin("management"), "organizations", "AttachPolicy", on(id, kProduction));
      CHECK(verdict(result) == (n < 10 ? "allowed" : "ConstraintViolationException"));
    }
    std::string const rcp =
        statement(R"("Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*")");
    for (int n = 1; n <= 5; ++n) {
      std::string const id = create(sim, "R" + std::to_string(n), rcp, "RESOURCE_CONTROL_POLICY");
      auto result =
          sim.call(sim.admin("management"), "organizations", "AttachPolicy", on(id, kProduction));
      CHECK(verdict(result) == (n < 5 ? "allowed" : "ConstraintViolationException"));
    }
    CHECK(code(sim, "DetachPolicy", on("p-RCPFullAWSAccess", kProduction)) ==
          "ConstraintViolationException");
  });
  sim.run();
}

TEST_CASE("organizations: an account leaves, and its control policies go first",
          "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    sim.domain().control_policies.enable(ControlPolicyType::scp);
    manage(sim, "AttachPolicy",
           on(create(sim, "NoLists", denying("sagemaker:ListPipelines")), "r-ab12"));
    CHECK(code(sim, "LeaveOrganization") == "MasterCannotLeaveOrganizationException");
    CHECK(code(sim, "RemoveAccountFromOrganization", in({{"AccountId", "100000000000"}})) ==
          "MasterCannotLeaveOrganizationException");
    CHECK(code(sim, "RemoveAccountFromOrganization", in({{"AccountId", kPartner}})) ==
          "AccountNotFoundException");
  });
  sim.at(10s, [&] {
    sim.ok(sim.admin("production"), "organizations", "LeaveOrganization");
    manage(sim, "RemoveAccountFromOrganization", in({{"AccountId", "111122223333"}}));
    CHECK(ids(manage(sim, "ListAccounts"), "Accounts") == Ids{"100000000000"});
    CHECK(sim.refused(sim.admin("production"), "organizations", "DescribeOrganization").code ==
          "AWSOrganizationsNotInUseException");
    CHECK(lists(sim, "production") == "AccessDeniedException");
  });
  sim.at(16s, [&] {
    CHECK(lists(sim, "production") == "allowed");
    // RAM and the organization's keys still see it inside.
    CHECK(sim.world.organization().account(sim.account("production")).ou_in_force);
  });
  sim.at(71s, [&] {
    CHECK_FALSE(sim.world.organization().account(sim.account("production")).ou_in_force);
  });
  sim.run();
}

TEST_CASE("organizations: an SCP may forbid leaving", "[api][organizations]") {
  Sim sim;
  sim.at(0s, [&] {
    sim.domain().control_policies.enable(ControlPolicyType::scp);
    manage(sim, "AttachPolicy",
           on(create(sim, "Stay", denying("organizations:LeaveOrganization")), "r-ab12"));
  });
  sim.at(10s, [&] {
    auto result = sim.call(sim.admin("production"), "organizations", "LeaveOrganization");
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.layer == Layer::scp);
  });
  sim.run();
}

TEST_CASE("organizations: an invited account joins at the root when it accepts",
          "[api][organizations]") {
  Sim sim;
  json::Value const inviting = in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}});
  std::string id;
  sim.at(0s, [&] {
    json::Value member = in({{"Target", in({{"Id", kProduction}, {"Type", "ACCOUNT"}})}});
    CHECK(code(sim, "InviteAccountToOrganization", member) ==
          "HandshakeConstraintViolationException");
    id = id_of(manage(sim, "InviteAccountToOrganization", inviting), "Handshake");
    CHECK(code(sim, "InviteAccountToOrganization", inviting) == "DuplicateHandshakeException");
    json::Value const handshake = in({{"HandshakeId", id}});
    CHECK(sim.refused(sim.admin("staging"), "organizations", "AcceptHandshake", handshake).code ==
          "HandshakeNotFoundException");
    sim.ok(sim.admin("partner"), "organizations", "DeclineHandshake", handshake);
    CHECK(sim.refused(sim.admin("partner"), "organizations", "DeclineHandshake", handshake).code ==
          "HandshakeAlreadyInStateException");
    CHECK(sim.refused(sim.admin("partner"), "organizations", "AcceptHandshake", handshake).code ==
          "InvalidHandshakeTransitionException");
    id = id_of(manage(sim, "InviteAccountToOrganization", inviting), "Handshake");
    manage(sim, "CancelHandshake", in({{"HandshakeId", id}}));
    id = id_of(manage(sim, "InviteAccountToOrganization", inviting), "Handshake");
    CHECK(ids(sim.ok(sim.admin("partner"), "organizations", "ListHandshakesForAccount"),
              "Handshakes", "State") == Ids{"DECLINED", "CANCELED", "OPEN"});
  });
  sim.at(1h, [&] {
    sim.ok(sim.admin("partner"), "organizations", "AcceptHandshake", in({{"HandshakeId", id}}));
    CHECK(ids(manage(sim, "ListParents", in({{"ChildId", kPartner}})), "Parents") == Ids{"r-ab12"});
  });
  sim.run();
}

TEST_CASE("organizations: an invitation to join expires after fifteen days",
          "[api][organizations]") {
  Sim sim;
  std::string id;
  auto state = [&] {
    json::Value shown = manage(sim, "DescribeHandshake", in({{"HandshakeId", id}}));
    return std::string(shown.find("Handshake")->string_or_empty("State"));
  };
  sim.at(0s, [&] {
    id = id_of(manage(sim, "InviteAccountToOrganization",
                      in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}})),
               "Handshake");
  });
  sim.at(360h - 1us, [&] { CHECK(state() == "OPEN"); });
  sim.at(360h + 1us, [&] {
    CHECK(state() == "EXPIRED");
    CHECK(sim.refused(sim.admin("partner"), "organizations", "AcceptHandshake",
                      in({{"HandshakeId", id}}))
              .code == "InvalidHandshakeTransitionException");
  });
  sim.run();
}

TEST_CASE("organizations: handshakes that are over are shown for thirty days",
          "[api][organizations]") {
  Sim sim;
  json::Value handshake;
  auto shown = [&](json::Value const& filter) {
    return ids(manage(sim, "ListHandshakesForOrganization", filter), "Handshakes").size();
  };
  json::Value const all = json::Object{};
  sim.at(0s, [&] {
    handshake = in({{"HandshakeId",
                     id_of(manage(sim, "InviteAccountToOrganization",
                                  in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}})),
                           "Handshake")}});
    CHECK(shown(in({{"Filter", in({{"ActionType", "INVITE"}})}})) == 1);
    CHECK(shown(in({{"Filter", in({{"ActionType", "ENABLE_ALL_FEATURES"}})}})) == 0);
  });
  sim.at(24h, [&] { manage(sim, "CancelHandshake", handshake); });
  sim.at(31 * 24h - 1us, [&] { CHECK(shown(all) == 1); });
  sim.at(31 * 24h, [&] {
    CHECK(shown(all) == 0);
    CHECK(code(sim, "DescribeHandshake", handshake) == "HandshakeNotFoundException");
  });
  sim.run();
}

TEST_CASE(
    "organizations: who joins is bound by the root's SCPs first and gets shares a minute later",
    "[api][organizations]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    domain::ControlPolicyDesk& desk = sim.domain().control_policies;
    desk.stand_on(
        desk.stand(ControlPolicyType::scp, "NoLists", denying("sagemaker:ListPipelines"), {}),
        "r-ab12", false);
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
           in({{"name", "s"},
               {"resourceArns", strings({sim.arn(churn)})},
               {"principals", strings({sim.world.organization().arn()})},
               {"permissionArns", strings({kAllowExecution})}}));
    std::string id = id_of(manage(sim, "InviteAccountToOrganization",
                                  in({{"Target", in({{"Id", kPartner}, {"Type", "ACCOUNT"}})}})),
                           "Handshake");
    sim.ok(sim.admin("partner"), "organizations", "AcceptHandshake", in({{"HandshakeId", id}}));
    CHECK(lists(sim, "partner") == "allowed");
  });
  sim.at(6s, [&] {
    CHECK(lists(sim, "partner") == "AccessDeniedException");
    CHECK(sim.start_verdict(sim.admin("partner"), churn) == "resource");
  });
  sim.at(61s, [&] { CHECK(sim.start_verdict(sim.admin("partner"), churn) == "allowed"); });
  sim.run();
}

TEST_CASE("organizations: a closed account is pending, then suspended, and calls nothing",
          "[api][organizations]") {
  Sim sim;
  json::Value const closing = in({{"AccountId", kProduction}});
  auto status = [&] {
    json::Value shown = manage(sim, "DescribeAccount", closing);
    return std::string(shown.find("Account")->string_or_empty("Status"));
  };
  sim.at(0s, [&] {
    CHECK(code(sim, "CloseAccount", in({{"AccountId", "100000000000"}})) ==
          "ConstraintViolationException");
    manage(sim, "CloseAccount", closing);
    CHECK(status() == "PENDING_CLOSURE");
    CHECK(code(sim, "CloseAccount", closing) == "AccountAlreadyClosedException");
  });
  sim.at(10min, [&] {
    CHECK(status() == "SUSPENDED");
    CHECK(lists(sim, "production") != "allowed");
  });
  sim.run();
}

TEST_CASE("organizations: calls are judged by the ARNs of what they name", "[api][organizations]") {
  Sim sim;
  std::string const only =
      statement(R"("Effect":"Allow","Action":"organizations:*","Resource":[)"
                R"("arn:aws:organizations::100000000000:account/o-acme123456/444455556666",)"
                R"("arn:aws:organizations::100000000000:ou/o-acme123456/ou-ab12-product1"])");
  PrincipalId narrow = sim.role("management", "narrow", only);
  sim.at(0s, [&] {
    auto ask = [&](char const* operation, json::Value const& input) {
      return verdict(sim.call(narrow, "organizations", operation, input));
    };
    CHECK(ask("DescribeAccount", in({{"AccountId", kProduction}})) == "allowed");
    CHECK(ask("DescribeAccount", in({{"AccountId", "111122223333"}})) == "AccessDeniedException");
    CHECK(ask("ListAccountsForParent", in({{"ParentId", "ou-ab12-product1"}})) == "allowed");
    CHECK(ask("MoveAccount", in({{"AccountId", kProduction},
                                 {"SourceParentId", "ou-ab12-product1"},
                                 {"DestinationParentId", "r-ab12"}})) == "AccessDeniedException");
    CHECK(ask("ListRoots", json::Object{}) == "AccessDeniedException");
  });
  sim.run();
}
