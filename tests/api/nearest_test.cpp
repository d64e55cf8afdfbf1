// The nearest change that turns a decision: found, verified, and told with what else it changes.
#include "sim/world/nearest/nearest.hpp"

#include "tests/api/harness.hpp"

using namespace rehearse;

namespace {

world::Question start_question(Sim& sim, PrincipalId who, PipelineId pipeline) {
  return world::question_by(sim.world.access(), who, "test", "sagemaker:StartPipelineExecution",
                            sim.arn(pipeline));
}

std::vector<world::Remedy> remedies(Sim& sim, world::Question const& question) {
  return world::nearest_changes(sim.world.access(), question, world::pipelines_of(sim.world));
}

/// The first remedy's orders, one after the other.
std::string first(std::vector<world::Remedy> const& all) {
  if (all.empty()) return "none";
  std::string out;
  for (world::Edit const& edit : all.front().edits) out += (out.empty() ? "" : "; ") + edit.what;
  return out;
}

bool any_says(std::vector<world::Remedy> const& all, std::string const& part) {
  for (world::Remedy const& remedy : all)
    for (world::Edit const& edit : remedy.edits)
      if (edit.what.find(part) != std::string::npos) return true;
  return false;
}

/// Every remedy holds: its edits, made in a copy, turn the decision.
void check_turned(Sim& sim, world::Question const& question,
                  std::vector<world::Remedy> const& all) {
  bool const before = world::Judge(sim.world.access()).decide(question).allowed();
  REQUIRE_FALSE(all.empty());
  for (world::Remedy const& remedy : all) {
    world::Access copy = sim.world.access();
    for (world::Edit const& edit : remedy.edits) apply(edit, copy);
    CHECK(world::Judge(copy).decide(question).allowed() != before);
  }
}

}  // namespace

TEST_CASE("nearest: without a share, sharing it is the one edit", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  auto question = start_question(sim, sim.admin("production"), churn);
  auto all = remedies(sim, question);
  check_turned(sim, question, all);
  CHECK(first(all) ==
        "share it with account `production` by `AWSRAMPermissionSageMakerPipelineAllowExecution`");
  CHECK(all.front().edits.front().paste.starts_with("aws ram create-resource-share "));
  CHECK_FALSE(all.front().others.empty());
}

TEST_CASE("nearest: a share that only reads gets the permission that executes", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  sim.at(0s, [&] {
    sim.ok(sim.admin("staging"), "ram", "CreateResourceShare",
           in({{"name", "s"},
               {"resourceArns", strings({sim.arn(churn)})},
               {"principals", strings({sim.account_id("production")})}}));
  });
  sim.at(10s, [&] {
    auto question = start_question(sim, sim.admin("production"), churn);
    question.action = "sagemaker:DescribePipeline";
    auto all = remedies(sim, question);
    check_turned(sim, question, all);
    CHECK(any_says(all, "wait until share `s` is associated"));
  });
  sim.at(1min, [&] {
    auto question = start_question(sim, sim.admin("production"), churn);
    auto all = remedies(sim, question);
    check_turned(sim, question, all);
    CHECK(any_says(all,
                   "replace the permission of share `s` by "
                   "`AWSRAMPermissionSageMakerPipelineAllowExecution`"));
  });
  sim.run();
}

TEST_CASE("nearest: gotcha 02: an execution's ARN is added to the statement that nearly matched",
          "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId narrow =
      sim.role("staging", "narrow", allowing(R"("sagemaker:*")", "\"" + sim.arn(churn) + "\""));
  auto question =
      world::question_by(sim.world.access(), narrow, "test", "sagemaker:StopPipelineExecution",
                         sim.arn(churn) + "/execution/abc123abc123");
  auto all = remedies(sim, question);
  check_turned(sim, question, all);
  CHECK(any_says(all, "/execution/abc123abc123` to the resources of statement 1"));
}

TEST_CASE("nearest: two things missing are two edits", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  PrincipalId nothing = sim.role("production", "nothing", allowing(R"("s3:*")"));
  auto question = start_question(sim, nothing, churn);
  auto all = remedies(sim, question);
  check_turned(sim, question, all);
  CHECK(all.front().edits.size() == 2);
}

TEST_CASE("nearest: an SCP that denies is detached, or the account moved away from it", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  auto& desk = sim.domain().control_policies;
  std::string id = desk.stand(
      ControlPolicyType::scp, "no-starts",
      R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sagemaker:Start*","Resource":"*"}]})",
      {});
  desk.stand_on(id, "ou-ab12-staging1", false);
  auto question = start_question(sim, sim.admin("staging"), churn);
  REQUIRE_FALSE(sim.judge().decide(question).allowed());
  auto all = remedies(sim, question);
  check_turned(sim, question, all);
  CHECK(any_says(all, "detach `no-starts` from unit `Staging`"));
  CHECK(any_says(all, "move account `staging` to "));
}

TEST_CASE("nearest: for an allowed call, what closes it", "[api]") {
  Sim sim;
  PipelineId churn = sim.pipeline("staging", "churn", definition(step("A")));
  auto question = start_question(sim, sim.admin("staging"), churn);
  auto all = remedies(sim, question);
  check_turned(sim, question, all);
  CHECK(any_says(all, "a policy that denies it"));
}

TEST_CASE("matrix: who may do what, and how two states differ", "[api]") {
  Sim sim;
  sim.pipeline("staging", "churn", definition(step("A")));
  world::Matrix before = world::matrix_of(sim.world.access(), world::pipelines_of(sim.world));
  CHECK(before.cells.size() == 4 * world::matrix_actions().size());
  sim.role("staging", "reader", allowing(R"("sagemaker:DescribePipeline")"));
  auto flips = world::differences(
      before, world::matrix_of(sim.world.access(), world::pipelines_of(sim.world)));
  REQUIRE(flips.size() == 1);
  CHECK(flips.front().opened);
  CHECK(flips.front().action == "sagemaker:DescribePipeline");
}
