#!lua
-- Writes one job and its page, where it brings one, then releases what there is room for.
-- Arguments: id, first task, page ('' for none), outcome and reason with which it ends at once (''
-- for none), inbox entry that it was ('' for none), then field, value, …
-- Idempotent: a job that is known stays as it is. An inbox entry goes as its job is written, so one
-- that is gone is a job already, and one whose id a job has is another that got this id again: it
-- gets a job id of its own.
local id, task, page = argument(1), argument(2), argument(3)
local outcome, reason, entry = argument(4), argument(5), argument(6)
local at = now()
if entry ~= '' then
  if redis.call('XDEL', keys.inbox, entry) == 0 then return release(at) end
  local count = 1
  while redis.call('EXISTS', keys.job .. id) == 1 do
    count = count + 1
    id = entry .. '-' .. count
  end
end
local job = keys.job .. id
if redis.call('EXISTS', job) == 0 then
  redis.call('HSET', job, 'state', 'waiting', 'task', task, 'first_task', task, 'generation', 0,
    'attempts', 0, 'submitted', whole(at), 'since', whole(at), unpack(arguments_from(7)))
  if page ~= '' then redis.call('SET', keys.page .. id, page) end
  local host = redis.call('HGET', job, 'host')
  if outcome ~= '' then
    close(id, at, outcome, reason, '', '')
  elseif host then
    wait_for_turn(id, host, at, 'RPUSH')
  else
    redis.call('ZADD', keys.waiting, whole(at), id)
  end
end
return release(at)
