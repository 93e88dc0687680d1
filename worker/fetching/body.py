"""Reading a body within the limit, both as it was sent and unpacked.

A page of 10 kB can unpack to 10 MB and, packed twice, to 10 GB. So every layer is unpacked in
small pieces and counted before the next piece is asked for; memory stays near the limit.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from tasks.errors import TooLarge, UnsupportedMedia, UpstreamError

PIECE_BYTES: Final = 64 * 1024
# Content-Encoding may name several codings, one packed in another. Nobody needs three; each
# one more is another factor of a thousand that a bomb can unpack to.
MOST_CODINGS: Final = 2
# A gzip file may be many, one after another. Servers send one or two; a body of 500,000 empty
# ones would cost seconds of CPU and give nothing.
MOST_MEMBERS: Final = 100

_GZIP_MAGIC: Final = b"\x1f\x8b"
_ANY_GZIP: Final = zlib.MAX_WBITS | 16
_DEFLATE_METHOD: Final = 8

ACCEPT_ENCODING: Final = "gzip, deflate"

Pieces = Iterable[bytes]


def read_body(sent: Pieces, content_encoding: str, limit_bytes: int) -> tuple[bytes, int]:
    """Read and unpack a body.

    Args:
        sent: the body's bytes as they come.
        content_encoding: the header; empty where there is none.
        limit_bytes: the most that each of the layers, the first and the last one too, may have.

    Returns:
        The body, and the number of bytes that were sent.

    Raises:
        TooLarge: it is above the limit; nothing more is read.
        UnsupportedMedia: it is packed in a way that was not asked for.
        UpstreamError: what was sent is not so packed, or ends too early.
    """
    received = _Counted(sent, limit_bytes)
    pieces: Pieces = received
    for unpacked in _layers(content_encoding):
        pieces = _Counted(unpacked(pieces), limit_bytes)
    body = bytearray()  # not a list of pieces: a million of two bytes would take fifty times that
    for piece in pieces:
        body += piece
    for _ in received:  # What follows the end of a packed body is counted, and dropped.
        pass
    return bytes(body), received.bytes


class _Counted:
    """Pieces that end in TooLarge when there are more than may be."""

    def __init__(self, pieces: Pieces, limit_bytes: int) -> None:
        self._pieces = iter(pieces)
        self._limit_bytes = limit_bytes
        self.bytes = 0

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.bytes += len(piece)
            if self.bytes > self._limit_bytes:
                raise TooLarge(f"the page has more than {self._limit_bytes} bytes")
            yield piece


def _layers(content_encoding: str) -> list[Callable[[Pieces], Pieces]]:
    names = [name.strip().lower() for name in content_encoding.split(",")]
    packed = [name for name in names if name not in ("", "identity")]
    if len(packed) > MOST_CODINGS or not all(name in _CODINGS for name in packed):
        raise UnsupportedMedia(f"the body is packed as {content_encoding[:80]!r}")
    return [_CODINGS[name] for name in reversed(packed)]


def _gunzipped(packed: Pieces) -> Iterator[bytes]:
    stream, members = None, 0
    for piece in packed:
        rest = piece
        while rest:
            if stream is None:
                if members and not _GZIP_MAGIC.startswith(rest[:2]):
                    return  # Padding after the end, which browsers ignore too.
                stream, members = zlib.decompressobj(_ANY_GZIP), members + 1
                _check_members(members)
            yield from _unpacked(stream, rest)
            if not stream.eof:
                break
            rest, stream = stream.unused_data, None
    _check_ended(stream)


def _inflated(packed: Pieces) -> Iterator[bytes]:
    stream, head = None, b""
    for piece in packed:
        rest = head + piece
        if stream is None:
            if len(rest) < 2:  # noqa: PLR2004 - the header that tells the two kinds apart
                head = rest
                continue
            stream, head = zlib.decompressobj(_window_bits(rest)), b""
        yield from _unpacked(stream, rest)
        if stream.eof:
            return
    if stream is not None or head:
        _check_ended(stream or zlib.decompressobj())


def _window_bits(start: bytes) -> int:
    """Tell zlib's format (what `deflate` means) from raw deflate (what some servers send)."""
    zlib_header = start[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _unpacked(stream: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    rest = packed
    while True:
        try:
            piece = stream.decompress(rest, PIECE_BYTES)
        except zlib.error as error:
            raise UpstreamError(f"the body is not packed as the server says: {error}") from error
        if piece:
            yield piece
        rest = stream.unconsumed_tail
        if stream.eof or (not rest and len(piece) < PIECE_BYTES):
            return


def _check_members(members: int) -> None:
    if members > MOST_MEMBERS:
        raise UpstreamError(f"the body is more than {MOST_MEMBERS} gzip files, one after another")


def _check_ended(stream: "zlib._Decompress | None") -> None:
    if stream is not None and not stream.eof:
        raise UpstreamError("the packed body ends before its end")


_CODINGS: Final[dict[str, Callable[[Pieces], Pieces]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
}
