-- What the scripts of a consumer group share. Their first arguments are the group and its member.
--
-- Redis counts an entry when it is read; a consumer reads several at one time and may die at the
-- first of them. So the count that decides is another: each beginning with an entry adds one, and
-- taking it over (XAUTOCLAIM with JUSTID) adds none. Redis' count is one more, for the reading.
local GROUP, MEMBER = ARGV[1], ARGV[2]

-- What Redis tells of the group; nil where it is gone, for an operator may destroy it at any time.
local function own_group()
  for _, group in ipairs(groups_of(keys.articles)) do
    if group.name == GROUP then return group end
  end
end

-- How often consumers have begun with an entry; nil when it is not, or no longer, this member's.
local function begun(id)
  local pending = redis.call('XPENDING', keys.articles, GROUP, id, id, 1, MEMBER)[1]
  return pending and pending[4] - 1
end
