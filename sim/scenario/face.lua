-- The words of a scenario that call the scenario's own functions, or are nicer to write in Lua. Its globals become words;
-- `core` holds what C++ gives.
local core = ...
local fail = core.fail

-- Handles and clients --------------------------------------------------------------------------------------------

-- `local waits <close> = polling(text)`: until the end of the block, however it is left, the actor waits for this.
local function polling(text)
  local before = core.polling(text)
  return setmetatable({}, { __close = function() core.polling(before) end })
end

-- The one table that a verb takes, as a copy.
local function one_table(word, input)
  if input ~= nil and type(input) ~= "table" then fail("`" .. word .. "` wants one table", "write " .. word .. " { ... }") end
  local copy = {}
  for key, value in pairs(input or {}) do copy[key] = value end
  return copy
end

-- `for page in client:get_paginator("list_pipelines"):paginate { ... } do`: each page is a call. As in boto3,
-- `PaginationConfig = { MaxItems = 30, PageSize = 10, StartingToken = token }` says how many items come at most, how many
-- a call asks for, and the page to begin with.
local function paginator(client, service, name)
  local token, list, size = core.paging(service, name)
  local operation = client[name]
  local function paginate(_, input)
    local page_input, ended = one_table("paginate", input), false
    local left, page_size, start = core.pagination_config(name, size, page_input.PaginationConfig)
    page_input.PaginationConfig = nil
    if page_size then page_input[size] = page_size end
    if start then page_input[token] = start end
    return function()
      if ended then return nil end
      local page = operation(client, page_input)
      page_input[token] = page[token]
      ended = not page[token]
      if left then
        local items = page[list] or {}
        for n = #items, left + 1, -1 do items[n] = nil end
        left = left - #items
        ended = ended or left == 0
      end
      return page
    end
  end
  return core.lock({ paginate = paginate }, "paginator")
end

-- What botocore polls for, how often (seconds), and what it takes as the end. `gone`: the error that says success.
local function endpoint_waiter(row)
  row.call, row.status, row.what, row.delay = "describe_endpoint", "EndpointStatus", "endpoint", 30
  return row
end
local function job_waiter(name, kind, delay, attempts)
  local status = name:match("^%a-Job") .. "Status"
  return { name = name, call = "describe_" .. kind .. "_job", status = status, what = kind .. " job",
           delay = delay, attempts = attempts, success = { Completed = true, Stopped = true } }
end
local waiters = {
  sagemaker = {
    endpoint_in_service = endpoint_waiter { name = "EndpointInService", attempts = 120, success = { InService = true } },
    endpoint_deleted = endpoint_waiter { name = "EndpointDeleted", attempts = 60, success = {}, gone = "ValidationException" },
    processing_job_completed_or_stopped = job_waiter("ProcessingJobCompletedOrStopped", "processing", 60, 60),
    training_job_completed_or_stopped = job_waiter("TrainingJobCompletedOrStopped", "training", 120, 180),
    transform_job_completed_or_stopped = job_waiter("TransformJobCompletedOrStopped", "transform", 60, 60),
  },
}

local function waiter(client, service, name)
  local known = waiters[service] or {}
  core.known_waiter(service, name, known)
  local row = known[name]
  local function ends_badly(why, call) core.waiter_failed(name, "Waiter " .. row.name .. " failed: " .. why, call) end
  local function wait(_, input)
    input = one_table("wait", input)
    local delay, attempts = core.waiter_config(input.WaiterConfig, row.attempts, row.delay)
    input.WaiterConfig = nil
    local waits <close> = polling("the waiter " .. name)
    for attempt = 1, attempts do
      local answer, refused = try(function() return client[row.call](client, input) end)
      if refused and refused.code == row.gone then return end
      if refused then ends_badly("an error occurred (" .. refused.code .. "): " .. refused.message, refused.call) end
      if row.success[answer[row.status]] then return end
      if answer[row.status] == "Failed" then
        ends_badly("the " .. row.what .. " is Failed: " .. (answer.FailureReason or "no reason is given"), core.last_call())
      end
      if attempt < attempts then core.sleep(delay) end
    end
    ends_badly("max attempts exceeded: looked " .. attempts .. " times, every " .. delay, core.last_call())
  end
  return core.lock({ wait = wait }, "waiter")
end

local function client(who, service, options)
  core.service(service)
  local session, source_ip, region = core.client_options(options)
  local operations = {
    get_paginator = function(self, name) return paginator(self, service, name) end,
    get_waiter = function(self, name) return waiter(self, service, name) end,
  }
  return setmetatable({}, {
    __index = function(_, name)
      local known = operations[name]
      if not known then
        core.operation(service, name)
        known = function(_, input) return core.call(who, session, source_ip, region, service, name, input) end
        operations[name] = known
      end
      return known
    end,
    __newindex = function() fail("a client cannot be changed") end,
    __name = "client",
  })
end

local function ou_of(_, path) return core.ou(path) end

local callers = { role = true, user = true, session = true, ["root user"] = true }

core.handle_index(function(handle, key)
  local kind = core.handle_kind(handle)
  if key == "client" and callers[kind] then return client end
  if kind == "account" and key == "root" then return core.root(handle) end
  if kind == "organization" and key == "ou" then return ou_of end
  return core.property(handle, key)
end)

-- `session(sts:assume_role { ... })`: whoever has the credentials; it has clients as a role has.
function session(credentials) return core.session_of(credentials) end

-- Waiting --------------------------------------------------------------------------------------------------------

local forever = "24h"  -- a wait gives up after a day unless told otherwise

function wait_for(text, condition, options)
  local poll, timeout = core.wait_options(text, condition, options, forever)
  if not poll then return core.wait(text, condition, timeout) end
  local waits <close> = polling(text)
  local give_up = core.now() + core.microseconds(timeout)
  while true do
    local value = condition()
    if value then return value end
    if core.now() >= give_up then core.gave_up(text, timeout) end
    core.sleep(poll)
  end
end

-- `for n in every "1d" do ... end`: once an interval, from now on. It keeps no run alive.
function every(interval)
  local step, start, n = core.microseconds(interval), core.now(), 0
  return function()
    core.tick(start, step)
    n = n + 1
    return n
  end
end

-- Checks ---------------------------------------------------------------------------------------------------------

local function same(a, b)
  if a == b then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  for key, value in pairs(a) do if not same(value, b[key]) then return false end end
  for key in pairs(b) do if a[key] == nil then return false end end
  return true
end

-- Runs what is expected to be refused. Returns the error of the call, or nil and what it returned.
local function attempt(word, fn)
  if type(fn) ~= "function" then fail("`expect." .. word .. "` wants a function that makes the call", "write function() ... end") end
  local results = table.pack(pcall(fn))
  if results[1] then return nil, table.unpack(results, 2, results.n) end
  local raised = results[2]
  if type(raised) == "table" and rawget(raised, "code") then return raised end
  error(raised, 0)  -- a fault of the scenario is no refusal
end

-- The check of a call that was to fail and did not. `before`: the latest call until then.
local function nothing_failed(text, what, before)
  local call = core.last_call()
  if call == before then
    core.check("expect", text, false, "no call was made")
  else
    core.check("expect", text, false, what, call)
  end
end

-- An error in one line: what it is, what the service said, what would be right.
local function said(raised)
  return raised.code .. ": " .. raised.message .. (raised.hint and "; " .. raised.hint or "")
end

-- `(text, options, fn)` or `(text, fn)`.
local function with_options(options, fn)
  if fn == nil then return {}, options end
  return options or {}, fn
end

local refusals = { AccessDeniedException = true, AccessDenied = true }

local checks = {}

function checks.equal(text, actual, expected)
  local held = same(actual, expected)
  local detail = held and "" or "got " .. core.show(actual) .. ", expected " .. core.show(expected)
  core.check("expect", text, held, detail)
  return held
end

function checks.allowed(text, fn)
  local before = core.last_call()
  local refused, first = attempt("allowed", fn)
  local detail = ""
  if refused then detail = (refused.summary or "") ~= "" and refused.summary or said(refused) end
  local made = core.last_call() ~= before and core.last_call() or nil
  core.check("expect", text, not refused, detail, refused and refused.call or made, true)
  return first
end

-- A layer as people call its policies.
local layer_words = { scp = "service control policy", rcp = "resource control policy", boundary = "permissions boundary" }
local function policy_words(layer) return layer_words[layer] or layer .. " policy" end

function checks.denied(text, options, fn)
  options, fn = with_options(options, fn)
  core.check_options("expect.denied", options, "by")
  local before = core.last_call()
  local refused = attempt("denied", fn)
  if not refused then
    nothing_failed(text, "the call was allowed", before)
  elseif not refusals[refused.code] then
    core.check("expect", text, false, "not a refusal but " .. said(refused), refused.call)
  elseif options.by and refused.layer ~= options.by then
    core.check("expect", text, false, "refused by the " .. policy_words(refused.layer) .. ", not by the " .. policy_words(options.by), refused.call)
  else
    core.check("expect", text, true, refused.summary, refused.call)
  end
  return refused
end

checks["error"] = function(text, options, fn)
  options, fn = with_options(options, fn)
  core.check_options("expect.error", options, "code")
  local before = core.last_call()
  local raised = attempt("error", fn)
  if not raised then
    nothing_failed(text, "the call succeeded", before)
  elseif options.code and raised.code ~= options.code then
    core.check("expect", text, false, "expected " .. options.code .. ", got " .. said(raised), raised.call)
  else
    core.check("expect", text, true, raised.code .. ": " .. raised.message, raised.call)
  end
  return raised
end

-- Who may do what: these and nobody else; what changed since a snapshot, and nothing else.
checks.only, checks.changed_access = core.only, core.changed_access

expect = core.lock(checks, "expect")

-- What the function returns, or nil and the error of a call that was refused. A fault of the scenario is raised again.
function try(fn)
  local results = table.pack(pcall(fn))
  if results[1] then return table.unpack(results, 2, results.n) end
  if type(results[2]) == "table" and rawget(results[2], "code") then return nil, results[2] end
  error(results[2], 0)
end

-- Draws ----------------------------------------------------------------------------------------------------------

-- Parts of what a step leaves behind: one of these, this with a chance and else that, a decimal between two bounds.
draw = core.lock({ one_of = core.draw_one_of, chance = core.draw_chance, uniform = core.draw_uniform }, "draw")

-- Choices --------------------------------------------------------------------------------------------------------

function choose(text, options)
  if type(options) ~= "table" or #options == 0 then
    fail("`choose` wants a text and a list of alternatives", "write choose(\"the approver says yes\", { true, false })")
  end
  return options[core.choose(#options) + 1]
end
