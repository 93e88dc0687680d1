#!lua flags=allow-oom
-- Queues again the running jobs that are silent past their task's limit.
-- Arguments: silence beyond the limit, in ms. Gives the messages to send.
local at = now()
local messages = {}
local silent = redis.call('ZRANGEBYSCORE', keys.running, '-inf', whole(at - tonumber(argument(1))),
  'LIMIT', 0, 100)
for _, id in ipairs(silent) do
  redis.call('ZREM', keys.running, id)
  messages[#messages + 1] = queue(id, redis.call('HGET', keys.job .. id, 'task'), at)
end
return messages
