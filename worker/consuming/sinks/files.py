"""JSON Lines in a directory, in files that other programs may take away.

Any number of consumers may share a directory. A file ends in `.open` as long as it grows, and is
locked by whoever writes it; a name without that ending is a file that is whole and never changes.
Names sort by the time at which their files were begun.
"""

import fcntl
import mmap
import os
import re
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tasks.errors import UsageError
from worker.consuming.sinks import SinkUnavailable, json_lines
from worker.store.streams import Entry

OPEN: Final = ".open"
"""The ending of a file that still grows, or whose writer was killed."""
PREFIX: Final = "newsmill-articles-"


class Files:
    """A `Sink` in files that are closed when they are large or old.

    A file's age is looked at when there is something to write: that of a stream on which nothing
    comes stays open.
    """

    # One write to the disk for each batch, which costs the more the smaller the batches are.
    batch = 100

    def __init__(self, directory: Path, *, file_bytes: int, file_seconds: float) -> None:
        """Make the directory, and finish what killed consumers have left in it.

        Args:
            directory: where files are written.
            file_bytes: the size at which a file is closed; the last batch may exceed it.
            file_seconds: the age at which a file is closed.

        Raises:
            UsageError: there can be no such directory.
            SinkUnavailable: the directory cannot be written to.
        """
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise UsageError(f"{directory} is no directory") from error
        except OSError as error:
            raise SinkUnavailable(f"{directory} cannot be made: {error.strerror}") from error
        self._directory = directory
        self._file_bytes = file_bytes
        self._file_seconds = file_seconds
        self._file: _File | None = None
        with self._disk_errors():
            _finish_abandoned(directory)

    def write(self, entries: Sequence[Entry]) -> None:
        """Write a line for each entry, down to the disk, or none at all.

        Raises:
            SinkUnavailable: the disk is full, or cannot be written to.
        """
        lines = json_lines(entries)
        with self._disk_errors():
            if self._file and self._file.age_seconds() >= self._file_seconds:
                self._finish()
            self._file = self._file or _File(self._directory)
            self._file.append(lines)
            if self._file.good_bytes >= self._file_bytes:
                self._finish()

    def close(self) -> None:
        """Finish the file.

        Raises:
            SinkUnavailable: it cannot be; the next consumer of the directory does it.
        """
        with self._disk_errors():
            self._finish()

    def _finish(self) -> None:
        file, self._file = self._file, None
        if file:
            file.finish()

    @contextmanager
    def _disk_errors(self) -> Iterator[None]:
        """Map errors, and go on in another file: what this one holds is no longer sure."""
        try:
            yield
        except OSError as error:
            with suppress(OSError):
                self._finish()
            raise SinkUnavailable(f"cannot write to {self._directory}: {error.strerror}") from error


class _File:
    """One file that grows by whole batches, locked as long as it does.

    Attributes:
        good_bytes: its length up to the end of the last batch that was written whole.
    """

    def __init__(self, directory: Path) -> None:
        self.good_bytes = 0
        self._begun = time.monotonic()
        self._path = directory / _name()
        self._growing = self._path.with_name(self._path.name + OPEN)
        unnamed = self._path.with_name(f".{self._path.name}")
        self._stream = unnamed.open("xb", buffering=0)
        # It gets its name when it is locked, so that nobody takes it for one that was abandoned.
        fcntl.flock(self._stream, fcntl.LOCK_EX)
        unnamed.rename(self._growing)
        _sync(directory)

    def age_seconds(self) -> float:
        """Give the time since it was begun."""
        return time.monotonic() - self._begun

    def append(self, lines: bytes) -> None:
        """Write all of it, down to the disk.

        Raises:
            OSError: a part may have been written; `finish` takes it away again.
        """
        rest = memoryview(lines)
        while rest:
            rest = rest[self._stream.write(rest) :]
        os.fsync(self._stream.fileno())
        self.good_bytes += len(lines)

    def finish(self) -> None:
        """Cut off what is not whole, and give the file its name, or remove it where it is empty."""
        with self._stream:
            _finish(self._stream.fileno(), self._growing, self.good_bytes)


def _finish(descriptor: int, growing: Path, good_bytes: int) -> None:
    os.ftruncate(descriptor, good_bytes)
    os.fsync(descriptor)
    if good_bytes:
        growing.rename(growing.with_name(growing.name.removesuffix(OPEN)))
    else:
        growing.unlink()
    _sync(growing.parent)


def _finish_abandoned(directory: Path) -> None:
    """Finish the files whose writers were killed: a file that nobody has locked is one of them."""
    for growing in directory.glob(f"{PREFIX}*{OPEN}"):
        # Another consumer that starts now may be doing the same, and be the first.
        with suppress(BlockingIOError, FileNotFoundError), growing.open("r+b") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _finish(stream.fileno(), growing, _whole_bytes(stream.fileno()))


def _whole_bytes(descriptor: int) -> int:
    """Give the length of a file up to the end of its last whole line."""
    if not os.fstat(descriptor).st_size:
        return 0
    with mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ) as content:
        return content.rfind(b"\n") + 1


def _sync(directory: Path) -> None:
    """Write the names in a directory down to the disk."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _name() -> str:
    host = re.sub(r"[^A-Za-z0-9.-]", "_", socket.gethostname())
    begun = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return f"{PREFIX}{begun}-{host}-{os.getpid()}.jsonl"
