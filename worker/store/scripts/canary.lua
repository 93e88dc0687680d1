#!lua flags=allow-oom
-- Says whether a queue needs a canary now, and notes that it was sent.
-- Arguments: task, age in ms of a queued job that makes a canary worth sending, ms after which
-- a canary that has not come back gets a successor.
-- Gives {time to send with or '', time with which the last one came back or ''}.
local task, old_enough, patience = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local canary, at = keys.canary .. task, now()
local times = redis.call('HMGET', canary, 'sent', 'returned')
local sent, returned = tonumber(times[1]) or 0, tonumber(times[2]) or 0
if sent > at or returned > at then
  -- The store's clock was set back: what a canary from the future proves is nothing.
  redis.call('DEL', canary)
  sent, returned, times = 0, 0, {}
end
local oldest = redis.call('ZRANGE', keys.queued .. task, 0, 0, 'WITHSCORES')[2]
local wanted = oldest and tonumber(oldest) < at - old_enough
local out = sent > returned and sent > at - patience
if not wanted or out then return {'', times[2] or ''} end
redis.call('HSET', canary, 'sent', whole(at))
redis.call('EXPIRE', canary, 86400)
return {whole(at), times[2] or ''}
