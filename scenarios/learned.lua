-- How long a step takes is learned from real runs; what it leaves behind follows from its arguments.
-- Look for: the same training is over sooner on the larger instance, and ten rounds make a model that nobody wants.

local staging  = account { name = "staging" }
local engineer = role { account = staging, name = "Engineer", policies = { "policies/engineer.json" } }
local score = pipeline {
  account    = staging,
  name       = "score",
  definition = "definitions/score.json",
  role       = role { account = staging, name = "PipelineRole", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
  durations  = "durations/score.json",   -- rehearse learn steps-*.json jobs-*.json > durations/score.json
  outputs    = {
    Train = function(step)
      local enough = tonumber(step.arguments.HyperParameters.num_round) >= 50
      return { metrics = { ["validation:auc"] = enough and draw.uniform(0.88, 0.93) or draw.uniform(0.71, 0.79) } }
    end,
  },
}

actor("engineer", function()
  local sm = engineer:client "sagemaker"
  local function train(parameters)
    local begin = clock()
    local run = sm:start_pipeline_execution { PipelineName = score, PipelineParameters = parameters }
    local function status() return sm:describe_pipeline_execution(run).PipelineExecutionStatus end
    wait_for("the run to end", function() return status() ~= "Executing" end, { poll = "1m" })
    note("begun at " .. begin .. ", over by " .. clock())
    return status()
  end
  expect.equal("a hundred rounds are enough", train {}, "Succeeded")
  expect.equal("on a larger instance too", train { { Name = "TrainingInstanceType", Value = "ml.m5.4xlarge" } }, "Succeeded")
  expect.equal("ten rounds are not", train { { Name = "Rounds", Value = "10" } }, "Failed")
end)
