#!lua flags=allow-oom
-- Closes a job whose attempt ended without a record.
-- Arguments: id, generation, task, outcome, reason, error, traceback, then of a
-- fetch what it tells of its host (see `visited`).
-- Idempotent: a job has one outcome; the first one stays.
-- Gives {outcome, reason, messages} or {standing}.
local id, generation, task = ARGV[1], ARGV[2], ARGV[3]
local stands = standing(id, generation, task)
if stands ~= 'current' and stands ~= 'closed' then return {stands} end
local at = now()
if stands == 'closed' then return verdict(id, at) end
visited(id, at, 8)
redis.call('HSET', keys.job .. id, 'error', ARGV[6])
if ARGV[7] ~= '' then redis.call('HSET', keys.job .. id, 'traceback', ARGV[7]) end
close(id, at, ARGV[4], ARGV[5], nil, '')
return {ARGV[4], ARGV[5], release(at)}
