#!lua flags=allow-oom
-- Deletes what a group gave up of documents that are forgotten, but for their withdrawals.
-- Arguments: dead stream, id after which to look, how many to look at, the time up to which what
-- was published is forgotten, by document (JSON).
-- Idempotent. Gives the id to go on after ('' at the end).
local dead, last, until_ms = ARGV[1], '', cjson.decode(ARGV[4])
for _, entry in ipairs(redis.call('XRANGE', dead, '(' .. ARGV[2], '+', 'COUNT', ARGV[3])) do
  last = entry[1]
  local fields = {}
  for n = 1, #entry[2], 2 do fields[entry[2][n]] = entry[2][n + 1] end
  local forgotten = until_ms[fields.id]
  local published = tonumber(string.match(fields.entry or '', '^%d+'))
  if forgotten and fields.change ~= 'withdrawn' and published and published <= forgotten then
    redis.call('XDEL', dead, last)
  end
end
return last
