-- What the scripts of the ledger, of retention and of consumers share.

-- The time of the store, in ms since 1970.
local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- A flat list of names and values, as a table.
local function named(flat)
  local found = {}
  for n = 1, #flat, 2 do found[flat[n]] = flat[n + 1] end
  return found
end
