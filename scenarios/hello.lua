-- The smallest scenario: one account, one pipeline, one run.
-- Look for: every call is judged, steps take virtual time, and the check leads back to its line.

local staging = account { name = "staging" }
local engineer = role { account = staging, name = "Engineer", policies = { "policies/engineer.json" } }
local churn = pipeline {
  account    = staging,
  name       = "hello",
  definition = "definitions/hello.json",
  role       = role { account = staging, name = "PipelineRole", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
  durations  = { Train = "25m" },
}

actor("engineer", function()
  local sm = engineer:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = churn }
  local function status() return sm:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the run to end", function() return status() ~= "Executing" end, { poll = "1m" })
  expect.equal("the model is trained", status(), "Succeeded")
end)
