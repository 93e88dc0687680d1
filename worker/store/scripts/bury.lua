#!lua flags=allow-oom
-- Puts an entry on the dead stream of its group, and acknowledges it, together.
-- Arguments: group, member, id, deliveries, error, seconds that dead entries are kept.
-- Gives 1, or 0 when the entry is no longer this member's.
local id, dead = ARGV[3], keys.articles_dead .. GROUP
if not begun(id) then return 0 end
local entry = redis.call('XRANGE', keys.articles, id, id)[1]
if entry then
  local fields = entry[2]
  for _, part in ipairs({'entry', id, 'deliveries', ARGV[4], 'error', ARGV[5], 'consumer', MEMBER})
  do fields[#fields + 1] = part end
  local at = now()
  local oldest = string.format('%.0f', at - ARGV[6] * 1000)
  -- Who looks on finds the group here, also when it is gone. First, for another user than ours may
  -- lack the right, and then nothing is done at all.
  redis.call('ZADD', keys.dead_groups, string.format('%.0f', at), GROUP)
  redis.call('ZREMRANGEBYSCORE', keys.dead_groups, '-inf', oldest)
  redis.call('EXPIRE', keys.dead_groups, ARGV[6])
  redis.call('XADD', dead, 'MINID', oldest, '*', unpack(fields))
  redis.call('EXPIRE', dead, ARGV[6])
end
redis.call('XACK', keys.articles, GROUP, id)
return 1
