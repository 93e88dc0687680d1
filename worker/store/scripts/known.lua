#!lua flags=no-writes
-- Gives what an article is to be compared with.
-- Arguments: document id, text hash, bands of the text's signature ('' for none).
-- Gives {field, value, … of the head}, owner of the text or '', among which documents candidates
-- were looked for, and what is remembered of each candidate, in hexadecimal.
local remembered, found = candidates(ARGV[3], now())
return {redis.call('HGETALL', keys.head .. ARGV[1]),
  redis.call('GET', keys.text .. ARGV[2]) or '', remembered, found}
