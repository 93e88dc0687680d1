"""One machine: its servers and roles, how they are started, kept alive, and ended.

`embedded` the two servers · `binary` what these run · `roles` what one worker is · `supervisor`
keeps roles running · `machine` puts these together · `orphans` nothing outlives its owner ·
`beating` tells who is well, and ends who stands still.
"""

from typing import Final

ROLES: Final = ("fetcher", "reader", "clock")
"""In the order in which they are started, and stopped."""
