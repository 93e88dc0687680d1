#!lua flags=allow-oom
-- Starts one attempt at a task, and counts it.
-- Arguments: id, generation, task, limit in ms, token of this execution, token that was
-- given back with the message ('' for none).
-- Gives {standing} for a message that is not current, else {'current', field, value, …}.
-- Idempotent: the same execution, or one whose message was given back, counts once.
local id, generation, task = argument(1), argument(2), argument(3)
local limit, token, given_back = tonumber(argument(4)), argument(5), argument(6)
local stands = standing(id, generation, task)
if stands ~= 'current' then return {stands} end
local job, at = keys.job .. id, now()
local last = redis.call('HGET', job, 'token')
if last ~= token and (given_back == '' or last ~= given_back) then
  redis.call('HINCRBY', job, 'attempts', 1)
end
redis.call('HSET', job, 'state', 'running', 'since', whole(at), 'token', token)
redis.call('ZREM', keys.queued .. task, id)
redis.call('ZADD', keys.running, whole(at + limit), id)
local fields = redis.call('HGETALL', job)
table.insert(fields, 1, 'current')
return fields
