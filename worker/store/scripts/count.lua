#!lua flags=no-writes
-- Counts some entries of the article stream: the store alone can without giving them.
-- Arguments: group, member, id after which to count, how many at the most.
-- Gives the last id counted ('' at the end), and how many.
local entries = redis.call('XRANGE', keys.articles, '(' .. ARGV[3], '+', 'COUNT', ARGV[4])
return {#entries > 0 and entries[#entries][1] or '', #entries}
