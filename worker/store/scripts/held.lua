#!lua flags=no-writes
-- Tells what a stream's groups have not acknowledged. Arguments: stream.
-- Gives {length, bytes, groups}: of each its name, unread entries, 1 when there may be more,
-- pending entries, ms since a member last asked ('' without members), age in ms of the first entry
-- that it needs ('' where it needs none), 1 when that is the first of the stream.
local stream, at = ARGV[1], now()

local function first_id(from)
  return (redis.call('XRANGE', stream, from, '+', 'COUNT', 1)[1] or {})[1]
end

local function idle(group)
  local least = math.huge
  for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group.name)) do
    least = math.min(least, named(flat).idle)
  end
  return least < math.huge and least or ''
end

local head, told = first_id('-'), {}

-- The first entry that a group needs; what is pending and was deleted since, it does not.
local function first_needed(group)
  local pending = redis.call('XPENDING', stream, group.name, head, '+', 1)[1]
  return pending and pending[1] or first_id('(' .. group['last-delivered-id'])
end

for n, group in ipairs(groups_of(stream)) do
  local needed = head and first_needed(group)
  local age = needed and at - tonumber(string.match(needed, '%d+')) or ''
  local count, is_least = unread(group, stream)
  local holds_first = needed == head and 1 or 0
  told[n] = {group.name, count, is_least, group.pending, idle(group), age, holds_first}
end
return {redis.call('XLEN', stream), bytes_of(stream), told}
