-- The words of a scenario that call the scenario's own functions, or are nicer to write in Lua. Its globals become words;
-- `core` holds what C++ gives.
local core = ...
local fail = core.fail

-- Handles and clients --------------------------------------------------------------------------------------------

local function client(role, service, options)
  core.service(service)
  local session = core.session(options)
  local operations = {}
  return setmetatable({}, {
    __index = function(_, name)
      local known = operations[name]
      if not known then
        core.operation(service, name)
        known = function(_, input) return core.call(role, session, service, name, input) end
        operations[name] = known
      end
      return known
    end,
    __newindex = function() fail("a client cannot be changed") end,
    __name = "client",
  })
end

local function ou_of(_, path) return core.ou(path) end

core.handle_index(function(handle, key)
  local kind = core.handle_kind(handle)
  if kind == "role" and key == "client" then return client end
  if kind == "organization" and key == "ou" then return ou_of end
  return core.property(handle, key)
end)

-- Waiting --------------------------------------------------------------------------------------------------------

local forever = "24h"  -- a wait gives up after a day unless told otherwise

function wait_for(text, condition, options)
  local poll, timeout = core.wait_options(text, condition, options, forever)
  if not poll then return core.wait(text, condition, timeout) end
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
  local refused, first = attempt("allowed", fn)
  core.check("expect", text, not refused, refused and refused.summary or "", refused and refused.call)
  return first
end

function checks.denied(text, options, fn)
  options, fn = with_options(options, fn)
  core.check_options("expect.denied", options, "by")
  local refused = attempt("denied", fn)
  if not refused then
    core.check("expect", text, false, "the call was allowed", core.last_call())
  elseif not refusals[refused.code] then
    core.check("expect", text, false, "not a refusal but " .. refused.code .. ": " .. refused.message, refused.call)
  elseif options.by and refused.layer ~= options.by then
    core.check("expect", text, false, "refused by the " .. refused.layer .. " policy, not by the " .. options.by .. " policy", refused.call)
  else
    core.check("expect", text, true, refused.summary, refused.call)
  end
  return refused
end

checks["error"] = function(text, options, fn)
  options, fn = with_options(options, fn)
  core.check_options("expect.error", options, "code")
  local raised = attempt("error", fn)
  if not raised then
    core.check("expect", text, false, "the call succeeded", core.last_call())
  elseif options.code and raised.code ~= options.code then
    core.check("expect", text, false, "got " .. raised.code .. ": " .. raised.message, raised.call)
  else
    core.check("expect", text, true, raised.code .. ": " .. raised.message, raised.call)
  end
  return raised
end

expect = core.lock(checks)

-- What the function returns, or nil and the error of a call that was refused. A fault of the scenario is raised again.
function try(fn)
  local results = table.pack(pcall(fn))
  if results[1] then return table.unpack(results, 2, results.n) end
  if type(results[2]) == "table" and rawget(results[2], "code") then return nil, results[2] end
  error(results[2], 0)
end

-- Choices --------------------------------------------------------------------------------------------------------

function choose(text, options)
  if type(options) ~= "table" or #options == 0 then
    fail("`choose` wants a text and a list of alternatives", "write choose(\"the approver says yes\", { true, false })")
  end
  return options[core.choose(#options) + 1]
end
