-- How a job leaves a state, ends, and is released when its turn has come.

-- Jobs that one call releases, and looks at, at most: the store does nothing else meanwhile.
local SLICE, looks_left = 100, 300
-- What only an open job needs, and what only an open or a dead one does: to be looked into, and to
-- be replayed.
local OF_OPEN = {'token', 'url_key', 'expected', 'next_url', 'passed', 'since'}
local OF_OPEN_OR_DEAD = {'first_task', 'host', 'worker', unpack(OF_OPEN)}
-- A job that follows another is done when that one has brought a version, new or known.
local BROUGHT = {published = true, unchanged = true, duplicate = true}

local function leave(id, task, at)
  -- A job stands in one of them, and most that leave in the first.
  for _, set in ipairs({keys.running, keys.queued .. task, keys.waiting}) do
    if redis.call('ZREM', set, id) == 1 then break end
  end
  if task == 'fetch' then give_permit_back(id, at) end
end

-- Ends the attempt at a job's task, where one has begun, and counts how long it took. Gives the job's
-- task, since, attempts and document; and {field, value} that tell how long, {} where none had begun.
local function end_attempt(job, at)
  local found = redis.call('HMGET', job, 'task', 'since', 'attempts', 'document', 'state')
  if found[5] ~= 'running' then return found, {} end
  local task, ms = found[1], math.max(0, at - found[2])
  add_time(task, ms)
  return found, {task .. '_ms', whole(ms)}
end

local function keep_or_delete_documents(id, outcome)
  local documents = {}
  for n, prefix in ipairs(DOCUMENTS) do documents[n] = prefix .. id end
  if outcome ~= 'dead' then
    redis.call('UNLINK', unpack(documents))
    return
  end
  for _, document in ipairs(documents) do redis.call('EXPIRE', document, DEAD_KEPT) end
end

-- Closes a job with its one outcome: ledger, outcome stream, tally, times to live. `document`
-- and `version` are '' where there is none; a `document` of nil is what the job has turned out to be.
local function close(id, at, outcome, reason, document, version)
  local job = keys.job .. id
  local is_dead, known, spent = outcome == 'dead', end_attempt(job, at)
  document = document or known[4] or ''
  leave(id, known[1], at)
  redis.call('HSET', job, 'state', 'closed', 'outcome', outcome, 'reason', reason,
    'closed', whole(at), 'document', document, 'version', version, unpack(spent))
  redis.call('HDEL', job, unpack(is_dead and OF_OPEN or OF_OPEN_OR_DEAD))
  redis.call('EXPIRE', job, is_dead and DEAD_KEPT or CLOSED_KEPT)
  keep_or_delete_documents(id, outcome)
  if is_dead then
    redis.call('ZADD', keys.dead, whole(at), id)
    redis.call('ZREMRANGEBYSCORE', keys.dead, '-inf', whole(at - DEAD_KEPT * 1000))
    redis.call('EXPIRE', keys.dead, DEAD_KEPT)
  end
  local tally = keys.tally .. whole(math.floor(at / DAY_MS))
  if redis.call('HINCRBY', tally, outcome .. ':' .. reason, 1) == 1 then
    redis.call('EXPIRE', tally, DEAD_KEPT)
  end
  add('jobs', outcome .. ':' .. reason, 1)
  redis.call('XADD', keys.outcomes, '*', 'job_id', id, 'outcome', outcome, 'reason', reason,
    'id', document, 'version', version)
  if redis.call('EXISTS', keys.followers .. id) == 1 then
    redis.call('RPUSH', keys.leaders, id)
  end
end

-- Deletes a closed job with all that is kept of it.
local function delete(id)
  redis.call('ZREM', keys.dead, id)
  redis.call('UNLINK', keys.job .. id)
  for _, prefix in ipairs(DOCUMENTS) do redis.call('UNLINK', prefix .. id) end
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
    local first = redis.call('SET', keys.url .. document, id, 'EX', CLOSED_KEPT, 'GET')
    if first and first ~= id then redis.call('HSET', keys.job .. id, 'earlier', first) end
  end
end

-- Ends a job whose URL has been fetched by another since it was handed in; whoever looks for the
-- jobs of the URL finds it behind that one. Gives whether it did, and the job that had the URL
-- last, where there is another.
local function shares(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'url_key', 'submitted')
  local first = redis.call('GET', keys.url .. found[1])
  if not first or first == id then return false, nil end
  local fetch = redis.call('HMGET', keys.job .. first,
    'outcome', 'fetched', 'document', 'version', 'earlier')
  if not BROUGHT[fetch[1]] or (tonumber(fetch[2]) or 0) < found[2] - FRESH then
    return false, first
  end
  close(id, at, 'unchanged', 'fresh', fetch[3], fetch[4])
  redis.call('HSET', keys.job .. id, 'earlier', fetch[5] or '')
  redis.call('HSET', keys.job .. first, 'earlier', id)
  return true, first
end

-- Says what becomes of a job whose host has its turn. Jobs for one URL share one fetch: the
-- first takes the URL and goes; the others follow it while it is open, and are unchanged when
-- it was fetched after they were handed in. One that a redirect has brought here follows
-- nobody, or two could wait for each other.
-- Gives a message, or nil when the job was closed, or follows another.
local function admit(id, at)
  local is_done, first = shares(id, at)
  if is_done then return nil end
  local job = keys.job .. id
  if first then
    local other = redis.call('HMGET', keys.job .. first, 'state', 'document')
    if other[1] and other[1] ~= 'closed' and redis.call('HEXISTS', job, 'passed') == 0 then
      redis.call('RPUSH', keys.followers .. first, id)
      return nil
    end
    -- What that URL has turned out to be is most likely what it still is.
    if (other[2] or '') ~= '' then redis.call('HSET', job, 'expected', other[2]) end
    redis.call('HSET', job, 'earlier', first)
  end
  redis.call('SET', keys.url .. redis.call('HGET', job, 'url_key'), id, 'EX', CLOSED_KEPT)
  return queue(id, 'fetch', at)
end

-- Says whether a job that a host's queue names is still there, and waits for it.
local function waits_for(id, host)
  local found = redis.call('HMGET', keys.job .. id, 'state', 'host')
  return found[1] == 'waiting' and found[2] == host
end

-- Ends a job of a host that was given up, unless another has fetched its URL in time.
local function give_up(id, at, ending)
  if shares(id, at) then return end
  redis.call('HSET', keys.job .. id, 'error', 'the host was given up before its turn')
  close(id, at, ending[1], ending[2], '', '')
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
      if waits_for(id, host) then
        if ending then give_up(id, at, ending) else message = admit(id, at) end
      end
    end
    if message then
      local on_time = at - next_at <= delay * MAKES_UP
      set_next(host, (on_time and next_at or at) + delay)
      take_permit(message[2], host, at)
    end
  end
  local left = redis.call('EXISTS', keys.frontier .. host) == 1
  if ending and not left then
    forget_failures(host)
    redis.call('HDEL', keys.host .. host, 'paused')
  end
  if ending and left then
    redis.call('ZADD', keys.turns, whole(at), host)
  else
    schedule(host, at)
  end
  return message
end

-- Lets a job go whose time has come: to its host's queue, or on. Gives a message or nil.
local function wake(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'state', 'task', 'host')
  if found[1] ~= 'waiting' then
    redis.call('ZREM', keys.waiting, id)
  elseif found[2] == 'fetch' and found[3] then
    -- It has had its turn in the queue once: another attempt need not wait for a day.
    wait_for_turn(id, found[3], at, 'LPUSH')
  else
    return queue(id, found[2], at)
  end
end

-- Gives {member, time} of what is due first of a set, or {}.
local function first_due(set, at)
  return redis.call('ZRANGEBYSCORE', set, '-inf', whole(at), 'WITHSCORES', 'LIMIT', 0, 1)
end

-- Queues what is due while there is room in flight, jobs and hosts alike: the first whose time
-- has come, the first to go. Gives the messages that the caller must send.
local function release(at)
  let_followers_go_on(at)
  local room, messages = nil, {}
  while looks_left > 0 do
    looks_left = looks_left - 1
    local job, host = first_due(keys.waiting, at), first_due(keys.turns, at)
    if not job[1] and not host[1] then break end
    room = room or math.min(MAX_IN_FLIGHT - in_flight(), SLICE)
    if #messages >= room then break end
    if job[1] and (not host[1] or tonumber(job[2]) <= tonumber(host[2])) then
      messages[#messages + 1] = wake(job[1], at)
    else
      messages[#messages + 1] = take(host[1], at)
    end
  end
  return messages
end

-- Writes a new job; the caller's own id, where there is one, leads to it from now on.
local function write_job(id, task, at, own_key, fields)
  local job = keys.job .. id
  redis.call('HSET', job, 'state', 'waiting', 'task', task, 'first_task', task, 'generation', 0,
    'attempts', 0, 'submitted', whole(at), 'since', whole(at), unpack(fields))
  add('jobs', 'submitted', 1)
  if own_key == '' then return end
  local before = redis.call('SET', keys.own .. own_key, id, 'EX', DEAD_KEPT, 'GET')
  if before then redis.call('HSET', job, 'earlier', before) end
end

-- Lets a new job wait for its host, or for room.
local function set_out(id, at)
  local host = redis.call('HGET', keys.job .. id, 'host')
  if host then
    wait_for_turn(id, host, at, 'RPUSH')
  else
    redis.call('ZADD', keys.waiting, whole(at), id)
  end
end

-- What closing a job answers: its outcome, its reason, and the messages to send in its place.
local function verdict(id, at)
  local found = redis.call('HMGET', keys.job .. id, 'outcome', 'reason')
  return {found[1], found[2], release(at)}
end
