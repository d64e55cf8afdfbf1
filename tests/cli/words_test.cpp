// The words of scenarios, as whoever writes one meets them: what a check says when it fails, what
// ends a run, paginators and waiters.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"

using namespace rehearse::test;

namespace {

bool holds(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Ended run(Folder const& folder, std::string_view text, std::string_view options = {}) {
  folder.write("definition.json", definition());
  folder.write("s.lua", text);
  return folder.rehearse("run s.lua --report junit,text " + std::string(options));
}

/// The world with eleven pipelines more: `q0` to `q10` beside `p`.
std::string twelve_pipelines() {
  std::string text = world();
  for (int i = 0; i < 11; ++i)
    text += "pipeline { account = staging, name = \"q" + std::to_string(i) +
            "\", definition = \"definition.json\", role = execution }\n";
  return text;
}

/// An endpoint `e` is being created.
constexpr char const* kEndpoint = R"(
  sagemaker:create_model { ModelName = "m", ExecutionRoleArn = execution, PrimaryContainer = { Image = "i" } }
  sagemaker:create_endpoint_config { EndpointConfigName = "c", ProductionVariants = {
    { VariantName = "v", ModelName = "m", InstanceType = "ml.m5.large", InitialInstanceCount = 1 } } }
  sagemaker:create_endpoint { EndpointName = "e", EndpointConfigName = "c" }
)";

}  // namespace

TEST_CASE("always: a condition that fails ends the run there and is no check that held",
          "[cli][words]") {
  struct Broken {
    char const *word, *condition, *said;
  };
  Broken const rows[] = {
      {"always", "return engineer:client(\"sagemaker\"):list_pipelines {}",
       "the condition of `always` cannot make calls; ask with access(...) or serving(...)"},
      {"always", "return engineer:client(\"sagemaker\"):delete_pipeline { PipelineName = p }",
       "the condition of `always` cannot make calls"},
      {"always", "sleep \"1m\"; return true", "the condition of `always` cannot wait"},
      {"always", "return nil + 1", "arithmetic"},
      {"eventually", "at \"+3h\"", "the condition of `eventually` cannot wait"},
      {"eventually", "wait_for(\"z\", function() end, { poll = \"1m\" })",
       "the condition of `eventually` cannot wait"},
      {"always", "if clock() > \"2026-01-05T09:30:00Z\" then error \"late\" end return true",
       "late"},
  };
  for (Broken const& row : rows) {
    Folder folder;
    std::string text = scenario(
        "  sleep \"1h\"\n  sagemaker:start_pipeline_execution { PipelineName = p }\n"
        "  wait_for(\"never\", function() return false end)");
    Ended ended =
        run(folder, text + row.word + "(\"it holds\", function() " + row.condition + " end)\n");
    INFO(row.condition << "\n" << ended.out << ended.err);
    CHECK(ended.code == 2);
    CHECK(holds(ended.err, "rehearse: s.lua:13: " + std::string(row.word) + " \"it holds\": "));
    CHECK(holds(ended.err, row.said));
    CHECK_FALSE(holds(ended.err, "wait_for"));
    std::string trace = folder.read("out/s/trace.jsonl");
    CHECK(holds(trace, "\"type\":\"RunEnded\",\"reason\":\"fault\""));
    CHECK_FALSE(holds(trace, "\"type\":\"CheckDone\""));  // neither held nor failed: not reached
    CHECK_FALSE(holds(folder.read("out/s/junit.xml"), "name=\"it holds\"/>"));
    std::string late = "\"at\":7200000000";  // what the actor would have waited for by then
    CHECK_FALSE(holds(trace, late));
  }
}

TEST_CASE("wait_for: a polled wait that --until cuts is a failed check, as one without poll",
          "[cli][words]") {
  for (char const* options : {"", ", { poll = \"10m\" }"}) {
    Folder folder;
    Ended ended = run(folder,
                      scenario("  wait_for(\"the run to end\", function() return false end" +
                               std::string(options) + ")"),
                      "--until 65m");
    INFO(options << "\n" << ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(holds(ended.out, "FAIL  the run to end  10:05:00  s.lua:9"));
    CHECK(holds(ended.out, "the run ended while it was waited for"));
  }
  Folder folder;
  Ended asleep =
      run(folder, scenario("  wait_for(\"x\", function() sleep \"1h\" end, { poll = \"1m\" })"),
          "--until 65m");  // in the middle of a look
  CHECK(asleep.code == 1);
  CHECK(holds(asleep.out, "FAIL  x"));
  // Neither a plain sleep nor one after a wait that was left by an error waits for anything.
  CHECK(run(folder,
            scenario("  pcall(function() wait_for(\"x\", function() error \"no\" end, { poll = "
                     "\"1m\" }) end)\n  sleep \"3h\""),
            "--until 65m")
            .code == 0);
  CHECK(run(folder,
            scenario("  wait_for(\"x\", function() return true end, { poll = \"1m\" })\n"
                     "  sleep \"3h\""),
            "--until 65m")
            .code == 0);
}

TEST_CASE("expect: a call that fails otherwise says how, and a function without a call says so",
          "[cli][words]") {
  struct Row {
    char const *check, *said;
  };
  std::string const absent = "function() sagemaker:describe_pipeline { PipelineName = \"no\" } end";
  std::string const allowed = "expect.allowed(\"x\", " + absent + ")";
  std::string const other = "expect.error(\"x\", { code = \"Other\" }, " + absent + ")";
  Row const rows[] = {
      {allowed.c_str(), "ResourceNotFound: Pipeline 'no' does not exist"},
      {other.c_str(), "expected Other, got ResourceNotFound: Pipeline 'no' does not exist"},
      {"expect.denied(\"x\", function() end)", "no call was made"},
      {"expect.error(\"x\", function() sleep \"1m\" end)", "no call was made"},
      {"sagemaker:list_pipelines {} expect.error(\"x\", function() end)", "no call was made"},
      {"expect.denied(\"x\", function() sagemaker:list_pipelines {} end)", "the call was allowed"},
      {"expect.error(\"x\", function() sagemaker:list_pipelines {} end)", "the call succeeded"},
      {"expect.equal(\"x\", engineer, p)", "got the role `Engineer`, expected the pipeline `p`"},
  };
  for (Row const& row : rows) {
    Folder folder;
    Ended ended = run(folder, scenario(row.check));
    INFO(row.check << "\n" << ended.out << ended.err);
    CHECK(ended.code == 1);
    CHECK(holds(ended.out, "FAIL  x"));
    CHECK(holds(ended.out, row.said));
  }
}

TEST_CASE("expect: another actor's call meanwhile is not the call that was expected",
          "[cli][words]") {
  Folder folder;
  Ended ended =
      run(folder, scenario("expect.denied(\"x\", function() sleep \"1h\" end)") +
                      "actor(\"bob\", function() sleep \"10m\" engineer:client(\"sagemaker\"):list_"
                      "pipelines {} end)\n");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(holds(ended.out, "no call was made"));
}

TEST_CASE("access: it answers for what the action is about", "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, world() + R"(
local handing = role { account = staging, name = "Handing", policies = { { Version = "2012-10-17", Statement = {
  Effect = "Allow", Action = "iam:PassRole", Resource = "*",
  Condition = { StringEquals = { ["iam:PassedToService"] = "sagemaker.amazonaws.com" } } } } } }
actor("ana", function()
  local arn = "arn:aws:sagemaker:us-east-1:" .. staging.id .. ":"
  expect.equal("pass", access(handing, "iam:PassRole", execution), true)
  expect.equal("none", access(engineer, "sagemaker:ListPipelines"), true)
  expect.equal("model", access(engineer, "sagemaker:CreateModel", arn .. "model/m"), true)
  expect.equal("second", access(engineer, "sagemaker:CreateEndpoint", arn .. "endpoint-config/c"), true)
  expect.equal("execution", access(engineer, "sagemaker:StopPipelineExecution", p.arn .. "/execution/abcdefghijkl"), true)
  expect.equal("no", access(handing, "sagemaker:StartPipelineExecution", p), false)
end)
)");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(holds(folder.read("out/s/trace.jsonl"), "\"checks\":6,\"failed\":0"));
}

TEST_CASE("paginator: every item comes once, a call a page", "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, twelve_pipelines() + R"(
actor("ana", function()
  local pages, seen = 0, {}
  for page in engineer:client("sagemaker"):get_paginator("list_pipelines"):paginate { MaxResults = 5 } do
    pages = pages + 1
    for _, each in ipairs(page.PipelineSummaries) do seen[#seen + 1] = each.PipelineName end
  end
  table.sort(seen)
  expect.equal("pages", pages, 3)
  expect.equal("all", table.concat(seen, " "), "p q0 q1 q10 q2 q3 q4 q5 q6 q7 q8 q9")
  local roles = 0
  for page in engineer:client("iam"):get_paginator("list_role_policies"):paginate { RoleName = engineer } do roles = roles + #page.PolicyNames end
  expect.equal("one page", roles, 1)
end)
)");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(holds(folder.read("out/s/trace.jsonl"), "\"checks\":3,\"failed\":0"));
}

TEST_CASE("paginator: PaginationConfig says how many items come, how many a call, from which page",
          "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, twelve_pipelines() + R"(
actor("ana", function()
  local sagemaker = engineer:client "sagemaker"
  local function sizes(config)
    local out = {}
    for page in sagemaker:get_paginator("list_pipelines"):paginate { SortBy = "Name", PaginationConfig = config } do
      out[#out + 1] = #page.PipelineSummaries
    end
    return table.concat(out, " ")
  end
  expect.equal("all", sizes { PageSize = 5 }, "5 5 2")
  expect.equal("cut within a page", sizes { PageSize = 5, MaxItems = 7 }, "5 2")
  expect.equal("cut where a page ends", sizes { PageSize = 5, MaxItems = 10 }, "5 5")
  expect.equal("more than there are", sizes { MaxItems = 100 }, "12")
  expect.equal("none", sizes { MaxItems = 0 }, "0")
  local first = sagemaker:list_pipelines { SortBy = "Name", MaxResults = 8 }
  expect.equal("the rest", sizes { StartingToken = first.NextToken }, "4")
  local input = { SortBy = "Name", PaginationConfig = { MaxItems = 1 } }
  for _ = 1, 2 do
    local n = 0
    for page in sagemaker:get_paginator("list_pipelines"):paginate(input) do n = n + #page.PipelineSummaries end
    expect.equal("the table stays as it is", n, 1)
  end
end)
)");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(holds(folder.read("out/s/trace.jsonl"), "\"checks\":8,\"failed\":0"));
}

TEST_CASE("waiter: it looks every 30 seconds until the endpoint is there, or is gone",
          "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, scenario(std::string(kEndpoint) + R"(
  sagemaker:get_waiter("endpoint_in_service"):wait { EndpointName = "e" }
  expect.equal("it is up", serving(staging, "e"), "m")
  expect.equal("after five minutes", clock(), "2026-01-05T09:05:00Z")
  sagemaker:delete_endpoint { EndpointName = "e" }
  sagemaker:get_waiter("endpoint_deleted"):wait { EndpointName = "e", WaiterConfig = { Delay = 20 } }
  expect.equal("it is gone", clock(), "2026-01-05T09:05:40Z")
)"));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("waiter: a job's is done when the job is Completed or Stopped", "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, scenario(R"(
  sagemaker:create_processing_job { ProcessingJobName = "prep", RoleArn = execution,
    AppSpecification = { ImageUri = "image" }, ProcessingResources = { ClusterConfig = {
      InstanceCount = 1, InstanceType = "ml.m5.large", VolumeSizeInGB = 30 } } }
  sagemaker:get_waiter("processing_job_completed_or_stopped"):wait { ProcessingJobName = "prep" }
  local job = sagemaker:describe_processing_job { ProcessingJobName = "prep" }
  expect.equal("it is over", job.ProcessingJobStatus, "Completed")
)"));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
}

TEST_CASE("waiter: one that gives up is a failed check, or an expected error", "[cli][words]") {
  Folder folder;
  std::string const wait =
      "sagemaker:get_waiter(\"endpoint_in_service\"):wait { EndpointName = \"e\", WaiterConfig = { "
      "MaxAttempts = 3 } }";
  Ended ended = run(folder, scenario(kEndpoint + wait));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(holds(ended.out, "FAIL  the waiter endpoint_in_service succeeds  09:01:00  s.lua:14"));
  CHECK(holds(ended.out, "WaiterError: Waiter EndpointInService failed: max attempts exceeded"));
  ended = run(folder, scenario(kEndpoint + ("expect.error(\"too long\", { code = \"WaiterError\" "
                                            "}, function() " +
                                            wait + " end)")));
  CHECK(ended.code == 0);
  ended = run(folder, scenario("sagemaker:get_waiter(\"endpoint_in_service\"):wait { EndpointName "
                               "= \"none\" }"));
  CHECK(ended.code == 1);
  CHECK(holds(ended.out, "an error occurred (ValidationException)"));
  ended = run(folder,
              scenario(kEndpoint + std::string("sagemaker:get_waiter(\"endpoint_in_service"
                                               "\"):wait { EndpointName = \"e\" }")),
              "--until 2m");
  CHECK(ended.code == 1);
  CHECK(holds(ended.out, "FAIL  the waiter endpoint_in_service"));
}

TEST_CASE("outputs: property files hold any document, output parameters a value of their type",
          "[cli][words]") {
  Folder folder;
  folder.write("steps.json", R"({"Version": "2020-12-01", "Steps": [
    {"Name": "Ask", "Type": "Callback", "SqsQueueUrl": "q", "Arguments": {},
     "OutputParameters": [{"OutputName": "ok", "OutputType": "Boolean"}, {"OutputName": "by", "OutputType": "String"}]}]})");
  auto asked = [&](std::string const& outputs) {
    return run(folder, world() +
                           "pipeline { account = staging, name = \"a\", definition = "
                           "\"steps.json\", role = execution, outputs = " +
                           outputs + " }\n");
  };
  Ended ended = asked("{ Ask = { ok = true, by = \"ana\" } }");
  INFO(ended.err);
  CHECK(ended.code == 0);
  struct Row {
    char const *outputs, *said;
  };
  Row const rows[] = {
      {"{ Ask = { okay = true } }", "output parameter `okay`; it has ok, by"},
      {"{ Ask = { on = true } }", "output parameter `on`; did you mean `ok`?"},
      {"{ Ask = { ok = \"yes\" } }", "`outputs.Ask.ok` is a Boolean, got \"yes\""},
      {"{ Ask = { by = { \"1m\", \"2m\", \"3m\" } } }", "or draw one: draw.one_of { ... }"},
      {"{ Ask = { by = function() end } }", "is a function, which no document can hold; give what"},
      {"{ Ask = \"ok\" }", "`outputs.Ask` is a table"},
      {"{ Aks = { ok = true } }", "did you mean `Ask`?"},
      {"{ Ask = { ok = staging } }", "`outputs.Ask.ok` is a Boolean, got \"111111111111\""},
  };
  for (Row const& row : rows) {
    ended = asked(row.outputs);
    INFO(row.outputs << "\n" << ended.err);
    CHECK(ended.code == 2);
    CHECK(holds(ended.err, "s.lua:7: "));
    CHECK(holds(ended.err, row.said));
  }
}

TEST_CASE("always: what held says at how many changes it was looked at", "[cli][words]") {
  Folder folder;
  Ended ended = run(folder,
                    "always(\"x\", function() return true end)\n"
                    "actor(\"a\", function() sleep \"1h\" end)\n");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(holds(ended.out, "held at 1 change\n"));
}

TEST_CASE("organization: an account that a run creates is worked in through its role",
          "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, R"(
local acme = organization { name = "acme", settings = { organization_accounts_max = 20 } }
local admin = role { account = acme.management, name = "Admin", policies = {
  { Version = "2012-10-17", Statement = { Effect = "Allow", Action = "*", Resource = "*" } } } }
actor("admin", function()
  local organizations = admin:client "organizations"
  local made = organizations:create_account { AccountName = "research", Email = "ml@example.com" }
  local id
  wait_for("the account", function()
    local now = organizations:describe_create_account_status {
      CreateAccountRequestId = made.CreateAccountStatus.Id }.CreateAccountStatus
    id = now.AccountId
    return now.State == "SUCCEEDED"
  end, { poll = "1m" })
  local inside = session(admin:client("sts"):assume_role {
    RoleArn = "arn:aws:iam::" .. id .. ":role/OrganizationAccountAccessRole", RoleSessionName = "admin" })
  expect.allowed("it is ours", function() inside:client("iam"):create_user { UserName = "ana" } end)
  expect.error("it is too young", { code = "ConstraintViolationException" }, function()
    organizations:remove_account_from_organization { AccountId = id }
  end)
end)
)");
  INFO(ended.out << ended.err);
  CHECK(ended.code == 0);
  CHECK(holds(ended.out, "account_creation"));
}

TEST_CASE("pipeline: an empty table stands for an empty list of a definition", "[cli][words]") {
  Folder folder;
  folder.write("s.lua", R"(
local staging = account { name = "staging" }
local execution = role { account = staging, name = "Execution", trusts = "sagemaker.amazonaws.com", policies = {} }
pipeline { account = staging, name = "p", role = execution, definition = {
  Version = "2020-12-01", Parameters = {}, Steps = { {
    Name = "Gate", Type = "Condition", DependsOn = {},
    Arguments = { Conditions = {}, IfSteps = {}, ElseSteps = {} } } } } }
pipeline { account = staging, name = "q", role = execution, definition = { Version = "2020-12-01", Steps = {} } }
)");
  Ended const ran = folder.rehearse("run s.lua");
  INFO(ran.out << ran.err);
  CHECK(ran.code == 0);
}

TEST_CASE(
    "checks: a call that was allowed and failed for another reason is not explained by policies",
    "[cli][words]") {
  Folder folder;
  Ended ended = run(folder, scenario("  sagemaker:start_pipeline_execution { PipelineName = p, "
                                     "PipelineVersionId = 9 }"));
  INFO(ended.out << ended.err);
  CHECK(ended.code == 1);
  CHECK(holds(ended.out, "Pipeline version 9 of pipeline"));
  CHECK_FALSE(holds(ended.out, "identity policy"));
}
