#!lua flags=allow-oom
-- Forgets a document: its entries, the claims of its texts and what its head knows are deleted,
-- and its withdrawal is published. What stays is a head with the withdrawal's version and entry
-- and with its time: later versions number on, and no job of before it publishes any (publish.lua).
-- Arguments: document id, version of the head that was looked at, version of the withdrawal, the
-- time as fetches have it, entries (JSON), hashes of texts (JSON),
-- then field, value, … of the withdrawal's entry, none where the head is of a withdrawal already.
-- Idempotent: what is withdrawn is not withdrawn again; its time moves on.
-- Gives the time, or 0 when the head is another by now.
local document, compared, version = ARGV[1], ARGV[2], ARGV[3]
local head, at = keys.head .. document, now()
local found = redis.call('HMGET', head, 'version', 'entry', 'near')
if found[1] ~= compared then return 0 end

local has_stream = redis.call('EXISTS', keys.articles) == 1
local groups = has_stream and redis.call('XINFO', 'GROUPS', keys.articles) or {}
for _, entry in ipairs(cjson.decode(ARGV[5])) do
  -- Acknowledged first: what is pending and gone would come to its group as an empty entry.
  for _, group in ipairs(groups) do redis.call('XACK', keys.articles, group[2], entry) end
  redis.call('XDEL', keys.articles, entry)
end
for _, text in ipairs(cjson.decode(ARGV[6])) do
  local claim = keys.text .. text
  if redis.call('GET', claim) == document then redis.call('DEL', claim) end
end

forget_signature(found[3] or '')
redis.call('DEL', head)
local entry, fields = found[2], {unpack(ARGV, 7)}
if #fields > 0 then entry = redis.call('XADD', keys.articles, '*', unpack(fields)) end
redis.call('HSET', head, 'version', version, 'entry', entry, 'seen', whole(at),
  'withdrawn', whole(at), 'fetched_at', ARGV[4])
redis.call('EXPIRE', head, HEADS_KEPT)
return whole(at)
