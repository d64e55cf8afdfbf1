// The words that declare buckets and keys.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;
using Catch::Matchers::Contains;

namespace {

/// One step that reads from a bucket of production.
constexpr char const* kReadsElsewhere =
    R"({"Version": "2020-12-01", "Steps": [{"Name": "Read", "Type": "Training", "Arguments": {
  "InputDataConfig": [{"DataSource": {"S3DataSource": {"S3Uri": "s3://acme-features/churn.csv"}}}]}}]})";

/// `world()`, a bucket of production with a key, and a run. `key_policy`: of the key.
std::string reading_elsewhere(std::string const& key_policy) {
  return world() + R"(
local production = account { name = "production" }
local key = kms_key { account = production, name = "features")" +
         key_policy + R"( }
local features = bucket { account = production, name = "acme-features", key = key, policy = {
  Version = "2012-10-17", Statement = { Effect = "Allow", Principal = { AWS = execution },
  Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-features/*" } } }
actor("ana", function()
  expect.equal("the bucket's ARN", features.arn, "arn:aws:s3:::acme-features")
  local run = engineer:client "sagemaker":start_pipeline_execution { PipelineName = p }
  sleep "2h"
  expect.equal("the run", engineer:client "sagemaker":describe_pipeline_execution(run).PipelineExecutionStatus, "Succeeded")
end)
)";
}

Ended run_with(Folder const& folder, std::string const& text, std::string const& steps) {
  folder.write("definition.json", steps);
  folder.write("s.lua", text);
  return folder.rehearse("run s.lua --report text");
}

Ended run_elsewhere(Folder const& folder, std::string const& key_policy) {
  return run_with(folder, reading_elsewhere(key_policy), kReadsElsewhere);
}

}  // namespace

TEST_CASE("bucket and kms_key: an object of another account needs its bucket's and its key's word",
          "[cli][words]") {
  Folder folder;
  Ended refused = run_elsewhere(folder, "");
  INFO(refused.out << refused.err);
  CHECK(refused.code == 1);
  CHECK_THAT(folder.read("out/s/trace.jsonl"),
             Contains("Data download failed: AccessDenied for s3://acme-features/churn.csv"));
  Ended const calls = folder.rehearse("explain out/s/trace.jsonl");  // the first word is its number
  Ended const why =
      folder.rehearse("explain out/s/trace.jsonl --call " + std::to_string(std::stoul(calls.out)));
  CHECK_THAT(why.out, Contains("asks for kms:Decrypt") &&
                          Contains("let the policy of key `features` allow it") &&
                          Contains("aws kms put-key-policy --key-id arn:aws:kms:us-east-1:"));
  Ended allowed = run_elsewhere(
      folder,
      R"(, policy = { Version = "2012-10-17", Statement = { Effect = "Allow", Principal = { AWS = execution },
  Action = "kms:Decrypt", Resource = "*" } })");
  INFO(allowed.out << allowed.err);
  CHECK(allowed.code == 0);
}

TEST_CASE("bucket: a definition that lies in one makes a pipeline", "[cli][words]") {
  Folder folder;
  Ended ended = run_with(folder, world() + R"(
bucket { account = staging, name = "acme-definitions", objects = { ["p.json"] = "definition.json" } }
actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  sagemaker:create_pipeline { PipelineName = "from-s3", RoleArn = execution,
    PipelineDefinitionS3Location = { Bucket = "acme-definitions", ObjectKey = "p.json" } }
  local one, other = sagemaker:describe_pipeline { PipelineName = "from-s3" }, sagemaker:describe_pipeline { PipelineName = p }
  expect.equal("the same definition", one.PipelineDefinition, other.PipelineDefinition)
end)
)",
                         definition());
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("bucket and kms_key: what is wrong is said with what would be right", "[cli][words]") {
  struct Row {
    char const *text, *said;
  };
  Row const rows[] = {
      {"bucket { account = staging, name = \"Acme_Data\" }", "`Acme_Data` is no name of a bucket"},
      {"bucket { account = staging, name = \"data\" }\nbucket { account = staging, name = \"data\" "
       "}",
       "there are two buckets named `data`"},
      {"bucket { account = staging, name = \"data\", key = execution }",
       "what `kms_key{}` returned"},
      {"kms_key { account = staging, name = \"k\" }\nkms_key { account = staging, name = \"k\" }",
       "`k` is no name for a key"},
      {"bucket { account = staging, name = \"data\", policy = { Version = \"2012-10-17\", "
       "Statement = { Effect = \"Allow\", Action = \"s3:*\", Resource = \"*\" } } }",
       "policy of bucket data: "},
      {"bucket { account = staging, name = \"data\", objects = { [\"k\"] = \"none.json\" } }",
       "none.json"}};
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run_with(folder, world() + row.text + "\n", definition());
    INFO(row.text << "\n" << ended.out << ended.err);
    CHECK(ended.code == 2);
    CHECK_THAT(ended.err, Contains(row.said));
  }
}

TEST_CASE("role: one that the scenario declares is trusted by its ARN from the first instant",
          "[cli][words]") {
  Folder folder;
  Ended ended = run_with(folder, world() + R"(
local all = { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } }
local deploy = role { account = staging, name = "Deploy", trusts = "arn:aws:iam::111111111111:role/Later", policies = { all } }
local later = role { account = staging, name = "Later", policies = { all } }
actor("ana", function()
  later:client "sts":assume_role { RoleArn = deploy.arn, RoleSessionName = "deploy" }
end)
)",
                         definition());
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("bucket: an object may be any text, and the trace stays readable", "[cli][words]") {
  Folder folder;
  folder.write("pretty.json", "{\n  \"Version\": \"2020-12-01\",\n  \"Steps\": []\n}\n");
  folder.write("plain.txt", "one line\nand \"another\"\n");
  folder.write("definition.json", kReadsElsewhere);
  folder.write("s.lua", world() + R"(
bucket { account = staging, name = "acme-features",
         objects = { ["pretty.json"] = "pretty.json", ["plain.txt"] = "plain.txt" } }
)");
  Ended const ran = folder.rehearse("run s.lua");
  INFO(ran.out << ran.err);
  CHECK(ran.code == 0);
  Ended const again = folder.rehearse("report out/s/trace.jsonl");
  INFO(again.out << again.err);
  CHECK(again.code == 0);
}
