-- Three companies outside the organization are offered a pipeline: one accepts, one rejects, one sleeps too long.
--
-- Look for:
--   * Inside the organization nobody is invited: access just comes. Automation that waits for an invitation there waits for ever.
--   * Outside, an invitation takes seconds to arrive. Who looks too early finds none, and no error either.
--   * Accepting is not having: access follows some seconds after the yes.
--   * An invitation to a pipeline lives 12 hours. Who answers next morning needs a new one.

organization { name = "acme", ous = { "Workloads" } }
local acme    = account { name = "acme-ml", ou = "Workloads" }
local sister  = account { name = "sister",  ou = "Workloads" }
local partner = account { name = "partner" }   -- no `ou`: not in the organization
local rival   = account { name = "rival" }
local sleeper = account { name = "sleeper" }

local function visitor(where, name)
  return role { account = where, name = name, policies = { "policies/share-consumer.json" } }
end
local owner   = role { account = acme, name = "MlPlatform", policies = { "policies/ml-platform.json" } }
local sisters = visitor(sister, "SisterBot")
local prompt  = visitor(partner, "PartnerBot")
local refuser = visitor(rival, "RivalBot")
local late    = visitor(sleeper, "SleeperBot")

local churn = pipeline {
  account    = acme,
  name       = "churn",
  definition = "definitions/churn.json",
  role       = role { account = acme, name = "ChurnExecution", trusts = "sagemaker.amazonaws.com", policies = { "policies/pipeline-role.json" } },
}

local share   -- its ARN, once it is made

local function invitations(ram) return ram:get_resource_share_invitations({}).resourceShareInvitations end
local function pending(ram)
  for _, each in ipairs(invitations(ram)) do
    if each.status == "PENDING" then return each end
  end
end
local function sees(who) return access(who, "sagemaker:DescribePipeline", churn) end

actor("owner", function()
  local ram = owner:client "ram"
  share = ram:create_resource_share {
    name         = "churn-for-friends",
    resourceArns = { churn },
    principals   = { sister, partner, rival, sleeper },
  }.resourceShare.resourceShareArn

  at "+12h30m"
  local states = {}
  for _, each in ipairs(ram:get_resource_share_associations { associationType = "PRINCIPAL", resourceShareArns = { share } }.resourceShareAssociations) do
    states[each.associatedEntity] = each.status
  end
  expect.equal("half a day later the share has two principals left", states, {
    [sister.id] = "ASSOCIATED", [partner.id] = "ASSOCIATED", [sleeper.id] = "DISASSOCIATED",
  })  -- the rival's row has gone: what is disassociated stays listed for about two hours

  at "+13h30m"
  note "the owner invites the sleeper again"
  ram:associate_resource_share { resourceShareArn = share, principals = { sleeper } }
end)

actor("sister", function()
  local ram = sisters:client "ram"
  wait_for("the sister account to see the pipeline", function() return sees(sisters) end)
  expect.equal("and no invitation was needed", #invitations(ram), 0)
end)

actor("partner", function()
  local ram, sm = prompt:client "ram", prompt:client "sagemaker"
  sleep "2s"
  expect.equal("two seconds after the share there is no invitation yet", #invitations(ram), 0)
  local invitation = wait_for("the invitation to arrive", function() return pending(ram) end, { poll = "2s" })

  note "the partner accepts"
  ram:accept_resource_share_invitation { resourceShareInvitationArn = invitation.resourceShareInvitationArn }
  expect.denied("accepting is not having", { by = "resource" }, function() sm:describe_pipeline { PipelineName = churn } end)
  wait_for("access to follow", function() return sees(prompt) end, { timeout = "5m" })
  expect.allowed("the partner sees the pipeline", function() sm:describe_pipeline { PipelineName = churn } end)
  expect.denied("but may only look", { by = "resource" }, function() sm:start_pipeline_execution { PipelineName = churn } end)
  expect.error("a share of pipelines cannot be left", { code = "OperationNotPermittedException" }, function()
    ram:disassociate_resource_share { resourceShareArn = share, principals = { partner } }
  end)
end)

actor("rival", function()
  local ram = refuser:client "ram"
  local invitation = wait_for("the rival's invitation to arrive", function() return pending(ram) end, { poll = "10s" })
  ram:reject_resource_share_invitation { resourceShareInvitationArn = invitation.resourceShareInvitationArn }
  expect.error("no is no", { code = "ResourceShareInvitationAlreadyRejectedException" }, function()
    ram:accept_resource_share_invitation { resourceShareInvitationArn = invitation.resourceShareInvitationArn }
  end)
end)

actor("sleeper", function()
  local ram = late:client "ram"
  local invitation = wait_for("the sleeper's invitation to arrive", function() return pending(ram) end, { poll = "10s" })
  at "+13h"
  expect.error("next morning the invitation has expired", { code = "ResourceShareInvitationExpiredException" }, function()
    ram:accept_resource_share_invitation { resourceShareInvitationArn = invitation.resourceShareInvitationArn }
  end)
  local second = wait_for("a second invitation", function() return pending(ram) end, { poll = "1m" })
  ram:accept_resource_share_invitation { resourceShareInvitationArn = second.resourceShareInvitationArn }
  wait_for("the sleeper sees the pipeline at last", function() return sees(late) end, { timeout = "5m" })
end)

always("the rival never sees the pipeline", function() return not sees(refuser) end)
