-- Two pipelines, two ways to share: with a business unit, and with the whole organization. Then accounts move house.
--
-- Look for:
--   * A share with a unit covers the accounts in it and in the units below it. It follows the unit, not a list of accounts.
--   * RAM follows a move with a delay: who has left keeps access for a minute, who has come waits for a minute.
--   * A run that a leaver had started goes on without it.
--   * The share with the organization does not notice any of this.

local acme = organization { name = "acme", ous = { "Platform", "Retail/Stores", "Bank" } }
local hub    = account { name = "hub",    ou = "Platform" }
local stores = account { name = "stores", ou = "Retail/Stores" }
local cards  = account { name = "cards",  ou = "Bank" }

local execution_role = role { account = hub, name = "ChurnExecution", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } }
local churn = pipeline {
  account    = hub,
  name       = "churn",
  definition = "definitions/churn.json",
  role       = execution_role,
  outputs    = { Evaluate = { EvaluationReport = { binary_classification_metrics = { auc = { value = 0.88 } } } } },
}
local forecast = pipeline { account = hub, name = "forecast", definition = "definitions/hello.json", role = execution_role }

local platform   = role { account = hub,    name = "MlPlatform", policies = { "policies/ml-platform.json" } }
local store_team = role { account = stores, name = "StoreTeam",  policies = { "policies/share-consumer.json" } }
local card_team  = role { account = cards,  name = "CardTeam",   policies = { "policies/share-consumer.json" } }
local admin      = role { account = acme.management, name = "OrganizationAdmin", policies = { "policies/organization-admin.json" } }

-- Both shares have stood for long when the story begins.
resource_share {
  account    = hub,
  name       = "churn-for-retail",
  resources  = { churn },
  principals = { acme:ou "Retail" },
  permission = "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution",
}
resource_share { account = hub, name = "forecast-for-everybody", resources = { forecast }, principals = { acme } }

local function may_start(who) return access(who, "sagemaker:StartPipelineExecution", churn) end
local function may_see(who, what) return access(who, "sagemaker:DescribePipeline", what) end

actor("store team", function()
  local sm = store_team:client "sagemaker"
  local run = expect.allowed("the unit's share covers the unit below it", function()
    return sm:start_pipeline_execution { PipelineName = churn }
  end)
  at "+10m20s"
  expect.allowed("moved twenty seconds ago, still inside: RAM has not followed", function() sm:describe_pipeline_execution(run) end)
  wait_for("RAM to follow the move", function() return not may_start(store_team) end, { timeout = "5m" })
  expect.denied("now its own run is out of reach", { by = "resource" }, function() sm:stop_pipeline_execution(run) end)
  expect.equal("the forecast is shared with everybody, wherever they sit", may_see(store_team, forecast), true)
end)

actor("card team", function()
  local sm = card_team:client "sagemaker"
  expect.denied("the bank is not retail", { by = "resource" }, function() sm:describe_pipeline { PipelineName = churn } end)
  expect.allowed("but it is acme", function() sm:describe_pipeline { PipelineName = forecast } end)
  at "+10m20s"
  expect.denied("it stands in the unit and cannot see yet: the short gap", { by = "resource" }, function()
    sm:start_pipeline_execution { PipelineName = churn }
  end)
  wait_for("RAM to follow the move", function() return may_start(card_team) end, { timeout = "5m" })
  expect.allowed("and starts a run of its own", function() sm:start_pipeline_execution { PipelineName = churn } end)
end)

actor("organization admin", function()
  local organizations = admin:client "organizations"
  at "+10m"
  note "the reorganization: the stores go to the bank, the cards go to retail"
  organizations:move_account { AccountId = stores, SourceParentId = acme:ou "Retail/Stores", DestinationParentId = acme:ou "Bank" }
  organizations:move_account { AccountId = cards, SourceParentId = acme:ou "Bank", DestinationParentId = acme:ou "Retail" }
end)

actor("platform team", function()
  local sm = platform:client "sagemaker"
  at "+6h"
  local runs = sm:list_pipeline_executions { PipelineName = churn }.PipelineExecutionSummaries
  local statuses = {}
  for i, run in ipairs(runs) do statuses[i] = run.PipelineExecutionStatus end
  expect.equal("the leaver's run went on, and the newcomer's ran too", statuses, { "Succeeded", "Succeeded" })
end)

always("everybody in acme sees the forecast", function() return may_see(store_team, forecast) and may_see(card_team, forecast) end)
