"""JSON Lines into an open file, such as stdout."""

from collections.abc import Sequence
from typing import BinaryIO

from worker.consuming.sinks import json_lines
from worker.store.streams import Entry


class Lines:
    """A `Sink` that is read by another program: each record is passed on at once.

    Whoever opened the file closes it, and its errors are passed on as they are: a reader that has
    gone away is no fault of a record, nor of the sink.
    """

    batch = 1

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, entries: Sequence[Entry]) -> None:
        """Write a line for each entry, and leave none in the buffer.

        Raises:
            OSError: the file takes no more.
        """
        self._stream.write(json_lines(entries))
        self._stream.flush()

    def close(self) -> None:
        """Do nothing: the file is the caller's."""
