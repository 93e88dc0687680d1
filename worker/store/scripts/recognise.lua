#!lua flags=allow-oom
-- Closes a job whose fetch brought the version that is known already.
-- Arguments: id, generation, reason, document id, hash of the body compared with,
-- what the fetch tells of its host (4, see `visited`), then field, value, …
-- of the head.
-- Idempotent: a job that is closed gets its verdict again.
-- Gives {outcome, reason, messages}, {'conflict'} when the head has another body by now, or
-- {standing}.
local id, generation, reason, document = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local stands = standing(id, generation, 'fetch')
if stands ~= 'current' and stands ~= 'closed' then return {stands} end
local at = now()
if stands == 'current' then
  local head = keys.head .. document
  local found = redis.call('HMGET', head, 'body_sha256', 'version', 'text_sha256')
  if found[1] ~= ARGV[5] then return {'conflict'} end
  redis.call('HSET', head, 'seen', whole(at), unpack(ARGV, 10))
  redis.call('EXPIRE', head, HEADS_KEPT)
  redis.call('EXPIRE', keys.text .. found[3], HEADS_KEPT)
  visited(id, at, 6)
  redis.call('HSET', keys.job .. id, 'fetched', redis.call('HGET', keys.job .. id, 'since'))
  close(id, at, 'unchanged', reason, document, found[2])
end
return verdict(id, at)
