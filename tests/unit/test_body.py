"""Bodies, as they were sent and unpacked: within the limit, or refused."""

import gzip
import zlib
from collections.abc import Callable

import brotli
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.errors import TooLarge, UnsupportedMedia, UpstreamError
from worker.fetching.body import MOST_MEMBERS, read_body, read_start

PAGE = b"<p>The bridge reopened.</p>" * 100


def _pieces(body: bytes, size: int) -> list[bytes]:
    return [body[start : start + size] for start in range(0, len(body), size)]


def _raw_deflated(body: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return stream.compress(body) + stream.flush()


def _halves(pack: Callable[[bytes], bytes]) -> bytes:
    return pack(PAGE[:10]) + pack(PAGE[10:])


PACKED = {
    "": PAGE,
    "identity": PAGE,
    "utf-8": PAGE,
    "none, binary": PAGE,
    "gzip": gzip.compress(PAGE, mtime=0),
    "x-gzip": _halves(gzip.compress) + b"\x00\x00",
    "deflate": zlib.compress(PAGE),
    "Deflate": _raw_deflated(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstd.compress(PAGE),
    "ZSTD": _halves(zstd.compress),
    "gzip, deflate": zlib.compress(gzip.compress(PAGE, mtime=0)),
    "zstd, identity, br": brotli.compress(zstd.compress(PAGE)),
    "gzip,br,zstd": zstd.compress(brotli.compress(gzip.compress(PAGE, mtime=0))),
}


@pytest.mark.parametrize(("coding", "sent"), PACKED.items(), ids=PACKED.keys())
@pytest.mark.parametrize("size", [1, 2, 7, 100_000])
def test_bodies_are_unpacked(coding: str, sent: bytes, size: int) -> None:
    """However they are cut into pieces; what was sent is counted to its end."""
    assert (PAGE, len(sent)) == read_body(_pieces(sent, size), coding, 10_000)


@pytest.mark.parametrize("coding", ["", "gzip", "deflate", "br", "zstd", "zstd, br, gzip"])
def test_an_empty_body_is_empty(coding: str) -> None:
    """Also where it is said to be packed."""
    assert read_body([], coding, 10) == (b"", 0)


@pytest.mark.parametrize(("coding", "sent"), PACKED.items(), ids=PACKED.keys())
def test_the_limit_holds_for_what_is_unpacked(coding: str, sent: bytes) -> None:
    """At the limit a body is read; one byte above it is not."""
    limit = max(len(PAGE), len(sent))
    assert read_body([sent], coding, limit)[0] == PAGE
    with pytest.raises(TooLarge):
        read_body([sent], coding, len(PAGE) - 1)


def test_the_limit_holds_for_what_follows_a_packed_body() -> None:
    """Padding is counted, and an endless one ends."""
    with pytest.raises(TooLarge):
        read_body([gzip.compress(PAGE), *[b"\x00" * 100] * 100], "gzip", 5000)


@pytest.mark.parametrize(("coding", "sent"), list(PACKED.items())[4:], ids=list(PACKED)[4:])
def test_a_packed_body_that_ends_early_is_a_fault(coding: str, sent: bytes) -> None:
    """Half a page is never taken for a whole one."""
    with pytest.raises(UpstreamError):
        read_body([sent[:-20]], coding, 10_000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "br, gzip"])
def test_a_body_that_is_not_packed_as_said_is_a_fault(coding: str) -> None:
    """Browsers refuse it too."""
    with pytest.raises(UpstreamError):
        read_body([PAGE], coding, 10_000)


@pytest.mark.parametrize("coding", ["compress", "dcb", "gzip, x", "gzip, " * 3 + "gzip"])
def test_packing_that_was_not_asked_for_is_refused(coding: str) -> None:
    """Nothing of the body is read."""
    with pytest.raises(UnsupportedMedia):
        read_body([PAGE], coding, 10_000)


@pytest.mark.parametrize(
    ("coding", "empty"),
    [
        ("gzip", gzip.compress(b"", mtime=0)),
        ("zstd", zstd.compress(b"")),
        ("zstd", b"P*M\x18" + bytes(4)),
    ],
)
def test_files_one_after_another_are_limited(coding: str, empty: bytes) -> None:
    """Many empty ones would cost much time and no byte; zstd has frames to skip, too."""
    assert read_body([empty * MOST_MEMBERS], coding, 100_000)[0] == b""
    with pytest.raises(UpstreamError):
        read_body([empty * (MOST_MEMBERS + 1)], coding, 100_000)


@pytest.mark.parametrize(("window_log", "read"), [(23, True), (24, False)])
def test_zstd_may_look_back_8_mb(window_log: int, *, read: bool) -> None:
    """As RFC 9659 says; more would be memory for nothing."""
    options: dict[int, int] = {
        zstd.CompressionParameter.window_log: window_log,
        zstd.CompressionParameter.content_size_flag: 0,
    }
    stream = zstd.ZstdCompressor(options=options)
    sent = stream.compress(PAGE) + stream.flush()
    if read:
        assert read_body([sent], "zstd", 10_000)[0] == PAGE
    else:
        with pytest.raises(UpstreamError):
            read_body([sent], "zstd", 10_000)


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstd.compress,
}


@pytest.mark.parametrize(("coding", "pack"), PACKERS.items())
def test_a_small_piece_may_unpack_to_many(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """All of it comes, and at the limit it ends at once."""
    blanks = b" " * 5_000_000
    assert read_body([pack(blanks)], coding, len(blanks))[0] == blanks
    with pytest.raises(TooLarge):
        read_body([pack(blanks)], coding, len(blanks) - 1)


# ------------------------------------------------------------------ beginnings


@pytest.mark.parametrize(("coding", "sent"), PACKED.items(), ids=PACKED.keys())
def test_the_beginning_of_a_body(coding: str, sent: bytes) -> None:
    """So many bytes of it as are wanted, or all that there are."""
    for most in (1, 100, len(PAGE), 100_000):
        assert PAGE[:most] == read_start(_pieces(sent, 7), coding, most)


def test_no_more_is_read_than_the_beginning_needs() -> None:
    """The rest stays with the server."""
    pieces = iter([PAGE] * 10)
    assert read_start(pieces, "", len(PAGE) + 1) == PAGE + PAGE[:1]
    assert len(list(pieces)) == 8


@pytest.mark.parametrize(("coding", "pack"), PACKERS.items())
def test_the_beginning_of_a_bomb(coding: str, pack: Callable[[bytes], bytes]) -> None:
    """It is as short as any other, packed once or twice."""
    bomb = pack(b" " * 20_000_000)
    assert read_start([bomb], coding, 1000) == b" " * 1000
    assert read_start([gzip.compress(bomb)], f"{coding}, gzip", 1000) == b" " * 1000


def test_the_beginning_of_what_only_pads() -> None:
    """A layer that gives nothing to the next one is not unpacked for ever."""
    padding = gzip.compress(b"\x00\x00\x00\xff\xff" * 1_000_000)
    assert read_start([padding], "deflate, gzip", 1000) == b""


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(st.binary()),
    st.sampled_from(["", "gzip", "deflate", "br", "zstd", "deflate, gzip"]),
    st.integers(0),
)
def test_any_bytes_give_a_body_or_a_name(pieces: list[bytes], coding: str, limit: int) -> None:
    """No error of a decoder leaks."""
    try:
        body, received = read_body(pieces, coding, limit)
    except (UpstreamError, TooLarge):
        return
    assert len(body) <= limit
    assert received <= limit


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)), st.data())
def test_a_damaged_body_gives_a_body_or_a_name(
    body: bytes, coding: str, data: st.DataObject
) -> None:
    """However it is cut, and whichever byte is another."""
    packed = bytearray(PACKERS[coding](body))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        read_body(_pieces(bytes(packed), data.draw(st.integers(1, 100))), coding, 100_000)
    except (UpstreamError, TooLarge):
        return
