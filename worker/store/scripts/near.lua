-- What is remembered of published texts, so that those that say nearly the same are found.
--
-- It is written into books, each half as long as articles are remembered; a book goes as a whole,
-- so the last three hold all that is asked for. In a book documents have numbers, from 0 on.
-- `keys.sketches .. book` counts them; `… .. book:page` has what is remembered of PAGE documents,
-- RECORD bytes each: id, cluster, sketch and numbers, zeros once it is forgotten.
-- By their bands they are found in segments, `keys.bands .. book:segment`: one string for FIRST
-- documents, the next for twice as many, and so on up to MOST, so that few documents take little
-- room and many stand in few segments. A segment is an open table with SLOTS slots a document, half
-- of which are empty when it has all its documents. A slot has the fingerprint of a band, its
-- highest bit set, and the number in the segment of the first document that had the band, in two
-- bytes each. It is one of the WINDOW slots from where the band's hash points to; where all have
-- other bands it is left out: 3 % of the bands of a segment that has all its documents.
-- The field `near` of a head names its document's place: book:number.
local RECORD, PAGE = 168, 60
local BAND, SLOT, WINDOW = 5, 4, 4
local FIRST, MOST, SLOTS = 1024, 65536, 64

-- Gives two numbers of each band: one for its place, one for its fingerprint.
local function hashes_of(bands)
  return {struct.unpack('>' .. string.rep('I3I2', #bands / BAND), bands)}
end

local function segment_key(book, segment) return keys.bands .. book .. ':' .. segment end

-- Gives where in a segment's string the window of the n-th band begins, and its fingerprint.
local function window_of(hashes, n, size)
  return hashes[2 * n - 1] % (size * SLOTS) * SLOT, hashes[2 * n] % 32768 + 32768
end

-- Gives the number that a window has for a fingerprint, and where; else nil and where it has room.
local function number_in(key, at, fingerprint)
  local slots = redis.call('GETRANGE', key, at, at + SLOT * WINDOW - 1)
  for n = 1, #slots, SLOT do
    local one, two, three, four = string.byte(slots, n, n + SLOT - 1)
    if one == 0 then return nil, at + n - 1 end
    if one * 256 + two == fingerprint then return three * 256 + four, at + n - 1 end
  end
end

-- Calls back with the number of each document of a book, from one on, that has a band in common;
-- perhaps more than once.
local function each_sharing(bands, book, from, count, call)
  local hashes = hashes_of(bands)
  local segment, start, size = 0, 0, FIRST
  while start < count do
    if start + size > from then
      local key = segment_key(book, segment)
      for n = 1, #bands / BAND do
        local number = number_in(key, window_of(hashes, n, size))
        if number and start + number >= from then call(start + number) end
      end
    end
    segment, start, size = segment + 1, start + size, math.min(2 * size, MOST)
  end
end

local function count_of(book) return tonumber(redis.call('GET', keys.sketches .. book)) or 0 end

-- Gives the key of a document's page, and where it stands there.
local function place_of(book, number)
  return keys.sketches .. book .. ':' .. math.floor(number / PAGE), number % PAGE * RECORD
end

-- Gives what is remembered of a document; nil once it is forgotten, or has another text.
local function record_of(book, number)
  local page, offset = place_of(book, number)
  local record = redis.call('GETRANGE', page, offset, offset + RECORD - 1)
  return string.find(record, '[^%z]') and record or nil
end

local function in_hexadecimal(text)
  return string.format(string.rep('%02x', #text), string.byte(text, 1, #text))
end

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

-- Gives the latest book and its count, and what is remembered of all that share a band.
local function candidates(bands, at)
  local latest, found = math.floor(at / BOOK), {}
  for book = latest - 2, bands == '' and 0 or latest do
    local numbers, seen = {}, {}
    each_sharing(bands, book, 0, count_of(book), function(number)
      if not seen[number] then
        seen[number] = true
        numbers[#numbers + 1] = number
      end
    end)
    table.sort(numbers)
    for _, number in ipairs(numbers) do
      local record = record_of(book, number)
      if record then found[#found + 1] = in_hexadecimal(record) end
    end
  end
  return latest .. ':' .. count_of(latest), found
end

-- Says whether a document that shares a band was written since candidates were looked for: of two
-- texts that come at one time, the second must see the first.
local function is_overtaken(bands, remembered, at)
  if bands == '' then return false end
  local latest, overtaken = math.floor(at / BOOK), false
  local book, from = string.match(remembered, '(%d+):(%d+)')
  from = tonumber(book) == latest and tonumber(from) or 0
  local count = count_of(latest)
  if from < count then
    each_sharing(bands, latest, from, count, function() overtaken = true end)
  end
  return overtaken
end

-- Deletes what is remembered of a document, by its place; its bands then lead nowhere.
local function forget_signature(near)
  local book, number = string.match(near, '(%d+):(%d+)')
  if not book then return end
  local page, offset = place_of(book, number)
  if redis.call('EXISTS', page) == 1 then
    redis.call('SETRANGE', page, offset, string.rep('\0', RECORD))
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

-- Remembers a document's latest text, in place of the one before. Gives its place: '' for none.
local function remember(near, bands, record, at)
  forget_signature(near)
  if bands == '' then return '' end
  local latest = math.floor(at / BOOK)
  local ends = whole((latest + 3) * BOOK)
  local number = next_number(latest, ends)
  local page, offset = place_of(latest, number)
  redis.call('SETRANGE', page, offset, record)
  add_bands(bands, latest, number, ends)
  return latest .. ':' .. number
end
