#!lua flags=allow-oom
-- Sends a job whose fetch was redirected to wait for its turn at the other host.
-- Arguments: id, generation, host, document id of the URL there, URL, URLs passed (JSON), then
-- what the fetch tells of the host that it leaves (see `visited`).
-- Gives {'moved', messages to send} or {standing}.
-- Idempotent: one that waits for its turn there goes on waiting.
local id, generation, host = ARGV[1], ARGV[2], ARGV[3]
local stands = standing(id, generation, 'fetch')
if stands ~= 'current' and stands ~= 'waiting' then return {stands} end
local at = now()
if stands == 'current' then
  visited(id, at, 7)
  leave(id, 'fetch', at)
  redis.call('HSET', keys.job .. id, 'host', host, 'url_key', ARGV[4], 'expected', ARGV[4],
    'next_url', ARGV[5], 'passed', ARGV[6], 'attempts', 0, 'since', whole(at))
  wait_for_turn(id, host, at, 'RPUSH')
end
return {'moved', release(at)}
