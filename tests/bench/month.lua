-- A month of one organization: 50 accounts, 200 pipelines, 10,000 executions of a dozen steps, on a bad day that lasts.
local days, accounts, pipelines, runs = 30, 50, 4, 50

organization { name = "acme", ous = { "Teams" } }
local trusted = { Version = "2012-10-17", Statement = { { Effect = "Allow", Action = { "sagemaker:*", "iam:PassRole", "s3:*" }, Resource = "*" } } }

local function training(name, after)
  return {
    Name = name, Type = "Training", DependsOn = after,
    Arguments = { HyperParameters = { rounds = { Get = "Parameters.Rounds" } } },
    RetryPolicies = { { ExceptionType = { "SageMaker.CAPACITY_ERROR", "SageMaker.JOB_INTERNAL_ERROR" }, MaxAttempts = 3 } },
  }
end
local function definition()
  local steps = { { Name = "Prepare", Type = "Processing", Arguments = { Environment = { ROUNDS = { Get = "Parameters.Rounds" } } } } }
  local trained = {}
  for i = 1, 8 do
    steps[#steps + 1] = training("Train" .. i, { "Prepare" })
    trained[i] = "Train" .. i
  end
  steps[#steps + 1] = training("Best", trained)
  steps[#steps + 1] = { Name = "Evaluate", Type = "Processing", DependsOn = { "Best" }, Arguments = { Environment = { OF = "best" } } }
  steps[#steps + 1] = { Name = "Register", Type = "Training", DependsOn = { "Evaluate" }, Arguments = { HyperParameters = { kept = "yes" } } }
  return { Version = "2020-12-01", Parameters = { { Name = "Rounds", Type = "String", DefaultValue = "50" } }, Steps = steps }
end

fault { kind = "throttling", chance = "1/100" }
fault { kind = "capacity", type = "Training", chance = "1/50" }
fault { kind = "internal_error", chance = "1/200" }
fault { kind = "spot_interruption", chance = "1/100" }

for a = 1, accounts do
  local team = account { name = "team-" .. a, ou = "Teams", settings = { concurrent_executions_max = 50 } }
  local work = role { account = team, name = "Work", trusts = "sagemaker.amazonaws.com", policies = { trusted } }
  local start = role { account = team, name = "Start", policies = { trusted } }
  for p = 1, pipelines do
    local churn = pipeline {
      account = team, name = "churn-" .. p, definition = definition(), role = work,
      durations = { Prepare = { "5m", "8m", "15m" }, Best = { "20m", "30m", "90m" } },
    }
    actor("team " .. a .. " pipeline " .. p, function()
      local sm = start:client "sagemaker"
      sleep(a * 7 + p .. "m")
      for run = 1, runs do
        try(function() return sm:start_pipeline_execution { PipelineName = churn, PipelineParameters = { { Name = "Rounds", Value = tostring(run) } } } end)
        sleep(days * 24 * 60 // runs .. "m")
      end
    end)
  end
end
