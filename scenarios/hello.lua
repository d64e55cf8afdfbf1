-- The smallest scenario: one account, one pipeline, one run. Nothing waits for real.
-- Look for: the call is judged, the step takes virtual time, the check leads back to its line.

local staging  = account { name = "staging" }
local engineer = role { account = staging, name = "Engineer", policies = { "policies/engineer.json" } }
local churn = pipeline {
  account    = staging,
  name       = "churn",
  definition = "definitions/hello.json",
  role       = role { account = staging, name = "PipelineRole", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
  durations  = { Train = "25m" },
}

actor("engineer", function()
  local sm = engineer:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = churn }
  local function status() return sm:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the run to end", function() return status() ~= "Executing" end, { poll = "5m" })
  expect.equal("the model is trained", status(), "Succeeded")
end)
