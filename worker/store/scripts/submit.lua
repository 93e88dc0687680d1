#!lua
-- Writes one job and its page, where it brings one, then releases what there is room for.
-- Arguments: id, first task, page ('' for none), reason for which it is dropped at once ('' for
-- none), then field, value, …
-- Idempotent: a job that is known stays as it is.
local id, task, page, refused = argument(1), argument(2), argument(3), argument(4)
local at = now()
local job = keys.job .. id
if redis.call('EXISTS', job) == 0 then
  local fields = {}
  for n = 8, #ARGV do fields[#fields + 1] = ARGV[n] end
  redis.call('HSET', job, 'state', 'waiting', 'task', task, 'first_task', task,
    'generation', 0, 'attempts', 0, 'submitted', whole(at), 'since', whole(at), unpack(fields))
  if page ~= '' then redis.call('SET', keys.page .. id, page) end
  redis.call('ZADD', keys.waiting, whole(at), id)
  if refused ~= '' then close(id, at, 'dropped', refused, '', '') end
end
return release(at)
