#!lua flags=allow-oom
-- Lets others take entries over, of those that are still this member's.
-- Arguments: group, member, for how many ms they look untouched from here on, how many of their
-- deliveries are not to count, ids.
local idle, uncounted = ARGV[3], tonumber(ARGV[4])
for n = 5, #ARGV do
  local count = begun(ARGV[n])
  if count then claim(ARGV[n], count - uncounted, idle) end
end
