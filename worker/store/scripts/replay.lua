#!lua
-- Hands a dead job in again as a new one, which takes over what had been handed in, then releases
-- what there is room for.
-- Arguments: id of the dead job, new id, first task, key by which the caller's own id is found (''
-- for none), then field, value, …
-- Idempotent: who takes it off the list of the dead replays it; nobody else does.
-- Gives {whether it was replayed, messages}.
local old, id, task, at = ARGV[1], ARGV[2], ARGV[3], now()
local page = keys.page .. old
if redis.call('EXISTS', keys.job .. old) == 0 then return {0, {}} end
if task ~= 'fetch' and redis.call('EXISTS', page) == 0 then return {0, {}} end
if redis.call('ZREM', keys.dead, old) == 0 then return {0, {}} end
if task ~= 'fetch' then
  redis.call('RENAME', page, keys.page .. id)
  redis.call('PERSIST', keys.page .. id)
end
for _, prefix in ipairs(DOCUMENTS) do redis.call('UNLINK', prefix .. old) end
redis.call('HSET', keys.job .. old, 'replayed_by', id)
write_job(id, task, at, ARGV[4], {unpack(ARGV, 5)})
set_out(id, at)
return {1, release(at)}
