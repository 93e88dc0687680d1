-- What the scripts of the ledger share: the standing of a job. What is set comes before this file
-- (`constants` of worker/store/arguments.py). Times are milliseconds since 1970 by the store's own
-- clock, so that the clocks of the workers' machines do not matter.
local DAY_MS = 86400000

-- A number as Redis should keep it: Lua would write a time as 1.7e+12.
local function whole(number) return string.format('%.0f', number) end

-- Adds to one of the totals that `newsmill metrics` tells (worker/store/totals.py).
local function add(kind, field, amount)
  redis.call('HINCRBY', keys.totals .. kind, field, amount)
end

-- Adds a time in ms to those of a task, or of the answers to fetches.
local function add_time(name, ms)
  local bucket = 'inf'
  for _, bound in ipairs(BOUNDS) do
    if ms <= bound then
      bucket = bound
      break
    end
  end
  add(name, bucket, 1)
  add(name, 'ms', whole(ms))
end

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

-- What a message's task is to the job now: 'current', and then when it was submitted and its URL's
-- key; or why it is not.
local function standing(id, generation, task)
  local job = redis.call('HMGET', keys.job .. id,
    'state', 'generation', 'task', 'submitted', 'url_key')
  if not job[1] then return 'unknown' end
  if job[1] == 'closed' then return 'closed' end
  if job[2] ~= generation then return 'stale' end
  if job[3] ~= task then return 'passed' end
  if job[1] == 'waiting' then return 'waiting' end
  return 'current', tonumber(job[4]), job[5]
end
