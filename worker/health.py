"""Whether the workers of a container are well, told by files that they touch while they are.

    python -m worker.health

exits 0 when a role beats in `NEWSMILL_HEALTH_DIR`, and every one that has begun to still does. It
takes 30 ms and asks no server: a check that asks would call each worker ill while a broker is away,
and costs a second of CPU. So it imports nothing heavy, not even the settings: the directory
is known by its variable.

A fetcher and a reader beat while they are connected to the broker and their loops turn; a clock,
while the store answers. Where the store is away the two are well: their tasks wait for it in place
and then give their messages back, and to start them again would mend nothing.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

from worker.supervising import ROLES

VARIABLE: Final = "NEWSMILL_HEALTH_DIR"
# Workers beat every few seconds. A broker that is started again is back within this.
FRESH_SECONDS: Final = 60


def found(folder: Path) -> dict[str, float]:
    """Give the seconds since the last beat of each role that beats in a directory."""
    ages: dict[str, float] = {}
    for role in ROLES:
        try:
            ages[role] = time.time() - (folder / role).stat().st_mtime
        except FileNotFoundError:
            continue
    return ages


def main() -> int:
    """Say in one line how the roles are; give the exit code."""
    named = os.environ.get(VARIABLE)
    ages = found(Path(named)) if named else {}
    if not ages:
        return _said(f"no role beats in {named}" if named else f"{VARIABLE} is not set", 1)
    told = ", ".join(f"{role} beat {seconds:.0f} s ago" for role, seconds in ages.items())
    return _said(told, int(max(ages.values()) > FRESH_SECONDS))


def _said(line: str, code: int) -> int:
    sys.stdout.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
