// test --mutate-policies, as somebody at a terminal meets it.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

/// An engineer who may start one pipeline, and checks that the run ends well.
std::string mutable_scenario(std::string_view more = "") {
  return R"lua(local staging = account { name = "staging" }
local execution = role { account = staging, name = "Execution", trusts = "sagemaker.amazonaws.com", policies = {
  { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } } } }
local p = pipeline { account = staging, name = "p", definition = "definition.json", role = execution, durations = { Wait = "10m" } }
local engineer = role { account = staging, name = "MLEngineer", policies = {
  { Version = "2012-10-17", Statement = { { Sid = "RunIt", Effect = "Allow",
    Action = { "sagemaker:StartPipelineExecution", "sagemaker:DescribePipelineExecution" },
    Resource = { p.arn, p.arn .. "/execution/*" } } } } } }
actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  local run = sagemaker:start_pipeline_execution { PipelineName = "p" }
  sleep "1h"
  expect.equal("it ended well", sagemaker:describe_pipeline_execution(run).PipelineExecutionStatus, "Succeeded")
end)
)lua" + std::string(more);
}

constexpr std::string_view kCheck =
    "always(\"MLEngineer may not DeletePipeline p\", function() return not access(ml_engineer, "
    "\"sagemaker:DeletePipeline\", p) end)";

}  // namespace

TEST_CASE(
    "mutate-policies: a widening that no check noticed is listed with what it opens and the "
    "check to paste",
    "[cli][mutate]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua", mutable_scenario());
  Ended ended = folder.rehearse("test --mutate-policies s.lua --junit out.xml");
  INFO(ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.out ==
        "FAIL  s  3 of 8 changes noticed, 4 make no difference, 1 not noticed\n"
        "        policy 1 of MLEngineer, statement RunIt: Action widened to sagemaker:*\n"
        "          it opens MLEngineer of staging: sagemaker:DeletePipeline on p, and 7 more\n"
        "          check: " +
            std::string(kCheck) +
            "\n"
            "a check calls roles and pipelines as their names suggest: write your own variables\n");
  CHECK(folder.read("out.xml").contains("failures=\"1\" errors=\"0\""));
  CHECK(folder.rehearse("test --mutate-policies s.lua").out == ended.out);
}

TEST_CASE("mutate-policies: with the pasted check every change is noticed", "[cli][mutate]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua", mutable_scenario("local ml_engineer = engineer\n" + std::string(kCheck)));
  Ended ended = folder.rehearse("test --mutate-policies s.lua");
  INFO(ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.out == "ok    s  4 of 8 changes noticed, 4 make no difference, 0 not noticed\n");
}

TEST_CASE("mutate-policies: a scenario that fails without any change is not mutated",
          "[cli][mutate]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua", mutable_scenario("always(\"never\", function() return false end)"));
  Ended ended = folder.rehearse("test --mutate-policies s.lua");
  CHECK(ended.code == 1);
  CHECK(ended.out ==
        "FAIL  s  1 of its 2 checks fails without any change; see: rehearse test s.lua\n");
  folder.write("s.lua", "rol {}\n");
  CHECK(folder.rehearse("test --mutate-policies s.lua").code == 2);
}

TEST_CASE("mutate-policies: what approves, compares or sweeps does not go with it",
          "[cli][mutate]") {
  Folder folder;
  folder.write("s.lua", "actor(\"x\", function() end)\n");
  for (std::string other : {"--ci", "--update", "--seeds 1..2"}) {
    Ended ended = folder.rehearse("test --mutate-policies s.lua " + other);
    CHECK(ended.code == 2);
    CHECK(ended.out.empty());
    CHECK(ended.err.contains("leave out --update, --ci and --seeds"));
  }
}
