#!lua
-- Writes one job and its page, where it brings one, then releases what there is room for.
-- Arguments: id, first task, key by which the caller's own id is found ('' for none), page (''
-- for none), reason for which it is dropped at once ('' for none), then field, value, …
-- Idempotent: a job that is known stays as it is.
local id, task, page, refused = argument(1), argument(2), argument(4), argument(5)
local at = now()
local job = keys.job .. id
if redis.call('EXISTS', job) == 0 then
  if page ~= '' then redis.call('SET', keys.page .. id, page) end
  write_job(id, task, at, argument(3), arguments_from(6))
  if refused ~= '' then
    close(id, at, 'dropped', refused, '', '')
  else
    set_out(id, at)
  end
end
return release(at)
