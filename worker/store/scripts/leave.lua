#!lua flags=allow-oom
-- Takes members out of a group that have no entries: this one, and those silent for long.
-- Arguments: group, member, ms of silence. Together with the look, for whoever is taken out loses
-- what it has.
if not own_group() then return end
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', keys.articles, GROUP)) do
  local member = named(flat)
  local gone = member.name == MEMBER or member.idle > tonumber(ARGV[3])
  if gone and member.pending == 0 then
    redis.call('XGROUP', 'DELCONSUMER', keys.articles, GROUP, member.name)
  end
end
