// What surprises people about the language of policies, each shown by calls: the symptom that they
// see first. Source: sharing-and-access 8.1.
#include "tests/api/people.hpp"

using namespace rehearse;

namespace {

/// A role of `staging` with one policy; a new role is known to decisions after ten seconds.
void reader(Sim& sim, char const* name, std::string const& policy) {
  make_role(sim, "staging", name, trusting(kStagingRoot), policy);
}
std::string may_as(Sim& sim, char const* role, char const* service, char const* operation,
                   json::Value const& input = json::Object{}) {
  return may(sim, self(sim, identity(sim, "staging", IdentityKind::role, role)), service, operation,
             input);
}

}  // namespace

TEST_CASE("gotcha 02: a policy names the pipeline: it is started, its execution is not seen",
          "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId narrow =
      sim.role("staging", "narrow", allowing(R"("sagemaker:*")", "\"" + sim.arn(churn) + "\""));
  sim.at(0s, [&] {
    json::Value const started = in({{"PipelineExecutionArn", sim.start(narrow, "churn")}});
    for (char const* operation : {"DescribePipelineExecution", "StopPipelineExecution"}) {
      json::Value input = started;
      if (std::string_view(operation).starts_with("Stop"))
        input.set("ClientRequestToken", std::string(32, 't'));
      auto result = sim.call(narrow, "sagemaker", operation, input);
      CHECK(verdict(result) == "AccessDeniedException");
      CHECK(result.decision.layer == Layer::identity);
    }
  });
  sim.run();
}

TEST_CASE("gotcha 26: ForAllValues with Allow is true of a call that has no such key at all",
          "[api][gotcha]") {
  Sim sim;
  std::string const only_team =
      R"("Effect":"Allow","Action":["iam:CreateRole","iam:TagRole"],"Resource":"*",)"
      R"("Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]})";
  sim.at(0s, [&] {
    reader(sim, "Careless", statement(only_team + "}"));
    reader(sim, "Careful", statement(only_team + R"(,"Null":{"aws:TagKeys":"false"}})"));
  });
  sim.at(20s, [&] {
    auto create = [&](char const* who, char const* name, json::Value const& given) {
      json::Value input =
          in({{"RoleName", name}, {"AssumeRolePolicyDocument", trusting(kStagingRoot)}});
      if (!given.is_null()) input.set("Tags", given);
      return may_as(sim, who, "iam", "CreateRole", input);
    };
    CHECK(create("Careless", "a", tags({{"team", "churn"}})) == "allowed");
    CHECK(create("Careless", "b", tags({{"owner", "ana"}})) == "AccessDenied");
    CHECK(create("Careless", "c", {}) == "allowed");  // unexpected: it was to be tagged
    CHECK(create("Careful", "d", tags({{"team", "churn"}})) == "allowed");
    CHECK(create("Careful", "e", {}) == "AccessDenied");
  });
  sim.run();
}

TEST_CASE("ForAnyValue with IfExists on a key that is missing is as the scenario assumes",
          "[api]") {
  for (auto [assumed, expected] :
       {std::pair{"holds", "allowed"}, std::pair{"fails", "AccessDenied"}}) {
    INFO(assumed);
    Sim sim;
    sim.assume("iam_any_value_if_exists", assumed);
    sim.at(0s, [&] {
      reader(sim, "Open",
             statement(
                 R"("Effect":"Allow","Action":["iam:CreateRole","iam:TagRole"],"Resource":"*",)"
                 R"("Condition":{"ForAnyValue:StringEqualsIfExists":{"aws:TagKeys":["team"]}})"));
    });
    sim.at(20s, [&] {
      json::Value const input =
          in({{"RoleName", "c"}, {"AssumeRolePolicyDocument", trusting(kStagingRoot)}});
      CHECK(may_as(sim, "Open", "iam", "CreateRole", input) == expected);
    });
    sim.run();
    std::size_t used = 0;
    sim.trace.for_each([&](trace::Entry const&, trace::AssumptionUsed const& r) {
      used += r.name == "iam_any_value_if_exists" && r.value == assumed;
    });
    CHECK(used == 1);
  }
}

TEST_CASE("gotcha 27: a Deny with a negated operator hits a caller that lacks the key",
          "[api][gotcha]") {
  Sim sim;
  auto guarded = [](std::string const& more) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},)"
           R"({"Effect":"Deny","Action":"sagemaker:*","Resource":"*","Condition":)"
           R"({"StringNotEquals":{"aws:PrincipalTag/team":"churn"})" +
           more + "}}]}";
  };
  sim.at(0s, [&] {
    reader(sim, "Untagged", guarded(""));
    reader(sim, "Tagged", guarded(""));
    sim.ok(sim.admin("staging"), "iam", "TagRole",
           in({{"RoleName", "Tagged"}, {"Tags", tags({{"team", "churn"}})}}));
    reader(sim, "Checked", guarded(R"(,"Null":{"aws:PrincipalTag/team":"false"})"));
  });
  sim.at(20s, [&] {
    auto result = call(sim, self(sim, identity(sim, "staging", IdentityKind::role, "Untagged")),
                       "sagemaker", "ListPipelines");
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.outcome == Outcome::explicitly_denied);
    CHECK(may_as(sim, "Tagged", "sagemaker", "ListPipelines") == "allowed");
    CHECK(may_as(sim, "Checked", "sagemaker", "ListPipelines") == "allowed");
  });
  sim.run();
}

TEST_CASE("gotcha 28: a variable in a policy of 2008 is letters, which no name matches",
          "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  auto of_team = [](std::string const& version) {
    return R"({"Version":")" + version +
           R"(","Statement":[{"Effect":"Allow","Action":"sagemaker:DescribePipeline","Resource":)"
           R"("arn:aws:sagemaker:eu-west-1:111122223333:pipeline/${aws:PrincipalTag/team}"}]})";
  };
  sim.at(0s, [&] {
    reader(sim, "Reader", of_team("2008-10-17"));
    sim.ok(sim.admin("staging"), "iam", "TagRole",
           in({{"RoleName", "Reader"}, {"Tags", tags({{"team", "churn"}})}}));
  });
  json::Value const describing = in({{"PipelineName", sim.arn(churn)}});
  sim.at(20s, [&] {
    CHECK(may_as(sim, "Reader", "sagemaker", "DescribePipeline", describing) ==
          "AccessDeniedException");
    sim.ok(sim.admin("staging"), "iam", "PutRolePolicy",
           in({{"RoleName", "Reader"},
               {"PolicyName", "main"},
               {"PolicyDocument", of_team("2012-10-17")}}));
  });
  sim.at(30s, [&] {
    CHECK(may_as(sim, "Reader", "sagemaker", "DescribePipeline", describing) == "allowed");
  });
  sim.run();
}

TEST_CASE("gotcha 32: names in ARNs have their case, in policies and in calls", "[api][gotcha]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "ChurnPipeline", definition(step("A")));
  std::string const right = sim.arn(churn);
  std::string const lowered = "arn:aws:sagemaker:eu-west-1:111122223333:pipeline/churnpipeline";
  PrincipalId of_lowered =
      sim.role("staging", "lowered", allowing(R"("sagemaker:*")", "\"" + lowered + "\""));
  PrincipalId of_right = sim.role("staging", "right",
                                  allowing(R"("SAGEMAKER:describepipeline")", "\"" + right + "\""));
  auto describe = [&](PrincipalId who, std::string const& name) {
    return verdict(sim.call(who, "sagemaker", "DescribePipeline", in({{"PipelineName", name}})));
  };
  sim.at(0s, [&] {
    CHECK(describe(of_lowered, right) == "AccessDeniedException");
    CHECK(describe(of_right, right) == "allowed");  // of an action the case does not count
    CHECK(describe(of_right, lowered) == "AccessDeniedException");
    CHECK(describe(sim.admin("staging"), "churnpipeline") == "ResourceNotFound");
    CHECK(describe(sim.admin("staging"), "ChurnPipeline") == "allowed");
  });
  sim.run();
}
