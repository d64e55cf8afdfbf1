// fault {}: what a scenario lets go wrong, and what is said of one that makes no sense.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

std::string world_with(std::string const& lines) {
  return R"(organization { name = "acme", ous = { "W" } }
local staging = account { name = "staging", ou = "W" }
local admin = role { account = staging, name = "Admin", trusts = "sagemaker.amazonaws.com", policies = { { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = "*", Resource = "*" } } } } }
local churn = pipeline { account = staging, name = "churn", role = admin, definition = { Version = "2020-12-01", Steps = { { Name = "Train", Type = "Training", Arguments = { ResourceConfig = { InstanceType = "ml.m5.large", InstanceCount = 1 } } } } } }
)" + lines +
         R"(
actor("ops", function()
  local sm = admin:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = churn }
  wait_for("the end", function() return sm:describe_pipeline_execution(run).PipelineExecutionStatus ~= "Executing" end, { poll = "1m" })
  expect.equal("it succeeded", sm:describe_pipeline_execution(run).PipelineExecutionStatus, "Succeeded")
end)
)";
}

}  // namespace

TEST_CASE("fault: it strikes the step that it names, and the trace tells", "[cli][words]") {
  Folder folder;
  folder.write("s.lua", world_with("fault { kind = \"job_failure\", pipeline = churn, step = "
                                   "\"Train\", message = \"out of memory\" }"));
  auto ended = folder.rehearse("run s.lua");
  CHECK(ended.code == 1);
  CHECK(folder.read("out/s/trace.jsonl").find("\"type\":\"FaultHit\"") != std::string::npos);
  folder.write("t.lua", world_with("fault { kind = \"job_failure\", chance = \"0\" }"));
  CHECK(folder.rehearse("run t.lua").code == 0);
}

TEST_CASE("settings: a quota of instances refuses the job that exceeds it", "[cli][words]") {
  Folder folder;
  std::string text = world_with("");
  text.replace(text.find("ou = \"W\" }\nlocal admin"), 8,
               "ou = \"W\", settings = { [\"ml.m5.large for training job usage\"] = 0 }");
  folder.write("s.lua", text);
  CHECK(folder.rehearse("run s.lua").code == 1);
  CHECK(folder.read("out/s/trace.jsonl").find("SAGEMAKER_RESOURCE_LIMIT") != std::string::npos);
}

TEST_CASE("fault: what makes no sense is said with what would", "[cli][words]") {
  struct Row {
    char const* line;
    char const* said;
  };
  for (Row const& row : {
           Row{"fault { kind = \"capacty\" }", "`capacity`"},
           Row{"fault { step = \"Train\" }", "kind"},
           Row{"fault { kind = \"hang\", step = \"Trian\" }", "`Train`"},
           Row{"fault { kind = \"hang\", type = \"Trainig\" }", "`Training`"},
           Row{"fault { kind = \"drift\", type = \"Training\" }", "cannot strike"},
           Row{"fault { kind = \"hang\", operation = \"ListPipelines\" }", "strikes no calls"},
           Row{"fault { kind = \"throttling\", operation = \"ListPipeline\" }", "`ListPipelines`"},
           Row{"fault { kind = \"throttling\", operation = \"ListPipelines\", step = \"Train\" }",
               "people's calls or steps"},
           Row{"fault { kind = \"hang\", chance = \"2/1\" }", "2/1"},
           Row{"fault { kind = \"hang\", from = \"5h\", to = \"2h\" }", "later than"},
           Row{"fault { kind = \"region_out\" }", "needs its `region`"},
       }) {
    Folder folder;
    folder.write("s.lua", world_with(row.line));
    auto ended = folder.rehearse("run s.lua");
    INFO(row.line << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.err.find("s.lua:5") != std::string::npos);
    CHECK(ended.err.find(row.said) != std::string::npos);
  }
}
