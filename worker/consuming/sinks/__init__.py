"""Where a consumer puts records. A new kind is one file here, and one line in `opening.py`.

SinkError           this entry cannot be kept; others may well be
  SinkUnavailable   nothing can be kept now, which is no entry's fault
"""

from collections.abc import Sequence
from typing import Protocol

from tasks.errors import NewsmillError
from worker.consuming import TryLater
from worker.store.streams import Entry


class SinkError(NewsmillError):
    """The sink does not take the record."""


class SinkUnavailable(SinkError, TryLater):  # noqa: N818 - as StoreUnavailable
    """The sink is away, full or busy."""


class Sink(Protocol):
    """Keeps records. `Consumer.pour` acknowledges them once `write` has returned.

    Whatever dies in between, the entries come again: a sink sees each at least once, and keeps
    it under `id` and `version` where it can.
    """

    @property
    def batch(self) -> int:
        """The most entries that one `write` is given."""
        ...

    def write(self, entries: Sequence[Entry]) -> None:
        """Keep all of these, so that a crash loses none, or raise and keep as many as it likes."""
        ...

    def close(self) -> None:
        """Give back files and connections."""
        ...


def json_lines(entries: Sequence[Entry]) -> bytes:
    """Give the records of entries as JSON Lines.

    Raises:
        SinkError: an entry has none, for anything can be added to a stream.
    """
    try:
        return b"".join(entry.fields["record"].encode() + b"\n" for entry in entries)
    except KeyError as error:
        raise SinkError(f"a stream entry has no field {error}") from error
