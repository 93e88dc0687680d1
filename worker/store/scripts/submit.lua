#!lua
-- Writes one job and its page, where it brings one, then releases what there is room for.
-- Arguments: id, first task, page ('' for none), reason for which it is dropped at once ('' for
-- none), then field, value, …
-- Idempotent: a job that is known stays as it is.
local id, task, page, refused = argument(1), argument(2), argument(3), argument(4)
local at = now()
local job = keys.job .. id
if redis.call('EXISTS', job) == 0 then
  redis.call('HSET', job, 'state', 'waiting', 'task', task, 'first_task', task, 'generation', 0,
    'attempts', 0, 'submitted', whole(at), 'since', whole(at), unpack(arguments_from(5)))
  if page ~= '' then redis.call('SET', keys.page .. id, page) end
  local host = redis.call('HGET', job, 'host')
  if refused ~= '' then
    close(id, at, 'dropped', refused, '', '')
  elseif host then
    wait_for_turn(id, host, at, 'RPUSH')
  else
    redis.call('ZADD', keys.waiting, whole(at), id)
  end
end
return release(at)
