// rehearse explain and rehearse access, as their users run them.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using rehearse::test::Ended;
using rehearse::test::flat;
using rehearse::test::Folder;

namespace {

constexpr char kSharedLater[] = R"(
organization { name = "acme", ous = { "A", "B" } }
local staging = account { name = "staging", ou = "A" }
local production = account { name = "production", ou = "B" }
local owner = role { account = staging, name = "Owner", policies = { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "*", Resource = "*" } } } } }
local reader = role { account = production, name = "Reader", policies = { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "sagemaker:*", Resource = "*" } } } } }
local churn = pipeline { account = staging, name = "churn", role = role { account = staging, name = "Runs", trusts = "sagemaker.amazonaws.com" },
  definition = { Version = "2020-12-01", Steps = { { Name = "W", Type = "Fail", Arguments = { ErrorMessage = "no" } } } } }
actor("owner", function()
  sleep "1h"
  owner:client("ram"):create_resource_share { name = "s", resourceArns = { churn }, principals = { production } }
end)
actor("reader", function()
  expect.denied("not yet", { by = "resource" }, function() reader:client("sagemaker"):describe_pipeline { PipelineName = churn } end)
end)
)";

constexpr char kLargeInstance[] = R"(
local staging = account { name = "staging" }
local all = { Effect = "Allow", Action = "*", Resource = "*" }
local owner = role { account = staging, name = "Owner", policies = { { Version = "2012-10-17", Statement = { all } } } }
local small = { Version = "2012-10-17", Statement = { all, { Sid = "SmallOnly", Effect = "Deny", Action = "sagemaker:CreateTrainingJob", Resource = "*",
  Condition = { ["ForAnyValue:StringNotLike"] = { ["sagemaker:InstanceTypes"] = "ml.m5.*" } } } } }
local churn = pipeline { account = staging, name = "churn", role = role { account = staging, name = "Runs", trusts = "sagemaker.amazonaws.com", policies = { small } },
  definition = { Version = "2020-12-01", Steps = { { Name = "T", Type = "Training", Arguments = { ResourceConfig = { InstanceType = "ml.p4d.24xlarge" } } } } } }
actor("owner", function() owner:client("sagemaker"):start_pipeline_execution { PipelineName = churn } end)
)";

constexpr char kHandsOver[] = R"(
local staging = account { name = "staging" }
local owner = role { account = staging, name = "Owner", policies = { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "*", Resource = "*" } } } } }
local jobs = role { account = staging, name = "Jobs", trusts = "sagemaker.amazonaws.com" }
local trains = { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "sagemaker:*", Resource = "*" } } }
local churn = pipeline { account = staging, name = "churn", role = role { account = staging, name = "Runs", trusts = "sagemaker.amazonaws.com", policies = { trains } },
  definition = { Version = "2020-12-01", Parameters = { { Name = "Role", Type = "String", DefaultValue = jobs.arn } },
    Steps = { { Name = "T", Type = "Training", Arguments = { RoleArn = { Get = "Parameters.Role" } } } } } }
actor("owner", function()
  local sm = owner:client("sagemaker")
  sm:start_pipeline_execution { PipelineName = churn }
  expect.denied("there is no such pipeline", function() sm:describe_pipeline { PipelineName = "nope" } end)
end)
)";

}  // namespace

TEST_CASE("explain: every call that it lists, also the role that a step hands over", "[cli]") {
  Folder folder;
  folder.write("s.lua", kHandsOver);
  REQUIRE(folder.rehearse("run s.lua").code == 1);
  Ended listed = folder.rehearse("explain out/s/trace.jsonl");
  CAPTURE(listed.out);
  CHECK(listed.out.find("PassRole") != std::string::npos);
  Ended why =
      folder.rehearse("explain out/s/trace.jsonl --call " + std::to_string(std::stoul(listed.out)));
  CAPTURE(why.out, why.err);
  CHECK(why.code == 0);
  CHECK(why.out.find("asks for iam:PassRole\n  on arn:aws:iam::111111111111:role/Jobs\n") !=
        std::string::npos);
  CHECK(why.out.find("give the role `Runs` a policy that allows it") != std::string::npos);
}

TEST_CASE("explain: a role that a step was allowed to hand over, and by which statement", "[cli]") {
  Folder folder;
  std::string text = kHandsOver;
  text.replace(text.find("\"sagemaker:*\""), 13, "{ \"sagemaker:*\", \"iam:PassRole\" }");
  folder.write("s.lua", text);
  folder.rehearse("run s.lua");
  std::string const trace = folder.read("out/s/trace.jsonl");
  std::size_t const kind = trace.find("\"kind\":\"pass_role\"");
  REQUIRE(kind != std::string::npos);
  std::string const line = trace.substr(trace.rfind('\n', kind) + 1);
  std::string const seq = std::to_string(std::stoul(line.substr(line.find(':') + 1)));
  Ended why = folder.rehearse("explain out/s/trace.jsonl --call " + seq);
  CAPTURE(why.out, why.err);
  CHECK(why.code == 0);
  CHECK(
      why.out.find("asks for iam:PassRole\n  on arn:aws:iam::111111111111:role/Jobs\n  for step T "
                   "of churn, execution ") != std::string::npos);
  CHECK(why.out.find("allowed by the identity policy\n  decided by statement 1 of") !=
        std::string::npos);
}

TEST_CASE("explain: a call that failed for another reason than access has nothing to close",
          "[cli]") {
  Folder folder;
  folder.write("s.lua", kHandsOver);
  Ended ran = folder.rehearse("run s.lua --report text");
  CAPTURE(ran.out);
  CHECK(ran.out.find("not a refusal but ResourceNotFound") != std::string::npos);
  CHECK(ran.out.find("what would close it") == std::string::npos);
  std::size_t const at = ran.out.find("--call ");
  REQUIRE(at != std::string::npos);
  std::string const seq = std::to_string(std::stoul(ran.out.substr(at + 7)));
  Ended why = folder.rehearse("explain out/s/trace.jsonl --call " + seq);
  CAPTURE(why.out);
  CHECK(why.out.find("what would close it") == std::string::npos);
  CHECK(why.out.find("not for want of access: ResourceNotFound") != std::string::npos);
}

TEST_CASE("explain: a step's refused call with the keys that its arguments filled", "[cli]") {
  Folder folder;
  folder.write("s.lua", kLargeInstance);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  Ended listed = folder.rehearse("explain out/s/trace.jsonl");
  std::string seq = std::to_string(std::stoul(listed.out));
  Ended why = folder.rehearse("explain out/s/trace.jsonl --call " + seq);
  CAPTURE(why.out, why.err);
  CHECK(why.out.find("with sagemaker:InstanceTypes = ml.p4d.24xlarge") != std::string::npos);
  CHECK(why.out.find("statement `SmallOnly`") != std::string::npos);
}

TEST_CASE("explain: a refused call, from when it is allowed, and what would allow it", "[cli]") {
  Folder folder;
  folder.write("s.lua", kSharedLater);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  Ended listed = folder.rehearse("explain out/s/trace.jsonl");
  CHECK(listed.code == 0);
  CHECK(listed.out.find("DescribePipeline") != std::string::npos);
  std::string seq = std::to_string(std::stoul(listed.out));  // the line begins with it
  Ended why = folder.rehearse("explain out/s/trace.jsonl --call " + seq);
  CAPTURE(why.out, why.err);
  CHECK(why.code == 0);
  CHECK(why.out.find("asks for sagemaker:DescribePipeline") != std::string::npos);
  CHECK(why.out.find("from 10:00:30 on it is allowed") != std::string::npos);
  CHECK(why.out.find("share it with account `production`") != std::string::npos);
  CHECK(folder.rehearse("explain out/s/trace.jsonl --call 0").code == 2);
  CHECK(folder.rehearse("explain").code == 2);
}

TEST_CASE("explain: a statement of a policy file has its line, one of a table its declaration",
          "[cli]") {
  Folder folder;
  folder.write("reader.json",
               "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": "
               "\"Allow\", \"Action\": \"ram:*\", \"Resource\": \"*\"},\n    {\"Sid\": "
               "\"Look\", \"Effect\": \"Deny\", \"Action\": \"sagemaker:*\", \"Resource\": "
               "\"*\"}\n  ]\n}\n");
  std::string text = kSharedLater;
  std::string const table =
      "{ { Version = \"2012-10-17\", Statement = { { Effect = \"Allow\", Action = "
      "\"sagemaker:*\", Resource = \"*\" } } } }";
  std::size_t const at = text.find(table);
  REQUIRE(at != std::string::npos);
  text.replace(at, table.size(), "{ \"reader.json\" }");
  text += "actor(\"home\", function() owner:client(\"sagemaker\"):list_pipelines {} end)\n";
  folder.write("s.lua", text);
  Ended ran = folder.rehearse("run s.lua");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 1);  // denied, but not by the resource policy
  CHECK(
      flat(ran.out).find("decided by statement 2 (`Look`) of `reader.json`, line 5, in force since "
                         "09:00:00, declared at s.lua:6") != std::string::npos);
  CHECK(flat(ran.out).find("statement `Look` of `reader.json` (line 5) denies it") !=
        std::string::npos);
  std::string const refused =
      std::to_string(std::stoul(folder.rehearse("explain out/s/trace.jsonl").out));
  CHECK(ran.out.find("more: rehearse explain out/s/trace.jsonl --call " + refused) !=
        std::string::npos);
  // The owner's call is allowed by a table of the scenario.
  std::string const trace = folder.read("out/s/trace.jsonl");
  std::size_t const called = trace.find("\"operation\":\"ListPipelines\"");
  REQUIRE(called != std::string::npos);
  std::size_t const line = trace.rfind("{\"seq\":", called) + 7;
  Ended why = folder.rehearse("explain out/s/trace.jsonl --call " +
                              std::to_string(std::stoul(trace.substr(line))));
  CAPTURE(why.out);
  CHECK(why.out.find("decided by statement 1 of policy 1 of Owner, in force since 09:00:00, "
                     "declared at s.lua:5") != std::string::npos);
}

TEST_CASE("run, test: a failed check says what decided and the best change that would turn it",
          "[cli]") {
  Folder folder;
  std::string text = kSharedLater;
  std::string const expected = "expect.denied(\"not yet\", { by = \"resource\" }, function()";
  std::size_t const at = text.find(expected);
  REQUIRE(at != std::string::npos);
  text.replace(at, expected.size(), "expect.allowed(\"already\", function()");
  folder.write("s.lua", text);
  for (char const* command : {"run s.lua", "test s.lua"}) {
    Ended ended = folder.rehearse(command);
    CAPTURE(command, ended.out, ended.err);
    CHECK(ended.code == 1);
    CHECK(flat(ended.out).find("what would allow it: share it with account `production`") !=
          std::string::npos);
    CHECK(ended.out.find("aws ram create-resource-share ") != std::string::npos);
    CHECK(ended.out.find("rehearse explain out/s/trace.jsonl --call ") != std::string::npos);
  }
  CHECK(folder.read("out/s/report.html").find("aws ram create-resource-share") !=
        std::string::npos);
}

TEST_CASE("explain --request: the edits of a case that turn its answer", "[cli]") {
  Folder folder;
  folder.write("case.json", R"({"name":"c","principal":"arn:aws:sts::111111111111:assumed-role/R/s",
    "principalKind":"assumed-role","principalAccount":"111111111111",
    "action":"sagemaker:StartPipelineExecution",
    "resource":"arn:aws:sagemaker:us-east-1:222222222222:pipeline/churn","resourceAccount":"222222222222",
    "context":{}, "scpLevels":[[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
      {"Effect":"Deny","Action":"sagemaker:Start*","Resource":"*"}]}]],
    "identityPolicies":[{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sagemaker:*","Resource":"*"}]}]})");
  Ended why = folder.rehearse("explain --request case.json");
  CAPTURE(why.out, why.err);
  CHECK(why.code == 0);
  CHECK(why.out.starts_with("ExplicitlyDenied\n"));
  CHECK(
      why.out.ends_with("what would allow it, decided again\n"
                        "  take statement 2 out of `/scpLevels/0/0`\n"
                        "  and add to `/resourcePolicy`: "
                        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111111111111\"},"
                        "\"Action\":\"sagemaker:StartPipelineExecution\",\"Resource\":"
                        "\"arn:aws:sagemaker:us-east-1:222222222222:pipeline/churn\"}\n"));
}

TEST_CASE("access: the matrix, and what opened between two instants", "[cli]") {
  Folder folder;
  folder.write("s.lua", kSharedLater);
  REQUIRE(folder.rehearse("run s.lua").code == 0);
  Ended now = folder.rehearse("access out/s/trace.jsonl --format csv");
  CHECK(now.code == 0);
  CHECK(now.out.find("role/Reader,sagemaker:DescribePipeline,") != std::string::npos);
  Ended before = folder.rehearse("access out/s/trace.jsonl --at +30m --format csv");
  CHECK(before.out.find("role/Reader,") == std::string::npos);
  Ended diff = folder.rehearse("access out/s/trace.jsonl --diff +30m +2h");
  CHECK(diff.code == 1);
  CHECK(diff.out.find("opened Reader of 222222222222: DescribePipeline on churn") !=
        std::string::npos);
  Ended same = folder.rehearse("access out/s/trace.jsonl --against out/s/trace.jsonl");
  CHECK(same.code == 0);
  CHECK(same.out == "nothing opened, nothing closed\n");
  CHECK(folder.rehearse("access out/s/trace.jsonl --at yesterday").code == 2);
  CHECK(folder.rehearse("access out/s/trace.jsonl --format pdf").code == 2);
}

TEST_CASE("explain: a control policy says what it is attached to and since when", "[cli]") {
  Folder folder;
  std::string text = kSharedLater;
  text += R"(
local scp = service_control_policy { name = "no-looking", targets = { acme:ou "B" }, policy = "scp.json" }
)";
  folder.write("scp.json", R"({ "Version": "2012-10-17",
  "Statement": {
    "Sid": "Blind", "Effect": "Deny", "Action": "sagemaker:DescribePipeline", "Resource": "*" } })");
  std::string const organization = "organization {";
  text.replace(text.find(organization), organization.size(), "local acme = organization {");
  folder.write("s.lua", text);
  Ended ran = folder.rehearse("run s.lua");
  CAPTURE(ran.out, ran.err);
  CHECK(ran.code == 1);  // denied, but not by the resource policy
  CHECK(flat(ran.out).find(
            "decided by statement 1 (`Blind`) of `no-looking`, scp.json:2, attached to "
            "unit `B`, in force since 09:00:00, declared at s.lua:17") != std::string::npos);
}
