#!lua flags=allow-oom
-- Makes dead entries of a group pending again, undelivered, for any member to take.
-- Arguments: group, member, id after which to look, how many to look at, for how many ms they look
-- untouched.
-- Gives the id to go on after ('' at the end), and how many are pending again. Those that are no
-- longer on the article stream stay as they are.
local dead, last, count = keys.articles_dead .. GROUP, '', 0
for _, entry in ipairs(redis.call('XRANGE', dead, '(' .. ARGV[3], '+', 'COUNT', ARGV[4])) do
  last = entry[1]
  local fields, id = entry[2], nil
  for n = 1, #fields, 2 do if fields[n] == 'entry' then id = fields[n + 1] end end
  local claimed = redis.call('XCLAIM', keys.articles, GROUP, MEMBER, 0, id,
    'IDLE', ARGV[5], 'RETRYCOUNT', 1, 'FORCE', 'JUSTID')
  if claimed[1] then
    redis.call('XDEL', dead, last)
    count = count + 1
  end
end
return {last, count}
