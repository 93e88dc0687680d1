#!lua flags=allow-oom
-- Notes that a canary has come back. Arguments: task, time with which it was sent.
-- One that was never sent (later than the last) proves nothing and is not noted.
local canary = keys.canary .. ARGV[1]
local times = redis.call('HMGET', canary, 'sent', 'returned')
local back, sent, returned = tonumber(ARGV[2]), tonumber(times[1]), tonumber(times[2]) or 0
if back and sent and back <= sent and back > returned then
  redis.call('HSET', canary, 'returned', whole(back), 'took', whole(now() - back))
end
redis.call('EXPIRE', canary, 86400)
return 'noted'
