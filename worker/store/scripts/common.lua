-- What all scripts share: arguments, time, and the standing of a job. Times are milliseconds
-- since 1970 by the store's own clock, so that the clocks of the workers' machines do not matter.
--
-- The first arguments of every script are the same, `Ledger` gives them: how many jobs may be
-- in flight, for how many seconds a closed and a dead job are kept; then, in ms where they are
-- times, the politeness that is set, and how long a book of signatures is (see near.lua). `argument(1)` is the first of the script's own.
local MAX_IN_FLIGHT = tonumber(ARGV[1])
local CLOSED_KEPT, DEAD_KEPT = tonumber(ARGV[2]), tonumber(ARGV[3])
local DELAY, DELAY_FACTOR, MAX_DELAY = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local CONNECTIONS, PERMIT = tonumber(ARGV[7]), tonumber(ARGV[8])
local BACKOFF, MAX_BACKOFF, GIVE_UP = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
local FRESH, BOOK = tonumber(ARGV[12]), tonumber(ARGV[13])
local SHARED = 13
local DAY_MS = 86400000

local function argument(n) return ARGV[n + SHARED] end

-- The arguments from the n-th on.
local function arguments_from(n)
  local rest = {}
  for m = n + SHARED, #ARGV do rest[#rest + 1] = ARGV[m] end
  return rest
end

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A number as Redis should keep it: Lua would write a time as 1.7e+12.
local function whole(number) return string.format('%.0f', number) end

local function in_flight()
  local count = redis.call('ZCARD', keys.running)
  for _, task in ipairs(TASKS) do count = count + redis.call('ZCARD', keys.queued .. task) end
  return count
end

-- Queues a job under a new generation: whatever message was out for it is stale from here on.
-- Gives the message that the caller must send.
local function queue(id, task, at)
  local generation = redis.call('HINCRBY', keys.job .. id, 'generation', 1)
  redis.call('HSET', keys.job .. id, 'state', 'queued', 'since', whole(at))
  redis.call('ZREM', keys.waiting, id)
  redis.call('ZADD', keys.queued .. task, whole(at), id)
  return {task, id, generation}
end

-- Takes jobs that a set has had since before a time and that are still in that state, and
-- queues them again. An id whose job is gone, or is elsewhere, is only taken out of the set.
local function requeue(set, state, before, at)
  local messages = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', set, '-inf', before, 'LIMIT', 0, 100)) do
    redis.call('ZREM', set, id)
    local found = redis.call('HMGET', keys.job .. id, 'state', 'task')
    if found[1] == state and found[2] then messages[#messages + 1] = queue(id, found[2], at) end
  end
  return messages
end

-- What a message's task is to the job now: 'current', or why it is not.
local function standing(id, generation, task)
  local job = redis.call('HMGET', keys.job .. id, 'state', 'generation', 'task')
  if not job[1] then return 'unknown' end
  if job[1] == 'closed' then return 'closed' end
  if job[2] ~= generation then return 'stale' end
  if job[3] ~= task then return 'passed' end
  if job[1] == 'waiting' then return 'waiting' end
  return 'current'
end
