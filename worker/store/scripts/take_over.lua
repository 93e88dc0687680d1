#!lua flags=allow-oom
-- Takes over entries that have looked untouched for long, without counting a delivery.
-- Arguments: group, member, for how many ms, id from which to look, how many at the most.
-- Gives the id to look on from, and {id, fields, how often it was begun with} of each: those that
-- were deleted are no longer pending.
local found = redis.call('XAUTOCLAIM', keys.articles, GROUP, MEMBER, ARGV[3], ARGV[4],
  'COUNT', ARGV[5], 'JUSTID')
local entries = {}
for n, id in ipairs(found[2]) do
  local fields = redis.call('XRANGE', keys.articles, id, id)[1][2]
  entries[n] = {id, fields, begun(id)}
end
return {found[1], entries}
