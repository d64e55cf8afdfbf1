// expect.only, snapshot and expect.changed_access; and that rehearse access --against takes what
// they name as meant.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using rehearse::test::Ended;
using rehearse::test::flat;
using rehearse::test::Folder;

namespace {

/// Staging shares `churn` with production after an hour; there, Reader and Idle look on.
std::string shared_later(std::string_view actors, std::string_view idle = "ram:*") {
  return R"(
organization { name = "acme", ous = { "A", "B" } }
local staging = account { name = "staging", ou = "A" }
local production = account { name = "production", ou = "B" }
local function allow(action) return { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = action, Resource = "*" } } } } end
local owner = role { account = staging, name = "Owner", policies = allow("*") }
local reader = role { account = production, name = "Reader", policies = allow("sagemaker:*") }
local idle = role { account = production, name = "Idle", policies = allow(")" +
         std::string(idle) + R"(") }
local churn = pipeline { account = staging, name = "churn", role = role { account = staging, name = "Runs", trusts = "sagemaker.amazonaws.com" },
  definition = { Version = "2020-12-01", Steps = { { Name = "W", Type = "Fail", Arguments = { ErrorMessage = "no" } } } } }
local describe, start = "sagemaker:DescribePipeline", "sagemaker:StartPipelineExecution"
local reads = { describe, "sagemaker:DescribePipelineDefinitionForExecution", "sagemaker:DescribePipelineExecution",
  "sagemaker:ListPipelineExecutions", "sagemaker:ListPipelineExecutionSteps", "sagemaker:ListPipelineParametersForExecution" }
local function share() owner:client("ram"):create_resource_share { name = "s", resourceArns = { churn }, principals = { production } } end
)" + std::string(actors);
}

std::string one_actor(std::string_view body) {
  return "actor(\"a\", function()\n" + std::string(body) + "\nend)\n";
}

bool says(std::string const& text, std::string_view part) {
  return flat(text).find(flat(part)) != std::string::npos;
}

Ended play(Folder const& folder, std::string const& text) {
  folder.write("s.lua", text);
  return folder.rehearse("run s.lua");
}

}  // namespace

TEST_CASE("only: it holds where exactly these may, also for what is done to executions",
          "[cli][rights]") {
  Folder folder;
  Ended ended = play(folder, shared_later(one_actor(R"(
  expect.only("the owner alone", describe, churn, { owner })
  expect.only("nobody", "sagemaker:CreateModel", "arn:aws:sagemaker:us-east-1:" .. production.id .. ":model/m", { reader })
  share() sleep "1m"
  expect.only("two of them", describe, churn, { owner, reader })
  expect.only("its executions too", "sagemaker:DescribePipelineExecution", churn, { reader, owner })
  expect.only("starting stays at home", start, churn, { owner }))")));
  CAPTURE(ended.out, ended.err);
  CHECK(ended.code == 0);
  CHECK(says(ended.out, "none of the other 3 roles and users may"));
}

TEST_CASE("only: it fails with who may too, who may not, and why", "[cli][rights]") {
  Folder folder;
  Ended ended = play(folder, shared_later(one_actor(R"(
  expect.only("a", describe, churn, { owner, idle })
  share() sleep "1m"
  expect.only("b", describe, churn, { owner }))")));
  CAPTURE(ended.out, ended.err);
  CHECK(ended.code == 1);
  CHECK(says(ended.out, "FAIL  a"));
  CHECK(says(ended.out, "Idle of production may not: no identity policy allows"));
  CHECK(says(ended.out, "FAIL  b"));
  CHECK(says(ended.out, "Reader of production may too: statement"));
}

TEST_CASE("changed_access: it holds where this opened and closed and nothing else",
          "[cli][rights]") {
  Folder folder;
  Ended ended = play(folder, shared_later(one_actor(R"(
  local before = snapshot()
  expect.changed_access("nothing yet", before, {})
  share() sleep "1m"
  local shared = snapshot()
  expect.changed_access("reading opened", before, { opened = { { reader, reads, churn } }, closed = {} })
  owner:client("iam"):put_role_policy { RoleName = owner, PolicyName = "none", PolicyDocument = { Version = "2012-10-17",
    Statement = { { Effect = "Deny", Action = "sagemaker:*", Resource = "*" } } } }
  sleep "1m"
  local writes = { start, "sagemaker:StopPipelineExecution", "sagemaker:RetryPipelineExecution", "sagemaker:UpdatePipelineExecution",
    "sagemaker:UpdatePipeline", "sagemaker:DeletePipeline" }
  expect.changed_access("all of the owner's closed", shared, { closed = { { owner, reads, churn }, { owner, writes, churn } } })
  expect.changed_access("both", before, { opened = { { reader, reads, churn } }, closed = { { owner, reads, churn }, { owner, writes, churn } } })
  expect.equal("a snapshot compares with itself", before == shared, false))")));
  CAPTURE(ended.out, ended.err);
  CHECK(ended.code == 0);
  CHECK(says(ended.out, "6 opened, 0 closed, nothing else of"));
}

TEST_CASE("changed_access: it fails with what else opened and what did not, and why",
          "[cli][rights]") {
  Folder folder;
  Ended ended = play(folder, shared_later(one_actor(R"(
  local before = snapshot()
  share() sleep "1m"
  expect.changed_access("a", before, { opened = { { reader, describe, churn }, { reader, start, churn } } })
  expect.changed_access("b", snapshot(), { closed = { { reader, describe, churn.arn } } }))")));
  CAPTURE(ended.out, ended.err);
  CHECK(ended.code == 1);
  CHECK(says(ended.out,
             "also opened: Reader of production may DescribePipelineDefinitionForExecution"));
  CHECK(says(ended.out,
             "did not open: Reader of production may not StartPipelineExecution on churn"));
  CHECK(says(ended.out, "did not close: Reader of production still may DescribePipeline on churn"));
}

TEST_CASE("only, changed_access: what cannot be meant is an error at its line", "[cli][rights]") {
  struct Row {
    char const *check, *said;
  };
  Row const rows[] = {
      {"expect.only(\"x\", \"sagemaker:StartPipelineExecutoin\", churn, { owner })",
       "there is no action `sagemaker:StartPipelineExecutoin`"},
      {"expect.only(\"x\", start, staging, { owner })",
       "`sagemaker:StartPipelineExecution` is about a pipeline, got the account `staging`"},
      {"expect.only(\"x\", start, churn, { staging })", "what `role{}` or `user{}` returned"},
      {"expect.only(\"x\", start, churn)", "who may do it` wants a list, got nothing"},
      {"expect.changed_access(\"x\", {}, {})", "what `snapshot()` returned, got a table"},
      {"expect.changed_access(\"x\", snapshot(), { openned = {} })", "did you mean `opened`?"},
      {"expect.changed_access(\"x\", snapshot(), { opened = { owner } })",
       "wants who, action and what, like { release"},
      {"expect.changed_access(\"x\", snapshot(), { opened = { { owner, \"sagemaker:CreateModel\", "
       "churn } } })",
       "is none of the actions that are compared"},
      {"local x = snapshot().name", "`snapshot` has no `name`"},
  };
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = play(folder, shared_later(one_actor(row.check)));
    CAPTURE(row.check, ended.out, ended.err);
    CHECK(ended.code == 2);
    CHECK(says(ended.err, "rehearse: s.lua:16: "));
    CHECK(says(ended.err, row.said));
  }
}

TEST_CASE("access --against: what a check that held names as meant does not count",
          "[cli][rights]") {
  Folder folder;
  REQUIRE(play(folder, shared_later(one_actor("sleep \"2h\""))).code == 0);
  REQUIRE(folder.shell("mv out old").code == 0);
  auto against = [&](std::string const& body, std::string const& options = "") {
    Ended ran = play(folder, shared_later(one_actor(body)));
    CAPTURE(ran.out, ran.err);
    CHECK(ran.code == 0);
    return folder.rehearse("access out/s/trace.jsonl --against old/s/trace.jsonl" + options);
  };
  Ended plain = against("share() sleep \"1m\"");
  CHECK(plain.code == 1);
  CHECK_FALSE(says(plain.out, "as expected by"));

  Ended one = against(
      "share() sleep \"1m\" expect.allowed(\"it looks\", function() reader:client(\"sagemaker\")"
      ":describe_pipeline { PipelineName = churn } end)");
  CAPTURE(one.out);
  CHECK(one.code == 1);  // five others opened
  CHECK(
      says(one.out, "DescribePipeline on churn\n         as expected by \"it looks\" (s.lua:16)"));

  std::string const all =
      "local before = snapshot() share() sleep \"1m\"\n"
      "expect.changed_access(\"reading\", before, { opened = { { reader, reads, churn } } })";
  Ended changed = against(all);
  CAPTURE(changed.out);
  CHECK(changed.code == 0);
  CHECK(says(changed.out, "as expected by \"reading\" (s.lua:17)"));
  CHECK(says(against(all, " --format csv").out, "pipeline/churn,yes\n"));
  CHECK_FALSE(says(against(all, " --format sarif").out, "may now"));

  Ended only = against(
      "share() sleep \"1m\" for _, each in ipairs(reads) do expect.only(\"these\", each, churn, { "
      "owner, reader }) end");
  CHECK(only.code == 0);
}
