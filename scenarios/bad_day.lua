-- The same pipeline on a bad day: capacity is short, the service throttles, somebody else's run holds the instances.
--
-- Look for:
--   * What went wrong, where, and what would have helped stands right below the checks.
--   * Throttling is retried without a word in the definition; a lack of capacity is retried only because `Train` has a policy for it.
--   * The nightly run and the consumer's run share one quota of instances: the second one waits, or fails.
--   * A retry goes on from the step that failed, in the same execution.

organization { name = "acme", ous = { "Staging", "Production" } }
local staging    = account { name = "staging", ou = "Staging", settings = { ["ml.m5.2xlarge for training job usage"] = 1 } }
local production = account { name = "production", ou = "Production" }

local churn = pipeline {
  account    = staging,
  name       = "churn",
  definition = "definitions/nightly.json",
  role       = role { account = staging, name = "ChurnExecution", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
  durations  = { Prepare = "8m", Train = "40m", Evaluate = "5m" },
}
local engineer = role { account = staging, name = "Engineer", policies = { "policies/engineer.json", {
  Version = "2012-10-17", Statement = { { Sid = "Retry", Effect = "Allow", Action = "sagemaker:RetryPipelineExecution", Resource = churn.arn .. "/execution/*" } },
} } }
local consumer = role { account = production, name = "Release", policies = { "policies/share-consumer.json" } }
resource_share {
  account     = staging,
  name        = "churn-for-production",
  resources   = { churn },
  principals  = { production },
  permission  = "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution",
}

fault { kind = "throttling", step = "Prepare", chance = "1/2" }
fault { kind = "capacity", step = "Train", from = "0s", to = "1h" }
fault { kind = "internal_error", step = "Evaluate", from = "0s", to = "2h" }

actor("nightly", function()
  local sm = engineer:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = churn }
  local function status() return sm:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the nightly run to end", function() return status() ~= "Executing" end, { poll = "5m" })
  expect.equal("Evaluate has no policy for internal errors: the run fails", status(), "Failed")
  note "The engineer retries in the afternoon: only Evaluate and what comes after it runs again."
  at "+6h"
  sm:retry_pipeline_execution(run)
  wait_for("the retry to end", function() return status() ~= "Executing" end, { poll = "5m" })
  expect.equal("the retry goes on where it failed", status(), "Succeeded")
end)

actor("release", function()
  sleep "90m"
  local sm = consumer:client "sagemaker"
  local run = sm:start_pipeline_execution { PipelineName = churn }
  local function status() return sm:describe_pipeline_execution(run).PipelineExecutionStatus end
  wait_for("the consumer's run to end", function() return status() ~= "Executing" end, { poll = "5m" })
  expect.equal("its start was allowed, but its step met the owner's quota", status(), "Failed")
end)
