"""One machine: its servers and roles, how they are started, kept alive, and ended.

`embedded` the two servers · `binary` what these run · `roles` what one worker is · `supervisor`
keeps roles running · `machine` puts these together · `orphans` nothing outlives its owner.
"""
