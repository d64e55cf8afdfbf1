// Who may what: the caller's own policy and the owner's grant, bare names, propagation, identity,
// pages, the gate.
#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

std::string const kToken(32, 't');

json::Value share_with_production(Sim const& sim, PipelineId pipeline) {
  return in({{"name", "s"},
             {"resourceArns", strings({sim.arn(pipeline)})},
             {"principals", strings({sim.account_id("production")})},
             {"permissionArns", strings({kAllowExecution})}});
}

}  // namespace

TEST_CASE("access: a bare name is one of the caller's own account", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare", share_with_production(sim, churn));
  });
  sim.at(1min, [&] {
    ApiError error = sim.refused(sim.admin("production"), "sagemaker", "StartPipelineExecution",
                                 in({{"PipelineName", "churn"}, {"ClientRequestToken", kToken}}));
    CHECK(error == ApiError{"ResourceNotFound", "Pipeline 'churn' does not exist."});
  });
  sim.run();
}

TEST_CASE("access: across accounts the caller's own policy must allow it too", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  // The pipeline's ARN alone does not cover its executions.
  std::string const only =
      allowing(R"(["sagemaker:StartPipelineExecution", "sagemaker:DescribePipelineExecution"])",
               "\"" + sim.arn(churn) + "\"");
  PrincipalId narrow = sim.role("production", "narrow", only);
  PrincipalId nothing = sim.role("production", "nothing", allowing(R"("s3:*")"));
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare", share_with_production(sim, churn));
  });
  sim.at(1min, [&] {
    CHECK(sim.start_verdict(nothing, churn) == "identity");
    std::string execution = sim.start(narrow, sim.arn(churn));
    auto result = sim.call(narrow, "sagemaker", "DescribePipelineExecution",
                           in({{"PipelineExecutionArn", execution}}));
    REQUIRE_FALSE(result.answer.has_value());
    CHECK(result.decision.layer == Layer::identity);
    sim.ok(sim.admin("production"), "sagemaker", "DescribePipelineExecution",
           in({{"PipelineExecutionArn", execution}}));
  });
  sim.run();
}

TEST_CASE("access: an explicit deny of the caller's own beats the share", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId denied = sim.role(
      "production", "denied",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
                               {"Sid":"NoStarts","Effect":"Deny","Action":"sagemaker:Start*","Resource":"*"}]})");
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare", share_with_production(sim, churn));
  });
  sim.at(1min, [&] {
    auto result = sim.call(denied, "sagemaker", "StartPipelineExecution",
                           in({{"PipelineName", sim.arn(churn)}, {"ClientRequestToken", kToken}}));
    CHECK(result.decision.outcome == Outcome::explicitly_denied);
    CHECK(result.decision.layer == Layer::identity);
    CHECK(result.decision.deciding.statement == 1);
  });
  sim.run();
}

TEST_CASE("access: a role's policy is stored at once and in force four seconds later", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId worker = sim.role("staging", "worker", allowing(R"("s3:*")"));
  PrincipalId admin = sim.admin("staging");
  json::Value list = in({});
  sim.at(0s, [&] {
    sim.ok(admin, "iam", "PutRolePolicy",
           in({{"RoleName", "worker"},
               {"PolicyName", "more"},
               {"PolicyDocument", allowing(R"("sagemaker:*")")}}));
    json::Value shown =
        sim.ok(admin, "iam", "GetRolePolicy", in({{"RoleName", "worker"}, {"PolicyName", "more"}}));
    CHECK(shown.find("PolicyDocument")->find("Statement") != nullptr);
    CHECK(sim.refused(worker, "sagemaker", "ListPipelines", list).code == "AccessDeniedException");
  });
  sim.at(3s, [&] {
    CHECK_FALSE(sim.call(worker, "sagemaker", "ListPipelines", list).answer.has_value());
  });
  sim.at(5s, [&] {
    sim.ok(worker, "sagemaker", "ListPipelines", list);
    sim.ok(admin, "iam", "DeleteRolePolicy", in({{"RoleName", "worker"}, {"PolicyName", "more"}}));
    CHECK(sim.refused(admin, "iam", "GetRolePolicy",
                      in({{"RoleName", "worker"}, {"PolicyName", "more"}}))
              .code == "NoSuchEntity");
    sim.ok(worker, "sagemaker", "ListPipelines", list);
  });
  sim.at(10s, [&] {
    CHECK_FALSE(sim.call(worker, "sagemaker", "ListPipelines", list).answer.has_value());
  });
  sim.run();
  CHECK(sim.refused(admin, "iam", "PutRolePolicy",
                    in({{"RoleName", "worker"}, {"PolicyName", "bad"}, {"PolicyDocument", "{}"}}))
            .code == "MalformedPolicyDocument");
  CHECK(sim.refused(worker, "iam", "ListRolePolicies", in({{"RoleName", "worker"}})).code ==
        "AccessDenied");  // a query service
}

TEST_CASE("access: everybody may ask who they are", "[api]") {
  Sim sim;
  PrincipalId nothing = sim.role("production", "nothing", allowing(R"("s3:*")"));
  json::Value answer = sim.ok(nothing, "sts", "GetCallerIdentity");
  CHECK(answer.string_or_empty("Account") == "444455556666");
  CHECK(answer.string_or_empty("Arn") == "arn:aws:sts::444455556666:assumed-role/nothing/test");
  CHECK(answer.string_or_empty("UserId") == sim.world.principals()[nothing].unique_id + ":test");
}

TEST_CASE("access: explain names the share and what is not in force yet", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  world::Question question;
  question.principal = sim.admin("production");
  question.caller = "arn:aws:sts::444455556666:assumed-role/admin/test";
  question.action = "sagemaker:StartPipelineExecution";
  question.resource = sim.arn(churn);
  question.owner = sim.account("staging");
  CHECK(sim.judge().explain(question).summary ==
        "refused by the resource policy: no share holds this resource");
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare", share_with_production(sim, churn));
  });
  sim.at(10s, [&] {
    world::Reasons reasons = sim.judge().explain(question);
    CHECK_FALSE(reasons.decision.allowed());
    CHECK(reasons.summary ==
          "refused by the resource policy: share `s` does not reach `production` yet: ASSOCIATING "
          "since 09:00:00");
  });
  sim.at(1min, [&] { CHECK(sim.judge().explain(question).summary == "allowed"); });
  sim.run();
}

TEST_CASE("pages: a list comes in pieces, and a token that nobody gave is refused", "[api]") {
  Sim sim;
  for (int i = 0; i < 5; ++i)
    sim.pipeline("staging", "p" + std::to_string(i), definition(step("A")));
  std::vector<std::string> names;
  json::Value input = in({{"MaxResults", 2}, {"SortBy", "Name"}, {"SortOrder", "Ascending"}});
  for (int pages = 0; pages < 10; ++pages) {
    json::Value answer = sim.ok(sim.admin("staging"), "sagemaker", "ListPipelines", input);
    for (json::Value const& item : answer.find("PipelineSummaries")->as_array())
      names.emplace_back(item.string_or_empty("PipelineName"));
    if (answer.find("NextToken") == nullptr) break;
    input.set("NextToken", answer.string_or_empty("NextToken"));
  }
  CHECK(names == std::vector<std::string>{"p0", "p1", "p2", "p3", "p4"});
  for (char const* token : {"page-99", "page-x", "else"})
    CHECK(
        sim.refused(sim.admin("staging"), "sagemaker", "ListPipelines", in({{"NextToken", token}}))
            .code == "ValidationException");
}

TEST_CASE("pipelines: created, updated, deleted through the API, and refused when they cannot be",
          "[api]") {
  Sim sim;
  PrincipalId admin = sim.admin("staging");
  int calls = 0;
  auto create = [&](std::string const& definition) {
    return in({{"PipelineName", "churn"},
               {"ClientRequestToken", kToken + std::to_string(++calls)},
               {"RoleArn", sim.arn(admin)},
               {"PipelineDefinition", definition}});
  };
  sim.at(0s, [&] {
    sim.ok(admin, "sagemaker", "CreatePipeline", create(definition(step("A"))));
    CHECK_THAT(
        sim.refused(admin, "sagemaker", "CreatePipeline", create(definition(step("A")))).message,
        Catch::Contains("already exists"));
    sim.start(admin, "churn");
    CHECK(sim.refused(admin, "sagemaker", "DeletePipeline",
                      in({{"PipelineName", "churn"}, {"ClientRequestToken", kToken}}))
              .code == "ConflictException");
  });
  sim.run();
  sim.ok(admin, "sagemaker", "DeletePipeline",
         in({{"PipelineName", "churn"}, {"ClientRequestToken", kToken}}));
  CHECK(sim.refused(admin, "sagemaker", "DescribePipeline", in({{"PipelineName", "churn"}})).code ==
        "ResourceNotFound");
  ApiError cycle = sim.refused(admin, "sagemaker", "CreatePipeline",
                               create(definition(after("A", "B") + "," + after("B", "A"))));
  CHECK(cycle.code == "ValidationException");
  CHECK_THAT(cycle.message, Catch::Contains("A -> B -> A"));
  sim.ok(admin, "sagemaker", "CreatePipeline",
         create(definition(step("A"))));  // the name is free again
  // iam:PassRole on the role that the pipeline gets.
  PrincipalId half = sim.role("staging", "half", allowing(R"("sagemaker:*")"));
  CHECK_THAT(sim.refused(half, "sagemaker", "CreatePipeline",
                         create(definition(step("A"))).set("PipelineName", "other"))
                 .message,
             Catch::Contains("iam:PassRole"));
}
