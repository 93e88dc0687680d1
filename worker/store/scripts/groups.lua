-- What the groups of a stream still need.

-- Redis cannot say how many entries are unread once one was deleted: up to so many are counted.
-- Counting copies them, and the store does nothing else meanwhile.
local COUNTED = 100

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

-- How many entries of a stream a group has not read, and 1 when there may be more of them.
-- Redis' own count has in it, before Redis 8, what was dropped unread.
local function unread(group, stream)
  if group.lag then return math.min(group.lag, redis.call('XLEN', stream)), 0 end
  local after_last = '(' .. group['last-delivered-id']
  local count = #redis.call('XRANGE', stream, after_last, '+', 'COUNT', COUNTED)
  return count, count == COUNTED and 1 or 0
end

-- What a stream takes in the store, in bytes. Each article has a node of its own, and of so
-- many the oldest are measured; the default, five, can be wrong tenfold.
local function bytes_of(stream)
  return redis.call('MEMORY', 'USAGE', stream, 'SAMPLES', 20000) or 0
end
