#!lua flags=allow-oom
-- Queues again the running jobs that are silent past their task's limit.
-- Arguments: silence beyond the limit, in ms. Gives the messages to send.
local at = now()
local messages = requeue(keys.running, 'running', whole(at - tonumber(ARGV[1])), at)
for _, message in ipairs(messages) do add('failed', message[1] .. ':poison', 1) end
return messages
