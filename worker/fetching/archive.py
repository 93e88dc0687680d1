"""Keeping what was fetched, as WARC files: each request with its answer.

Any number of processes may share a directory, for the name of a file says when, where and by
whom it was begun. It ends in `.open` as long as it grows. Each exchange is one write at the end
of the file, so that whoever is killed loses at most the one that was being written.

Keeping is never worth a page: what goes wrong is logged, and the fetch goes on.
"""

import atexit
import io
import os
import re
import socket
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple, Protocol
from urllib.parse import urlsplit

import structlog
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from config.settings import variable
from tasks.errors import UsageError

log = structlog.get_logger(__name__)

OPEN: Final = ".open"
"""The ending of a file that still grows, or whose process was killed."""
# After a failure nothing is kept for so long. Shorter, and a disk that is full or hangs slows
# every fetch, and says so every time; longer, and more pages are lost once there is room.
PAUSE_SECONDS: Final = 10.0

_VERSION: Final = "WARC/1.1"
_CONFORMS_TO: Final = (
    "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
)
# Of a body that was unpacked and is no longer in chunks, these are no longer true.
_ON_THE_WAY: Final = frozenset({"content-encoding", "transfer-encoding"})

Headers = Sequence[tuple[str, str]]


class Exchange(NamedTuple):
    """One request and its answer.

    Attributes:
        url: what was asked for.
        headers: of the answer, as they came.
        body: unpacked.
        at: when the answer came; aware, UTC.
    """

    url: str
    request_headers: Headers
    status: int
    reason: str
    headers: Headers
    body: bytes
    at: datetime


class Archive(Protocol):
    """Where exchanges are kept."""

    def write(self, exchange: Exchange) -> None:
        """Keep an exchange. What goes wrong is logged and never raised."""
        ...

    def close(self) -> None:
        """Finish what is open."""
        ...


class WarcArchive:
    """An `Archive` in WARC files. One a process, shared by all threads.

    Source: WARC 1.1, ISO 28500:2017.
    """

    def __init__(self, directory: Path, *, file_bytes: int, software: str) -> None:
        """Make the directory; a file is begun with the first exchange.

        Args:
            directory: where files are written.
            file_bytes: the size at which a file is finished and the next one begun.
            software: what the files say they were written by.

        Raises:
            UsageError: the directory cannot be made, or no file in it.
        """
        with _usable(directory, "made"):
            directory.mkdir(parents=True, exist_ok=True)
        with _usable(directory, "written"), tempfile.TemporaryFile(dir=directory):
            pass
        self._directory = directory
        self._file_bytes = file_bytes
        self._software = software
        self._lock = threading.Lock()
        self._file: _File | None = None
        self._serials = count(1)
        self._paused_until = 0.0
        self._missed = 0
        # Weak, for neither the exit nor a fork is a reason to keep the archive alive.
        atexit.register(_call, weakref.WeakMethod(self.close))
        os.register_at_fork(after_in_child=partial(_call, weakref.WeakMethod(self._leave)))

    def write(self, exchange: Exchange) -> None:
        """Keep an exchange. What goes wrong is logged and never raised."""
        if self._is_paused():
            return
        packed = _packed(exchange)  # outside the lock, for this is what takes time
        with self._lock:
            try:
                self._append(packed)
            except OSError as error:
                self._pause(error)

    def close(self) -> None:
        """Finish the file, as the end of the process does. A later exchange begins another."""
        with self._lock:
            self._finish()

    def _is_paused(self) -> bool:
        with self._lock:
            paused = time.monotonic() < self._paused_until
            self._missed += paused
            return paused

    def _append(self, packed: bytes) -> None:
        if self._file is None:
            self._file = _File(self._directory / _name(next(self._serials)))
            packed = _warcinfo(self._file.path.name, self._software) + packed
        self._file.append(packed)
        if self._missed:
            log.info("archive_resumed", directory=str(self._directory), missed=self._missed)
            self._missed = 0
        if self._file.good_bytes >= self._file_bytes:
            self._finish()

    def _pause(self, error: OSError) -> None:
        self._paused_until = time.monotonic() + PAUSE_SECONDS
        self._missed += 1
        log.warning(
            "archive_failed",
            directory=str(self._directory),
            error=str(error),
            missed=self._missed,
            pause_seconds=PAUSE_SECONDS,
        )
        self._finish()

    def _finish(self) -> None:
        file, self._file = self._file, None
        if file is None:
            return
        try:
            file.finish()
        except OSError as error:
            log.warning("archive_unfinished", path=str(file.path) + OPEN, error=str(error))

    def _leave(self) -> None:
        """Leave the file to the parent, in a process just forked, and forget who held the lock."""
        self._lock = threading.Lock()
        file, self._file = self._file, None
        if file is not None:
            file.leave()


class _File:
    """One file that grows by whole exchanges.

    Attributes:
        path: its name once it is finished.
        good_bytes: its length up to the end of the last exchange that was written whole.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.good_bytes = 0
        self._growing = path.with_name(path.name + OPEN)
        # Without a buffer there is nothing that a killed process could lose, or a forked one
        # write again.
        self._stream = self._growing.open("xb", buffering=0)

    def append(self, packed: bytes) -> None:
        """Write all of it.

        Raises:
            OSError: a part may have been written; `finish` takes it away again.
        """
        rest = memoryview(packed)
        while rest:
            rest = rest[self._stream.write(rest) :]
        self.good_bytes += len(packed)

    def finish(self) -> None:
        """Give the file its name, or remove it where it holds nothing.

        Raises:
            OSError: it keeps the name that it had while it grew.
        """
        with self._stream, suppress(OSError):
            self._stream.truncate(self.good_bytes)
        if self.good_bytes:
            self._growing.rename(self.path)
        else:
            self._growing.unlink()

    def leave(self) -> None:
        """Close the file and leave it to the process that writes it."""
        self._stream.close()


def _call(method: "weakref.WeakMethod[Callable[[], None]]") -> None:
    if bound := method():
        bound()


@contextmanager
def _usable(directory: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = f"{variable('warc_dir')} is {directory}, and that cannot be {done}"
        raise UsageError(f"{message}: {error.strerror}") from error


def _name(serial: int) -> str:
    host = re.sub(r"[^A-Za-z0-9.-]", "_", socket.gethostname())
    milliseconds = time.time_ns() // 1_000_000
    begun = datetime.fromtimestamp(milliseconds // 1000, UTC).strftime("%Y%m%d%H%M%S")
    return f"newsmill-{begun}{milliseconds % 1000:03}-{serial:05}-{host}-{os.getpid()}.warc.gz"


# ---------------------------------------------------------------- records


def _warcinfo(name: str, software: str) -> bytes:
    told = {
        "software": software,
        "hostname": socket.gethostname(),
        "format": "WARC File Format 1.1",
        "conformsTo": _CONFORMS_TO,
    }
    packed, writer = _writer()
    writer.write_record(writer.create_warcinfo_record(name, told))
    return packed.getvalue()


def _packed(exchange: Exchange) -> bytes:
    """Give the records of an exchange, the answer first, each packed by itself."""
    packed, writer = _writer()
    at = {"WARC-Date": exchange.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    answer = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        warc_headers_dict=at,
        http_headers=_Head(
            f"{exchange.status} {exchange.reason}",
            list(_stored(exchange.headers, len(exchange.body))),
            protocol="HTTP/1.1",
        ),
    )
    asked = _Head(_request_line(exchange.url), exchange.request_headers, is_http_request=True)
    request = writer.create_warc_record(
        exchange.url, "request", warc_headers_dict=at, http_headers=asked
    )
    writer.write_request_response_pair(request, answer)
    return packed.getvalue()


def _writer() -> tuple[io.BytesIO, WARCWriter]:
    packed = io.BytesIO()
    return packed, WARCWriter(packed, gzip=True, warc_version=_VERSION)


class _Head(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """A head whose values stay as they came; warcio would write `%C3%A9` for `é`."""

    def to_ascii_bytes(self, filter_func: object = None) -> bytes:
        """Give the head as UTF-8."""
        text: str = self.to_str(filter_func)
        return text.encode(errors="replace") + b"\r\n"


def _stored(headers: Headers, body_bytes: int) -> Iterator[tuple[str, str]]:
    """Give headers that are true of the body as it is stored; the others by another name."""
    length, told = str(body_bytes), False
    for name, value in headers:
        is_length = name.lower() == "content-length"
        holds = value.strip() == length if is_length else name.lower() not in _ON_THE_WAY
        told = told or (is_length and holds)
        yield (name if holds else f"X-Archive-Orig-{name}", value)
    if not told:
        yield ("Content-Length", length)


def _request_line(url: str) -> str:
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"GET {parts.path or '/'}{query} HTTP/1.1"
