#!lua flags=no-writes
-- Gives what an article is to be compared with.
-- Arguments: document id, text hash, bands of the text's signature ('' for none).
-- Gives {field, value, … of the head}, owner of the text or '', and what is remembered of each
-- document with a text that may be nearly the same, in hexadecimal.
return {redis.call('HGETALL', keys.head .. ARGV[1]),
  redis.call('GET', keys.text .. ARGV[2]) or '', candidates(ARGV[3], now())}
