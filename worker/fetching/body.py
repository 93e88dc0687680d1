"""Reading a body within the limit, both as it was sent and unpacked.

A page of 10 kB can unpack to 10 MB and, packed twice, to 10 GB. So every layer is unpacked in
small pieces and counted before the next piece is asked for; memory stays near the limit.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final

import brotli
from backports import zstd

from tasks.errors import TooLarge, UnsupportedMedia, UpstreamError

# A decoder gives about so many at a time; brotli up to half as many more.
PIECE_BYTES: Final = 64 * 1024
# Content-Encoding may name several codings, one packed in another. Each layer is counted by itself,
# so one more costs at most the time to unpack the limit once more: 10 MB took 20 ms.
MOST_CODINGS: Final = 3
# What is packed as gzip or zstd may be many files, one after another. Servers send one or two; a
# body of 500,000 empty ones would cost seconds of CPU and give nothing.
MOST_MEMBERS: Final = 100
# Zstandard may ask for gigabytes to look back into. No content coding may ask for more than
# 8 MB (RFC 9659, section 3), as a power of two here.
ZSTD_WINDOW_LOG: Final = 23

_GZIP_MAGIC: Final = b"\x1f\x8b"
_ANY_GZIP: Final = zlib.MAX_WBITS | 16
_DEFLATE_METHOD: Final = 8
_ZSTD_OPTIONS: Final[dict[int, int]] = {zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG}
# What some servers write where nothing is packed: they take the header for another one.
_NOT_PACKED: Final = frozenset({"", "identity", "none", "binary", "utf-8"})

ACCEPT_ENCODING: Final = "gzip, deflate, br, zstd"

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
    body = bytearray()  # not a list of pieces: a million of two bytes would take fifty times that
    for piece in _unpacked(received, content_encoding, limit_bytes):
        body += piece
    for _ in received:  # What follows the end of a packed body is counted, and dropped.
        pass
    return bytes(body), received.bytes


def read_start(sent: Pieces, content_encoding: str, most_bytes: int) -> bytes:
    """Read the first bytes of a body, unpacked; nothing more is read than they need.

    Raises:
        UnsupportedMedia: as `read_body` does.
        UpstreamError: the same.
    """
    start = bytearray()
    # The last piece may go beyond what is wanted. A layer that goes far beyond is padding.
    limit_bytes = 4 * (most_bytes + PIECE_BYTES)
    with suppress(TooLarge):
        for piece in _unpacked(sent, content_encoding, limit_bytes):
            start += piece
            if len(start) >= most_bytes:
                break
    return bytes(start[:most_bytes])


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


def _unpacked(sent: Pieces, content_encoding: str, limit_bytes: int) -> Pieces:
    names = [name.strip().lower() for name in content_encoding.split(",")]
    packed = [name for name in names if name not in _NOT_PACKED]
    if len(packed) > MOST_CODINGS or not all(name in _CODINGS for name in packed):
        raise UnsupportedMedia(f"the body is packed as {content_encoding[:80]!r}")
    pieces = sent
    for name in reversed(packed):
        pieces = _Counted(_CODINGS[name](pieces), limit_bytes)
    return pieces


# ------------------------------------------------------------------ codings


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
            yield from _by_zlib(stream, rest)
            if not stream.eof:
                break
            rest, stream = stream.unused_data, None
    _check_ended(ended=stream is None)


def _inflated(packed: Pieces) -> Iterator[bytes]:
    stream, head = None, b""
    for piece in packed:
        rest = head + piece
        if stream is None:
            if len(rest) < 2:  # noqa: PLR2004 - the header that tells the two kinds apart
                head = rest
                continue
            stream, head = zlib.decompressobj(_window_bits(rest)), b""
        yield from _by_zlib(stream, rest)
        if stream.eof:
            return
    _check_ended(ended=stream is None and not head)


def _window_bits(start: bytes) -> int:
    """Tell zlib's format (what `deflate` means) from raw deflate (what some servers send)."""
    zlib_header = start[0] & 0x0F == _DEFLATE_METHOD and int.from_bytes(start[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _by_zlib(stream: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    rest = packed
    while True:
        try:
            piece = stream.decompress(rest, PIECE_BYTES)
        except zlib.error as error:
            raise _not_so_packed(error) from error
        if piece:
            yield piece
        rest = stream.unconsumed_tail
        if stream.eof or (not rest and len(piece) < PIECE_BYTES):
            return


def _unbrotlied(packed: Pieces) -> Iterator[bytes]:
    stream, begun = brotli.Decompressor(), False
    for sent in packed:
        rest, begun = sent, True
        # It says that it can take more while it still has something to give: only an empty piece
        # says that it has nothing.
        while piece := _by_brotli(stream, rest):
            yield piece
            rest = b""
        if stream.is_finished():
            return
    _check_ended(ended=not begun)


def _by_brotli(stream: brotli.Decompressor, packed: bytes) -> bytes:
    try:
        return (
            b"" if stream.is_finished() else stream.process(packed, output_buffer_limit=PIECE_BYTES)
        )
    except brotli.error as error:
        raise _not_so_packed(error) from error


def _unzstded(packed: Pieces) -> Iterator[bytes]:
    stream, members = None, 0
    for piece in packed:
        rest = piece
        while rest:
            if stream is None:
                stream, members = zstd.ZstdDecompressor(options=_ZSTD_OPTIONS), members + 1
                _check_members(members)
            yield from _by_zstd(stream, rest)
            if not stream.eof:
                break
            rest, stream = stream.unused_data, None
    _check_ended(ended=stream is None)


def _by_zstd(stream: zstd.ZstdDecompressor, packed: bytes) -> Iterator[bytes]:
    rest = packed
    while not stream.eof:
        try:
            piece = stream.decompress(rest, PIECE_BYTES)
        except zstd.ZstdError as error:
            raise _not_so_packed(error) from error
        if piece:
            yield piece
        if stream.needs_input:
            return
        rest = b""


def _not_so_packed(error: Exception) -> UpstreamError:
    return UpstreamError(f"the body is not packed as the server says: {error}")


def _check_members(members: int) -> None:
    if members > MOST_MEMBERS:
        raise UpstreamError(f"the body is more than {MOST_MEMBERS} packed files, one after another")


def _check_ended(*, ended: bool) -> None:
    if not ended:
        raise UpstreamError("the packed body ends before its end")


_CODINGS: Final[dict[str, Callable[[Pieces], Iterator[bytes]]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _unbrotlied,
    "zstd": _unzstded,
}
