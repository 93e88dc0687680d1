-- What all scripts share; it stands before each of them. Times are milliseconds since 1970
-- by the store's own clock, so that the clocks of the workers' machines do not matter.
--
-- The first three arguments of every script are the same: how many jobs may be in flight,
-- and for how many seconds a closed and a dead job are kept. `argument(1)` is the fourth.
local MAX_IN_FLIGHT, CLOSED_KEPT, DEAD_KEPT = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local DAY_MS = 86400000

local function argument(n) return ARGV[n + 3] end

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

-- Takes jobs that a set has had since before a time and that are still in that state, and
-- queues them under a new generation: whatever message was out for one is stale from here on.
-- An id whose job is gone, or is elsewhere, is only taken out of the set. Gives the messages
-- that the caller must send.
local function requeue(set, state, before, most, at)
  local messages = {}
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', set, '-inf', before, 'LIMIT', 0, most)) do
    redis.call('ZREM', set, id)
    local job = keys.job .. id
    local found = redis.call('HMGET', job, 'state', 'task')
    if found[1] == state and found[2] then
      local generation = redis.call('HINCRBY', job, 'generation', 1)
      redis.call('HSET', job, 'state', 'queued', 'since', whole(at))
      redis.call('ZADD', keys.queued .. found[2], whole(at), id)
      messages[#messages + 1] = {found[2], id, generation}
    end
  end
  return messages
end

-- Queues due jobs while there is room in flight: the first to wait, the first to go.
local function release(at)
  local room = math.min(MAX_IN_FLIGHT - in_flight(), 100)
  if room <= 0 then return {} end
  return requeue(keys.waiting, 'waiting', whole(at), room, at)
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

local function leave(id, task)
  redis.call('ZREM', keys.waiting, id)
  redis.call('ZREM', keys.running, id)
  redis.call('ZREM', keys.queued .. task, id)
end

local function keep_or_delete_documents(id, outcome)
  for _, prefix in ipairs(DOCUMENTS) do
    if outcome == 'dead' then
      redis.call('EXPIRE', prefix .. id, DEAD_KEPT)
    else
      redis.call('UNLINK', prefix .. id)
    end
  end
end

-- Closes a job with its one outcome: ledger, outcome stream, tally, times to live. `document`
-- and `version` are '' where there is none.
local function close(id, at, outcome, reason, document, version)
  local job = keys.job .. id
  leave(id, redis.call('HGET', job, 'task'))
  redis.call('HSET', job, 'state', 'closed', 'outcome', outcome, 'reason', reason,
    'closed', whole(at), 'since', whole(at), 'document', document, 'version', version)
  redis.call('HDEL', job, 'token')
  redis.call('EXPIRE', job, outcome == 'dead' and DEAD_KEPT or CLOSED_KEPT)
  keep_or_delete_documents(id, outcome)
  if outcome == 'dead' then
    redis.call('ZADD', keys.dead, whole(at), id)
    redis.call('ZREMRANGEBYSCORE', keys.dead, '-inf', whole(at - DEAD_KEPT * 1000))
    redis.call('EXPIRE', keys.dead, DEAD_KEPT)
  end
  local tally = keys.tally .. whole(math.floor(at / DAY_MS))
  redis.call('HINCRBY', tally, outcome .. ':' .. reason, 1)
  redis.call('EXPIRE', tally, DEAD_KEPT)
  redis.call('XADD', keys.outcomes, '*', 'job_id', id, 'outcome', outcome, 'reason', reason,
    'id', document, 'version', version)
end

-- What closing a job answers: its outcome, its reason, and the messages to send in its place.
local function verdict(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'outcome', 'reason')
  return {found[1], found[2], release(at)}
end
