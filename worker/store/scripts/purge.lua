#!lua flags=allow-oom
-- Deletes a dead job with its documents. Arguments: id. Gives 1, or 0 when it is no dead job.
local id = ARGV[1]
if not redis.call('ZSCORE', keys.dead, id) then return 0 end
delete(id)
return 1
