// What surprises those who use a shared pipeline, and its owner: the symptom that they see first.
// Source: sharing-and-access 8.1.
#include "tests/api/people.hpp"
#include "tests/api/ram_harness.hpp"

using namespace rehearse;

namespace {

/// The code of a start by this name, whatever the caller's account.
std::string start_by(Sim& sim, PrincipalId who, std::string const& name) {
  return verdict(
      sim.call(who, "sagemaker", "StartPipelineExecution",
               in({{"PipelineName", name}, {"ClientRequestToken", std::string(32, 't')}})));
}

}  // namespace

TEST_CASE("gotcha 01: the share is active, the consumer's role has no policy of its own",
          "[api][gotcha]") {
  Ram t;
  PrincipalId ci = t.sim.role("production", "ci", allowing(R"("s3:*")"));
  t.sim.at(0s, [&] { t.share(t.sim.arn(ci)); });
  t.sim.at(1min, [&] {
    CHECK(t.principal_status() == "ASSOCIATED");
    auto result = t.sim.call(
        ci, "sagemaker", "StartPipelineExecution",
        in({{"PipelineName", t.sim.arn(t.churn)}, {"ClientRequestToken", std::string(32, 't')}}));
    CHECK(verdict(result) == "AccessDeniedException");
    CHECK(result.decision.layer == Layer::identity);
    CHECK(result.decision.outcome == Outcome::implicitly_denied);
    t.sim.ok(t.production, "iam", "PutRolePolicy",
             in({{"RoleName", "ci"},
                 {"PolicyName", "start"},
                 {"PolicyDocument", allowing(R"("sagemaker:StartPipelineExecution")",
                                             "\"" + t.sim.arn(t.churn) + "\"")}}));
  });
  t.sim.at(1min + 5s, [&] { CHECK(t.verdict(ci) == "allowed"); });
  t.sim.run();
}

TEST_CASE("gotcha 03: a consumer's bare name is looked for in its own account", "[api][gotcha]") {
  Ram t;
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    CHECK(start_by(t.sim, t.production, "churn") == "ResourceNotFound");
    CHECK(start_by(t.sim, t.production, t.sim.arn(t.churn)) == "allowed");
  });
  // A pipeline of the same name at home: the bare name runs that one instead.
  t.sim.at(2min, [&] {
    PipelineId own = t.sim.pipeline("production", "churn", definition(step("A")));
    CHECK(t.sim.start(t.production, "churn").starts_with(t.sim.arn(own)));
  });
  t.sim.run();
}

TEST_CASE("gotcha 10: sharing with the organization opens to everybody of the owner's account",
          "[api][gotcha]") {
  Ram t;
  PrincipalId clerk = t.sim.role("staging", "clerk", allowing(R"("s3:*")"));
  PrincipalId capped = t.sim.role("staging", "capped", kAllowAll);
  t.sim.at(0s, [&] {
    json::Value made =
        t.sim.ok(t.owner, "iam", "CreatePolicy",
                 in({{"PolicyName", "OnlyBuckets"}, {"PolicyDocument", allowing(R"("s3:*")")}}));
    t.sim.ok(t.owner, "iam", "PutRolePermissionsBoundary",
             in({{"RoleName", "capped"},
                 {"PermissionsBoundary", made.find("Policy")->string_or_empty("Arn")}}));
  });
  t.sim.at(20s, [&] {
    CHECK(t.verdict(clerk) == "identity");
    CHECK(t.verdict(capped) == "boundary");
    t.share(t.sim.world.organization().arn());
  });
  t.sim.at(1min, [&] {
    CHECK(t.verdict(clerk) == "allowed");
    CHECK(t.verdict(capped) == "allowed");
    // Of the consumer's account somebody without a policy stays outside.
    CHECK(t.verdict(t.sim.role("production", "clerk", allowing(R"("s3:*")"))) == "identity");
  });
  t.sim.run();
}

TEST_CASE(
    "gotcha 19: a consumer's executions fill the owner's quota and run in the owner's account",
    "[api][gotcha]") {
  Ram t;
  t.sim.plan(t.churn, "A").duration = Quantiles::fixed(1h);
  PipelineId own = t.sim.pipeline("production", "own", definition(step("A")));
  std::string execution;
  t.sim.setting("staging", "concurrent_executions_max", 2);
  t.sim.at(0s, [&] { t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    execution = t.sim.start(t.production, t.sim.arn(t.churn));
    t.sim.start(t.production, t.sim.arn(t.churn));
    // Neither the owner nor the consumer gets a third; what is the consumer's own still runs.
    CHECK(start_by(t.sim, t.owner, "churn") == "ResourceLimitExceeded");
    CHECK(start_by(t.sim, t.production, t.sim.arn(t.churn)) == "ResourceLimitExceeded");
    CHECK(start_by(t.sim, t.production, t.sim.arn(own)) == "allowed");
  });
  t.sim.at(2min, [&] {
    json::Value const asked = in({{"PipelineExecutionArn", execution}});
    json::Value shown = t.sim.ok(t.owner, "sagemaker", "DescribePipelineExecution", asked);
    CHECK(shown.find("CreatedBy")->find("IamIdentity")->string_or_empty("Arn") ==
          t.sim.arn(t.production));
    json::Value steps = t.sim.ok(t.owner, "sagemaker", "ListPipelineExecutionSteps", asked);
    json::Value const& step = steps.find("PipelineExecutionSteps")->as_array().at(0);
    CHECK(step.find("Metadata")
              ->find("TrainingJob")
              ->string_or_empty("Arn")
              .starts_with("arn:aws:sagemaker:eu-west-1:111122223333:training-job/"));
  });
  t.sim.at(2h, [&] { CHECK(start_by(t.sim, t.owner, "churn") == "allowed"); });
  t.sim.run();
}

TEST_CASE("gotcha 33: a revoked consumer's execution goes on: no error, and nothing to see",
          "[api][gotcha]") {
  Ram t;
  t.sim.plan(t.churn, "A").duration = Quantiles::fixed(1h);
  std::string share, execution;
  t.sim.at(0s, [&] { share = t.share(t.sim.account_id("production")); });
  t.sim.at(1min, [&] {
    execution = t.sim.start(t.production, t.sim.arn(t.churn));
    t.ok(t.owner, "DisassociateResourceShare",
         in({{"resourceShareArn", share},
             {"principals", strings({t.sim.account_id("production")})}}));
  });
  auto asked = [&] { return in({{"PipelineExecutionArn", execution}}); };
  auto consumer = [&](char const* operation, json::Value const& input) {
    return verdict(t.sim.call(t.production, "sagemaker", operation, input));
  };
  t.sim.at(2min, [&] {
    CHECK(consumer("DescribePipelineExecution", asked()) == "AccessDeniedException");
    CHECK(consumer("StopPipelineExecution",
                   asked().set("ClientRequestToken", std::string(32, 't'))) ==
          "AccessDeniedException");
    CHECK(consumer("ListPipelineExecutions", in({{"PipelineName", t.sim.arn(t.churn)}})) ==
          "AccessDeniedException");
    CHECK(t.list(t.production, "ListResources", "resources",
                 in({{"resourceOwner", "OTHER-ACCOUNTS"}}))
              .empty());
    CHECK(t.sim.ok(t.owner, "sagemaker", "DescribePipelineExecution", asked())
              .string_or_empty("PipelineExecutionStatus") == "Executing");
  });
  t.sim.run();
  CHECK(t.sim.status() == "Succeeded");
}
