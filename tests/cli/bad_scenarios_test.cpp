// Scenarios that are wrong: file, line, and the nearest right word.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

struct BadScenario {
  char const* what;
  std::string text;
  std::vector<char const*> said;  // on standard error, each
};

void check_said(BadScenario const& row, Ended const& ended) {
  INFO(row.what << "\n" << ended.err);
  CHECK(ended.code == 2);
  for (char const* part : row.said) {
    INFO("wanted: " << part);
    CHECK(ended.err.find(part) != std::string::npos);
  }
}

/// The scenarios' actors start at line 8 of their file: `scenario()`.
std::vector<BadScenario> const& before_virtual_time() {
  static std::vector<BadScenario> const rows = {
      {"a syntax error", "local a = account { name = \"a\"\nrole {", {"s.lua:2"}},
      {"an unknown word",
       "local a = acount { name = \"a\" }\n",
       {"s.lua:1: ", "`acount`", "did you mean `account`?"}},
      {"a misspelt key of a word",
       "account { nmae = \"a\" }\n",
       {"s.lua:1: ", "`nmae`", "did you mean `name`?"}},
      {"a document that is not there",
       "local a = account { name = \"a\" }\nrole { account = a, name = \"R\", policies = { "
       "\"policies/none.json\" } }\n",
       {"s.lua:2", "policies/none.json"}},
      {"a file outside of the root",
       "local a = account { name = \"a\" }\nrole { account = a, name = \"R\", policies = { "
       "\"../x.json\" } }\n",
       {"s.lua:2", "../x.json"}},
      {"a script that never ends", "local n = 0\nwhile true do n = n + 1 end\n", {"s.lua:2"}},
      {"a script that eats memory",
       "local t = {}\nfor i = 1, 1e9 do t[i] = (\"x\"):rep(1000) .. i end\n",
       {"s.lua:2", "memory"}},
      {"a region that is none",
       "account { name = \"a\", region = \"us-esat-1\" }\n",
       {"s.lua:1: ", "there is no region `us-esat-1`; did you mean `us-east-1`?"}},
      {"a feature set that is none",
       "organization { name = \"acme\", features = \"BILLING\" }\n",
       {"s.lua:1: ", "`organization.features` is `ALL` or `CONSOLIDATED_BILLING`"}},
      {"sharing with an organization that has only consolidated billing",
       "organization { name = \"acme\", features = \"CONSOLIDATED_BILLING\", ram_sharing = true "
       "}\n",
       {"s.lua:1: ", "`organization.ram_sharing` needs all features"}},
      {"a control policy of an organization that has only consolidated billing",
       "local o = organization { name = \"acme\", features = \"CONSOLIDATED_BILLING\" }\n"
       "service_control_policy { name = \"p\", policy = \"policies/none.json\", targets = { o } "
       "}\n",
       {"s.lua:2: ", "`service_control_policy` needs an organization with all features"}},
      {"a setting of the organization that is none",
       "organization { name = \"acme\", settings = { acounts_max = 20 } }\n",
       {"s.lua:1: ", "there is no setting `acounts_max`"}},
      {"a role's name that IAM refuses",
       "local a = account { name = \"a\" }\nrole { account = a, name = \"My Role\" }\n",
       {"s.lua:2: ", "`My Role` is no name of a role; 1 to 64 letters"}},
      {"a role's name that is too long",
       "local a = account { name = \"a\" }\nrole { account = a, name = (\"r\"):rep(65) }\n",
       {"s.lua:2: ", "is no name of a role"}},
      {"a pipeline's name that SageMaker refuses",
       world() + "pipeline { account = staging, name = \"my_pipeline\", definition = "
                 "\"definition.json\", role = execution }\n",
       {"s.lua:7: ", "`my_pipeline` is no name of a pipeline; 1 to 256 letters"}},
      {"outputs of a step without any",
       world("outputs = { Wait = { Report = {} } }"),
       {"s.lua:6: ", "`outputs.Wait`: the step has no property file or property `Report`"}},
      {"an account where a role is wanted",
       "local a = account { name = \"a\" }\npipeline { account = a, name = \"p\", definition = "
       "\"definition.json\", role = a }\n",
       {"s.lua:2: ", "`pipeline.role` wants what `role{}` returned, got an account"}},
      {"a call at the top level",
       world() + "engineer:client(\"sagemaker\"):list_pipelines {}\n",
       {"s.lua:7", "calls are for actors"}},
  };
  return rows;
}

std::vector<BadScenario> const& in_actors() {
  static std::vector<BadScenario> const rows = {
      {"a runtime error",
       scenario("  local function inner() return nil + 1 end\n  inner()"),
       {"s.lua:9", "arithmetic", "s.lua:10"}},
      {"an actor that never ends", scenario("  while true do end"), {"s.lua:9"}},
      {"an actor that eats memory",
       scenario("  local t = {}\n  for i = 1, 1e9 do t[i] = (\"x\"):rep(1000) .. i end"),
       {"s.lua:10", "memory"}},
      {"a swallowed limit", scenario("  pcall(function() while true do end end)"), {"s.lua:9"}},
      {"an unknown service",
       scenario("  engineer:client \"sagemker\""),
       {"s.lua:9: ", "`sagemker`", "did you mean `sagemaker`?"}},
      {"an unknown operation",
       scenario("  sagemaker:start_pipline_execution {}"),
       {"s.lua:9: ", "start_pipline_execution", "did you mean `start_pipeline_execution`?"}},
      {"a misspelt member",
       scenario("  sagemaker:start_pipeline_execution { PipelineNmae = p }"),
       {"s.lua:9: ", "PipelineNmae", "did you mean `PipelineName`?"}},
      {"a misspelt check",
       scenario("  expect.equals(\"x\", 1, 1)"),
       {"s.lua:9: ", "`expect` has no `equals`; did you mean `expect.equal`?"}},
      {"a function that Lua's library has not",
       scenario("  string.fromat(\"x\")"),
       {"s.lua:9: ", "`string` has no `fromat`; did you mean `string.format`?"}},
      {"a method that texts have not",
       scenario("  local x = (\"x\"):uper()"),
       {"s.lua:9: ", "did you mean `string.upper`?"}},
      {"a misspelt property of a handle",
       scenario("  local x = engineer.anr"),
       {"s.lua:9: ", "`role` has no `anr`; did you mean `arn`?"}},
      {"an account where a text is wanted", scenario("  note(staging)"), {"got an account"}},
      {"a pipeline where a role is wanted",
       scenario("  access(p, \"sagemaker:StartPipelineExecution\", p)"),
       {"s.lua:9: ", "got a pipeline"}},
      {"access to a bare name",
       scenario("  access(engineer, \"sagemaker:StartPipelineExecution\", \"p\")"),
       {"s.lua:9: ",
        "`sagemaker:StartPipelineExecution` is about a pipeline, got `p`; give its "
        "handle, or its ARN: `arn:aws:sagemaker:REGION:ACCOUNT:pipeline/NAME`"}},
      {"access to nothing",
       scenario("  access(engineer, \"sagemaker:StartPipelineExecution\")"),
       {"s.lua:9: ", "got nothing"}},
      {"access to another kind of resource",
       scenario("  access(engineer, \"sagemaker:StartPipelineExecution\", execution)"),
       {"s.lua:9: ", "got the role `Execution`"}},
      {"access to a pipeline's runs",
       scenario("  access(engineer, \"sagemaker:StopPipelineExecution\", p)"),
       {"s.lua:9: ", "is about a pipeline execution, got the pipeline `p`"}},
      {"access to an account that is not there",
       scenario("  access(engineer, \"sagemaker:CreateModel\", "
                "\"arn:aws:sagemaker:us-east-1:123456789012:model/m\")"),
       {"s.lua:9: ", "no account 123456789012"}},
      {"access to a pattern",
       scenario("  access(engineer, \"sagemaker:StartPipelineExecution\", p.arn .. \"*\")"),
       {"s.lua:9: ", "is about a pipeline, got `arn:"}},
      {"access to something where the action has no resource",
       scenario("  access(engineer, \"sagemaker:ListPipelines\", p)"),
       {"s.lua:9: ", "is about no resource", "leave the third argument out"}},
      {"a role where a pipeline is wanted",
       scenario("  sagemaker:start_pipeline_execution { PipelineName = engineer }"),
       {"s.lua:9: ", "`PipelineName` wants a pipeline, got the role `Engineer`"}},
      {"a misspelt paginator",
       scenario("  sagemaker:get_paginator \"list_pipeline\""),
       {"s.lua:9: ", "no paginator `list_pipeline`; did you mean `list_pipelines`?"}},
      {"a paginator of what has no pages",
       scenario("  sagemaker:get_paginator \"describe_pipeline\""),
       {"s.lua:9: ", "call it directly"}},
      {"a misspelt member of PaginationConfig",
       scenario("  sagemaker:get_paginator(\"list_pipelines\"):paginate { PaginationConfig = { "
                "MaxItem = 3 } }"),
       {"s.lua:9: ", "MaxItem", "did you mean `MaxItems`?"}},
      {"a negative MaxItems",
       scenario("  sagemaker:get_paginator(\"list_pipelines\"):paginate { PaginationConfig = { "
                "MaxItems = -1 } }"),
       {"s.lua:9: ", "`PaginationConfig.MaxItems` is -1"}},
      {"a misspelt waiter",
       scenario("  sagemaker:get_waiter \"endpoint_inservice\""),
       {"s.lua:9: ", "no waiter `endpoint_inservice`; did you mean `endpoint_in_service`?"}},
      {"a misspelt verb of a client",
       scenario("  sagemaker:get_paginatr \"list_pipelines\""),
       {"s.lua:9: ", "did you mean `get_paginator`?"}},
      {"an unknown action in access",
       scenario("  access(engineer, \"sagemaker:StartPipelineExecutions\", p)"),
       {"s.lua:9: ", "sagemaker:StartPipelineExecutions",
        "did you mean `sagemaker:StartPipelineExecution`?"}},
  };
  return rows;
}

}  // namespace

TEST_CASE("run: a scenario that is wrong before virtual time starts leaves nothing behind",
          "[cli][bad]") {
  for (BadScenario const& row : before_virtual_time()) {
    Folder folder;
    folder.write("definition.json", definition());
    folder.write("s.lua", row.text);
    check_said(row, folder.rehearse("run s.lua"));
    CHECK(folder.files() == std::vector<std::string>{"definition.json", "s.lua"});
  }
}

TEST_CASE("run: a fault in an actor ends the run, and the trace stands up to there", "[cli][bad]") {
  for (BadScenario const& row : in_actors()) {
    Folder folder;
    folder.write("definition.json", definition());
    folder.write("s.lua", row.text);
    Ended ended = folder.rehearse("run s.lua");
    check_said(row, ended);
    INFO(row.what << "\n" << ended.err);
    std::string trace = folder.read("out/s/trace.jsonl");
    CHECK(trace.find("\"type\":\"RunEnded\",\"reason\":\"") != std::string::npos);
    CHECK(trace.find("\"reason\":\"finished\"") == std::string::npos);
    CHECK(ended.out.find("trace digest: ") != std::string::npos);
    CHECK_FALSE(folder.has("out/s/trace.jsonl.partial"));
  }
}

TEST_CASE("run: a parameter that the scenario does not have is refused with the nearest",
          "[cli][bad]") {
  Folder folder;
  folder.write("s.lua", "local wait = param { name = \"approval_wait\", default = \"1h\" }\n");
  Ended ended = folder.rehearse("run s.lua --set aproval_wait=2h");
  INFO(ended.err);
  CHECK(ended.code == 2);
  CHECK(ended.err.find("no parameter `aproval_wait`") != std::string::npos);
  CHECK(ended.err.find("did you mean `approval_wait`?") != std::string::npos);
  CHECK(folder.files() == std::vector<std::string>{"s.lua"});
  CHECK(folder.rehearse("run s.lua --set approval_wait").code == 2);
  CHECK(folder.rehearse("run s.lua --set approval_wait=1h --set approval_wait=2h").code == 2);
}

TEST_CASE("run: a scenario that is not there is said to be missing", "[cli][bad]") {
  Folder folder;
  for (char const* command :
       {"run none.lua", "test none.lua", "report none.jsonl", "diff none.jsonl none.jsonl",
        "validate none.json", "decide none.jsonl"}) {
    Ended ended = folder.rehearse(command);
    INFO(command << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(ended.err.find("`none.") != std::string::npos);
    CHECK(ended.err.find("No such file") != std::string::npos);
    CHECK(ended.out.empty());
  }
  CHECK(folder.files().empty());
}

TEST_CASE(
    "run: a refused call that nobody expected ends its actor, fails one check, and leaves a whole "
    "trace",
    "[cli][bad]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua",
               world() + R"(local guest = role { account = staging, name = "Guest", policies = {} }
actor("guest", function() guest:client("sagemaker"):start_pipeline_execution { PipelineName = p } end)
actor("ana", function() sleep "1h"; expect.equal("the others go on", 1, 1) end)
)");
  Ended ended = folder.rehearse("run s.lua");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(ended.out.find("s.lua:8") != std::string::npos);
  CHECK(ended.out.find("the others go on") != std::string::npos);
  CHECK(folder.read("out/s/trace.jsonl").find("\"reason\":\"finished\"") != std::string::npos);
}

TEST_CASE("run: a member of a wrong type is what the service says, and names the member",
          "[cli][bad]") {
  Folder folder;
  folder.write("definition.json", definition());
  folder.write("s.lua", scenario("  sagemaker:start_pipeline_execution { PipelineName = 5 }"));
  Ended ended = folder.rehearse("run s.lua");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);  // a failed call like any other: `expect.error` may expect it
  CHECK(ended.out.find("s.lua:9") != std::string::npos);
  CHECK(ended.out.find("SerializationException: NUMBER_VALUE can not be converted to a String; "
                       "`pipelineName` must") != std::string::npos);
}
