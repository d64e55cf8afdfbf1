// What surprises people about IAM, STS and Organizations, one case each: the symptom that they see
// first. Source: sharing-and-access 8.1.
#include "tests/api/organization.hpp"

using namespace rehearse;

namespace {

/// A control policy, its type switched on, attached to one target.
std::string control(Sim& sim, char const* type, std::string const& content,
                    std::string const& target) {
  auto const& policies = sim.world.access().control_policies();
  sim.domain().control_policies.enable(
      std::string_view(type).starts_with('S') ? ControlPolicyType::scp : ControlPolicyType::rcp);
  json::Value made = manage(sim, "CreatePolicy",
                            in({{"Name", "p" + std::to_string(policies.all().size())},
                                {"Description", ""},
                                {"Type", type},
                                {"Content", content}}));
  std::string id(made.find("Policy")->find("PolicySummary")->string_or_empty("Id"));
  manage(sim, "AttachPolicy", in({{"PolicyId", id}, {"TargetId", target}}));
  return id;
}

void share_by(Sim& sim, PipelineId pipeline, std::string const& principal) {
  sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
         in({{"name", "s"},
             {"resourceArns", strings({sim.arn(pipeline)})},
             {"principals", strings({principal})},
             {"permissionArns", strings({kAllowExecution})}}));
}

constexpr char kUnit[] = "arn:aws:organizations::100000000000:ou/o-acme123456/ou-ab12-product1";

}  // namespace

TEST_CASE("gotcha 08, 09: trusted access by Organizations' own calls is not RAM's sharing",
          "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  json::Value const ram = in({{"ServicePrincipal", "ram.amazonaws.com"}});
  auto services = [&] {
    return manage(sim, "ListAWSServiceAccessForOrganization", json::Object{})
        .find("EnabledServicePrincipals")
        ->as_array()
        .size();
  };
  sim.at(0s, [&] { share_by(sim, churn, kUnit); });
  sim.at(2min, [&] {
    CHECK(sim.start_verdict(sim.admin("production"), churn) == "allowed");
    CHECK(services() == 1);
    manage(sim, "DisableAWSServiceAccess", ram);
    manage(sim, "EnableAWSServiceAccess", ram);
    CHECK(services() == 1);
    ApiError error = sim.refused(sim.admin("staging"), "ram", "CreateResourceShare",
                                 in({{"name", "t"}, {"principals", strings({kUnit})}}));
    CHECK(error.code == "UnknownResourceException");
  });
  // Nobody asked for it, and switching it on again does not bring it back.
  sim.at(10min, [&] { CHECK(sim.start_verdict(sim.admin("production"), churn) == "resource"); });
  sim.run();
}

TEST_CASE("gotcha 18: the owner's SCP is tightened: a consumer's start succeeds, the steps fail",
          "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    share_by(sim, churn, sim.account_id("production"));
    control(sim, "SERVICE_CONTROL_POLICY",
            statement(R"("Effect":"Deny","Action":"sagemaker:CreateTrainingJob","Resource":"*")"),
            sim.account_id("staging"));
  });
  sim.at(1min, [&] { sim.start(sim.admin("production"), sim.arn(churn)); });
  sim.run();
  CHECK(sim.status() == "Failed");
  CHECK(sim.reason("A").find("with an explicit deny in a service control policy") !=
        std::string::npos);
}

TEST_CASE("gotcha 20: an allow list that misses at one level denies everything in the unit",
          "[api][gotcha]") {
  Sim sim;
  std::string const only_s3 = statement(R"("Effect":"Allow","Action":"s3:*","Resource":"*")");
  sim.at(0s, [&] {
    control(sim, "SERVICE_CONTROL_POLICY", only_s3, "ou-ab12-product1");
    manage(sim, "DetachPolicy",
           in({{"PolicyId", "p-FullAWSAccess"}, {"TargetId", "ou-ab12-product1"}}));
  });
  sim.at(10s, [&] {
    auto result = sim.call(sim.admin("production"), "sagemaker", "ListPipelines");
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.layer == Layer::scp);
    CHECK(result.decision.outcome == Outcome::implicitly_denied);
    CHECK(verdict(sim.call(sim.admin("staging"), "sagemaker", "ListPipelines")) == "allowed");
  });
  sim.run();
}

TEST_CASE("gotcha 22: an RCP written for SageMaker never has an effect", "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    control(sim, "RESOURCE_CONTROL_POLICY",
            statement(R"("Effect":"Deny","Principal":"*","Action":"sagemaker:*","Resource":"*")"),
            "r-ab12");
  });
  sim.at(1min, [&] { CHECK(sim.start_verdict(sim.admin("staging"), churn) == "allowed"); });
  sim.run();
}

TEST_CASE("gotcha 23: an RCP on sts breaks a promotion although SageMaker's access is fine",
          "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  std::string role;
  sim.at(0s, [&] {
    role = make_role(sim, "staging", "Promoter", trusting(kProductionRoot));
    share_by(sim, churn, sim.account_id("production"));
  });
  sim.at(1min, [&] {
    CHECK(may_assume(sim, self(sim, sim.admin("production")), role) == "allowed");
    control(sim, "RESOURCE_CONTROL_POLICY",
            statement(R"("Effect":"Deny","Principal":"*","Action":"sts:AssumeRole","Resource":"*",)"
                      R"("Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}})"),
            "ou-ab12-staging1");
  });
  sim.at(2min, [&] {
    CHECK(sim.start_verdict(sim.admin("production"), churn) == "allowed");
    auto result =
        call(sim, self(sim, sim.admin("production")), "sts", "AssumeRole", assuming(role));
    CHECK(verdict(result) == "AccessDenied");
    CHECK(result.decision.layer == Layer::rcp);
  });
  sim.run();
}

TEST_CASE(
    "gotcha 24: a role made anew under its name: grants by its ARN are dead, by condition not",
    "[api][gotcha]") {
  Sim sim;
  std::string deployer, by_arn, by_condition;
  json::Value const named = in({{"RoleName", "Deployer"}});
  auto verdicts = [&] {
    Session who = self(sim, identity(sim, "staging", IdentityKind::role, "Deployer"));
    return std::pair(may_assume(sim, who, by_arn), may_assume(sim, who, by_condition));
  };
  using Pair = std::pair<std::string, std::string>;
  sim.at(0s, [&] { deployer = make_role(sim, "staging", "Deployer", trusting(kStagingRoot)); });
  sim.at(20s, [&] {
    by_arn = make_role(sim, "production", "ByArn", trusting(aws(deployer)));
    by_condition =
        make_role(sim, "production", "ByCondition",
                  trusting(kStagingRoot, R"(,"Condition":{"ArnEquals":{"aws:PrincipalArn":")" +
                                             deployer + "\"}}"));
  });
  sim.at(40s, [&] {
    CHECK(verdicts() == Pair{"allowed", "allowed"});
    sim.ok(sim.admin("staging"), "iam", "DeleteRolePolicy",
           in({{"RoleName", "Deployer"}, {"PolicyName", "main"}}));
    sim.ok(sim.admin("staging"), "iam", "DeleteRole", named);
    CHECK(make_role(sim, "staging", "Deployer", trusting(kStagingRoot)) == deployer);
  });
  sim.at(60s, [&] {
    CHECK(verdicts() == Pair{"AccessDenied", "allowed"});
    // Saved again, the policy means the new role.
    sim.ok(sim.admin("production"), "iam", "UpdateAssumeRolePolicy",
           in({{"RoleName", "ByArn"}, {"PolicyDocument", trusting(aws(deployer))}}));
  });
  sim.at(70s, [&] { CHECK(verdicts() == Pair{"allowed", "allowed"}); });
  sim.run();
}

TEST_CASE("gotcha 25: a session's ARN has no path: patterns with and without it miss",
          "[api][gotcha]") {
  Sim sim;
  std::string deployer, with_path, without_path, role_name_only;
  Session work;
  sim.at(0s, [&] {
    deployer = make_role(sim, "staging", "Deployer", trusting(kStagingRoot), kAllowAll,
                         in({{"Path", "/team/"}}));
    auto session = [&](std::string const& role) {
      return trusting(aws("arn:aws:sts::111122223333:assumed-role/" + role + "/work"));
    };
    with_path = make_role(sim, "production", "WithPath", session("team/Deployer"));
    without_path = make_role(sim, "production", "WithoutPath", session("Deployer"));
    role_name_only =
        make_role(sim, "production", "NameOnly",
                  trusting(kStagingRoot, R"(,"Condition":{"ArnEquals":{"aws:PrincipalArn":)"
                                         R"("arn:aws:iam::111122223333:role/Deployer"}})"));
  });
  sim.at(20s, [&] {
    work = assume(sim, self(sim, sim.admin("staging")), deployer);
    CHECK(work.arn == "arn:aws:sts::111122223333:assumed-role/Deployer/work");
    CHECK(may_assume(sim, work, with_path) == "AccessDenied");
    CHECK(may_assume(sim, work, without_path) == "allowed");
    CHECK(may_assume(sim, work, role_name_only) == "AccessDenied");  // there the path counts
  });
  sim.run();
}

TEST_CASE("gotcha 29: along a chain a role is not taken on for more than an hour",
          "[api][gotcha]") {
  Sim sim;
  std::string first, second;
  sim.at(0s, [&] {
    json::Value const long_sessions = in({{"MaxSessionDuration", 43200}});
    first = make_role(sim, "staging", "First", trusting(kStagingRoot), kAllowAll, long_sessions);
    second =
        make_role(sim, "production", "Second", trusting(kStagingRoot), kAllowAll, long_sessions);
  });
  sim.at(20s, [&] {
    PrincipalId ana = make_user(sim, "staging", "ana");
    sim.at(40s, [&, ana] {
      Session work = assume(sim, self(sim, ana), first, in({{"DurationSeconds", 43200}}));
      auto result =
          call(sim, work, "sts", "AssumeRole", assuming(second, in({{"DurationSeconds", 3601}})));
      REQUIRE_FALSE(result.answer);
      CHECK(result.answer.error() ==
            ApiError{"ValidationError",
                     "The requested DurationSeconds exceeds the 1 hour session limit for roles "
                     "assumed by role chaining"});
      CHECK(may_assume(sim, work, second) == "allowed");
    });
  });
  sim.run();
}

TEST_CASE("gotcha 30: trust is taken away and the session works on until it expires",
          "[api][gotcha]") {
  Sim sim;
  std::string role;
  Session work;
  sim.at(0s, [&] { role = make_role(sim, "staging", "Deployer", trusting(kProductionRoot)); });
  sim.at(20s, [&] {
    work = assume(sim, self(sim, sim.admin("production")), role);
    sim.ok(sim.admin("staging"), "iam", "UpdateAssumeRolePolicy",
           in({{"RoleName", "Deployer"}, {"PolicyDocument", trusting(kStagingRoot)}}));
  });
  sim.at(1min, [&] {
    CHECK(may_assume(sim, self(sim, sim.admin("production")), role) == "AccessDenied");
    CHECK(may(sim, work, "sagemaker", "ListPipelines") == "allowed");
  });
  sim.at(20s + 1h - 1us, [&] { CHECK(may(sim, work, "sagemaker", "ListPipelines") == "allowed"); });
  sim.at(20s + 1h,
         [&] { CHECK(may(sim, work, "sagemaker", "ListPipelines") == "ExpiredTokenException"); });
  sim.run();
}

TEST_CASE("gotcha 30: a deny on older tokens ends sessions that are out", "[api][gotcha]") {
  Sim sim;
  std::string role;
  Session before, after;
  auto lists = [&](Session const& who) { return may(sim, who, "sagemaker", "ListPipelines"); };
  sim.at(0s, [&] { role = make_role(sim, "staging", "Deployer", trusting(kStagingRoot)); });
  sim.at(20s, [&] {
    before = assume(sim, self(sim, sim.admin("staging")), role);
    std::string const now =
        format_instant(sim.world.epoch(), sim.world.now() + std::chrono::seconds(1));
    sim.ok(sim.admin("staging"), "iam", "PutRolePolicy",
           in({{"RoleName", "Deployer"},
               {"PolicyName", "Revoke"},
               {"PolicyDocument",
                statement(R"("Effect":"Deny","Action":"*","Resource":"*","Condition":)"
                          R"({"DateLessThan":{"aws:TokenIssueTime":")" +
                          now + "\"}}")}}));
    CHECK(lists(before) == "allowed");
  });
  sim.at(30s, [&] {
    after = assume(sim, self(sim, sim.admin("staging")), role);
    CHECK(lists(before) == "AccessDeniedException");
    CHECK(lists(after) == "allowed");
  });
  sim.run();
}

TEST_CASE("gotcha 31: a role of another account cannot be passed, whatever the policies say",
          "[api][gotcha]") {
  Sim sim;
  std::string foreign, own;
  sim.at(0s, [&] {
    std::string const service = trusting(R"({"Service":"sagemaker.amazonaws.com"})");
    own = make_role(sim, "staging", "Job", service);
    foreign = make_role(sim, "production", "Job", service);
  });
  sim.at(20s, [&] {
    auto create = [&](std::string const& role) {
      return sim.call(sim.admin("staging"), "sagemaker", "CreatePipeline",
                      in({{"PipelineName", "churn"},
                          {"RoleArn", role},
                          {"ClientRequestToken", std::string(32, 't')},
                          {"PipelineDefinition", definition(step("A"))}}));
    };
    auto result = create(foreign);
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.question.action == "iam:PassRole");
    CHECK(verdict(create(own)) == "allowed");
  });
  sim.run();
}
