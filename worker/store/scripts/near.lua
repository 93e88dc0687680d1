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

-- Calls back with the number of each document of a book that has a band in common; perhaps more
-- than once.
local function each_sharing(bands, book, count, call)
  local hashes = hashes_of(bands)
  local segment, start, size = 0, 0, FIRST
  while start < count do
    local key = segment_key(book, segment)
    for n = 1, #bands / BAND do
      local number = number_in(key, window_of(hashes, n, size))
      if number then call(start + number) end
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

-- Gives what is remembered of all documents that share a band.
local function candidates(bands, at)
  local latest, found = math.floor(at / BOOK), {}
  for book = latest - 2, bands == '' and 0 or latest do
    local numbers, seen = {}, {}
    each_sharing(bands, book, count_of(book), function(number)
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
  return found
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
