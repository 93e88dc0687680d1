"""A pause that a stop ends."""

import time
from collections.abc import Callable
from typing import Final

# It looks so often whether it is to end: a signal may set a flag, and nothing more.
LOOK_EVERY_SECONDS: Final = 0.1


def pause(seconds: float, until: Callable[[], bool]) -> None:
    """Wait so long, or until `until` says so."""
    end = time.monotonic() + seconds
    while not until() and (left := end - time.monotonic()) > 0:
        time.sleep(min(left, LOOK_EVERY_SECONDS))
