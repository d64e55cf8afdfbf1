// fault {}: what a scenario lets go wrong, and what is said of one that makes no sense.
#include <catch2/catch.hpp>

#include "sim/vocab/quotas.hpp"
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
  auto spared = folder.rehearse("run t.lua");
  CHECK(spared.code == 0);
  CHECK_THAT(spared.out, Catch::Contains("never struck: job_failure"));
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

TEST_CASE("settings: what AWS would not grant is marked, in the trace and in the report",
          "[cli][words]") {
  struct Row {
    char const* name;
    std::int64_t most;  // that AWS grants
  };
  for (Row const& row :
       {Row{"pipeline_parameters_max", 200}, Row{"ram_tags_max", 50},
        Row{"ram_resources_per_call_max", 100}, Row{"attached_managed_policies_max", 20}})
    for (std::int64_t const value : {row.most, row.most + 1}) {
      Folder folder;
      std::string const setting = row.name + (" = " + std::to_string(value));
      folder.write("s.lua", "account { name = \"staging\", settings = { " + setting + " } }\n");
      auto const ended = folder.rehearse("run s.lua --report text");
      INFO(setting << "\n" << ended.out << ended.err);
      bool const beyond = value > row.most;
      CHECK((folder.read("out/s/trace.jsonl").find("\"beyond_aws\":true") != std::string::npos) ==
            beyond);
      CHECK((ended.out.find("not as in AWS: " + std::string(row.name)) != std::string::npos) ==
            beyond);
    }
}

TEST_CASE("settings: every quota of the table is one, and none is below what it may be",
          "[cli][words]") {
  Folder folder;
  std::string settings;
  for (rehearse::QuotaRow const& row : rehearse::quota_rows())
    settings += std::string(row.setting) + " = 3, ";
  folder.write("s.lua", "account { name = \"a\", settings = { " + settings + " } }\n" +
                            "account { name = \"b\", settings = { [\"eu-west-1\"] = { " + settings +
                            " } } }\n");
  CHECK(folder.rehearse("run s.lua").code == 0);
  for (auto const& [setting, code] : {std::pair{"instances_across_endpoints_max = 0", 0},
                                      {"instances_per_endpoint_max = 0", 2},
                                      {"instances_per_endpoints_max = 1", 2},
                                      {"concurrent_automl_jobs_max = -1", 2}}) {
    INFO(setting);
    folder.write("t.lua",
                 "account { name = \"a\", settings = { " + std::string(setting) + " } }\n");
    CHECK(folder.rehearse("run t.lua").code == code);
  }
}

TEST_CASE("settings: a pipeline may have as many parameters as the account says", "[cli][words]") {
  Folder folder;
  auto with = [&](char const* settings) {
    folder.write("s.lua", "local a = account { name = \"a\"" + std::string(settings) + R"( }
local r = role { account = a, name = "R", trusts = "sagemaker.amazonaws.com" }
pipeline { account = a, name = "p", role = r, definition = { Version = "2020-12-01",
  Parameters = { { Name = "A", Type = "String" }, { Name = "B", Type = "String" } },
  Steps = { { Name = "Stop", Type = "Fail", Arguments = { ErrorMessage = "no" } } } } }
)");
    return folder.rehearse("run s.lua");
  };
  CHECK(with("").code == 0);
  auto const refused = with(", settings = { pipeline_parameters_max = 1 }");
  CHECK(refused.code == 2);
  CHECK(flat(refused.err).find("2 parameters, but the quota `Parameters per pipeline` is 1") !=
        std::string::npos);
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
           Row{"fault { kind = \"hang\", step = \"Nowhere\" }", "there are Train"},
           Row{"fault { kind = \"hang\", type = \"Trainig\" }", "`Training`"},
           Row{"fault { kind = \"drift\", type = \"Training\" }", "cannot strike"},
           Row{"fault { kind = \"hang\", operation = \"ListPipelines\" }", "strikes no calls"},
           Row{"fault { kind = \"throttling\", operation = \"ListPipeline\" }", "`ListPipelines`"},
           Row{"fault { kind = \"throttling\", operation = \"ListPipelines\", step = \"Train\" }",
               "people's calls or steps"},
           Row{"fault { kind = \"hang\", chance = \"2/1\" }", "2/1"},
           Row{"fault { kind = \"hang\", from = \"5h\", to = \"2h\" }", "later than"},
           Row{"fault { kind = \"region_out\" }", "needs its `region`"},
           Row{"fault { kind = \"region_out\", region = \"us-est-1\" }", "`us-east-1`"},
           Row{"fault { kind = \"hang\", region = \"moon\" }", "there is no region `moon`"},
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

TEST_CASE("pipeline: equal warnings of a definition are one note with a count", "[cli][words]") {
  Folder folder;
  std::string text = world_with("");
  std::string const steps = "Steps = { { Name = \"Train\", Type = \"Training\", Arguments = {";
  std::size_t const at = text.find(steps);
  REQUIRE(at != std::string::npos);
  std::string const role = " RoleArn = \"arn:aws:iam::999999999999:role/Far\",";
  text.insert(at + steps.size(), role);
  text.insert(at + 10, "{ Name = \"First\", Type = \"Training\", Arguments = {" + role +
                           " ResourceConfig = { InstanceType = \"ml.m5.large\", InstanceCount = 1 "
                           "} } }, ");
  folder.write("s.lua", text);
  auto const ended = folder.rehearse("run s.lua --report text");
  std::string const out = flat(ended.out);
  CAPTURE(ended.out, ended.err);
  CHECK(out.find("[role-of-other-account]; in 2 places, this is the first") != std::string::npos);
  CHECK(out.find("[role-of-other-account]") == out.rfind("[role-of-other-account]"));
}
