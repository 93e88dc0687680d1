#!lua flags=allow-oom
-- Sets how often consumers have begun with entries, and for how many ms they look untouched.
-- Arguments: group, member, ms, then ids, each followed by its count ('' leaves it as it is).
-- Idempotent: the counts are set, not added to.
-- Gives the ids that are still this member's.
local mine = {}
if not own_group() then return mine end
for n = 4, #ARGV, 2 do
  local id, before = ARGV[n], begun(ARGV[n])
  if before then
    local count = tonumber(ARGV[n + 1]) or before
    -- What was deleted is not claimed, and no longer pending either.
    local claimed = redis.call('XCLAIM', keys.articles, GROUP, MEMBER, 0, id,
      'IDLE', ARGV[3], 'RETRYCOUNT', count + 1, 'JUSTID')
    mine[#mine + 1] = claimed[1]
  end
end
return mine
