#!lua flags=allow-oom
-- Deletes a job of a document that is forgotten, with all that is kept of it. One that is open
-- ends before: it would bring back what it was handed in with.
-- Arguments: id, document id, the time up to which what was handed in is forgotten.
-- Idempotent: a job that is gone stays gone. Gives the messages to send in its place.
local id, document, at = ARGV[1], ARGV[2], now()
local found = redis.call('HMGET', keys.job .. id, 'state', 'submitted', 'url_key')
if not found[1] or tonumber(found[2]) > tonumber(ARGV[3]) then return {} end
if found[1] ~= 'closed' then close(id, at, 'unchanged', 'older_fetch', document, '') end
delete(id)
if redis.call('GET', keys.own .. document) == id then redis.call('DEL', keys.own .. document) end
for _, name in ipairs({document, found[3] or document}) do
  if redis.call('GET', keys.url .. name) == id then redis.call('DEL', keys.url .. name) end
end
return release(at)
