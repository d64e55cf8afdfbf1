#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "sim/vocab/arn.hpp"
#include "sim/world/access/judge.hpp"
#include "sim/world/names.hpp"
#include "sim/world/recorder.hpp"

using namespace rehearse;
using world::Judge;

namespace {

constexpr std::string_view kAccount = "111111111111";

/// One account with one role, whose only policy has these statements.
struct Cloud {
  world::World world;
  world::Recorder record{world, {}};
  Judge judge{world.access()};

  explicit Cloud(std::string_view statements) {
    record.record(trace::RunStarted{});
    record.record(
        trace::AccountDefined{{0}, std::string(kAccount), "staging", "eu-west-1", {}, {}});
    DocumentId trust = record.document(trace::DocumentKind::trust, "trust",
                                       R"({"Version":"2012-10-17","Statement":[]})");
    record.record(
        trace::PrincipalDefined{{0}, IdentityKind::role, {0}, "/", "Pipeline", "AROA1", {}});
    record.record(trace::IamInForce{{0}, IamSlot::existence, {}, {}, {}, true});
    record.record(trace::IamInForce{{0}, IamSlot::trust, {}, trust, {}, true});
    put(statements);
  }
  void put(std::string_view statements) {
    auto text = fmt::format(R"({{"Version":"2012-10-17","Statement":[{}]}})", statements);
    DocumentId document = record.document(trace::DocumentKind::policy, "jobs", text);
    record.record(trace::IamInForce{{0}, IamSlot::inline_policy, "jobs", document, {}, true});
  }
  std::optional<Decision> standing() {
    return judge.standing({0}, pipeline::StepType::training, {{0}, {}});
  }
  Decision decide(std::string_view name) {
    std::string arn = sagemaker_arn(
        "eu-west-1", kAccount,
        fmt::format("training-job/{}{}",
                    world::job_prefix(pipeline::row_of(pipeline::StepType::training)), name));
    return judge.decide(world::step_question(world.access(), {0}, trace::StepCallKind::create,
                                             "sagemaker:CreateTrainingJob", arn));
  }
};

std::string statement(std::string_view effect, std::string_view action, std::string_view resource,
                      std::string_view condition = {}) {
  return fmt::format(R"({{"Effect":"{}","Action":"{}","Resource":"{}"{}}})", effect, action,
                     resource,
                     condition.empty() ? "" : fmt::format(R"(,"Condition":{})", condition));
}

}  // namespace

TEST_CASE("standing: a decision that stands is what every single question gets", "[judge]") {
  std::string const policies[] = {
      statement("Allow", "sagemaker:CreateTrainingJob", "*"),
      statement("Allow", "sagemaker:Create*", "arn:aws:sagemaker:*:111111111111:training-job/*"),
      statement("Allow", "sagemaker:Create*", "arn:aws:sagemaker:eu-west-1:222222222222:*"),
      statement("Allow", "sagemaker:Create*", "arn:aws:sagemaker:*:*:training-job/pipe*"),
      statement("Allow", "sagemaker:*", "*") + "," +
          statement("Deny", "sagemaker:*", "arn:aws:sagemaker:*:*:training-job/debug-*"),
      statement("Allow", "sagemaker:*", "*") + "," +
          statement("Deny", "sagemaker:*", "arn:aws:sagemaker:*:*:training-job/pipelines-*"),
      statement("Allow", "s3:*", "*"),
      statement("Allow", "sagemaker:*", "*",
                R"({"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})"),
  };
  for (std::string const& policy : policies) {
    INFO(policy);
    Cloud cloud(policy);
    std::optional<Decision> standing = cloud.standing();
    REQUIRE(standing);
    for (std::string_view name :
         {"abcdefghijkl-train-0123456789", "000000000000-a-zzzzzzzzzz", "x"})
      CHECK(cloud.decide(name) == *standing);
  }
}

TEST_CASE("standing: nothing stands that depends on the job's name or on the clock", "[judge]") {
  CHECK_FALSE(
      Cloud(statement("Allow", "sagemaker:*", "arn:aws:sagemaker:*:*:training-job/pipelines-abc*"))
          .standing());
  CHECK_FALSE(
      Cloud(statement("Allow", "sagemaker:*", "arn:aws:sagemaker:*:*:training-job/*-train-*"))
          .standing());
  CHECK_FALSE(Cloud(statement("Allow", "sagemaker:*", "*") + "," +
                    statement("Deny", "sagemaker:*", "arn:aws:sagemaker:*:*:*-secret"))
                  .standing());
  CHECK_FALSE(Cloud(statement("Allow", "sagemaker:*",
                              "arn:aws:sagemaker:*:*:training-job/${aws:CurrentTime}*"))
                  .standing());
  CHECK_FALSE(Cloud(statement("Allow", "sagemaker:*", "*",
                              R"({"DateLessThan":{"aws:CurrentTime":"2027-01-01T00:00:00Z"}})"))
                  .standing());
  CHECK_FALSE(Cloud(statement("Allow", "sagemaker:*", "*",
                              R"({"StringLike":{"aws:userid":"${aws:EpochTime}"}})"))
                  .standing());
  for (char const* key : {"sagemaker:InstanceTypes", "aws:RequestTag/team", "aws:TagKeys"}) {
    Cloud cloud(
        statement("Allow", "sagemaker:*", "*", fmt::format(R"({{"Null":{{"{}":"false"}}}})", key)));
    CHECK_FALSE(cloud.standing());
    CHECK(cloud.judge.looks_into_calls({0}));
  }
  CHECK_FALSE(Cloud(statement("Allow", "sagemaker:*", "*",
                              R"({"Null":{"sagemaker:ResourceTag/team":"true"}})"))
                  .judge.looks_into_calls({0}));
}

TEST_CASE(
    "standing: a statement about another action spoils nothing, and a new policy is seen at once",
    "[judge]") {
  Cloud cloud(statement("Allow", "sagemaker:CreateTrainingJob", "*") + "," +
              statement("Deny", "s3:*", "arn:aws:s3:::*-secret"));
  REQUIRE(cloud.standing());
  CHECK(cloud.standing()->allowed());
  cloud.put(statement("Allow", "sagemaker:CreateProcessingJob", "*"));
  REQUIRE(cloud.standing());
  CHECK_FALSE(cloud.standing()->allowed());
  CHECK(cloud.standing() == cloud.decide("x"));
}

TEST_CASE("standing: only jobs have one", "[judge]") {
  Cloud cloud(statement("Allow", "*", "*"));
  CHECK_FALSE(cloud.judge.standing({0}, pipeline::StepType::lambda, {{0}, {}}));
  CHECK_FALSE(cloud.judge.standing({0}, pipeline::StepType::register_model, {{0}, {}}));
  CHECK(cloud.judge.standing({0}, pipeline::StepType::processing, {{0}, {}}));
}
