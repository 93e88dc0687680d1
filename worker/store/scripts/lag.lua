#!lua flags=no-writes
-- Counts what a group has still to do. Arguments: group, member.
-- Gives {unread entries, 1 when there may be more, pending entries, dead entries}.
local group, dead = own_group(), redis.call('XLEN', keys.articles_dead .. GROUP)
if not group then return {redis.call('XLEN', keys.articles), 0, 0, dead} end
local count, is_least = unread(group, keys.articles)
return {count, is_least, group.pending, dead}
