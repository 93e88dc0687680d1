#!lua flags=allow-oom
-- Begins with entries: whatever becomes of the consumer, this delivery of theirs is counted.
-- Arguments: group, member, ids.
-- Gives {id, how often they were begun with} of those that are still this member's.
local found = {}
for n = 3, #ARGV do
  local before = begun(ARGV[n])
  if before and claim(ARGV[n], before + 1, 0) then found[#found + 1] = {ARGV[n], before + 1} end
end
return found
