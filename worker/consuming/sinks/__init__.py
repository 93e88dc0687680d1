"""Where a consumer puts records. A new kind is one file here, and one line in `opening.py`."""

from collections.abc import Sequence
from typing import Protocol

from worker.store.streams import Entry


class Sink(Protocol):
    """Keeps records. `Consumer.pour` acknowledges them once `write` has returned.

    Whatever dies in between, the entries come again: a sink sees each at least once, and keeps
    it under `id` and `version` where it can.
    """

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep all of these, so that a crash loses none, or raise and keep as many as it likes."""
        ...

    def close(self) -> None:
        """Give back files and connections."""
        ...
