-- A churn model is trained in staging and promoted to production through a shared pipeline.
--
-- Look for:
--   * What is stored is not yet in force: production cannot see the pipeline in the first half minute of the share.
--   * Read-only sharing lets production look. Starting is refused by the resource policy that RAM wrote, not by production's own role.
--   * A package is deployed across accounts because its group's policy says so; approval alone would not be enough.
--   * Revoking a share stops nobody's work: the run in flight goes on, but production can no longer see it or stop it.

local approval_wait = param { name = "approval_wait", default = "4h", doc = "how long the approver takes" }

-- The world as it stands at nine in the morning -------------------------------------------------------------------

organization { name = "acme", ous = { "Workloads/Staging", "Workloads/Production" } }
local staging    = account { name = "staging",    ou = "Workloads/Staging" }
local production = account { name = "production", ou = "Workloads/Production" }

local churn = pipeline {
  account    = staging,
  name       = "churn",
  definition = "definitions/churn.json",
  role       = role { account = staging, name = "ChurnExecution", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
  durations  = { Prepare = "8m", Train = { "18m", "25m", "60m" }, Evaluate = "5m" },
  outputs    = { Evaluate = { EvaluationReport = { binary_classification_metrics = { auc = { value = 0.91 } } } } },
}

local platform = role { account = staging, name = "MlPlatform",    policies = { "policies/ml-platform.json" } }
local approver = role { account = staging, name = "ModelApprover", policies = { "policies/model-approver.json" } }
local deployer = role { account = production, name = "Deployer", trusts = "events.amazonaws.com", policies = { "policies/deployer.json" } }
local serving_role = role { account = production, name = "ModelServing", trusts = "sagemaker.amazonaws.com" }
local release  = role {
  account  = production,
  name     = "ReleaseManager",
  policies = { {
    Version   = "2012-10-17",
    Statement = { {
      Sid      = "RunStagingsPipeline",
      Effect   = "Allow",
      Action   = { "sagemaker:*PipelineExecution*", "sagemaker:DescribePipeline" },
      Resource = { churn.arn, churn.arn .. "/execution/*" },
    } },
  } },
}

-- Staging shares, widens, revokes ---------------------------------------------------------------------------------

actor("platform team", function()
  local sm, ram = platform:client "sagemaker", platform:client "ram"

  sm:create_model_package_group { ModelPackageGroupName = "churn" }
  sm:put_model_package_group_policy {
    ModelPackageGroupName = "churn",
    ResourcePolicy = {
      Version   = "2012-10-17",
      Statement = { {
        Sid       = "ProductionMayDeploy",
        Effect    = "Allow",
        Principal = { AWS = "arn:aws:iam::" .. production.id .. ":root" },
        Action    = { "sagemaker:DescribeModelPackage", "sagemaker:CreateModel" },
        Resource  = "arn:aws:sagemaker:us-east-1:" .. staging.id .. ":model-package/churn/*",
      } },
    },
  }

  note "staging shares the pipeline, read-only"
  local share = ram:create_resource_share {
    name           = "churn-for-production",
    resourceArns   = { churn },
    principals     = { production },
    permissionArns = { "arn:aws:ram::aws:permission/AWSRAMDefaultPermissionSageMakerPipeline" },
  }.resourceShare

  at "+1h"
  note "staging widens the share: production may start, stop and retry"
  ram:associate_resource_share_permission {
    resourceShareArn = share.resourceShareArn,
    permissionArn    = "arn:aws:ram::aws:permission/AWSRAMPermissionSageMakerPipelineAllowExecution",
    replace          = true,
  }

  at "+10h"
  note "staging takes the share back while production's second run trains"
  ram:disassociate_resource_share { resourceShareArn = share.resourceShareArn, principals = { production } }
  wait_for("the second run to end", function()
    local newest = sm:list_pipeline_executions { PipelineName = churn }.PipelineExecutionSummaries[1]
    return newest.PipelineExecutionStatus ~= "Executing" and newest
  end, { poll = "5m" })
  local models = sm:list_model_packages { ModelPackageGroupName = "churn" }.ModelPackageSummaryList
  expect.equal("the second run went on without it: a second model", #models, 2)
end)

-- Production looks, is refused, starts ----------------------------------------------------------------------------

actor("release manager", function()
  local sm = release:client "sagemaker"

  expect.denied("a share that is not in force yet shows nothing", { by = "resource" }, function()
    sm:describe_pipeline { PipelineName = churn }
  end)
  wait_for("production can see the pipeline", function() return access(release, "sagemaker:DescribePipeline", churn) end)
  expect.denied("a read-only share cannot start it", { by = "resource" }, function()
    sm:start_pipeline_execution { PipelineName = churn }
  end)

  local before = snapshot()
  wait_for("the share was widened", function() return access(release, "sagemaker:StartPipelineExecution", churn) end, { timeout = "3h" })
  expect.changed_access("widening opens starting, stopping and retrying, to the release manager alone", before, {
    opened = { { release, { "sagemaker:StartPipelineExecution", "sagemaker:StopPipelineExecution", "sagemaker:RetryPipelineExecution" }, churn } },
  })
  expect.only("nobody else starts it", "sagemaker:StartPipelineExecution", churn, { platform, release })
  local first = sm:start_pipeline_execution { PipelineName = churn }
  local function status() return sm:describe_pipeline_execution(first).PipelineExecutionStatus end
  wait_for("the first run to end", function() return status() ~= "Executing" end, { poll = "5m" })
  expect.equal("the first run succeeded", status(), "Succeeded")

  at "+9h45m"
  local second = sm:start_pipeline_execution { PipelineName = churn, PipelineExecutionDisplayName = "evening-run" }
  wait_for("the share is gone", function() return not access(release, "sagemaker:DescribePipelineExecution", second.PipelineExecutionArn) end)
  expect.denied("production cannot see its own run any more", { by = "resource" }, function()
    sm:describe_pipeline_execution(second)
  end)
  expect.denied("nor stop it", { by = "resource" }, function()
    sm:stop_pipeline_execution(second)
  end)
end)

-- A human approves, an event deploys ------------------------------------------------------------------------------

actor("approver", function()
  local sm = approver:client "sagemaker"
  local package = wait_for("a model to judge", function()
    return sm:list_model_packages { ModelPackageGroupName = "churn", ModelApprovalStatus = "PendingManualApproval" }.ModelPackageSummaryList[1]
  end, { poll = "10m" })
  sleep(approval_wait)
  sm:update_model_package { ModelPackageArn = package.ModelPackageArn, ModelApprovalStatus = "Approved", ApprovalDescription = "AUC 0.91" }
end)

local function promote(as, package, version)
  local sm = as:client "sagemaker"
  local name = "churn-" .. version
  sm:create_model { ModelName = name, ExecutionRoleArn = serving_role, PrimaryContainer = { ModelPackageName = package } }
  sm:create_endpoint_config {
    EndpointConfigName = name,
    ProductionVariants = { { VariantName = "AllTraffic", ModelName = name, InstanceType = "ml.m5.large", InitialInstanceCount = 2 } },
  }
  if serving(production, "churn") then
    sm:update_endpoint { EndpointName = "churn", EndpointConfigName = name }
  else
    sm:create_endpoint { EndpointName = "churn", EndpointConfigName = name }
  end
end

rule {
  account = staging,
  name    = "deploy what is approved",
  pattern = {
    source          = { "aws.sagemaker" },
    ["detail-type"] = { "SageMaker Model Package State Change" },
    detail          = { ModelPackageGroupName = { "churn" }, ModelApprovalStatus = { "Approved" } },
  },
  target  = { role = deployer, run = function(event, as) promote(as, event.detail.ModelPackageArn, event.detail.ModelPackageVersion) end },
}

-- What must hold, whatever happens --------------------------------------------------------------------------------

always("production never edits what staging owns", function()
  return not access(release, "sagemaker:UpdatePipeline", churn) and not access(release, "sagemaker:DeletePipeline", churn)
end)

eventually("production serves the first model", { within = "1d" }, function()
  return serving(production, "churn") == "arn:aws:sagemaker:us-east-1:" .. staging.id .. ":model-package/churn/1"
end)
