#!lua flags=allow-oom
-- Queues again the jobs whose message is lost: they were queued long enough before a canary
-- that has come back through the same queue.
-- Arguments: task, the latest time at which a lost job was queued. Gives the messages to send.
return requeue(keys.queued .. ARGV[1], 'queued', ARGV[2], now())
