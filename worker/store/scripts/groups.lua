-- What the groups of a stream still need, for the scripts that trim and that report.

-- A flat list of names and values, as a table.
local function named(flat)
  local found = {}
  for n = 1, #flat, 2 do found[flat[n]] = flat[n + 1] end
  return found
end

-- The groups of a stream, as tables; none where there is no stream.
local function groups_of(stream)
  if redis.call('EXISTS', stream) == 0 then return {} end
  local groups = {}
  for n, flat in ipairs(redis.call('XINFO', 'GROUPS', stream)) do groups[n] = named(flat) end
  return groups
end

local function after(id, other)
  local ms, number = string.match(id, '(%d+)-(%d+)')
  local other_ms, other_number = string.match(other, '(%d+)-(%d+)')
  if ms == other_ms then return tonumber(number) > tonumber(other_number) end
  return tonumber(ms) > tonumber(other_ms)
end

-- Says whether a group has not acknowledged an entry: it has not read it, or has it pending.
local function needs(group, stream, id)
  return after(id, group['last-delivered-id'])
    or #redis.call('XPENDING', stream, group.name, id, id, 1) > 0
end

-- The time of the store, in ms since 1970.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- What a stream takes in the store, in bytes. Each article has a node of its own, and of so
-- many the oldest are measured; the default, five, can be wrong tenfold.
local function bytes_of(stream)
  return redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', 20000) or 0
end
