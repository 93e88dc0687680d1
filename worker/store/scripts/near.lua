-- What is remembered of published texts, so that those that say nearly the same are found.
--
-- It is written into books, each half as long as articles are remembered; a book goes as a whole,
-- so the last three hold all that is asked for. In a book documents have numbers, from 0 on.
-- `keys.sketches .. book` counts them; `… .. book:page` has what is remembered of PAGE documents,
-- RECORD bytes each: id, cluster, sketch and numbers, zeros once it is forgotten. Bands stand in
-- small hashes, `keys.bands .. book:segment:bucket`: hash of the band to the first document that
-- had it. Small hashes take a fraction of the memory of large ones, so a segment has buckets for
-- as many documents as it takes (FILL a bucket), and the next one takes four times as many: few
-- documents make few keys, and many make no more than a few segments to look into.
-- The field `near` of a head names its document's place: book:number.
local BAND, RECORD, PAGE = 5, 168, 60
local FIRST, GROWS, FILL = 8192, 4, 8

-- Gives a number's segment, and how many buckets that has.
local function segment_of(number)
  local segment, size = 0, FIRST
  while number >= size do
    number, segment, size = number - size, segment + 1, size * GROWS
  end
  return segment, size / FILL
end

-- Calls back with key and field of each band in a segment.
local function each_band(bands, book, segment, buckets, call)
  local prefix = keys.bands .. book .. ':' .. segment .. ':'
  for n = 1, #bands, BAND do
    local high, low = string.byte(bands, n, n + 1)
    call(prefix .. (high * 256 + low) % buckets, string.sub(bands, n + 2, n + BAND - 1))
  end
end

-- Calls back with the number of each document of a book, from one on, that has a band in common;
-- perhaps more than once.
local function each_sharing(bands, book, from, count, call)
  local segment, start, size = 0, 0, FIRST
  while start < count do
    if start + size > from then
      each_band(bands, book, segment, size / FILL, function(key, field)
        local number = tonumber(redis.call('HGET', key, field))
        if number and number >= from then call(number) end
      end)
    end
    segment, start, size = segment + 1, start + size, size * GROWS
  end
end

local function count_of(book) return tonumber(redis.call('GET', keys.sketches .. book)) or 0 end

-- Gives the key of a document's page, and where it stands there.
local function place_of(book, number)
  return keys.sketches .. book .. ':' .. math.floor(number / PAGE), number % PAGE * RECORD
end

local function in_hexadecimal(text)
  return (string.gsub(text, '.', function(one) return string.format('%02x', string.byte(one)) end))
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
      local page, offset = place_of(book, number)
      local record = redis.call('GETRANGE', page, offset, offset + RECORD - 1)
      if string.find(record, '[^%z]') then found[#found + 1] = in_hexadecimal(record) end
    end
  end
  return latest .. ':' .. count_of(latest), found
end

-- Says whether a document that shares a band was written since candidates were looked for: of two
-- texts that come at one time, the second must see the first.
local function is_overtaken(bands, remembered, at)
  if bands == '' then return false end
  local latest, overtaken = math.floor(at / BOOK), false
  local book, count = string.match(remembered, '(%d+):(%d+)')
  local from = tonumber(book) == latest and tonumber(count) or 0
  each_sharing(bands, latest, from, count_of(latest), function() overtaken = true end)
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
  local latest = math.floor(at / BOOK)
  local ends = whole((latest + 3) * BOOK)
  local book, number = string.match(near, '(%d+):(%d+)')
  -- Within one book it keeps its number: bands that both texts have go on leading to it.
  if bands == '' or tonumber(book) ~= latest then
    forget_signature(near)
    if bands == '' then return '' end
    number = next_number(latest, ends)
  end
  local page, offset = place_of(latest, number)
  redis.call('SETRANGE', page, offset, record)
  local segment, buckets = segment_of(tonumber(number))
  each_band(bands, latest, segment, buckets, function(key, field)
    if redis.call('HSETNX', key, field, number) == 1 and redis.call('HLEN', key) == 1 then
      redis.call('PEXPIREAT', key, ends)
    end
  end)
  return latest .. ':' .. number
end
