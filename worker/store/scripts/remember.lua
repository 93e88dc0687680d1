#!lua
-- Remembers the text of a document's latest version, so that those nearly the same find it
-- (near.lua), in place of the one before.
-- Arguments: document id, version, bands of the text's signature ('' for none), what is remembered.
-- Idempotent: a second call takes another place, and the one before is forgotten. Where there is
-- another version by now, nothing happens.
local head, bands, record, at = keys.head .. ARGV[1], ARGV[3], ARGV[4], now()
local known = redis.call('HMGET', head, 'version', 'near')
if known[1] ~= ARGV[2] then return end

-- Lets the bands lead to a document, those that lead to none yet, or to one that is forgotten.
local function add_bands(bands, book, number, ends)
  local segment, start, size = 0, 0, FIRST
  while number >= start + size do
    segment, start, size = segment + 1, start + size, math.min(2 * size, MOST)
  end
  number = number - start
  local key = segment_key(book, segment)
  if number == 0 then
    -- The last window reaches beyond the last place that a hash points to.
    redis.call('SETRANGE', key, SLOT * (SLOTS * size + WINDOW - 1) - 1, '\0')
    redis.call('PEXPIREAT', key, ends)
  end
  -- A slot with its highest bit set has no room for another such number: in one command those are
  -- written that are empty, and the others are named.
  local hashes, command = hashes_of(bands), {'BITFIELD', key, 'OVERFLOW', 'FAIL'}
  for n = 1, #bands / BAND do
    local at, fingerprint = window_of(hashes, n, size)
    local m = 4 * n
    command[m + 1], command[m + 2] = 'INCRBY', 'u32'
    command[m + 3], command[m + 4] = 8 * at, fingerprint * 65536 + number
  end
  local is_kept = {}
  for n, written in ipairs(redis.call(unpack(command))) do
    if not written then
      local at, fingerprint = window_of(hashes, n, size)
      local known, place = number_in(key, at, fingerprint)
      if known and is_kept[known] == nil then
        is_kept[known] = record_of(book, start + known) ~= nil
      end
      if place and not (known and is_kept[known]) then
        redis.call('SETRANGE', key, place, struct.pack('>I2I2', fingerprint, number))
      end
    end
  end
end

-- Gives the next number of a book, with room for what is to be remembered under it.
local function next_number(book, ends)
  local number = redis.call('INCR', keys.sketches .. book) - 1
  if number == 0 then redis.call('PEXPIREAT', keys.sketches .. book, ends) end
  local page, offset = place_of(book, number)
  if offset == 0 then
    -- Made in one piece: a string that grows takes up to twice its room.
    redis.call('SETRANGE', page, PAGE * RECORD - 1, '\0')
    redis.call('PEXPIREAT', page, ends)
  end
  return number
end

forget_signature(known[2] or '')
if bands == '' then
  redis.call('HDEL', head, 'near')
  return
end
local book = math.floor(at / BOOK)
local ends = whole((book + 3) * BOOK)
local number = next_number(book, ends)
local page, offset = place_of(book, number)
redis.call('SETRANGE', page, offset, record)
add_bands(bands, book, number, ends)
redis.call('HSET', head, 'near', book .. ':' .. number)
