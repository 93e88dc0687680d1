#!lua flags=allow-oom
-- Releases what is due, as far as there is room.
-- Gives {messages to send, ms until the next is due: '' where nothing is, or there is no room}.
local at = now()
local messages = release(at)
if in_flight() >= MAX_IN_FLIGHT then return {messages, ''} end
local soonest = redis.call('EXISTS', keys.leaders) == 1 and at or math.huge
for _, set in ipairs({keys.waiting, keys.turns}) do
  local first = redis.call('ZRANGEBYSCORE', set, '-inf', '(inf', 'WITHSCORES', 'LIMIT', 0, 1)
  soonest = math.min(soonest, tonumber(first[2]) or math.huge)
end
return {messages, soonest < math.huge and whole(math.max(0, soonest - at)) or ''}
