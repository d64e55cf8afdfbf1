// `region`: of clients, pipelines, keys, shares and settings.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;
using Catch::Matchers::Contains;

TEST_CASE("region: a client and a pipeline live in the Region that they name", "[cli][words]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua", world() + R"(
local there = pipeline { account = staging, name = "p", region = "eu-west-1", definition = "definition.json", role = execution }
local key = kms_key { account = staging, name = "k", region = "eu-west-1" }
actor("ana", function()
  local here, away = engineer:client "sagemaker", engineer:client("sagemaker", { region = "eu-west-1" })
  expect.equal("the pipeline's ARN", there.arn, "arn:aws:sagemaker:eu-west-1:111111111111:pipeline/p")
  expect.equal("the key's Region", key.arn:sub(1, 22), "arn:aws:kms:eu-west-1:")
  expect.equal("a handle is a name there", away:describe_pipeline { PipelineName = there }.PipelineArn, there.arn)
  expect.equal("a name is its Region's", here:describe_pipeline { PipelineName = "p" }.PipelineArn, p.arn)
  expect.error("a handle of another Region is its ARN", { code = "ResourceNotFound" }, function()
    here:describe_pipeline { PipelineName = there }
  end)
  expect.equal("IAM is the same from everywhere",
    engineer:client("iam", { region = "eu-west-1" }):get_role { RoleName = "Engineer" }.Role.Arn, engineer.arn)
end)
)");
  Ended ended = folder.rehearse("run s.lua --report text");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("region: one that does not exist is an error with the nearest", "[cli][words]") {
  struct Row {
    char const *text, *said;
  };
  Row const rows[] = {
      {"pipeline { account = staging, name = \"q\", region = \"eu-west-9\", definition = "
       "\"definition.json\", role = execution }",
       "there is no region `eu-west-9`"},
      {"actor(\"ana\", function() engineer:client(\"sagemaker\", { region = \"us-est-1\" }) end)",
       "us-east-1"},
      {"local q = pipeline { account = staging, name = \"q\", region = \"eu-west-1\", definition = "
       "\"definition.json\", role = execution }\nresource_share { account = staging, name = \"s\", "
       "resources = { p, q }, principals = { staging } }",
       "resources of one Region"},
      {"account { name = \"b\", settings = { [\"eu-west-1\"] = { no_such = 1 } } }",
       "there is no setting `no_such`"}};
  for (Row const& row : rows) {
    INFO(row.text);
    Folder folder;
    folder.write("definition.json", definition());
    folder.write("s.lua", world() + row.text + "\n");
    Ended ended = folder.rehearse("run s.lua");
    CHECK(ended.code == 2);
    CHECK_THAT(flat(ended.err), Contains(row.said));
  }
}
