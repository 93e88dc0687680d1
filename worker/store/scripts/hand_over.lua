#!lua
-- Saves what a task made and queues the job for the next one; the chain brings the message.
-- Arguments: id, generation, task, next task, token, document's key, document, document id,
-- then of a fetch what it tells of its host (see `visited`), then total, amount, … of steps that
-- ran, for this document or others: they ran, whatever becomes of it.
-- Idempotent: the same execution may say it twice.
-- Gives {standing} for a message that is not current, else {'current', messages to send}: a
-- fetch that is done lets its host's next job go.
local id, generation, task, following = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local job = keys.job .. id
for n = 13, #ARGV, 2 do add(ARGV[n], ARGV[n + 1]) end
local stands = standing(id, generation, task)
if stands == 'passed' and standing(id, generation, following) == 'current'
  and redis.call('HGET', job, 'token') == ARGV[5] then return {'current', {}} end
if stands ~= 'current' then return {stands} end
local at = now()
redis.call('SET', ARGV[6], ARGV[7])
if task == 'fetch' then
  visited(id, at, 9)
  redis.call('HSET', job, 'fetched', redis.call('HGET', job, 'since'))
end
leave(id, task, at)
local _, spent, attempts = end_attempt(job, at)
if attempts > 1 then redis.call('HSET', job, task .. '_attempts', attempts) end
redis.call('HSET', job, 'state', 'queued', 'task', following, 'since', whole(at), 'attempts', 0,
  unpack(spent))
if ARGV[8] ~= '' then note_document(id, ARGV[8]) end
redis.call('ZADD', keys.queued .. following, whole(at), id)
return {'current', task == 'fetch' and release(at) or {}}
