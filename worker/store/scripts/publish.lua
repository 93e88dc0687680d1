#!lua
-- Ends a job that was compared with what is known: entry, head, claim of the text, outcome and
-- ledger together, or nothing.
-- Arguments: id, generation, outcome, reason, document id, version of the head compared with
-- (0 for none), owner of the text compared with ('' for none), text hash, seconds that heads
-- are kept, version ('' for none), bands of the text's signature ('' for none), what is remembered
-- of the document, among what it was compared (see near.lua), count of head fields and values,
-- these, then field, value, … of the entry.
-- A job that was handed in before its document was forgotten publishes nothing: 'older_fetch'.
-- Idempotent: a job that is closed gets its verdict again.
-- Gives {outcome, reason, messages}, {'conflict'} when the head or the owner is another by now or
-- a text nearly the same has come, or {standing}.

-- A job that waits for no URL is found by its document: the head names it, it the one before.
local function remember_job(head, id)
  local job = keys.job .. id
  if redis.call('HEXISTS', job, 'url_key') == 1 then return end
  redis.call('HSETNX', job, 'earlier', redis.call('HGET', head, 'job') or '')
  redis.call('HSET', head, 'job', id)
end

local id, generation, outcome, reason = argument(1), argument(2), argument(3), argument(4)
local document, compared, owner, text = argument(5), argument(6), argument(7), argument(8)
local kept, version, bands = argument(9), argument(10), argument(11)
local count = tonumber(argument(14))
local stands = standing(id, generation, 'publish')
if stands ~= 'current' and stands ~= 'closed' then return {stands} end
local at, head = now(), keys.head .. document
local withdrawn = tonumber(redis.call('HGET', head, 'withdrawn'))
if stands == 'current' and withdrawn
  and tonumber(redis.call('HGET', keys.job .. id, 'submitted')) <= withdrawn then
  close(id, at, 'unchanged', 'older_fetch', document, redis.call('HGET', head, 'version'))
elseif stands == 'current' then
  local claim = keys.text .. text
  if (redis.call('HGET', head, 'version') or '0') ~= compared then return {'conflict'} end
  if (redis.call('GET', claim) or '') ~= owner then return {'conflict'} end
  local fields = {'seen', whole(at)}
  for n = 1, count do fields[n + 2] = argument(14 + n) end
  if outcome == 'published' then
    if is_overtaken(bands, argument(13), at) then return {'conflict'} end
    local stream_id = redis.call('XADD', keys.articles, '*', unpack(arguments_from(15 + count)))
    for _, part in ipairs({'version', version, 'entry', stream_id}) do fields[#fields + 1] = part end
    if owner == '' then redis.call('SET', claim, document) end
    local near = redis.call('HGET', head, 'near')
    fields[#fields + 1] = 'near'
    fields[#fields + 1] = remember(head, near, bands, argument(12), at)
  end
  if outcome == 'published' or compared ~= '0' then
    redis.call('HSET', head, unpack(fields))
    remember_job(head, id)
    redis.call('EXPIRE', head, kept)
  end
  redis.call('EXPIRE', claim, kept)
  close(id, at, outcome, reason, document, version)
end
return verdict(id, at)
