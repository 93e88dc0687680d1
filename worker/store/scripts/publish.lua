#!lua
-- Ends a job that was compared with what is known: entry, head, claim of the text, outcome and
-- ledger together, or nothing.
-- Arguments: id, generation, outcome, reason, document id, version of the head compared with
-- (0 for none), owner of the text compared with ('' for none), text hash, version ('' for none),
-- count of head fields and values, these, then field, value, … of the entry.
-- A job that was handed in before its document was forgotten publishes nothing: 'older_fetch'.
-- Idempotent: a job that is closed gets its verdict again.
-- Gives {outcome, reason, messages}, {'conflict'} when the head or the owner is another by now, or
-- {standing}.
local id, generation, outcome, reason = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local document, compared, owner, text = ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local version, count = ARGV[9], tonumber(ARGV[10])
local stands, submitted, url_key = standing(id, generation, 'publish')
if stands == 'closed' then return verdict(id, now()) end
if stands ~= 'current' then return {stands} end

local at, job, head, claim = now(), keys.job .. id, keys.head .. document, keys.text .. text
local known = redis.call('HMGET', head, 'version', 'withdrawn', 'job')
if known[2] and submitted <= tonumber(known[2]) then
  close(id, at, 'unchanged', 'older_fetch', document, known[1])
  return verdict(id, at)
end
if (known[1] or '0') ~= compared then return {'conflict'} end
if (redis.call('GET', claim) or '') ~= owner then return {'conflict'} end

local is_published = outcome == 'published'
if is_published or known[1] then
  local fields = {'seen', whole(at), unpack(ARGV, 11, 10 + count)}
  local function note(name, value)
    fields[#fields + 1] = name
    fields[#fields + 1] = value
  end
  if is_published then
    note('version', version)
    note('entry', redis.call('XADD', keys.articles, '*', unpack(ARGV, 11 + count)))
  end
  -- A job for no URL is found by its document: the head names it, it the one before.
  if not url_key then
    if known[3] then redis.call('HSET', job, 'earlier', known[3]) end
    note('job', id)
  end
  redis.call('HSET', head, unpack(fields))
  redis.call('EXPIRE', head, HEADS_KEPT)
end
if is_published and owner == '' then
  redis.call('SET', claim, document, 'EX', HEADS_KEPT)
else
  redis.call('EXPIRE', claim, HEADS_KEPT)
end
close(id, at, outcome, reason, document, version)
return {outcome, reason, release(at)}
