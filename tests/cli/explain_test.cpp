// rehearse explain and rehearse access, as their users run them.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using rehearse::test::Ended;
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

}  // namespace

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
