#!lua flags=allow-oom
-- Deletes a dead job with its documents. Arguments: id. Gives 1, or 0 when it is no dead job.
local id = argument(1)
if redis.call('ZREM', keys.dead, id) == 0 then return 0 end
redis.call('UNLINK', keys.job .. id)
for _, prefix in ipairs(DOCUMENTS) do redis.call('UNLINK', prefix .. id) end
return 1
