#!lua flags=allow-oom
-- Starts one attempt at a task, and counts it.
-- Arguments: id, generation, task, limit in ms, token of this execution, token that was
-- given back with the message ('' for none), how many attempts there are, the worker.
-- Gives {standing} for a message that is not current, else {'current', field, value, …}.
-- A fetch whose message comes when its host may not be asked yet goes back to wait for its
-- turn: 'early'. One that begins is told what the head of its document knows: known_etag, ….
-- A copy that comes while a fetch runs is turned away uncounted, or the host would be asked twice
-- at one time; so is one while the last attempt runs: a broker that lost a connection sends copies
-- of healthy messages, and a worker that died is the sweep's to find.
-- Idempotent: the same execution, or one whose message was given back, counts once.
local KNOWN = {'etag', 'last_modified', 'body_sha256', 'fetched_at'}

local function add_known(fields, document)
  for n, value in ipairs(redis.call('HMGET', keys.head .. document, unpack(KNOWN))) do
    if value and value ~= '' then
      fields[#fields + 1] = 'known_' .. KNOWN[n]
      fields[#fields + 1] = value
    end
  end
end

local id, generation, task = ARGV[1], ARGV[2], ARGV[3]
local limit, token, given_back = tonumber(ARGV[4]), ARGV[5], ARGV[6]
local most = tonumber(ARGV[7])
local stands = standing(id, generation, task)
if stands ~= 'current' then return {stands} end
local job, at = keys.job .. id, now()
local found = redis.call('HMGET', job, 'state', 'attempts', 'token', 'host')
local attempts, last, host = tonumber(found[2]), found[3], task == 'fetch' and found[4]
if host and found[1] == 'queued' and not may_start(id, host, at) then
  leave(id, task, at)
  wait_for_turn(id, host, at, 'LPUSH')
  return {'early'}
end
if last ~= token and (given_back == '' or last ~= given_back) then
  if found[1] == 'running' and (host or attempts >= most) then return {'running'} end
  attempts = redis.call('HINCRBY', job, 'attempts', 1)
end
-- What is poison to a worker names the last that tried it, not the one that closes it.
if attempts <= most then redis.call('HSET', job, 'worker', ARGV[8]) end
redis.call('HSET', job, 'state', 'running', 'since', whole(at), 'token', token)
redis.call('ZREM', keys.queued .. task, id)
redis.call('ZADD', keys.running, whole(at + limit), id)
local fields = redis.call('HGETALL', job)
table.insert(fields, 1, 'current')
if host then add_known(fields, redis.call('HGET', job, 'expected')) end
return fields
