#!lua
-- Writes one job and its page, where it brings one, then releases what there is room for.
-- Arguments: id, first task, key by which the caller's own id is found ('' for none), page (''
-- for none), outcome and reason with which it ends at once ('' for none), inbox entry that it was
-- ('' for none), then field, value, …
-- Idempotent: a job that is known stays as it is. An inbox entry goes as its job is written, so one
-- that is gone is a job already, and one whose id a job has is another that got this id again: it
-- gets a job id of its own.
local id, task, page = ARGV[1], ARGV[2], ARGV[4]
local outcome, reason, entry = ARGV[5], ARGV[6], ARGV[7]
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
  if page ~= '' then redis.call('SET', keys.page .. id, page) end
  write_job(id, task, at, ARGV[3], {unpack(ARGV, 8)})
  if outcome ~= '' then
    close(id, at, outcome, reason, '', '')
  else
    set_out(id, at)
  end
end
return release(at)
