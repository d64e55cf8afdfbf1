// test, diff and decide, as somebody at a terminal meets them.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

bool has(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A run whose one check holds when the step lasts less than an hour.
std::string timed(std::string_view duration) {
  return world("durations = { Wait = \"" + std::string(duration) + "\" }") + R"(
actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  local run = sagemaker:start_pipeline_execution { PipelineName = p }
  local function status() return sagemaker:describe_pipeline_execution(run).PipelineExecutionStatus end
  sleep "1h"
  expect.equal("it ended within the hour", status(), "Succeeded")
end)
)";
}

void put(Folder const& folder, std::string const& name, std::string_view duration = "10m") {
  folder.write("scenarios/definition.json", definition());
  folder.write("scenarios/" + name + ".lua", timed(duration));
}

}  // namespace

TEST_CASE("test: scenarios in order of their paths, one aligned line each", "[cli][test]") {
  Folder folder;
  put(folder, "b");
  put(folder, "a-longer-name");
  folder.write("scenarios/deep/c.lua", "actor(\"x\", function() sleep \"1h\" end)\n");
  folder.write("scenarios/lib/no.lua", "this is no scenario");
  Ended ended = folder.rehearse("test");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(ended.out ==
        "ok    scenarios/a-longer-name  1h              1 check     no approved trace\n"
        "ok    scenarios/b              1h              1 check     no approved trace\n"
        "ok    scenarios/deep/c         1h              0 checks    no approved trace\n"
        "all 3 scenarios are as they should be\n");
  CHECK(ended.err.empty());
  ended = folder.rehearse("test scenarios/b.lua scenarios --filter b");
  CHECK(ended.out ==
        "ok    scenarios/b  1h              1 check     no approved trace\nthe scenario is as it "
        "should be\n");
}

TEST_CASE("test: a failed check is printed with time, line and reason, and what shows more",
          "[cli][test]") {
  Folder folder;
  put(folder, "slow", "2h");
  Ended ended = folder.rehearse("test");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "FAIL  scenarios/slow  "));
  CHECK(has(ended.out, "        10:00:00  slow.lua:13  it ended within the hour\n"));
  CHECK(has(ended.out, "got \"Executing\", expected \"Succeeded\""));
  CHECK(has(ended.out, "        see more: rehearse run scenarios/slow.lua\n"));
  CHECK(has(ended.out, "1 of 1 failed\n"));
}

TEST_CASE("test: an approved trace is compared by behaviour and approved with --update",
          "[cli][test]") {
  Folder folder;
  put(folder, "s");
  CHECK(folder.rehearse("test --ci").code == 1);
  Ended ended = folder.rehearse("test --update");
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "approved now"));
  CHECK(folder.has("scenarios/s.approved.jsonl"));
  CHECK_FALSE(folder.has("scenarios/s.approved.jsonl.partial"));
  CHECK(has(folder.rehearse("test --ci").out, "1 check     approved\n"));

  // A comment moves lines and changes the source's hash: no behaviour.
  std::string approved = folder.read("scenarios/s.approved.jsonl");
  folder.write("scenarios/s.lua", "-- a comment\n\n" + timed("10m"));
  CHECK(folder.rehearse("test --ci").code == 0);
  CHECK(folder.rehearse("test --update").code == 0);
  CHECK(folder.read("scenarios/s.approved.jsonl") == approved);

  folder.write("scenarios/s.lua", timed("20m"));
  ended = folder.rehearse("test");
  INFO(ended.out);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "differs from its approved trace"));
  CHECK(has(ended.out, "they first part at 2026-01-05T09:10:"));
  CHECK(has(ended.out, "expected: 09:10:"));
  CHECK(has(ended.out, "step Wait of p/"));
  CHECK(has(ended.out, "goes from Executing to Succeeded"));
  CHECK(has(ended.out, "got: "));
  CHECK(folder.rehearse("test --update").code == 0);
  CHECK(folder.rehearse("test --ci").code == 0);
}

TEST_CASE("test: what fails is not approved", "[cli][test]") {
  Folder folder;
  put(folder, "slow", "2h");
  Ended ended = folder.rehearse("test --update");
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "not approved"));
  CHECK_FALSE(folder.has("scenarios/slow.approved.jsonl"));
}

TEST_CASE("test: a scenario that something from outside reaches is caught", "[cli][test]") {
  Folder folder;
  folder.write("n.lua", "return 0\n");
  // Between its two runs (each takes a while) the file it reads changes: what a clock or a random
  // source would do.
  folder.write("s.lua",
               "local n = import \"n.lua\"\nfor i = 1, 30000000 do end\nactor(\"x\", function() "
               "sleep(n .. \"s\") end)\n");
  Ended ended = folder.shell(
      "(n=0; while :; do n=$((n + 1)); echo \"return $n\" > t; mv t n.lua; sleep 0.01; done) & "
      "changer=$!; \"$R\" test s.lua; c=$?; kill $changer; wait; exit $c");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "two runs with the same seed are not the same"));
  CHECK(has(ended.out, "first run: "));
  CHECK(has(ended.out, "second run: "));
}

TEST_CASE("test: each seed's checks are tested, and the failing one is named", "[cli][test]") {
  Folder folder;
  folder.write("scenarios/s.lua",
               "local n = math.random(1, 4)\nactor(\"x\", function() sleep \"1m\"; "
               "expect.equal(\"not three\", n ~= 3, true) end)\n");
  Ended ended = folder.rehearse("test --seeds 1..40");
  INFO(ended.out);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "40 checks   seeds 1..40\n"));
  CHECK(has(ended.out, "        seed "));
  CHECK(has(ended.out, "see more: rehearse run scenarios/s.lua --seed "));
  CHECK(folder.files() == std::vector<std::string>{"scenarios/s.lua"});
}

TEST_CASE("test: a scenario that cannot run is bad input, and the others are tested",
          "[cli][test]") {
  Folder folder;
  put(folder, "good");
  folder.write("scenarios/bad.lua", "actor(");
  Ended ended = folder.rehearse("test --junit x.xml");
  INFO(ended.out);
  CHECK(ended.code == 2);
  CHECK(has(ended.out, "FAIL  scenarios/bad\n        bad.lua:1"));
  CHECK(has(ended.out, "ok    scenarios/good"));
  std::string xml = folder.read("x.xml");
  CHECK(has(xml, "<testsuites name=\"rehearse test\" tests=\"3\" failures=\"0\" errors=\"1\""));
  CHECK(has(xml, "<testsuite name=\"scenarios/bad\" tests=\"1\""));
  CHECK(has(xml,
            "<testcase classname=\"scenarios/good\" name=\"two runs with the same seed are the "
            "same\"/>"));
  CHECK(folder.shell("command -v xmllint >/dev/null || exit 0; xmllint --noout x.xml").code == 0);
}

TEST_CASE("diff: where two runs part, and what came out differently", "[cli][diff]") {
  Folder folder;
  put(folder, "s");
  REQUIRE(folder.rehearse("run scenarios/s.lua --out a").code == 0);
  folder.write("scenarios/s.lua", "-- moved\n" + timed("10m"));
  REQUIRE(folder.rehearse("run scenarios/s.lua --out b").code == 0);
  Ended ended = folder.rehearse("diff a/trace.jsonl b/trace.jsonl");
  CHECK(ended.code == 0);
  CHECK(ended.out == "no difference in behaviour\n");
  folder.write("scenarios/s.lua", timed("2h"));
  REQUIRE(folder.rehearse("run scenarios/s.lua --out c").code == 1);
  ended = folder.rehearse("diff a/trace.jsonl c/trace.jsonl");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(has(ended.out, "they first part at 2026-01-05T09:10:"));
  CHECK(has(ended.out, "\nexecutions\n  pipeline p: Succeeded after 10m"));
  CHECK(has(ended.out, "\nchecks that turned\n  it ended within the hour: held, then failed\n"));
}

TEST_CASE("diff: a decision that flipped is named by actor and operation", "[cli][diff]") {
  Folder folder;
  folder.write("scenarios/definition.json", definition());
  auto guest = [](std::string_view policies) {
    return world() + "local guest = role { account = staging, name = \"Guest\", policies = { " +
           std::string(policies) + " } }\n" +
           "actor(\"gus\", function() try(function() "
           "guest:client(\"sagemaker\"):start_pipeline_execution { PipelineName = p } end) end)\n";
  };
  folder.write("scenarios/s.lua", guest(""));
  REQUIRE(folder.rehearse("run scenarios/s.lua --out a").code == 0);
  folder.write("scenarios/s.lua",
               guest("{ Version = \"2012-10-17\", Statement = { Effect = \"Allow\", Action = "
                     "\"sagemaker:*\", Resource = \"*\" } }"));
  REQUIRE(folder.rehearse("run scenarios/s.lua --out b").code == 0);
  Ended ended = folder.rehearse("diff a/trace.jsonl b/trace.jsonl");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(has(ended.out,
            "\ndecisions that flipped\n  gus: StartPipelineExecution: AccessDeniedException"));
  CHECK(has(ended.out, ", then allowed\n"));
  CHECK(has(ended.out, "pipeline p: not started, then Succeeded"));
}

TEST_CASE("decide: one answer a line, in order, and a line that is no case is an Error",
          "[cli][decide]") {
  Folder folder;
  std::string allowed =
      R"({"name":"a","principal":"arn:aws:iam::111111111111:user/ana","principalKind":"user","principalAccount":"111111111111","action":"sagemaker:ListPipelines","resource":"*","resourceAccount":"111111111111","context":{},"identityPolicies":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}],"scpLevels":[]})";
  std::string denied = allowed;
  denied.replace(denied.find("Allow"), 5, "Deny");
  std::string silent = allowed;
  silent.replace(silent.find("\"Action\":\"*\""), 12, "\"Action\":\"s3:*\"");
  folder.write("cases.jsonl", allowed + "\n{\n" + denied + "\n{\"a\":1,\"a\":2}\n" + silent);
  Ended ended = folder.rehearse("decide cases.jsonl");
  INFO(ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.out == "Allowed\nError\nExplicitlyDenied\nError\nImplicitlyDenied\n");
  CHECK(has(ended.err, "cases.jsonl:2"));
  CHECK(has(ended.err, "cases.jsonl:4"));
  ended = folder.shell("head -1 cases.jsonl | \"$R\" decide");
  CHECK(ended.code == 0);
  CHECK(ended.out == "Allowed\n");
}
