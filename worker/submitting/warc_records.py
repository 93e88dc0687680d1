"""The records of a WARC or ARC file: their heads, and what lies between them.

warcio parses the heads. The rest is read here and not with its `ArchiveIterator`, which takes
any line and any chunk into memory, however long, says on stderr what it passes over, and ends
without a word where a packed file is broken.
"""

import gzip
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Final, NamedTuple

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from worker.fetching.body import PIECE_BYTES
from worker.submitting.paths import UNREADABLE, reason

HEAD_BYTES: Final = 256 * 1024
"""No head is longer: browsers and servers stop at less. What is, is no head but damage."""
ARC_LINE_BYTES: Final = 16 * 1024
"""The longest head of a record in an ARC file: one line, most of it a URL."""

_GZIP_MAGIC: Final = b"\x1f\x8b"
_LENGTH: Final = re.compile(r"[0-9]{1,18}")
_ARC_DATE: Final = re.compile(r"[0-9]{14}")
# URL, address, date, media type, length. A URL may have blanks, and so has many a media type.
_ARC_LINE: Final = re.compile(r"(\S.*) (\S+) ([0-9]{8,17}) (.*) (-?[0-9]+)")


class ArchiveBroken(Exception):  # noqa: N818 - it is a verdict on a file
    """Says from where on the file cannot be read, and why."""


class Record(NamedTuple):
    """The head of a record.

    Attributes:
        type: as WARC calls it, in small letters.
        url: what it is about, without what some writers put around it.
        date: as it is written there.
        content_type: of its block; of the page itself in a `resource`.
        length: of its block, in bytes.
        offset: where it begins in the unpacked file, in bytes.
        own_id: WARC-Record-ID, where there is one.
    """

    type: str
    url: str
    date: str
    content_type: str
    length: int
    offset: int
    own_id: str | None = None

    @property
    def at(self) -> datetime | None:
        """The date: ISO 8601 in WARC files, 14 digits in ARC files, both in UTC."""
        with suppress(ValueError, OverflowError):
            if _ARC_DATE.match(self.date):
                return datetime.strptime(self.date[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
            at = datetime.fromisoformat(self.date.strip())
            return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
        return None


class Block:
    """The content of one record, and no byte more; less where the file ends within it."""

    def __init__(self, unpacked: "_Unpacked", length: int) -> None:
        self._unpacked = unpacked
        self._left = length
        self._cut_off = False

    def read(self, most: int) -> bytes:
        """Give up to so many bytes; none at the end."""
        return self._counted(self._unpacked.read(min(most, self._left)))

    def line(self, most: int) -> bytes:
        """Give the next line, or so many bytes of it; none at the end."""
        return self._counted(self._unpacked.line(min(most, self._left)))

    def pieces(self) -> Iterator[bytes]:
        """Give all that is left."""
        while piece := self.read(PIECE_BYTES):
            yield piece

    def check_whole(self) -> None:
        """Say that what was read of this block is not all that the file has of it.

        Raises:
            ArchiveBroken: the file ends within the block, and that end was read.
        """
        if self._cut_off:
            raise self._unpacked.broken(f"the file ends {self._left} bytes before this record does")

    def _counted(self, piece: bytes) -> bytes:
        self._left -= len(piece)
        self._cut_off = bool(self._left and not piece)
        return piece


def records(file: io.BufferedReader) -> Iterator[tuple[Record, Block]]:
    """Give each record with its block, which may be read until the next one is asked for.

    Args:
        file: packed with gzip or not, whatever its name says.

    Raises:
        ArchiveBroken: the rest cannot be read. Reading a block may raise it, too.
    """
    unpacked = _Unpacked(file)
    while (record := _next_record(unpacked)) is not None:
        block = Block(unpacked, record.length)
        yield record, block
        for _ in block.pieces():
            pass
        block.check_whole()
    if not unpacked.offset:
        raise unpacked.broken("the file is empty")


def head_from(first: bytes, next_line: Callable[[int], bytes]) -> StatusAndHeaders | None:
    """Read a head from its first line up to its empty line; None where it is too long to be one."""
    lines, size = [first], len(first)
    while (line := next_line(HEAD_BYTES)).strip():
        lines.append(line)
        size += len(line)
        if size > HEAD_BYTES:
            return None
    return StatusAndHeadersParser([], verify=False).parse(io.BytesIO(b"".join(lines)))


class _Unpacked:
    """A file's bytes, unpacked where they are packed; all members of it are one stream.

    Attributes:
        offset: of what is read next.
        begin: of the record that is being read.
    """

    def __init__(self, file: io.BufferedReader) -> None:
        self._is_packed = file.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC)
        self._stream = gzip.GzipFile(fileobj=file) if self._is_packed else file
        self.offset = 0
        self.begin = 0

    def read(self, most: int) -> bytes:
        return self._counted(self._stream.read, most)

    def line(self, most: int) -> bytes:
        return self._counted(self._stream.readline, most)

    def broken(self, why: str) -> ArchiveBroken:
        where = f"at byte {self.begin}{' of what it unpacks to' * self._is_packed}"
        return ArchiveBroken(f"{where}: {why}; the rest of the file is not read")

    def _counted(self, read: Callable[[int], bytes], most: int) -> bytes:
        try:
            piece = read(most)
        except UNREADABLE as error:
            raise self.broken(reason(error)) from error
        self.offset += len(piece)
        return piece


def _next_record(unpacked: _Unpacked) -> Record | None:
    """Read a record's head, past the empty lines before it; None at the end of the file."""
    unpacked.begin = unpacked.offset
    while (first := unpacked.line(HEAD_BYTES)) and not first.strip():
        unpacked.begin = unpacked.offset
    if not first:
        return None
    if first.startswith(b"WARC/"):
        return _warc_record(first, unpacked)
    return _arc_record(first, unpacked)


def _warc_record(first: bytes, unpacked: _Unpacked) -> Record:
    head = head_from(first, unpacked.line)
    if head is None:
        raise unpacked.broken(f"the record's head has more than {HEAD_BYTES} bytes")
    return Record(
        type=(head.get_header("WARC-Type") or "").strip().lower(),
        url=_url(head.get_header("WARC-Target-URI") or ""),
        date=head.get_header("WARC-Date") or "",
        content_type=head.get_header("Content-Type") or "",
        length=_length(head.get_header("Content-Length") or "", unpacked),
        offset=unpacked.begin,
        own_id=head.get_header("WARC-Record-ID"),
    )


def _arc_record(first: bytes, unpacked: _Unpacked) -> Record:
    """Read the one line that is the head of a record in an ARC file."""
    line: str = StatusAndHeadersParser.decode_header(first[:ARC_LINE_BYTES]).strip()
    parts = _ARC_LINE.fullmatch(line)
    if parts is None:
        raise unpacked.broken(f"no record begins with {line[:60]!r}")
    url, _, date, content_type, length = parts.groups()
    length_bytes = _length(length, unpacked)
    return Record("response", _url(url), date, content_type, length_bytes, unpacked.begin)


def _url(written: str) -> str:
    """Give a URL without the brackets that wget writes, and with no blank in it."""
    return written.strip().removeprefix("<").removesuffix(">").replace(" ", "%20")


def _length(written: str, unpacked: _Unpacked) -> int:
    if not _LENGTH.fullmatch(written.strip()):
        raise unpacked.broken(f"the record's length is {written[:40]!r}")
    return int(written)
