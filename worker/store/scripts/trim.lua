#!lua flags=allow-oom
-- Drops a slice of the oldest entries of a stream, as far as they may go.
-- Arguments: stream, ms for which entries are kept, bytes above which those go earlier, bytes
-- above which entries go that a group needs ('inf' for no limit), seconds for which these stay
-- counted, by group.
-- An entry that every group has acknowledged goes when it is old or the stream is too large. One
-- that a group needs stays, and with it all that came later, unless the hard limit is passed.
-- Gives {entries gone, entries lost, id of the first and of the last lost, the groups that lost
-- some}; where nothing has gone, nothing more may.
local stream, oldest = ARGV[1], now() - tonumber(ARGV[2])
local kept, most, tally = tonumber(ARGV[3]), tonumber(ARGV[4]), keys.lost .. stream

-- What one call may look at: the store does nothing else meanwhile.
local looks_left, bytes_left = 1000, 4000000
-- So much more an entry may take than the bytes it is made of. Who reckons with it never drops
-- too much; the next slice measures again.
local OVERHEAD = 1.3

local function size_of(fields)
  local size = 0
  for _, part in ipairs(fields) do size = size + #part end
  return size
end

local groups, bytes = groups_of(stream), bytes_of(stream)

local function losers(id)
  local found = {}
  for _, group in ipairs(groups) do
    if needs(group, stream, id) then found[#found + 1] = group.name end
  end
  return found
end

-- Redis takes what was dropped unread for unread for ever, unless it is told.
local function skip(group, count)
  local read = group['entries-read']
  if not read then return end
  redis.call('XGROUP', 'SETID', stream, group.name, group['last-delivered-id'],
    'ENTRIESREAD', read + count)
end

local gone, lost, first, last, names, seen = 0, 0, '', '', {}, {}
local unread = {}
local from = '-'
while looks_left > 0 and bytes_left > 0 do
  local id, fields = unpack(redis.call('XRANGE', stream, from, '+', 'COUNT', 1)[1] or {})
  if not id then break end
  local needing = losers(id)
  local is_old = tonumber(string.match(id, '%d+')) < oldest
  if #needing > 0 then
    if bytes <= most then break end
    lost, first, last = lost + 1, first == '' and id or first, id
    for _, name in ipairs(needing) do
      redis.call('HINCRBY', tally, name, 1)
      if not seen[name] then names[#names + 1], seen[name] = name, true end
    end
  elseif not is_old and bytes <= kept then
    break
  end
  for _, group in ipairs(groups) do
    if after(id, group['last-delivered-id']) then
      unread[group.name] = (unread[group.name] or 0) + 1
    end
  end
  gone, from = gone + 1, '(' .. id
  looks_left = looks_left - 1 - #groups
  bytes_left = bytes_left - size_of(fields)
  bytes = bytes - OVERHEAD * size_of(fields)
end
if gone > 0 then redis.call('XTRIM', stream, 'MAXLEN', redis.call('XLEN', stream) - gone) end
for _, group in ipairs(groups) do
  if unread[group.name] then skip(group, unread[group.name]) end
end
if lost > 0 then redis.call('EXPIRE', tally, ARGV[5]) end
return {gone, lost, first, last, names}
