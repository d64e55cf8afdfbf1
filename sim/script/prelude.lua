-- The library a scenario sees, written in Lua where a function loops or calls the scenario's code: instructions are
-- counted here, and waiting inside is possible. Its globals become words; `core` holds what C++ gives.
local core = ...
local fail, metafield, search = core.fail, core.metafield, core.search
local type = core.type

assert, error, getmetatable, ipairs = core.assert, core.error, core.getmetatable, core.ipairs
next, pcall, rawequal, rawget = core.next, core.pcall, core.rawequal, core.rawget
rawlen, rawset, select, setmetatable = core.rawlen, core.rawset, core.select, core.setmetatable
tonumber = core.tonumber
__power = core.power
_ENV.type = type
_VERSION = "Lua 5.4"

function xpcall(f, handler, ...)
  if type(handler) ~= "function" then fail("`xpcall` wants a function and a handler") end
  return core.xpcall(f, handler, ...)
end

-- In key order, the same in every run.
function pairs(t)
  local custom = metafield(t, "__pairs")
  if custom then return custom(t) end
  return core.walk(t)
end

-- Tables and functions have numbers, not addresses.
function tostring(value)
  local kind = type(value)
  if kind == "table" or kind == "userdata" then
    local custom = metafield(value, "__tostring")
    if not custom then return core.name(value) end
    local text = custom(value)
    if type(text) ~= "string" then fail("`__tostring` must return a text") end
    return text
  end
  if kind == "function" then return core.name(value) end
  return core.tostring(value)
end

function print(...)
  local texts = core.table.pack(...)
  for i = 1, texts.n do texts[i] = tostring(texts[i]) end
  core.print(core.table.concat(texts, "\t"))
end

-- import "lib/x.lua": runs the file once and returns what it returned.
local imported, importing = {}, {}
function import(path)
  local name = core.normal(path)
  local done = imported[name]
  if done then return core.table.unpack(done, 1, done.n) end
  for i = 1, #importing do
    if importing[i] == name then
      fail("`" .. name .. "` imports itself: " .. core.table.concat(importing, " -> ", i) .. " -> " .. name)
    end
  end
  local chunk = core.load(name)
  importing[#importing + 1] = name
  local popped <close> = setmetatable({}, { __close = function() importing[#importing] = nil end })
  local results = core.table.pack(chunk(name))
  imported[name] = results
  return core.table.unpack(results, 1, results.n)
end

-- math -------------------------------------------------------------------------------------------------------------
local exact = {}
for _, name in ipairs { "abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min", "mininteger", "modf", "pi",
                        "sqrt", "tointeger", "type", "ult" } do
  exact[name] = core.math[name]
end
for _, name in ipairs { "acos", "asin", "atan", "cos", "cosh", "deg", "exp", "frexp", "ldexp", "log", "log10", "pow", "rad",
                        "sin", "sinh", "tan", "tanh" } do
  exact[name] = function()
    fail("`math." .. name .. "` is not here: its last digit differs from machine to machine",
         "use whole numbers, or a table of the values you need")
  end
end
function exact.randomseed() fail("`math.randomseed` is not here: a run's draws follow from its seed", "run with --seed N") end
function exact.random(low, high)
  if low == nil then return core.random(0, (1 << 53) - 1) / 9007199254740992.0 end  -- exact: 53 bits over 2^53
  if high == nil then low, high = 1, low end
  return core.random(low, high)
end
math = core.lock(exact, "math")

-- string -----------------------------------------------------------------------------------------------------------
local methods = metafield("", "__index")  -- Lua's own table, which ("x"):upper() looks into
local original = {}
for _, name in ipairs { "byte", "char", "len", "lower", "rep", "reverse", "sub", "upper" } do original[name] = methods[name] end
for name in core.walk(methods) do methods[name] = original[name] end
local sub, byte = original.sub, original.byte

local function text_of(value, word)
  if type(value) == "number" then return core.tostring(value) end
  if type(value) ~= "string" then fail("`string." .. word .. "` wants a text, got " .. type(value)) end
  return value
end

local function start_of(text, from)
  from = from or 1
  if math.type(from) ~= "integer" then fail("a position in a text is a whole number") end
  if from < 0 then from = #text + from + 1 end
  return from < 1 and 1 or from
end

local function results(text, first, last, ...)
  if not first then return nil end
  if select("#", ...) == 0 then return sub(text, first, last) end
  return ...
end

-- The pattern without its anchor, and whether it had one.
local function anchor(pattern)
  if byte(pattern, 1) == 94 then return sub(pattern, 2), true end
  return pattern, false
end

function methods.find(text, pattern, from, plain)
  text, pattern = text_of(text, "find"), text_of(pattern, "find")
  from = start_of(text, from)
  if from > #text + 1 then return nil end
  if plain or not search(pattern, "[%^%$%*%+%?%.%(%[%%%-]", 1) then return core.plain(text, pattern, from) end
  local body, anchored = anchor(pattern)
  return search(text, body, from, anchored)
end

function methods.match(text, pattern, from)
  text, pattern = text_of(text, "match"), text_of(pattern, "match")
  from = start_of(text, from)
  if from > #text + 1 then return nil end
  local body, anchored = anchor(pattern)
  return results(text, search(text, body, from, anchored))
end

function methods.gmatch(text, pattern, from)
  text, pattern = text_of(text, "gmatch"), text_of(pattern, "gmatch")
  local at, last_end = start_of(text, from), nil
  local function step(first, last, ...)
    if not first then
      at = #text + 2
      return nil
    end
    at, last_end = last + 1, last
    return results(text, first, last, ...)
  end
  return function()
    if at > #text + 1 then return nil end
    return step(search(text, pattern, at, false, last_end))
  end
end

local function replacement_text(template, whole, ...)
  local parts, at = {}, 1
  while true do
    local mark = core.plain(template, "%", at)
    if not mark then break end
    parts[#parts + 1] = sub(template, at, mark - 1)
    local code = sub(template, mark + 1, mark + 1)
    local digit = tonumber(code)
    if code == "%" then
      parts[#parts + 1] = "%"
    elseif digit == 0 or (digit == 1 and select("#", ...) == 0) then
      parts[#parts + 1] = whole
    elseif digit and digit <= select("#", ...) then
      parts[#parts + 1] = (select(digit, ...))
    else
      fail("`%" .. code .. "` in the replacement of `string.gsub` names no capture", "write %% for a percent sign")
    end
    at = mark + 2
  end
  parts[#parts + 1] = sub(template, at)
  return core.table.concat(parts)
end

local function replacement(by, whole, ...)
  local kind, value = type(by), nil
  if kind == "string" then return replacement_text(by, whole, ...) end
  local first = whole
  if select("#", ...) > 0 then first = ... end
  if kind == "table" then
    value = by[first]
  elseif select("#", ...) > 0 then
    value = by(...)
  else
    value = by(whole)
  end
  if not value then return whole end
  if type(value) == "number" then return core.tostring(value) end
  if type(value) ~= "string" then fail("`string.gsub` cannot put a " .. type(value) .. " into a text") end
  return value
end

function methods.gsub(text, pattern, by, count_max)
  text, pattern = text_of(text, "gsub"), text_of(pattern, "gsub")
  if type(by) == "number" then by = core.tostring(by) end
  if type(by) ~= "string" and type(by) ~= "table" and type(by) ~= "function" then
    fail("`string.gsub` replaces by a text, a table or a function, got " .. type(by))
  end
  local body, anchored = anchor(pattern)
  local parts, at, last_end, count = {}, 1, nil, 0
  local function step(first, last, ...)
    if not first then return false end
    parts[#parts + 1] = sub(text, at, first - 1)
    parts[#parts + 1] = replacement(by, sub(text, first, last), ...)
    at, last_end, count = last + 1, last, count + 1
    return true
  end
  while at <= #text + 1 and (not count_max or count < count_max) do
    if not step(search(text, body, at, anchored, last_end)) or anchored then break end
  end
  parts[#parts + 1] = sub(text, at)
  return core.table.concat(parts), count
end

function methods.format(form, ...)
  local values = core.table.pack(...)
  for i = 1, values.n do
    local kind = type(values[i])
    if kind ~= "number" and kind ~= "string" and kind ~= "boolean" then values[i] = tostring(values[i]) end
  end
  return core.format(form, core.table.unpack(values, 1, values.n))
end

for _, name in ipairs { "dump", "pack", "packsize", "unpack" } do
  methods[name] = function() fail("`string." .. name .. "` is not here") end
end
string = core.lock(methods, "string")
utf8 = core.lock(core.utf8, "utf8")

-- table ------------------------------------------------------------------------------------------------------------
local lists = { pack = core.table.pack, unpack = core.table.unpack }

local function list_of(t, word)
  if type(t) ~= "table" then fail("`table." .. word .. "` wants a table, got " .. type(t)) end
  return t
end

function lists.concat(t, separator, from, to)
  list_of(t, "concat")
  from, to = from or 1, to or #t
  local texts = {}
  for i = from, to do
    local value = t[i]
    local kind = type(value)
    if kind ~= "string" and kind ~= "number" then fail("`table.concat` wants texts, got " .. kind .. " at " .. core.tostring(i)) end
    texts[i - from + 1] = value
  end
  return core.table.concat(texts, separator or "")
end

function lists.insert(t, ...)
  local size, count = #list_of(t, "insert"), select("#", ...)
  if count == 1 then
    t[size + 1] = ...
  elseif count == 2 then
    local at, value = ...
    if math.type(at) ~= "integer" or at < 1 or at > size + 1 then fail("`table.insert`: the position is out of bounds") end
    for i = size, at, -1 do t[i + 1] = t[i] end
    t[at] = value
  else
    fail("`table.insert` wants a value, or a position and a value")
  end
end

function lists.remove(t, at)
  local size = #list_of(t, "remove")
  at = at or size
  if math.type(at) ~= "integer" or ((at < 1 or at > size + 1) and not (at == size)) then
    fail("`table.remove`: the position is out of bounds")
  end
  local value = t[at]
  for i = at, size - 1 do t[i] = t[i + 1] end
  t[at < size and size or at] = nil
  return value
end

function lists.move(from, first, last, to, target)
  list_of(from, "move")
  target = list_of(target or from, "move")
  if to > last or to <= first or target ~= from then
    for i = 0, last - first do target[to + i] = from[first + i] end
  else
    for i = last - first, 0, -1 do target[to + i] = from[first + i] end
  end
  return target
end

local function before(a, b) return a < b end

-- Merges the sorted runs [low, middle) and [middle, high) of `from` into `to`. Equal elements keep their order.
local function merge(from, to, low, middle, high, less)
  local left, right = low, middle
  for i = low, high - 1 do
    if left < middle and (right >= high or not less(from[right], from[left])) then
      to[i] = from[left]
      left = left + 1
    else
      to[i] = from[right]
      right = right + 1
    end
  end
end

-- Stable, and the same comparisons in every run (Lua's own picks its pivot by the clock).
function lists.sort(t, less)
  local size = #list_of(t, "sort")
  less = less or before
  if type(less) ~= "function" then fail("`table.sort` wants a function that compares, got " .. type(less)) end
  local from, to = {}, {}
  for i = 1, size do from[i] = t[i] end
  local width = 1
  while width < size do
    for low = 1, size, 2 * width do
      local middle, high = low + width, low + 2 * width
      if middle > size + 1 then middle = size + 1 end
      if high > size + 1 then high = size + 1 end
      merge(from, to, low, middle, high, less)
    end
    from, to = to, from
    width = 2 * width
  end
  for i = 1, size do t[i] = from[i] end
end
table = core.lock(lists, "table")
