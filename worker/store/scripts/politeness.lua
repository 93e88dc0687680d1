-- Whose turn it is. Each host has a queue of the jobs that wait for it, the time from which on
-- it may be asked again, and permits: as many as it may have requests at one time. A permit
-- that is not given back expires. All hosts for which a job waits stand in one set, by the time
-- at which to look at them; a job that waits for its host has no message and no due time.

-- A request may come this share of the delay too early: what one comes late, the next makes up,
-- so that the set rate is kept. What comes earlier than the second share (a message that waited
-- long for a busy fetcher) goes back to the head of its queue.
local MAKES_UP, TOO_EARLY = 0.2, 0.3
-- The share that the latest response time has in the mean that is learned.
local LEARNS = 0.3
-- A host that fails so often in a row is down: it is left alone, longer each time.
local FAILURES = 5

-- Gives the time from which on a host may be asked, its delay, the start of the last request.
local function turn(host)
  local found = redis.call('HMGET', keys.host .. host,
    'next', 'paused', 'crawl_delay_ms', 'response_ms', 'last')
  local asked = math.max(tonumber(found[3]) or 0, (tonumber(found[4]) or 0) * DELAY_FACTOR)
  local delay = math.max(DELAY, math.min(asked, MAX_DELAY))
  return math.max(tonumber(found[1]) or 0, tonumber(found[2]) or 0), delay, tonumber(found[5]) or 0
end

-- Gives 0 when a host has a permit left, else the time at which the next one expires.
local function full_until(host, at)
  local permits = keys.permits .. host
  redis.call('ZREMRANGEBYSCORE', permits, '-inf', whole(at))
  if redis.call('ZCARD', permits) < CONNECTIONS then return 0 end
  return tonumber(redis.call('ZRANGE', permits, 0, 0, 'WITHSCORES')[2])
end

-- Notes when to look at a host next; one for which no job waits is forgotten.
local function schedule(host, at)
  if redis.call('EXISTS', keys.frontier .. host) == 0 then
    redis.call('ZREM', keys.turns, host)
  else
    local look = math.max((turn(host)), full_until(host, at), at)
    redis.call('ZADD', keys.turns, whole(look), host)
  end
end

-- Lets a job wait for its host, last or (side 'LPUSH') first of all.
local function wait_for_turn(id, host, at, side)
  redis.call('HSET', keys.job .. id, 'state', 'waiting')
  redis.call('ZADD', keys.waiting, 'inf', id)
  redis.call(side, keys.frontier .. host, id)
  if not redis.call('ZSCORE', keys.turns, host) then schedule(host, at) end
end

local function take_permit(id, host, at)
  local permits = keys.permits .. host
  redis.call('ZADD', permits, whole(at + PERMIT), id)
  redis.call('PEXPIRE', permits, whole(2 * PERMIT))
end

local function give_permit_back(id, at)
  local host = redis.call('HGET', keys.job .. id, 'host')
  if host and redis.call('ZREM', keys.permits .. host, id) == 1 then
    local look = tonumber(redis.call('ZSCORE', keys.turns, host))
    -- One that is due already keeps its place among all hosts.
    if look and look > at then schedule(host, at) end
  end
end

-- Notes from when on a host may be asked again.
local function set_next(host, next_at)
  redis.call('HSET', keys.host .. host, 'next', whole(next_at))
  redis.call('PEXPIRE', keys.host .. host, DAY_MS)
end

-- Counts the other requests to a host that run. (A permit may have expired in a long queue, and
-- gone to a job that is queued too: whoever begins first goes.)
local function running_at(host, id, at)
  local permits, count = keys.permits .. host, 0
  redis.call('ZREMRANGEBYSCORE', permits, '-inf', whole(at))
  for _, other in ipairs(redis.call('ZRANGE', permits, 0, -1)) do
    if other ~= id and redis.call('HGET', keys.job .. other, 'state') == 'running' then
      count = count + 1
    end
  end
  return count
end

-- Starts a job's request: notes its time and takes a permit. Gives false when it would come too
-- early, and then does neither.
local function may_start(id, host, at)
  local next_at, delay, last = turn(host)
  if at < last + delay * (1 - TOO_EARLY) then return false end
  if at < (tonumber(redis.call('HGET', keys.host .. host, 'paused')) or 0) then return false end
  if running_at(host, id, at) >= CONNECTIONS then return false end
  redis.call('HSET', keys.host .. host, 'last', whole(at))
  set_next(host, math.max(next_at, at + delay * (1 - MAKES_UP)))
  take_permit(id, host, at)
  return true
end

-- An answer ends a row of failures. What a server has asked for, or a pause that a later request
-- has met with, stays: an answer to an earlier request says nothing of it.
local function forget_failures(host)
  redis.call('HDEL', keys.host .. host, 'failures', 'failing_since', 'failed', 'ending')
end

-- Says whether a host's last failure is so long ago that it tells nothing of now.
local function long_ago(host, at)
  local found = redis.call('HMGET', keys.host .. host, 'failed', 'paused')
  return at - math.max(tonumber(found[1]) or 0, tonumber(found[2]) or 0) > GIVE_UP
end

-- Learns from how a request to a job's host ended. The script's arguments from `n` on tell it:
-- 'answered', 'refused', 'failed' or (there was no request) 'none'; how long it took; what the
-- server asks to wait, both in ms; and how jobs end ('outcome:reason') when this goes on.
local function visited(id, at, n)
  local answer, took = ARGV[n], tonumber(ARGV[n + 1])
  local host = redis.call('HGET', keys.job .. id, 'host')
  if not host or answer == 'none' then return end
  if answer ~= 'failed' then add_time('answer', took) end
  local name = keys.host .. host
  if answer == 'answered' then
    local mean = tonumber(redis.call('HGET', name, 'response_ms')) or took
    redis.call('HSET', name, 'response_ms', whole(mean + LEARNS * (took - mean)))
    forget_failures(host)
    local next_at, delay, last = turn(host)
    -- A delay that has just been learned holds from this request on.
    if next_at < last + delay * (1 - MAKES_UP) then next_at = last + delay end
    set_next(host, next_at)
    return
  end
  if long_ago(host, at) then forget_failures(host) end
  redis.call('HSETNX', name, 'failing_since', whole(at))
  redis.call('HSET', name, 'failed', whole(at), 'ending', ARGV[n + 3])
  local times = redis.call('HINCRBY', name, 'failures', 1)
  if answer == 'failed' then times = times - FAILURES + 1 end
  if times > 0 then
    local pause = math.max(tonumber(ARGV[n + 2]), BACKOFF * 2 ^ (times - 1))
    redis.call('HSET', name, 'paused', whole(at + math.min(pause, MAX_BACKOFF)))
  end
  redis.call('PEXPIRE', name, DAY_MS)
end

-- Gives {outcome, reason} for the jobs of a host that has done nothing but fail for too long.
local function given_up(host, at)
  local found = redis.call('HMGET', keys.host .. host, 'failures', 'failing_since', 'ending')
  local failing = tonumber(found[1]) or 0
  if failing < FAILURES or at - tonumber(found[2]) < GIVE_UP then return nil end
  if long_ago(host, at) then return nil end
  local outcome, reason = string.match(found[3], '(%w+):([%w_]+)')
  return {outcome, reason}
end
