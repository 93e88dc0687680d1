"""JSON Lines into an open file, such as stdout."""

import os
from collections.abc import Sequence

from worker.consuming.sinks import json_lines
from worker.store.streams import Entry


class Lines:
    """A `Sink` that is read by another program: each record is passed on at once.

    Whoever opened the file closes it, and its errors are passed on as they are: a reader that has
    gone away is no fault of a record, nor of the sink.
    """

    batch = 1

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def write(self, entries: Sequence[Entry]) -> None:
        """Write a line for each entry.

        Raises:
            OSError: the file takes no more.
        """
        # Without a buffer, for one would lose the rest of a line when a signal comes in between.
        rest = memoryview(json_lines(entries))
        while rest:
            rest = rest[os.write(self._descriptor, rest) :]

    def close(self) -> None:
        """Do nothing: the file is the caller's."""
