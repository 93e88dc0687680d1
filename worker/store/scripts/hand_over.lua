#!lua
-- Saves what a task made and queues the job for the next one; the chain brings the message.
-- Arguments: id, generation, task, next task, token, document's key, document, document id,
-- then of a fetch what it tells of its host (see `visited`), then field, amount, … of the totals of
-- steps that ran, for this document or others: they ran, whatever becomes of it.
-- Idempotent: the same execution may say it twice.
-- Gives {standing} for a message that is not current, else {'current', messages to send}: a
-- fetch that is done lets its host's next job go.
local id, generation, task, following = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local job = keys.job .. id
for n = 13, #ARGV, 2 do add('steps', ARGV[n], ARGV[n + 1]) end
local stands = standing(id, generation, task)
if stands == 'passed' and standing(id, generation, following) == 'current'
  and redis.call('HGET', job, 'token') == ARGV[5] then return {'current', {}} end
if stands ~= 'current' then return {stands} end
local at = now()
redis.call('SET', ARGV[6], ARGV[7])
if task == 'fetch' then visited(id, at, 9) end
leave(id, task, at)
local known, told = end_attempt(job, at)
if task == 'fetch' then told[#told + 1], told[#told + 2] = 'fetched', known[2] end
if tonumber(known[3]) > 1 then
  told[#told + 1], told[#told + 2] = task .. '_attempts', known[3]
end
redis.call('HSET', job, 'state', 'queued', 'task', following, 'since', whole(at), 'attempts', 0,
  unpack(told))
if ARGV[8] ~= '' then note_document(id, ARGV[8]) end
redis.call('ZADD', keys.queued .. following, whole(at), id)
return {'current', task == 'fetch' and release(at) or {}}
