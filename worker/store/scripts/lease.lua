#!lua flags=allow-oom
-- Takes, keeps or gives up the lease of the clock.
-- Arguments: the clock's token, how long the lease lasts in ms (0 gives it up).
-- Gives 1 to the clock that holds it.
local token, lasts = ARGV[1], tonumber(ARGV[2])
local holder = redis.call('GET', keys.clock)
if holder and holder ~= token then return 0 end
if lasts > 0 then
  redis.call('SET', keys.clock, token, 'PX', lasts)
else
  redis.call('DEL', keys.clock)
end
return 1
