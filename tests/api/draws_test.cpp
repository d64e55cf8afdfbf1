// Random draws belong to names: what somebody else does moves nobody's durations, ids or digests.
#include "tests/api/harness.hpp"

#include "sim/world/names.hpp"

using namespace rehearse;

namespace {

/// What a run shows of the pipeline `churn` of staging: the ARN, every step's times, the package's
/// event.
std::string told(std::uint64_t seed, bool with_others) {
  Sim sim(seed);
  if (with_others) {
    sim.account("extra", "222233334444", OuId{1});
    sim.role("staging", "extra", kAllowAll);
    sim.pipeline("extra", "churn", definition(step("Train")));
    sim.pipeline("staging", "other", definition(step("Train")));
    sim.rule("extra", "all", R"({"source": ["aws.sagemaker"]})");
    sim.at(0s, [&] {
      sim.start(sim.admin("extra"), "churn"), sim.start(sim.admin("staging"), "other");
    });
  }
  PipelineId churn = sim.pipeline(
      "staging", "churn", definition(step("Train") + "," + after("Eval", "Train", "Processing")));
  RuleId rule = sim.rule(
      "staging", "done",
      R"({"resources": [{"suffix": "pipeline/churn"}], "detail": {"currentPipelineExecutionStatus": ["Succeeded"]}})");
  std::string out;
  sim.at(1s, [&] {
    out = sim.start(sim.admin("staging"), "churn"), sim.start(sim.admin("staging"), "churn");
  });
  sim.at(2s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
           in({{"name", "s"},
               {"resourceArns", strings({sim.arn(churn)})},
               {"principals", strings({sim.account_id("partner")})}}));
  });
  sim.run();
  for (ExecutionId id : sim.world.executions().of(churn)) {
    out += " " + world::execution_arn(sim.world, id);
    for (world::StepIndex i = 0; i < 2; ++i) {
      world::StepState const& state = sim.world.executions().step(id, i);
      out += " " + std::to_string(state.started) + "-" + std::to_string(state.moved) + " " +
             world::job_arn(sim.world, id, i);
    }
  }
  for (json::Value const& event : sim.delivered)
    if (event.string_or_empty("account") == "111122223333")
      out += " " + std::string(event.string_or_empty("id"));
  out +=
      " " + sim.world.shares().all().at(0).arn + " " + sim.world.shares().invitations().at(0).arn;
  CHECK(rule.index == (with_others ? 1 : 0));
  return out;
}

}  // namespace

TEST_CASE("draws: an unrelated account, role, pipeline and rule change nobody else's", "[api]") {
  std::string const alone = told(1, false);
  CHECK(told(1, true) == alone);
  CHECK(told(1, false) == alone);
  CHECK(told(2, false) != alone);
}

TEST_CASE("draws: two executions of one pipeline, and two attempts, draw differently", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.plan(churn, "A").failure = "no";
  std::string arn;
  std::string first;
  sim.at(0s, [&] {
    arn = sim.start(sim.admin("staging"), "churn"), sim.start(sim.admin("staging"), "churn");
  });
  sim.run();
  first = world::job_arn(sim.world, {0}, 0);
  CHECK(world::job_arn(sim.world, {1}, 0) != first);
  CHECK(world::execution_arn(sim.world, {1}) != arn);
  sim.ok(sim.admin("staging"), "sagemaker", "RetryPipelineExecution",
         in({{"PipelineExecutionArn", arn}, {"ClientRequestToken", std::string(32, 't')}}));
  CHECK(world::job_arn(sim.world, {0}, 0) != first);
  sim.run();
}
