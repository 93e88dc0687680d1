#!lua flags=allow-oom
-- Notes that a canary has come back. Arguments: task, time with which it was sent.
local canary = keys.canary .. argument(1)
local returned = tonumber(redis.call('HGET', canary, 'returned')) or 0
if tonumber(argument(2)) > returned then redis.call('HSET', canary, 'returned', argument(2)) end
redis.call('EXPIRE', canary, 86400)
return 'noted'
