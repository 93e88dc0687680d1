#!lua flags=allow-oom
-- Releases the jobs that are due, as far as there is room. Gives the messages to send.
return release(now())
