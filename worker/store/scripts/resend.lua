#!lua flags=allow-oom
-- Queues again the jobs whose message is lost: they were queued long enough before a canary
-- that has come back through the same queue.
-- Arguments: task, the latest time at which a lost job was queued. Gives the messages to send.
local task = argument(1)
local at = now()
local messages = {}
local lost = redis.call('ZRANGEBYSCORE', keys.queued .. task, '-inf', argument(2), 'LIMIT', 0, 100)
for _, id in ipairs(lost) do messages[#messages + 1] = queue(id, task, at) end
return messages
