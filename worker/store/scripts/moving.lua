-- How a job leaves a state, ends, and is released when its turn has come.

-- Jobs that one call releases, and looks at, at most: the store does nothing else meanwhile.
local SLICE, looks_left = 100, 300
-- A job that follows another is done when that one has brought a version, new or known.
local BROUGHT = {published = true, unchanged = true, duplicate = true}

local function leave(id, task, at)
  redis.call('ZREM', keys.waiting, id)
  redis.call('ZREM', keys.running, id)
  redis.call('ZREM', keys.queued .. task, id)
  if task == 'fetch' then give_permit_back(id, at) end
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
  leave(id, redis.call('HGET', job, 'task'), at)
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
  if redis.call('EXISTS', keys.followers .. id) == 1 then
    redis.call('RPUSH', keys.leaders, id)
  end
end

-- Sends the followers of closed jobs back to their hosts' queues, where they learn how it ended.
local function let_followers_go_on(at)
  local leader = redis.call('LINDEX', keys.leaders, 0)
  if not leader then return end
  local followers = keys.followers .. leader
  for _, id in ipairs(redis.call('LPOP', followers, SLICE) or {}) do
    local host = redis.call('HGET', keys.job .. id, 'host')
    if host then wait_for_turn(id, host, at, 'LPUSH') end
  end
  if redis.call('EXISTS', followers) == 0 then redis.call('LPOP', keys.leaders) end
end

-- Notes which document a job has turned out to be: whoever asks for its URL shares the fetch.
local function note_document(id, document)
  redis.call('HSET', keys.job .. id, 'document', document)
  if redis.call('HEXISTS', keys.job .. id, 'url_key') == 1 then
    redis.call('SET', keys.url .. document, id, 'EX', CLOSED_KEPT)
  end
end

-- Says what becomes of a job whose host has its turn. Jobs for one URL share one fetch: the
-- first takes the URL and goes; the others follow it while it is open, and are unchanged when
-- it was fetched after they were handed in. One that a redirect has brought here follows
-- nobody, or two could wait for each other.
-- Gives a message, or nil when the job was closed, follows another, or is no longer here.
local function admit(id, host, at)
  local job = keys.job .. id
  local found = redis.call('HMGET', job, 'state', 'host', 'url_key', 'submitted', 'passed')
  if found[1] ~= 'waiting' or found[2] ~= host then return nil end
  local url = keys.url .. found[3]
  local first = redis.call('GET', url)
  if first and first ~= id then
    local fetch = redis.call('HMGET', keys.job .. first,
      'state', 'outcome', 'fetched', 'document', 'version')
    if fetch[1] and fetch[1] ~= 'closed' and not found[5] then
      redis.call('RPUSH', keys.followers .. first, id)
      return nil
    end
    if BROUGHT[fetch[2]] and (tonumber(fetch[3]) or 0) >= found[4] - FRESH then
      close(id, at, 'unchanged', 'fresh', fetch[4], fetch[5])
      return nil
    end
    if (fetch[4] or '') ~= '' then redis.call('HSET', job, 'expected', fetch[4]) end
  end
  redis.call('SET', url, id, 'EX', CLOSED_KEPT)
  return queue(id, 'fetch', at)
end

-- Gives the message of the next job for a host; nil when it is not its turn, or none is left.
local function take(host, at)
  local next_at, delay = turn(host)
  local ending = given_up(host, at)
  local message = nil
  if ending or (next_at <= at and full_until(host, at) == 0) then
    while not message and looks_left > 0 do
      local id = redis.call('LPOP', keys.frontier .. host)
      if not id then break end
      looks_left = looks_left - 1
      if ending then
        redis.call('HSET', keys.job .. id, 'error', 'the host was given up before its turn')
        close(id, at, ending[1], ending[2], '', '')
      else
        message = admit(id, host, at)
        if message then
          local on_time = at - next_at <= delay * MAKES_UP
          set_next(host, (on_time and next_at or at) + delay)
          take_permit(id, host, at)
        end
      end
    end
  end
  local left = redis.call('EXISTS', keys.frontier .. host) == 1
  if ending and not left then forget_failures(host) end
  if ending and left then redis.call('ZADD', keys.turns, whole(at), host) else schedule(host, at) end
  return message
end

-- Lets a job go whose time has come: to its host's queue, or on. Gives a message or nil.
local function wake(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'state', 'task', 'host')
  if found[1] ~= 'waiting' then
    redis.call('ZREM', keys.waiting, id)
  elseif found[2] == 'fetch' and found[3] then
    wait_for_turn(id, found[3], at, 'RPUSH')
  else
    return queue(id, found[2], at)
  end
end

-- Queues what is due while there is room in flight, jobs and hosts alike: the first whose time
-- has come, the first to go. Gives the messages that the caller must send.
local function release(at)
  let_followers_go_on(at)
  local room = math.min(MAX_IN_FLIGHT - in_flight(), SLICE)
  local messages = {}
  while #messages < room and looks_left > 0 do
    looks_left = looks_left - 1
    local job = redis.call('ZRANGEBYSCORE', keys.waiting, '-inf', whole(at), 'WITHSCORES', 'LIMIT', 0, 1)
    local host = redis.call('ZRANGEBYSCORE', keys.turns, '-inf', whole(at), 'WITHSCORES', 'LIMIT', 0, 1)
    if not job[1] and not host[1] then break end
    if job[1] and (not host[1] or tonumber(job[2]) <= tonumber(host[2])) then
      messages[#messages + 1] = wake(job[1], at)
    else
      messages[#messages + 1] = take(host[1], at)
    end
  end
  return messages
end

-- What closing a job answers: its outcome, its reason, and the messages to send in its place.
local function verdict(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'outcome', 'reason')
  return {found[1], found[2], release(at)}
end
