#!lua flags=allow-oom
-- Puts a job aside after a failed attempt, and gives its place in flight to another.
-- Arguments: id, generation, task, delay in ms, error, then of a fetch what it tells of its host
-- (see `visited`).
-- Idempotent: a job that waits already goes on waiting. Gives the messages to send.
local id, generation, task = ARGV[1], ARGV[2], ARGV[3]
local at = now()
if standing(id, generation, task) == 'current' then
  visited(id, at, 6)
  leave(id, task, at)
  -- A fetch tells how its jobs end when this goes on; any other attempt has taken too long.
  add('failed', task .. ':' .. (string.match(ARGV[9], ':(.+)') or 'poison'), 1)
  redis.call('HSET', keys.job .. id, 'state', 'waiting', 'since', whole(at), 'error', ARGV[5])
  redis.call('ZADD', keys.waiting, whole(at + tonumber(ARGV[4])), id)
end
return release(at)
