#!lua flags=allow-oom
-- Closes a job whose attempt ended without a record.
-- Arguments: id, generation, task, outcome, reason, error, traceback, then of a
-- fetch what it tells of its host (see `visited`).
-- Idempotent: a job has one outcome; the first one stays.
-- Gives {outcome, reason, messages} or {standing}.
local id, generation, task = argument(1), argument(2), argument(3)
local stands = standing(id, generation, task)
if stands ~= 'current' and stands ~= 'closed' then return {stands} end
local at = now()
if stands == 'current' then
  visited(id, at, 8)
  redis.call('HSET', keys.job .. id, 'error', argument(6))
  if argument(7) ~= '' then redis.call('HSET', keys.job .. id, 'traceback', argument(7)) end
  close(id, at, argument(4), argument(5),
    redis.call('HGET', keys.job .. id, 'document') or '', '')
end
return verdict(id, at)
